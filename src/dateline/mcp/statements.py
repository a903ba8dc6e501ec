"""Answers made of statements: what a query finds, the ledger of numbers, the briefing."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from dateline.archive.briefing import Wanted, make_briefing
from dateline.archive.shown import show
from dateline.mcp.answers import Answer
from dateline.mcp.case import OpenCase
from dateline.records import Document, Row, Statement
from dateline.situation.lines import Line as BriefLine
from dateline.situation.lines import Section
from dateline.situation.rows import VIEWS, rows_of


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
    shown = show(case.store, "numbers", case.tables, query=query, at=at, limit=limit, offset=offset)
    wanted, citer = case.understood(query), case.citer()
    lines = [citer.line(row, shown.statements) for row in shown.rows]
    notes = [*case.about(wanted, shown.total)]
    if at and (undated := case.store.undated()):
        notes.append(f"Left out: {undated} documents whose day of publication is not known.")
    return case.answer("numbers", citer, lines, more=shown.total > offset + limit, notes=notes)


def brief(case: OpenCase, query: str, *, lines_of_section: int) -> Answer:
    """The briefing of what a query means: what changed, what happened, who holds what, numbers, disputes, voices and the rest."""
    wanted, citer = case.understood(query), case.citer()
    page = make_briefing(case.store, case.tables, Wanted(query=query)).page
    lines, notes, more = [], [*case.links(), *case.about(wanted, page.sections)], False
    for section in page.sections:
        every = list(_section_rows(section))
        chosen = every[:lines_of_section]
        statements = case.existing(name for row in chosen for name in row.statements)
        lines += [citer.line(row, statements) for row in chosen]
        if len(every) > lines_of_section:
            more = True
            notes.append(
                f"{section.title}: {len(every) - lines_of_section} further lines; raise `lines_of_section` or narrow the query."
            )
    if page.read:
        notes.append(
            f"{len(page.read)} documents, {page.incident_count} incidents, {page.statement_count} statements, "
            f"published {page.dates or 'on days not known'}."
        )
    return case.answer("brief", citer, lines, more=more, notes=notes)


def _section_rows(section: Section) -> Iterator[Row]:
    for group in section.groups:
        for line in group.lines:
            cells = {"section": section.title, "under": group.heading, "where_or_when": group.subheading, "note": group.note}
            rests_on = (*line.citations, *(citation for detail in line.details for citation in detail.citations))
            statements = tuple(dict.fromkeys(citation.statement for citation in rests_on))
            yield Row(view="brief", cells=cells | _words(line), statements=statements)


def _words(line: BriefLine) -> dict[str, Any]:
    details = [f"{detail.words} ({detail.standing})" if detail.standing else detail.words for detail in line.details]
    return {"what": line.lead, "quote": line.quote, "voice": line.voice, "outlets": line.outlets, "details": details}
