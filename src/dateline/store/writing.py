"""What is put into a case: one document whole or not at all, and what was set aside."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from dateline.records import (
    Document,
    Reading,
    Resolution,
    SetAside,
    Spending,
    Statement,
)
from dateline.store import readings, rows
from dateline.store.connected import Connected
from dateline.store.dialect import InsertOnce
from dateline.store.index import add_to_index
from dateline.store.kept_tables import viewed_documents
from dateline.store.kinds import kind_of
from dateline.store.reviews import STAGE
from dateline.store.rows import Run
from dateline.store.tables import (
    assertions,
    documents,
    machine_statements,
    runs,
    sentences,
    set_aside,
    statements,
)


class Writing(Connected):
    """The part of a case that takes documents in, gives them new meaning, and takes them out."""

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
            connection.execute(delete(viewed_documents).where(viewed_documents.c.document == document))
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

    def remove(self, document: str) -> bool:
        """Take a document out with all that was read in it; False when it is not there. What was linked is out of date until it is
        linked again."""
        with self._writing() as connection:
            readings.forget(connection, document)
            return bool(connection.execute(delete(documents).where(documents.c.id == document)).rowcount)


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
