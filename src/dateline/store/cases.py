"""The case file as the pipeline and the faces see it: add one document whole or not at all, and give records back in one order.

That order (day of publication, name, id; inside a document by position) is the same however the documents came in.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, insert, select, update

from dateline.errors import StoreError
from dateline.query import Filter
from dateline.records import (
    Document,
    Echo,
    Incident,
    Reading,
    Record,
    Resolution,
    Sentence,
    SetAside,
    Spending,
    Statement,
    Story,
    Verdict,
)
from dateline.store import briefings, readings, rows, saved, verdicts
from dateline.store.address import Where, where_of
from dateline.store.contents import Contents, Listener, copy_contents, read_contents
from dateline.store.database import check_schema, explained, open_engine
from dateline.store.dialect import InsertOnce
from dateline.store.index import add_to_index
from dateline.store.kinds import kind_of
from dateline.store.links import Links
from dateline.store.readings import Kept, Manifest
from dateline.store.reviews import STAGE, Reviews
from dateline.store.rows import Run
from dateline.store.saved import Saved
from dateline.store.search import conditions_of
from dateline.store.selection import Selected
from dateline.store.tables import (
    DOCUMENT_ORDER,
    STATEMENT_ORDER,
    assertions,
    documents,
    echoes,
    incidents,
    machine_statements,
    runs,
    sentences,
    set_aside,
    statements,
    stories,
)

R = TypeVar("R", bound=Record)


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


class Store:
    """An open case file, or a case in a database. Use it as a context manager; every failure is a StoreError.

    `path` is where it is: as text it is what stands after `--db`, without a password, and its `name` is what to call the case.
    """

    def __init__(self, path: Where, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._kind = kind_of(path)

    @classmethod
    def open(cls, path: str | Where, *, create: bool = True, read_only: bool = False) -> "Store":
        """Open the case at `path`, a file or the address of a database (postgresql://...).

        A missing one is made, or refused when `create` is False or it is only to be read.

        Raises:
            StoreError: it cannot be opened, is no case, or was written by a newer Dateline.
        """
        path = where_of(path)
        return cls(path, open_engine(path, create=create, read_only=read_only))

    def close(self) -> None:
        """Close the file; what was added stays."""
        self._engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def check(self) -> None:
        """Ask whether the case can be reached and has the schema of this program; a StoreError says that it does not."""
        check_schema(self._engine, self.path)

    def find(self, document: str) -> Stored | None:
        """What is stored under this document id, or None."""
        query = select(*(documents.c[name] for name in Stored.__struct_fields__)).where(documents.c.id == document)
        with self.reading() as connection:
            found = connection.execute(query).one_or_none()
        return Stored(**found._mapping) if found else None

    def add(
        self, reading: Reading, resolution: Resolution, run: Run, *, replace: bool = False, machine: Iterable[Statement] = ()
    ) -> bool:
        """Add one document with all that was read in it, in one transaction.

        Args:
            replace: put it in the place of what was stored of the same text, in the same transaction; a reading that other versions
                made is kept, and so is what coders did.
            machine: what was read of statements in whose place a coder's word stands.

        Returns:
            False when the same text is already there and `replace` is off: nothing was added.
        """
        document = reading.document
        with self._writing(f"document {document.id}") as connection:
            connection.execute(InsertOnce(runs), rows.run_row(run))
            carried = readings.make_room(connection, document.id, run) if replace else []
            adding = InsertOnce(documents).execution_options(preserve_rowcount=True)
            added = connection.execute(adding, rows.document_row(document, run)).rowcount
            if added:
                _add_all(connection, reading, resolution, carried)
                _add_machine(connection, document.id, machine)
        return bool(added)

    def add_again(self, reading: Reading, resolution: Resolution, run: Run, *, machine: Iterable[Statement] = ()) -> bool:
        """Add a new reading of a document beside the one that is there, in one transaction; the new one is now the newest.

        Args:
            machine: what was read of statements in whose place a coder's word stands.

        Returns:
            False when these versions have read it already, or when it is not there any more or was changed meanwhile: nothing
            was added.
        """
        document = reading.document
        with self._writing(f"document {document.id}") as connection:
            current = readings.run_of(connection, document.id)
            there = connection.execute(select(documents.c.record).where(documents.c.id == document.id)).scalar_one_or_none()
            if (
                current is None
                or current.versions == run.versions
                or there is None
                or msgspec.json.decode(there, type=Document) != document
            ):
                return False
            connection.execute(InsertOnce(runs), rows.run_row(run))
            carried = readings.make_room(connection, document.id, run)
            connection.execute(insert(documents), rows.document_row(document, run))
            _add_all(connection, reading, resolution, carried)
            _add_machine(connection, document.id, machine)
        return True

    def give_meaning(self, document: str, resolution: Resolution, run: Run, *, machine: Iterable[Statement] = ()) -> None:
        """Put another resolution of a document in the place of the one there, in one transaction; what was read stays.

        The one there is not kept as an earlier reading: nothing was read anew.

        Args:
            machine: what was resolved of statements in whose place a coder's word stands.
        """
        of_these = (set_aside.c.document == document) & set_aside.c.stage.in_(("resolve", STAGE))
        aside = [rows.set_aside_row(msgspec.structs.replace(item, document=document)) for item in resolution.set_aside]
        with self._writing() as connection:
            connection.execute(InsertOnce(runs), rows.run_row(run))
            # First, so that it waits for whoever links or reviews before it holds anything that they may want.
            connection.execute(update(documents).where(documents.c.id == document).values(run=run.id))
            readings.forget(connection, document, run)
            connection.execute(delete(statements).where(statements.c.document == document))
            connection.execute(delete(machine_statements).where(machine_statements.c.document == document))
            connection.execute(delete(set_aside).where(of_these))
            if made := [rows.statement_row(statement) for statement in resolution.statements]:
                connection.execute(insert(statements), made)
            if aside:
                connection.execute(InsertOnce(set_aside), aside)
            _add_machine(connection, document, machine)
            add_to_index(connection, (), resolution.statements)

    def add_set_aside(self, items: Iterable[SetAside], run: Run | None = None) -> None:
        """Note items that became no document; the same item with the same reason is noted once, with the run that met it first."""
        # In the order of their ids, so that two programs that note the same items do not wait for each other.
        if listed := sorted((rows.set_aside_row(item, run) for item in items), key=lambda row: row["id"]):
            with self._writing() as connection:
                if run:
                    connection.execute(InsertOnce(runs), rows.run_row(run))
                connection.execute(InsertOnce(set_aside), listed)

    def forget_set_aside(self, reason: str, item: str) -> None:
        """Forget that an item became no document for this reason, now that it became one."""
        belongs = (set_aside.c.reason == reason, set_aside.c.item == item, set_aside.c.document.is_(None))
        with self.reading() as connection:
            known = connection.execute(select(set_aside.c.id).where(*belongs).limit(1)).first()
        if known:
            with self._writing() as connection:
                connection.execute(delete(set_aside).where(*belongs))

    def add_spending(self, run: Run, spent: Spending) -> None:
        """Add what a language model took to the manifest of its run."""
        with self._writing() as connection:
            readings.add_spending(connection, run, spent)

    def unread(self, run: Run) -> int:
        """How many documents have another newest reading than one by these versions."""
        with self.reading() as connection:
            other = documents.c.run.not_in(readings.same_versions(connection, run))
            return connection.execute(select(func.count()).select_from(documents).where(other)).scalar_one()

    def unread_documents(self, run: Run, *, at_once: int = 200) -> Iterator[Document]:
        """Those documents, by id. What is read again while they are walked through does not disturb the walk."""
        after = ""
        while True:
            with self.reading() as connection:
                other = documents.c.run.not_in(readings.same_versions(connection, run))
            query = select(documents.c.record).where(other, documents.c.id > after).order_by(documents.c.id).limit(at_once)
            page = list(self.records(Document, query))
            yield from page
            if len(page) < at_once:
                return
            after = page[-1].id

    def newest_reading(self, document: str) -> Kept | None:
        """The newest reading of a document, as it would be kept; None where there is no such document."""
        with self.reading() as connection:
            return readings.newest(connection, document)

    def kept_reading(self, document: str, ids: Iterable[str] | None = None) -> Kept | None:
        """The last reading of a document before the newest, by one of the runs if their ids are given."""
        with self.reading() as connection:
            return readings.kept(connection, document, None if ids is None else sorted(ids))

    def manifests(self) -> tuple[Manifest, ...]:
        """What each set of versions has read here and what it set aside, in the order in which they came to be used."""
        with self.reading() as connection:
            return readings.manifests(connection)

    def documents(self) -> Iterator[Document]:
        """All documents."""
        return self.records(Document, select(documents.c.record).order_by(*DOCUMENT_ORDER))

    def document_ids(self) -> tuple[str, ...]:
        """The ids of all documents, sorted."""
        with self.reading() as connection:
            return tuple(connection.execute(select(documents.c.id).order_by(documents.c.id)).scalars())

    def undated(self) -> int:
        """How many documents have no known day of publication."""
        with self.reading() as connection:
            return connection.execute(
                select(func.count()).select_from(documents).where(documents.c.published.is_(None))
            ).scalar_one()

    def newest_day(self) -> str | None:
        """The newest day of publication, an ISO date; None when no document has one."""
        with self.reading() as connection:
            return connection.execute(select(func.max(documents.c.published))).scalar_one()

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
        query = select(statements.c.record).join(assertions, assertions.c.id == statements.c.id)
        query = query.join(documents, documents.c.id == statements.c.document)
        if kinds is not None:
            query = query.where(assertions.c.kind.in_(sorted(kinds)))
        if document:
            query = query.where(documents.c.id == document)
        if wanted and wanted.conditions:
            query = query.where(*conditions_of(wanted, self._outlets_for(wanted)))
        if published_until:
            query = query.where(documents.c.published <= published_until)
        return self.records(Statement, query.order_by(*STATEMENT_ORDER))

    def select(self, wanted: Filter = Filter()) -> Selected:  # noqa: B008 - records never change
        """The statements that a filter means, all without one, to be counted or read a page at a time."""
        return Selected(self, wanted, self._outlets_for(wanted))

    def statement(self, statement: str) -> Statement | None:
        """One statement by its id, or None."""
        return next(self.records(Statement, select(statements.c.record).where(statements.c.id == statement)), None)

    def save_query(self, name: str, query: str, seen: Iterable[str]) -> None:
        """Keep a query under a name, over one of the same name, with the documents in which it is answered so far."""
        with self._writing(f"query {name}") as connection:
            saved.save(connection, Saved(name=name, query=query, seen=tuple(sorted(set(seen)))))

    def saved_queries(self) -> tuple[Saved, ...]:
        """The queries that were kept, by name."""
        with self.reading() as connection:
            return saved.listed(connection)

    def forget_query(self, name: str) -> bool:
        """Drop a query; False when there is none of that name."""
        with self._writing() as connection:
            return saved.forget(connection, name)

    def remember_briefing(self, series: str, until: str | None, documents: Iterable[str]) -> None:
        """Note which documents a briefing of a series had, and the newest day of publication among them."""
        with self._writing(f"briefings {series}") as connection:
            briefings.remember(connection, series, until, documents)

    def last_briefing(self, series: str) -> tuple[str | None, frozenset[str]] | None:
        """The newest day and the documents of the last briefing of a series; None where there was none."""
        with self.reading() as connection:
            return briefings.recall(connection, series)

    def add_verdict(self, verdict: Verdict) -> None:
        """Keep what somebody says of a forecast or a finding, after what was said before."""
        with self._writing("verdicts") as connection:
            verdicts.add(connection, verdict)

    def verdicts(self) -> tuple[Verdict, ...]:
        """What people say of forecasts and findings, in the order in which they said it."""
        with self.reading() as connection:
            return tuple(verdicts.listed(connection))

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
        order = (incidents.c.time_start.is_(None), incidents.c.time_start, incidents.c.time_end, incidents.c.id)
        return self.records(Incident, select(incidents.c.record).order_by(*order))

    def unlinked(self) -> int:
        """How many documents have not been linked yet: no story and no incident has them."""
        with self.reading() as connection:
            return len(Links(connection).new_documents())

    def find_statements(self, start_of_id: str, *, most: int = 6) -> tuple[str, ...]:
        """Ids of the statements whose id begins so; `most` at the most."""
        query = select(statements.c.id).where(_begins(statements.c.id, start_of_id))
        with self.reading() as connection:
            return tuple(connection.execute(query.order_by(statements.c.id).limit(most)).scalars())

    def remove(self, document: str) -> bool:
        """Take a document out with all that was read in it; False when it is not there. What was linked is out of date until it is
        linked again."""
        with self._writing() as connection:
            readings.forget(connection, document)
            return bool(connection.execute(delete(documents).where(documents.c.id == document)).rowcount)

    @contextmanager
    def linking(self) -> Iterator[Links]:
        """The derived tables, for writing: all of what is done within is kept, or nothing."""
        with self._writing() as connection:
            self._kind.hold_documents(connection)
            yield Links(connection)

    @contextmanager
    def reviewing(self, *, write: bool = False) -> Iterator[Reviews]:
        """What coders did; with `write`, all of what is done within is kept, or nothing, and others who write wait."""
        with self._writing() if write else self.reading() as connection:
            if write:
                self._kind.hold_documents(connection)
            yield Reviews(connection)

    def run_of(self, document: str) -> Run | None:
        """The versions and settings under which a document was read."""
        with self.reading() as connection:
            return readings.run_of(connection, document)

    def runs_of(self, manifest: Manifest) -> tuple[str, ...]:
        """Ids of the runs of a manifest: the same versions under several settings."""
        with self.reading() as connection:
            return tuple(id for id, run in readings.all_runs(connection).items() if run.versions.id == manifest.id)

    def runs(self) -> list[Run]:
        """The versions and settings under which anything in here was read."""
        with self.reading() as connection:
            return list(readings.all_runs(connection).values())

    def find_sentences(self, start_of_id: str, *, most: int = 6) -> tuple[str, ...]:
        """Ids of the sentences meant by a sentence's or an assertion's id, which may be cut short; `most` at the most.

        `4f2a:3` is sentence 3 of the one document whose id begins with 4f2a.
        """
        document, colon, number = start_of_id.partition(":")
        by_sentence = select(sentences.c.id).where(_begins(sentences.c.document, document))
        if colon:
            if not number.isdecimal():
                return ()
            by_sentence = by_sentence.where(sentences.c.number == int(number))
        by_assertion = select(assertions.c.sentence).where(_begins(assertions.c.id, start_of_id))
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

    def contents(self, listen: Listener = lambda done, total: None) -> Contents:
        """How much there is, and the hash of it: the same for the same case in a file and in a database.

        Args:
            listen: called with the number of rows read so far, and of all.
        """
        with self.reading() as connection:
            return read_contents(connection, listen)

    def copy_from(self, source: "Store", listen: Listener = lambda done, total: None) -> Contents:
        """Take in all that another case holds, in one transaction, and read it back; this one must be empty.

        Raises:
            StoreError: it is not, or what was read back is not what was copied; it is then as it was.
        """
        with source.reading() as there, self._writing() as here:
            return copy_contents(there, here, self.path, listen)

    def records(self, kind: type[R], query: Select) -> Iterator[R]:
        """The records of a query whose one column is `record`, as they come from the disk."""
        decoder = msgspec.json.Decoder(kind)
        with self.reading() as connection:
            for (text,) in connection.execute(query.execution_options(yield_per=500)):
                try:
                    yield decoder.decode(text)
                except msgspec.DecodeError as error:
                    what = kind.__name__.lower()
                    raise StoreError(
                        f"{self.path} holds a {what} that this Dateline cannot read ({error}); read its texts into a new case file."
                    ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries of this package."""
        with explained(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, what: str | None = None) -> Iterator[Connection]:
        """A transaction that writes; nobody else writes the same thing (`what`, in words) until it ends."""
        begun: AbstractContextManager[Connection] = self._engine.execution_options(**self._kind.WRITING).begin()
        with explained(self.path), begun as connection:
            if what:
                self._kind.reserve(connection, what)
            yield connection


def _begins(column: ColumnElement[str], start_of_id: str) -> ColumnElement[bool]:
    return column.startswith(start_of_id.lower(), autoescape=True)


def _add_machine(connection: Connection, document: str, machine: Iterable[Statement]) -> None:
    if kept := [{"id": statement.id, "document": document, "record": rows.encode(statement)} for statement in machine]:
        connection.execute(insert(machine_statements), kept)


def _add_all(connection: Connection, reading: Reading, resolution: Resolution, carried: Iterable[dict[str, Any]] = ()) -> None:
    """Write the parts of a document whose own row is there; `carried` are rows of what was set aside of it, whoever reads it."""
    document = reading.document.id
    aside = (
        msgspec.structs.replace(item, document=item.document or document) for item in (*reading.set_aside, *resolution.set_aside)
    )
    for table, listed in (
        (sentences, [rows.sentence_row(sentence) for sentence in reading.sentences]),
        (assertions, [rows.assertion_row(assertion) for assertion in reading.assertions]),
        (statements, [rows.statement_row(statement) for statement in resolution.statements]),
    ):
        kind_of(connection).put(connection, table, listed)
    if noted := sorted([*(rows.set_aside_row(item) for item in aside), *carried], key=lambda row: row["id"]):
        connection.execute(InsertOnce(set_aside), noted)
    add_to_index(connection, reading.sentences, resolution.statements)
