"""The views that rest on statements: from a case file and a query to rows, with what they rest on.

Nothing is drawn or printed here; a face shows what it gets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.codebook import Codebook
from dateline.errors import UsageError
from dateline.gazetteer import Gazetteer
from dateline.plugins import load_codebook
from dateline.query import Filter, parse, understand
from dateline.records import Document, Record, Row, Statement
from dateline.situation.alerts import SavedQuery
from dateline.situation.views import VIEWS, Case, View
from dateline.store import Store


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What words are looked up in: codebook and gazetteer, without the model."""

    codebook: Codebook
    gazetteer: Gazetteer

    @classmethod
    def load(cls, codebooks: Sequence[Path] = ()) -> "Tables":
        """Load both; `codebooks` are the user's own folders, over the installed ones."""
        return cls(codebook=load_codebook(codebooks), gazetteer=Gazetteer.open())


class Shown(Record, frozen=True):
    """The rows of a view with what they rest on."""

    rows: tuple[Row, ...]
    statements: dict[str, Statement]
    """Those that rows rest on, by id."""
    documents: dict[str, Document]
    """Of these statements, by id."""
    unknown: tuple[str, ...] = ()
    """Parts of the query that no table knew, and that were looked for as words."""
    in_no_row: int = 0
    """Statements of the view's kinds that no row rests on; counted where nothing is asked for."""
    undated: int = 0
    """Documents left out because no day is known of them, where a day was asked for."""


def understood(query: str, tables: Tables) -> Filter:
    """What a query means.

    Raises:
        UsageError: it cannot be understood.
    """
    return understand(parse(query), tables.codebook, tables.gazetteer)


def show(store: Store, name: str, tables: Tables, *, query: str = "", at: str | None = None) -> Shown:
    """The rows of a view of the situation.

    Args:
        name: one of `situation.views.VIEWS`.
        query: which statements are meant; all where it is empty.
        at: ISO date: the picture of what was published by then.

    Raises:
        UsageError: the query cannot be understood.
    """
    view, wanted = VIEWS[name], understood(query, tables)
    case = _case(store, view, wanted, tables, at, _saved(store, tables, at) if name == "alerts" else [])
    rows = view.rows(case)
    if view.whole and wanted.conditions:
        meant = {statement.id for statement in store.statements(wanted=wanted, published_until=at)}
        rows = [row for row in rows if not meant.isdisjoint(row.statements)]
    known = {s.id: s for s in (*case.statements, *case.archive, *(s for saved in case.saved for s in saved.new))}
    resting = {statement: known[statement] for row in rows for statement in row.statements}
    owed = {s.id for s in case.statements if s.assertion.kind in view.owes}
    return Shown(
        rows=tuple(rows),
        statements=resting,
        documents={s.assertion.document: case.documents[s.assertion.document] for s in resting.values()},
        unknown=wanted.unknown,
        in_no_row=0 if wanted.conditions else len(owed - resting.keys()),
        undated=store.undated() if at else 0,
    )


def _case(store: Store, view: View, wanted: Filter, tables: Tables, at: str | None, saved: Sequence[SavedQuery]) -> Case:
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
        saved=saved,
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
