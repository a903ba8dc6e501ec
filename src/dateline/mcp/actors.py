"""The answer about somebody: what the codebook has, and what the archive says of them, by relation, by label and lately."""

from collections.abc import Iterable, Mapping

import msgspec

from dateline.mcp.answers import Answer, Line, stated
from dateline.mcp.case import OpenCase
from dateline.mcp.citing import Citer
from dateline.mcp.statements import statement_rows
from dateline.query import Filter, Query, Term, understand
from dateline.records import Document, Row, Statement
from dateline.situation.labels import labels
from dateline.situation.lineage import lineage


def actor(case: OpenCase, name: str, *, limit: int) -> Answer:
    """Everything about one actor; each of the three kinds of lines is cut to `limit`.

    Raises:
        UsageError: the name has nothing to look for.
    """
    (wanted,) = understand(
        Query(terms=(Term(field="actor", values=(name,)),)), case.tables.codebook, case.tables.gazetteer
    ).conditions
    statements = list(case.store.statements(wanted=Filter(conditions=(wanted,))))
    documents = {name: case.store.document(name) for name in dict.fromkeys(s.assertion.document for s in statements)}
    by_id = {statement.id: statement for statement in statements}
    citer = case.citer()
    parts = {
        "relation": lineage([s for s in statements if s.assertion.kind == "relation"], documents, case.tables.codebook.actors),
        "label": labels([s for s in statements if s.assertion.kind == "label"], documents, case.tables.codebook),
        "statement": _latest(case, statements, documents),
    }
    lines, notes = [], [*_tally(statements)]
    for what, rows in parts.items():
        lines += _lines(what, rows[:limit], by_id, citer)
        if len(rows) > limit:
            notes.append(f"{len(rows) - limit} further lines of the kind {what}; `search` with actor: finds all statements.")
    if not statements:
        notes.append(
            "No statement of the case file has this actor; try another name, or `search` with text: and words of the sentence."
        )
    found = [row for id in wanted.actors if (row := case.tables.codebook.actors.get(id)) is not None]
    if not found:
        notes.append("The codebook has nobody of this name; it was looked for as words.")
    return case.answer("actor", citer, lines, known=[stated(msgspec.to_builtins(one)) for one in found], notes=notes)


def _latest(case: OpenCase, statements: Iterable[Statement], documents: Mapping[str, Document]) -> list[Row]:
    told = [s for s in statements if s.assertion.kind not in ("relation", "label")]
    return [row for s in reversed(told) for row in statement_rows(case, s, documents[s.assertion.document])]


def _lines(what: str, rows: Iterable[Row], by_id: Mapping[str, Statement], citer: Citer) -> list[Line | None]:
    return [citer.line_of({"line": what, **row.cells}, [by_id[name] for name in row.statements if name in by_id]) for row in rows]


def _tally(statements: Iterable[Statement]) -> Iterable[str]:
    kinds: dict[str, int] = {}
    for statement in statements:
        kinds[statement.assertion.kind] = kinds.get(statement.assertion.kind, 0) + 1
    if kinds:
        yield "Statements by kind: " + ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())) + "."
