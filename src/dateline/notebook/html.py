"""HTML for notebooks: all that comes from a text is escaped, nothing runs, nothing is loaded, and it reads on light and dark."""

from collections.abc import Sequence
from html import escape

from dateline.records import Document, Statement
from dateline.situation.cells import flat

MOST_QUOTES = 3
"""Quotes shown of a row; the others are counted."""
COLOURS = {
    "event": "#d1495b",
    "control": "#a24cc8",
    "relation": "#3d6fd6",
    "quantity": "#1f8a9c",
    "label": "#b07d10",
    "forecast": "#3c8d40",
    "recommendation": "#3c8d40",
    "judgement": "#8a6d3b",
}
"""A line of its own under each kind of statement; its name stands beside it, so that colour alone says nothing."""
_CELL = "text-align:left;vertical-align:top;padding:.25em .8em .25em 0"


def table(heads: Sequence[str], rows: Sequence[tuple[Sequence[str], str]], total: int, what: str) -> str:
    """A table of plain words with a last column that is HTML already; says how many there are where not all are shown."""
    if not rows:
        return f"<p>No {what}s.</p>"
    head = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in (*heads, "Rests on"))
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}">{escape(flat(cell))}</td>' for cell in cells)
        + f'<td style="{_CELL}">{last}</td></tr>'
        for cells, last in rows
    )
    more = f"<p>{len(rows)} of {total} {what}s shown.</p>" if total > len(rows) else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def quotes_cell(quotes: Sequence[tuple[Statement, Document]]) -> str:
    """The words of statements, each with its outlet and day."""
    found = list(dict.fromkeys(_quote(statement, document) for statement, document in quotes))
    more = f"<br>and {len(found) - MOST_QUOTES} more" if len(found) > MOST_QUOTES else ""
    return "<br>".join(found[:MOST_QUOTES]) + more


def _quote(statement: Statement, document: Document) -> str:
    where = ", ".join(filter(None, (document.outlet or document.name, document.published)))
    return f"“{escape(flat(statement.assertion.anchor.exact))}” <small>{escape(flat(where))}</small>"
