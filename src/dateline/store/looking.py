"""What is asked of a case: its records in one order, by id, by query, and how many there are.

That order (day of publication, name, id; inside a document by position) is the same however the documents came in.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Select, Table, func, select

from dateline.errors import StoreError
from dateline.query import Filter
from dateline.records import (
    Document,
    Echo,
    Incident,
    Record,
    Sentence,
    SetAside,
    Statement,
    Story,
)
from dateline.store.connected import Connected, R
from dateline.store.dialect import begins
from dateline.store.links import Links
from dateline.store.search import conditions_of, of_kinds
from dateline.store.selection import Selected
from dateline.store.tables import (
    DOCUMENT_ORDER,
    INCIDENT_ORDER,
    STATEMENT_ORDER,
    assertions,
    documents,
    echoes,
    gists,
    incident_statements,
    incidents,
    sentences,
    set_aside,
    statements,
    stories,
)
from dateline.store.views import Views

AT_ONCE = 500
"""Ids in one query: databases limit how many parameters a query has."""


class Stored(Record, frozen=True):
    """What the case file already has of a document: enough to tell whether reading it again would add something."""

    name: str
    source: str | None
    published: str | None
    published_from: str | None


class Counts(Record, frozen=True):
    """How much a case file holds."""

    documents: int
    sentences: int
    sentences_with_assertions: int
    statements: dict[str, int]
    """By kind."""
    set_aside: dict[str, int]
    """By reason."""


class Looking(Connected):
    """The part of a case that gives back what it holds."""

    def find(self, document: str) -> Stored | None:
        """What is stored under this document id, or None."""
        query = select(*(documents.c[name] for name in Stored.__struct_fields__)).where(documents.c.id == document)
        with self.reading() as connection:
            found = connection.execute(query).one_or_none()
        return Stored(**found._mapping) if found else None

    def documents(self) -> Iterator[Document]:
        """All documents."""
        return self.records(Document, select(documents.c.record).order_by(*DOCUMENT_ORDER))

    def document_ids(self) -> tuple[str, ...]:
        """The ids of all documents, sorted."""
        with self.reading() as connection:
            return tuple(connection.execute(select(documents.c.id).order_by(documents.c.id)).scalars())

    def first_documents(self, limit: int, offset: int = 0) -> tuple[list[str], int]:
        """A page of the ids of all documents, in the order of the archive, and how many there are in all."""
        query = select(documents.c.id).order_by(*DOCUMENT_ORDER).limit(limit).offset(offset)
        with self.reading() as connection:
            total = connection.execute(select(func.count()).select_from(documents)).scalar_one()
            return list(connection.execute(query).scalars()), total

    def undated(self) -> int:
        """How many documents have no known day of publication."""
        with self.reading() as connection:
            return connection.execute(
                select(func.count()).select_from(documents).where(documents.c.published.is_(None))
            ).scalar_one()

    def newest_day(self) -> str | None:
        """The newest day of publication, an ISO date; None when no document has one."""
        with self.reading() as connection:
            newest = connection.execute(select(func.max(documents.c.published))).scalar_one()
        return newest[:10] if newest else None

    def document(self, document: str) -> Document:
        """One document by its id.

        Raises:
            StoreError: there is none.
        """
        for found in self.records(Document, select(documents.c.record).where(documents.c.id == document)):
            return found
        raise StoreError(f"{self.path} has no document {document}; `dateline show documents` lists what it has.")

    def sentences(self, document: str | None = None) -> Iterator[Sentence]:
        """All sentences, or those of one document."""
        query = select(sentences.c.record).join(documents).order_by(*DOCUMENT_ORDER, sentences.c.number)
        return self.records(Sentence, query.where(documents.c.id == document) if document else query)

    def statements(
        self,
        kinds: Iterable[str] | None = None,
        *,
        document: str | None = None,
        wanted: Filter | None = None,
        published_until: str | None = None,
    ) -> Iterator[Statement]:
        """All statements, or those of some kinds, of one document, that a filter means, or published by a day."""
        query = self._of_statements(statements.c.record, kinds, wanted, published_until)
        query = query.join(statements, statements.c.id == gists.c.statement)
        if document:
            query = query.where(statements.c.document == document)
        return self.records(Statement, query.order_by(*STATEMENT_ORDER))

    def statement_ids(
        self, kinds: Iterable[str] | None = None, *, wanted: Filter | None = None, published_until: str | None = None
    ) -> list[tuple[str, str]]:
        """Ids of the statements that `statements` would give, each with that of its document, in no order."""
        query = self._of_statements(gists.c.statement, kinds, wanted, published_until).add_columns(gists.c.document)
        with self.reading() as connection:
            return [(statement, document) for statement, document in connection.execute(query)]

    def statements_by_id(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Statements by their ids, those of them that there are."""
        return {found.id: found for found in self._by_id(Statement, statements, ids)}

    def documents_by_id(self, ids: Iterable[str]) -> dict[str, Document]:
        """Documents by their ids, those of them that there are."""
        return {found.id: found for found in self._by_id(Document, documents, ids)}

    def _by_id(self, kind: type[R], table: Table, ids: Iterable[str]) -> Iterator[R]:
        ordered = sorted(set(ids))
        for at in range(0, len(ordered), AT_ONCE):
            yield from self.records(kind, select(table.c.record).where(table.c.id.in_(ordered[at : at + AT_ONCE])))

    def _of_statements(
        self, column: ColumnElement, kinds: Iterable[str] | None, wanted: Filter | None, published_until: str | None
    ) -> Select:
        query = select(column).select_from(gists)
        if kinds is not None:
            query = query.where(of_kinds(kinds))
        if wanted and wanted.conditions:
            query = query.where(*conditions_of(wanted, self._outlets_for(wanted)))
        if published_until:
            query = query.where(gists.c.published > "", gists.c.published <= published_until)
        return query

    def select(self, wanted: Filter = Filter()) -> Selected:  # noqa: B008 - records never change
        """The statements that a filter means, all without one, to be counted or read a page at a time."""
        return Selected(self, wanted, self._outlets_for(wanted))

    def statement(self, statement: str) -> Statement | None:
        """One statement by its id, or None."""
        return next(self.records(Statement, select(statements.c.record).where(statements.c.id == statement)), None)

    def _outlets_for(self, wanted: Filter) -> tuple[str, ...]:
        """All outlets, where a filter chooses among them."""
        if all(condition.field != "outlet" for condition in wanted.conditions):
            return ()
        with self.reading() as connection:
            found = connection.execute(select(documents.c.outlet).distinct().order_by(documents.c.outlet)).scalars()
            return tuple(outlet for outlet in found if outlet)

    def set_aside(
        self, stages: Iterable[str] | None = None, *, document: str | None = None, runs: Iterable[str] | None = None
    ) -> Iterator[SetAside]:
        """All that was set aside, or what some stages set aside, or what was in one document, or items that some runs met."""
        query = select(set_aside.c.record).order_by(set_aside.c.stage, set_aside.c.reason, set_aside.c.item, set_aside.c.id)
        if document:
            query = query.where(set_aside.c.document == document)
        if runs is not None:
            query = query.where(set_aside.c.run.in_(sorted(runs)))
        return self.records(SetAside, query.where(set_aside.c.stage.in_(sorted(stages))) if stages is not None else query)

    def stories(self) -> Iterator[Story]:
        """All stories, as far as documents have been linked, in the order of ids."""
        return self.records(Story, select(stories.c.record).order_by(stories.c.id))

    def echoes(self) -> Iterator[Echo]:
        """All sentences that stand in several stories."""
        return self.records(Echo, select(echoes.c.record).order_by(echoes.c.id))

    def incidents(self) -> Iterator[Incident]:
        """All incidents, as far as documents have been linked, by first day and id; those without a day come last."""
        return self.records(Incident, select(incidents.c.record).order_by(*INCIDENT_ORDER))

    def incidents_meant(self, wanted: Filter) -> list[tuple[str, bool]]:
        """The ids of incidents with a statement that a filter means, in their order, each with whether it has a day."""
        ours = incident_statements.c
        meant = self.select(wanted).ids().join(incident_statements, ours.statement == gists.c.statement)
        query = select(incidents.c.id, incidents.c.time_start.is_not(None))
        query = query.where(incidents.c.id.in_(meant.with_only_columns(ours.incident)))
        with self.reading() as connection:
            return [(name, bool(dated)) for name, dated in connection.execute(query.order_by(*INCIDENT_ORDER))]

    def incidents_by_id(self, ids: Iterable[str]) -> dict[str, Incident]:
        """Incidents by their ids, those of them that there are."""
        return {found.id: found for found in self._by_id(Incident, incidents, ids)}

    @contextmanager
    def viewing(self) -> Iterator[Views]:
        """The views that are kept, for reading, as they are when it begins."""
        with self.reading() as connection:
            yield Views(connection)

    def find_incidents(self, start_of_id: str, *, most: int = 6) -> list[Incident]:
        """Incidents whose id begins so, or else those with a statement whose id does; `most` at the most."""
        with self.viewing() as views:
            if found := views.incidents_beginning(start_of_id, most=most):
                return found
            told = self.statements_by_id(self.find_statements(start_of_id, most=most))
            near = views.incidents_of(statement.assertion.document for statement in told.values())
            return [one for one in near if not told.keys().isdisjoint(one.statements)][:most]

    def unlinked(self) -> int:
        """How many documents have not been linked yet: no story and no incident has them."""
        with self.reading() as connection:
            return len(Links(connection).new_documents())

    def find_statements(self, start_of_id: str, *, most: int = 6) -> tuple[str, ...]:
        """Ids of the statements whose id begins so; `most` at the most."""
        query = select(statements.c.id).where(begins(statements.c.id, start_of_id))
        with self.reading() as connection:
            return tuple(connection.execute(query.order_by(statements.c.id).limit(most)).scalars())

    def find_sentences(self, start_of_id: str, *, most: int = 6) -> tuple[str, ...]:
        """Ids of the sentences meant by a sentence's or an assertion's id, which may be cut short; `most` at the most.

        `4f2a:3` is sentence 3 of the one document whose id begins with 4f2a.
        """
        document, colon, number = start_of_id.partition(":")
        by_sentence = select(sentences.c.id).where(begins(sentences.c.document, document))
        if colon:
            if not number.isdecimal():
                return ()
            by_sentence = by_sentence.where(sentences.c.number == int(number))
        by_assertion = select(assertions.c.sentence).where(begins(assertions.c.id, start_of_id))
        with self.reading() as connection:
            return tuple(connection.execute(by_sentence.union(by_assertion).order_by("id").limit(most)).scalars())

    def counts(self) -> Counts:
        """How much there is."""
        with self.reading() as connection:

            def group(column: ColumnElement[str]) -> dict[str, int]:
                query = select(column, func.count()).group_by(column).order_by(column)
                return {key: number for key, number in connection.execute(query)}  # noqa: C416 - rows are no pairs to the type checker

            return Counts(
                documents=connection.execute(select(func.count()).select_from(documents)).scalar_one(),
                sentences=connection.execute(select(func.count()).select_from(sentences)).scalar_one(),
                sentences_with_assertions=connection.execute(select(func.count(assertions.c.sentence.distinct()))).scalar_one(),
                statements=group(assertions.c.kind),
                set_aside=group(set_aside.c.reason),
            )
