"""Answers made of statements: what a query finds, the ledger of numbers, the briefing."""

from collections.abc import Iterator
from itertools import islice

from dateline.archive.shown import show
from dateline.mcp.answers import Answer
from dateline.mcp.case import OpenCase
from dateline.records import Document, Row, Statement
from dateline.situation.briefing import briefing
from dateline.situation.rows import VIEWS, rows_of
from dateline.situation.sections import Line as BriefLine
from dateline.situation.sections import Section


def search(case: OpenCase, query: str, *, limit: int, offset: int) -> Answer:
    """The statements that a query means, by day of publication."""
    wanted, citer = case.understood(query), case.citer()
    found = list(islice(case.store.statements(wanted=wanted), offset, offset + limit + 1))
    documents: dict[str, Document] = {}
    lines = []
    for statement in found[:limit]:
        name = statement.assertion.document
        documents[name] = documents.get(name) or case.store.document(name)
        lines += [citer.line_of(row.cells, [statement]) for row in statement_rows(case, statement, documents[name])]
    return case.answer("search", citer, lines, more=len(found) > limit, notes=case.about(wanted, found))


def statement_rows(case: OpenCase, statement: Statement, document: Document) -> Iterator[Row]:
    """A statement as a row that says what it states."""
    for row in rows_of(VIEWS["statements"], statement, document, case.labels):
        yield Row(view=row.view, cells={"type": statement.assertion.type, **row.cells}, statements=row.statements)


def numbers(case: OpenCase, query: str, at: str | None, *, limit: int, offset: int) -> Answer:
    """The ledger of numbers: rival and later values side by side, each with who holds it."""
    shown = show(case.store, "numbers", case.tables, query=query, at=at)
    wanted, citer = case.understood(query), case.citer()
    lines = [citer.line(row, shown.statements) for row in shown.rows[offset : offset + limit]]
    notes = [*case.about(wanted, shown.rows)]
    if shown.undated:
        notes.append(f"Left out: {shown.undated} documents whose day of publication is not known.")
    return case.answer("numbers", citer, lines, more=len(shown.rows) > offset + limit, notes=notes)


def brief(case: OpenCase, query: str, *, lines_of_section: int) -> Answer:
    """The briefing of what a query means: what happened, who holds what, numbers, voices, labels, outlook and the rest."""
    wanted, citer = case.understood(query), case.citer()
    statements = {statement.id: statement for statement in case.store.statements(wanted=wanted)}
    names = dict.fromkeys(statement.assertion.document for statement in statements.values())
    documents = [case.store.document(name) for name in names]
    sentences = [sentence for name in names for sentence in case.store.sentences(name)]
    page = briefing(documents, statements.values(), sentences, labels=case.labels)
    lines, notes, more = [], [*case.about(wanted, statements)], False
    for section in page.sections:
        every = list(_section_rows(section))
        lines += [citer.line(row, statements) for row in every[:lines_of_section]]
        if len(every) > lines_of_section:
            more = True
            notes.append(
                f"{section.title}: {len(every) - lines_of_section} further lines; raise `lines_of_section` or narrow the query."
            )
    if documents:
        notes.append(f"{len(documents)} documents, {len(statements)} statements, published {page.dates or 'on days not known'}.")
    return case.answer("brief", citer, lines, more=more, notes=notes)


def _section_rows(section: Section) -> Iterator[Row]:
    for group in section.groups:
        for line in group.lines:
            cells = {"section": section.title, "under": group.heading, "where_or_when": group.subheading, "note": group.note}
            yield Row(view="brief", cells=cells | _words(line), statements=tuple(c.statement for c in line.citations))


def _words(line: BriefLine) -> dict[str, str]:
    return {"what": line.lead, "quote": line.quote, "voice": line.voice, "outlets": line.outlets}
