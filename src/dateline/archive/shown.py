"""The views: from a case file and a query to rows, with what they rest on.

Nothing is drawn or printed here; a face shows what it gets.
"""

from collections.abc import Container, Iterable, Iterator

from dateline.archive.pages import Asked, Page, is_paged, page
from dateline.archive.tables import Tables, understood
from dateline.archive.views import VIEWS as INCIDENT_VIEWS
from dateline.archive.views import rows_of
from dateline.errors import UsageError
from dateline.query import Filter
from dateline.records import Document, Record, Row, Statement
from dateline.situation.alerts import SavedQuery, saved_query
from dateline.situation.views import VIEWS, Case, View
from dateline.store import Store


class Shown(Record, frozen=True):
    """Rows of a view with what they rest on."""

    rows: tuple[Row, ...]
    total: int
    """How many rows there are in all, where these are a page of them."""
    statements: dict[str, Statement]
    """Those that rows rest on, by id."""
    documents: dict[str, Document]
    """Of these statements, by id."""
    unknown: tuple[str, ...] = ()
    """Parts of the query that no table knew, and that were looked for as words."""


NAMES = (*INCIDENT_VIEWS, *VIEWS)
"""The views that can be shown."""
AT_ONCE = 500
"""Rows that are in memory together where all are asked for."""


def show(
    store: Store,
    name: str,
    tables: Tables,
    *,
    query: str = "",
    at: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Shown:
    """The rows of a view, or a page of them.

    Out of what is kept if that is up to date with what was read (`link_case`), made of everything if not. The rows are the same,
    but that views of incidents tell of what is linked.

    Args:
        name: one of `NAMES`.
        query: which statements are meant; all where it is empty.
        at: ISO date: the picture of what was published by then; of control, the day to which states are carried.

    Raises:
        UsageError: the query cannot be understood.
    """
    asked = Asked(understood(query, tables), at, limit, offset)
    return _resting(store, found(store, name, tables, asked), asked.wanted)


def found(store: Store, name: str, tables: Tables, asked: Asked = Asked()) -> Page:  # noqa: B008 - never changes
    """The same rows without what they rest on."""
    there = page(store, name, tables, asked) if not _waits(store, name) else None
    return asked.of(_made(store, name, tables, asked.wanted, asked.at)) if there is None else there


def show_all(store: Store, name: str, tables: Tables, *, query: str = "", at: str | None = None) -> Iterator[Shown]:
    """All rows of a view, some at a time; once without a row where there is none.

    Raises:
        UsageError: the query cannot be understood.
    """
    wanted, offset = understood(query, tables), 0
    paged = is_paged(wanted) and not _waits(store, name)
    while paged and (there := page(store, name, tables, Asked(wanted, at, AT_ONCE, offset))) is not None:
        yield _resting(store, there, wanted)
        offset += AT_ONCE
        if offset >= there.total:
            return
    rows = found(store, name, tables, Asked(wanted, at, offset=offset)).rows
    for start in range(0, len(rows) or 1, AT_ONCE):
        yield _resting(store, Page(rows[start : start + AT_ONCE], len(rows)), wanted)


def _waits(store: Store, name: str) -> bool:
    """Whether rows of queries that are kept stand after all others, so that no page is known before them."""
    return name == "alerts" and bool(store.saved_queries())


def in_no_row(store: Store, name: str, resting: Container[str], at: str | None = None) -> int:
    """How many statements of the view's kinds are none of those that its rows rest on."""
    owes = VIEWS[name].owes if name in VIEWS else ()
    return sum(statement not in resting for statement, _ in store.statement_ids(owes, published_until=at)) if owes else 0


def _resting(store: Store, there: Page, wanted: Filter) -> Shown:
    statements = store.statements_by_id(statement for row in there.rows for statement in row.statements)
    documents = _of(store, statements.values())
    return Shown(rows=tuple(there.rows), total=there.total, statements=statements, documents=documents, unknown=wanted.unknown)


def _made(store: Store, name: str, tables: Tables, wanted: Filter, at: str | None) -> list[Row]:
    """All rows of a view, made of everything that it needs."""
    if name in INCIDENT_VIEWS:
        rows, whole = list(rows_of(name, store, tables.codebook, tables.gazetteer, at=at)), True
    elif name == "alerts":
        there = page(store, name, tables, Asked(at=at))
        rows, whole = there.rows if there else VIEWS[name].rows(_case(store, VIEWS[name], Filter(), tables, at)), True
        rows += [saved_query(one, _of(store, one.new)) for one in _saved(store, tables, at) if one.new]
    else:
        view = VIEWS[name]
        rows, whole = view.rows(_case(store, view, wanted, tables, at)), view.whole
    if whole and wanted.conditions:
        until = at if name in VIEWS else None
        meant = {statement for statement, _ in store.statement_ids(wanted=wanted, published_until=until)}
        rows = [row for row in rows if not meant.isdisjoint(row.statements)]
    return rows


def _of(store: Store, statements: Iterable[Statement]) -> dict[str, Document]:
    return store.documents_by_id(statement.assertion.document for statement in statements)


def _case(store: Store, view: View, wanted: Filter, tables: Tables, at: str | None) -> Case:
    """What the view is made from, and no more of the case file than it needs."""
    asked = None if view.whole else wanted
    statements = list(store.statements(view.kinds, wanted=asked, published_until=at))
    archive = list(store.statements(published_until=at)) if view.archive else []
    everything = view.whole or view.archive or not wanted.conditions
    documents = None if everything else {statement.assertion.document for statement in statements}
    return Case(
        statements=statements,
        archive=archive,
        documents={d.id: d for d in _documents(store, documents) if at is None or (d.published or "9999") <= at},
        sentences={s.id: s for s in store.sentences()} if view.sentences else {},
        codebook=tables.codebook,
        gazetteer=tables.gazetteer,
        at=at,
        verdicts=store.verdicts(),
    )


def _documents(store: Store, wanted: Iterable[str] | None) -> Iterable[Document]:
    return store.documents() if wanted is None else (store.document(document) for document in sorted(wanted))


def _saved(store: Store, tables: Tables, at: str | None) -> list[SavedQuery]:
    """The queries that are kept, with what they find in documents that they had found nothing in.

    Raises:
        UsageError: one of them cannot be understood any more, after a change of the codebook.
    """
    found = []
    for kept in store.saved_queries():
        try:
            wanted = understood(kept.query, tables)
        except UsageError as error:
            raise UsageError(f"Saved query {kept.name}: {error} Or drop it with `dateline ask --forget {kept.name}`.") from error
        seen = set(kept.seen)
        new = tuple(s for s in store.statements(wanted=wanted, published_until=at) if s.assertion.document not in seen)
        found.append(SavedQuery(name=kept.name, query=kept.query, new=new))
    return found
