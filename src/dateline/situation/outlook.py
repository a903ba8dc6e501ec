"""What is predicted and what is recommended: how likely, on what condition, for when, to whom; and what was reported since.

Later reports that share type, actors or places with a forecast are offered beside it; whether it came true is for a human to
say, so the verdict of every row is open. It does not read a forecast's meaning: a report that bears on it may speak for it or
against it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from dateline.codebook import Codebook
from dateline.records import Document, Row, Sentence, Statement
from dateline.situation.bearing import HAPPENED, Reports, Traits, traits_of
from dateline.situation.cells import (
    flat,
    in_archive_order,
    names_cell,
    outlet_cell,
    places_cell,
    quote,
    time_cell,
    voice_cell,
)
from dateline.situation.parts import Part, part_of, place_of, rows_of

VIEW = "outlook"
LIKELIHOODS = ("certain", "very_likely", "likely", "possible", "unstated", "unlikely")
FORETOLD = ("forecast", "recommendation")
_CONDITION = re.compile(
    r"\b(?:only\s+if|even\s+if|if|unless|as\s+long\s+as|so\s+long\s+as|provided(?:\s+that)?|in\s+case|without|once|until)\b",
    re.IGNORECASE,
)
"""Words that open a condition; a matter of grammar. Whether there is one is the reader's word, here it is only cut out."""


def outlook(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    sentences: Mapping[str, Sentence],
    archive: Sequence[Statement],
    codebook: Codebook,
) -> list[Row]:
    """One row for each forecast, the likeliest first, then one for each recommendation, by addressee; oldest first in each.

    Args:
        statements: those that are asked for.
        sentences: in which conditions are looked for; a forecast whose sentence is not there is looked at alone.
        archive: all statements, among which later reports are looked for.
    """
    happened = Reports(archive, documents)
    rows = rows_of(outlook_parts(statements, documents, sentences, archive, codebook))
    return [with_reports(row, happened.bearing, documents) for row in rows]


def outlook_parts(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    sentences: Mapping[str, Sentence],
    beside: Sequence[Statement],
    codebook: Codebook,
) -> Iterator[Part]:
    """The rows of each document. In the place of what was reported since stands what a report must share (`with_reports`)."""
    same_sentence = _by_sentence(beside)
    found: dict[str, list[tuple[str, Row]]] = {}
    for statement in in_archive_order(statements, documents):
        document, anchor = documents[statement.assertion.document], statement.assertion.anchor
        where = (document.published or "", document.name, document.id, anchor.start, anchor.end, statement.id)
        if statement.assertion.kind == "forecast":
            traits = _traits(statement, same_sentence.get(statement.assertion.sentence, ()), codebook)
            sentence = sentences.get(statement.assertion.sentence)
            row = _forecast_row(statement, sentence.anchor.exact if sentence else anchor.exact, documents, traits)
            place = place_of(0, LIKELIHOODS.index(statement.assertion.likelihood or "unstated"), *where)
        elif statement.assertion.kind == "recommendation":
            row, to = _recommendation_row(statement, documents), _addressee(statement)
            place = place_of(1, not to, ", ".join(name.casefold() for name in to), *where)
        else:
            continue
        found.setdefault(document.id, []).append((place, row))
    for document, rows in found.items():
        yield part_of(document, (document,), rows)


def with_reports(row: Row, bearing: Callable[[str, Traits], Sequence[Statement]], documents: Mapping[str, Document]) -> Row:
    """A row of `outlook_parts` with what was reported since.

    Args:
        bearing: the day on which a forecast was made and its traits -> reports that bear on it.
        documents: those of the reports, by id.
    """
    if row.cells["kind"] != "forecast":
        return row
    reports = bearing(row.cells["made"] or "", Traits(*map(frozenset, row.cells["since_then"])))
    cells = row.cells | {"since_then": [_reported(report, documents) for report in reports]}
    return Row(view=VIEW, cells=cells, statements=(*row.statements, *(report.id for report in reports)))


def _by_sentence(archive: Iterable[Statement]) -> dict[str, list[Statement]]:
    grouped = groupby(sorted(archive, key=lambda s: s.assertion.sentence), key=lambda s: s.assertion.sentence)
    return {sentence: list(members) for sentence, members in grouped}


def _traits(statement: Statement, beside: Iterable[Statement], codebook: Codebook) -> Traits:
    """Types by the codebook's triggers in the words, actors and places of whatever else is read in the same words."""
    anchor = statement.assertion.anchor
    inside = [s for s in (statement, *beside) if s.assertion.anchor.start < anchor.end and anchor.start < s.assertion.anchor.end]
    types = {match.entry for match in codebook.find_triggers(anchor.exact)} & _types_of_kinds(codebook)
    return traits_of(inside, types)


def _types_of_kinds(codebook: Codebook) -> set[str]:
    return {entry.id for kind in HAPPENED for entry in codebook.of_kind(kind)}


def _forecast_row(statement: Statement, sentence: str, documents: Mapping[str, Document], traits: Traits) -> Row:
    assertion = statement.assertion
    condition = condition_of(sentence) if assertion.conditional else None
    cells = {
        "kind": "forecast",
        "what": quote(assertion.anchor),
        "likelihood": assertion.likelihood or "unstated",
        "condition": condition or ("implied" if assertion.conditional else None),
        "horizon": time_cell(statement.time),
        "addressee": [],
        **_common(statement, documents),
        "verdict": "open",
        "since_then": [sorted(each) for each in traits],
    }
    return Row(view=VIEW, cells=cells, statements=(statement.id,))


def _recommendation_row(statement: Statement, documents: Mapping[str, Document]) -> Row:
    cells = {
        "kind": "recommendation",
        "what": quote(statement.assertion.anchor),
        "likelihood": None,
        "condition": None,
        "horizon": time_cell(statement.time),
        "addressee": _addressee(statement),
        **_common(statement, documents),
        "verdict": None,
        "since_then": [],
    }
    return Row(view=VIEW, cells=cells, statements=(statement.id,))


def _common(statement: Statement, documents: Mapping[str, Document]) -> dict:
    document = documents[statement.assertion.document]
    return {
        "place": places_cell(statement),
        "voice": voice_cell(statement),
        "outlet": outlet_cell(document),
        "made": document.published,
    }


def _addressee(statement: Statement) -> list[str]:
    return names_cell(statement, "addressee")


def _reported(report: Statement, documents: Mapping[str, Document]) -> str:
    document = documents[report.assertion.document]
    return f"{document.published} {outlet_cell(document)}: “{quote(report.assertion.anchor)}”"


def condition_of(text: str) -> str | None:
    """The clause of a sentence that states a condition; None where no word opens one.

    >>> condition_of("If left alone, the town will fall."), condition_of("The talks could go on")
    ('If left alone', None)
    """
    found = _CONDITION.search(text)
    if found is None:
        return None
    clause = re.split(r"[,;.!?]|\s--\s|\s[–—]\s", text[found.start() :], maxsplit=1)[0]
    return flat(clause).strip("\"“”' ")
