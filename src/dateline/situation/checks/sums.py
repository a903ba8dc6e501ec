"""Arithmetic of parts and totals: "82 civilians, among them 11 women and 13 children", "bringing the toll to 31".

Parts that are among a total must not be more than it; a total that is brought to a number must not be less than what is added.
Ranges are compared by their ends, so that "dozens" contradicts nothing that dozens can be.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dateline.records import Document, Row, Statement
from dateline.situation.cells import cell_words, quantity_cell, range_cell
from dateline.situation.checks.finding import finding
from dateline.situation.figures import Figure, figures_of
from dateline.situation.passages import Passage

CHECK = "sum"
_AMONG = re.compile(
    r"\b(?:including|among\s+(?:them|those|whom)|of\s+(?:whom|them|these|those|which)|comprising|made\s+up\s+of)\b", re.IGNORECASE
)
_TOTAL = re.compile(
    r"\b(?:bringing|taking|raising|pushing)\s+the\s+(?:\w+\s+){0,3}(?:to|past|above)\s*$|\b(?:in\s+all|altogether),?\s*$",
    re.IGNORECASE,
)
GAP_CHARACTERS = 60
"""How far apart a total and its parts, and the parts, may stand."""


def check_sums(passages: Iterable[Passage], documents: Mapping[str, Document]) -> Iterator[Row]:
    """A row for each total that stands in one sentence with its parts."""
    for passage in passages:
        figures = [f for f in figures_of(passage.statements, documents) if f.quantity.anchor and not f.quantity.ratio]
        figures.sort(key=_span)
        for index, total in enumerate(figures):
            before = passage.document.text[max(0, _span(total)[0] - GAP_CHARACTERS) : _span(total)[0]]
            if parts := _parts(total, figures[index + 1 :], passage.document.text):
                yield _row(total, parts, passage)
            elif index and _TOTAL.search(before):
                yield _row(total, figures[index - 1 : index], passage)


def _span(figure: Figure) -> tuple[int, int]:
    assert figure.quantity.anchor
    return figure.quantity.anchor.start, figure.quantity.anchor.end


def _parts(total: Figure, after: Sequence[Figure], text: str) -> list[Figure]:
    """The numbers that follow a total with "including" and the like, as long as they follow closely and count the same way."""
    parts: list[Figure] = []
    end = _span(total)[1]
    for figure in after:
        between = text[end : _span(figure)[0]]
        joined = (
            _AMONG.search(between) if not parts else re.fullmatch(r"[^.;:]*?(?:,|\band\b)\s*(?:at\s+least\s+|about\s+)?", between)
        )
        if len(between) > GAP_CHARACTERS or joined is None or figure.quantity.of != total.quantity.of:
            break
        parts.append(figure)
        end = _span(figure)[1]
    return parts


def _row(total: Figure, parts: Sequence[Figure], passage: Passage) -> Row:
    """The parts added up beside the total; at odds only when even the least of the parts are more than the most of the total."""
    low = sum(part.quantity.low or 0 for part in parts)
    highs = [part.quantity.high for part in parts if part.quantity.high is not None]
    high = sum(highs) if len(highs) == len(parts) else None
    summed = cell_words(range_cell(low, high, approx=any(part.quantity.approx for part in parts)))
    listed = " + ".join(_words(part) for part in parts)
    statements: list[Statement] = [statement for figure in (total, *parts) for statement in figure.statements]
    return finding(
        CHECK,
        about=total.counted,
        says=_words(total),
        known=f"{listed} = {summed}" if len(parts) > 1 else listed,
        known_from="the text",
        consistent=total.quantity.high is None or low <= total.quantity.high,
        statements=statements,
        document=passage.document,
    )


def _words(figure: Figure) -> str:
    return f"{cell_words(quantity_cell(figure.quantity))} {figure.counted}"
