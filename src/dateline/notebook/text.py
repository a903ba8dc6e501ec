"""A document as it was printed, with the spans of its statements marked: what each is, who says so, and the words it hangs on."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from dateline.notebook.html import COLOURS
from dateline.notebook.results import Statements
from dateline.records import Document, Statement
from dateline.situation.cells import flat, voice_cell


class MarkedText:
    """A document with its statements; shows itself in a notebook. Where spans overlap, the line is that of the shortest."""

    def __init__(self, document: Document, statements: Statements) -> None:
        self.document, self.statements = document, statements

    def __repr__(self) -> str:
        return f"<{self.document.name}: {len(self.statements)} statements>"

    def _repr_html_(self) -> str:
        document = self.document
        about = ", ".join(filter(None, (document.outlet, document.published or "no known date", document.name)))
        kinds = [kind for kind in COLOURS if any(statement.assertion.kind == kind for statement in self.statements)]
        legend = " ".join(f'<span style="{_line(kind)}">{kind}</span>' for kind in kinds)
        marked = "".join(_marked(document, self.statements)).replace("\n", "<br>")
        title = f"<h4>{escape(flat(document.title))}</h4>" if document.title else ""
        return f"{title}<p><small>{escape(flat(about))}</small></p><p>{legend}</p><p style='line-height:1.9'>{marked}</p>"


def _marked(document: Document, statements: Sequence[Statement]) -> list[str]:
    """The text in pieces, each within the spans that cover it."""
    text = document.text
    cuts = sorted({0, len(text), *(at for s in statements for at in (s.assertion.anchor.start, s.assertion.anchor.end))})
    pieces = []
    for left, right in pairwise(cuts):
        over = [s for s in statements if s.assertion.anchor.start <= left and right <= s.assertion.anchor.end]
        words = escape(text[left:right])
        if over:
            over.sort(key=lambda s: (s.assertion.anchor.end - s.assertion.anchor.start, s.id))
            said = escape("\n".join(map(_said, over)))
            words = f'<span style="{_line(over[0].assertion.kind)}" title="{said}">{words}</span>'
        pieces.append(words)
    return pieces


def _line(kind: str) -> str:
    return f"border-bottom:3px solid {COLOURS.get(kind, '#888')}"


def _said(statement: Statement) -> str:
    assertion = statement.assertion
    type_ = f" {assertion.type.replace('_', ' ')}" if assertion.type else ""
    return f"{assertion.kind}{type_}, {assertion.hedge}, voice: {voice_cell(statement)}"
