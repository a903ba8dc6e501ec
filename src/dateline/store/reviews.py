"""What coders did, inside one transaction: acts appended, and the statement that now stands put in the place of another.

It keeps acts and never changes one; which statement stands is decided elsewhere.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from dateline.errors import StoreError
from dateline.records import Review, Sentence, SetAside, Statement
from dateline.store import rows
from dateline.store.dialect import InsertOnce
from dateline.store.index import add_to_index
from dateline.store.kept_tables import viewed_documents
from dateline.store.tables import (
    assertions,
    document_keys,
    documents,
    machine_statements,
    reviews,
    sentences,
    set_aside,
    statements,
    story_members,
    telling_rooms,
    tellings,
)

STAGE = "review"
_ACT = msgspec.json.Decoder(Review)
_STATEMENT = msgspec.json.Decoder(Statement)
_SENTENCE = msgspec.json.Decoder(Sentence)


class Reviews:
    """What coders did, while one transaction is open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def acts(self, *, statement: str | None = None, document: str | None = None, by: str | None = None) -> tuple[Review, ...]:
        """Acts in the order in which they were appended: all, or on one statement, in one document, of one coder."""
        query = select(reviews.c.record).order_by(reviews.c.number)
        for column, value in ((reviews.c.statement, statement), (reviews.c.document, document), (reviews.c.by, by)):
            if value is not None:
                query = query.where(column == value)
        return tuple(_ACT.decode(text) for text in self._connection.execute(query).scalars())

    def decisions(self) -> tuple[Review, ...]:
        """All acts without what they say, in their order: enough to tell who has decided about what, and quick in a large file."""
        names = ("id", "by", "at", "action", "statement", "document", "undoes", "adjudication", "note")
        query = select(*(reviews.c[name] for name in names)).order_by(reviews.c.number)
        return tuple(Review(**row._mapping) for row in self._connection.execute(query))

    def has_document(self, document: str) -> bool:
        """Whether the case file has the document still."""
        return self._connection.execute(select(documents.c.id).where(documents.c.id == document)).first() is not None

    def stamp(self) -> tuple[object, ...]:
        """Another value when other texts were read, whatever coders did."""
        query = select(func.count(), func.min(documents.c.id), func.max(documents.c.id))
        texts = self._connection.execute(query).one()
        runs_of = self._connection.execute(select(func.count(documents.c.run.distinct()))).scalar_one()
        return (*texts, runs_of, self._connection.execute(select(func.count()).select_from(sentences)).scalar_one())

    def read(self, document: str | None = None) -> Iterator[Statement]:
        """All that the machine read, or what it read in one document, whatever coders made of it."""
        kept = set(self._connection.execute(select(machine_statements.c.id)).scalars())
        for table in (machine_statements, statements):
            query = select(table.c.record).order_by(table.c.id)
            query = query.where(table.c.document == document) if document else query
            for text in self._connection.execute(query).scalars():
                statement = _STATEMENT.decode(text)
                if table is machine_statements or (statement.id not in kept and statement.review is None):
                    yield statement

    def find(self, start_of_id: str, *, most: int = 6) -> tuple[str, ...]:
        """Ids of statements that begin so, read or reviewed; `most` at the most."""
        found: set[str] = set()
        for column in (statements.c.id, machine_statements.c.id, reviews.c.statement):
            query = select(column).where(column.startswith(start_of_id, autoescape=True)).distinct().order_by(column).limit(most)
            found.update(self._connection.execute(query).scalars())
        return tuple(sorted(found)[:most])

    def act(self, id: str) -> Review | None:
        """One act by its id."""
        found = self._connection.execute(select(reviews.c.record).where(reviews.c.id == id)).scalar_one_or_none()
        return _ACT.decode(found) if found else None

    def machine(self, statement: str) -> Statement | None:
        """What was read of a statement, whatever coders made of it; None where the machine has nothing under this id."""
        kept = self._connection.execute(select(machine_statements.c.record).where(machine_statements.c.id == statement))
        if found := kept.scalar_one_or_none():
            return _STATEMENT.decode(found)
        now = self._connection.execute(select(statements.c.record).where(statements.c.id == statement)).scalar_one_or_none()
        read = _STATEMENT.decode(now) if now else None
        # What stands there by a coder's word alone is none of the machine's.
        return None if read is None or read.review else read

    def sentences(self, document: str) -> tuple[Sentence, ...]:
        """The sentences of a document."""
        query = select(sentences.c.record).where(sentences.c.document == document).order_by(sentences.c.number)
        return tuple(_SENTENCE.decode(text) for text in self._connection.execute(query).scalars())

    def append(self, acts: Iterable[Review]) -> None:
        """Append acts, in their order.

        Raises:
            StoreError: one of them is there already.
        """
        # Counted here: a case that was copied brings its numbers with it, and a database's own counter does not know of them.
        last = self._connection.execute(select(func.max(reviews.c.number))).scalar_one() or 0
        adding = InsertOnce(reviews).execution_options(preserve_rowcount=True)
        for number, act in enumerate(acts, last + 1):
            names = ("id", "document", "statement", "by", "at", "action", "adjudication", "undoes", "note")
            row = {"number": number} | {name: getattr(act, name) for name in names} | {"record": rows.encode(act)}
            if not self._connection.execute(adding, row).rowcount:
                raise StoreError(f"The act {act.id} is there already; look with `dateline review log`.")

    def put(self, id: str, document: str, machine: Statement | None, stands: Statement | None, aside: Sequence[SetAside]) -> None:
        """Put what stands in the place of what stood under an id; what was read is kept beside it.

        Args:
            machine: what was read.
            stands: what stands now; None where nothing does.
            aside: what is set aside of it.
        """
        connection = self._connection
        connection.execute(delete(machine_statements).where(machine_statements.c.id == id))
        if machine is not None and stands != machine:
            connection.execute(insert(machine_statements), {"id": id, "document": document, "record": rows.encode(machine)})
        # Its names and places go with it.
        connection.execute(delete(assertions).where(assertions.c.id == id))
        if stands is not None:
            connection.execute(insert(assertions), rows.assertion_row(stands.assertion))
            connection.execute(insert(statements), rows.statement_row(stands))
            add_to_index(connection, (), (stands,))
        mine = (set_aside.c.document == document, set_aside.c.stage == STAGE, set_aside.c.item == id)
        connection.execute(delete(set_aside).where(*mine))
        if aside:
            connection.execute(InsertOnce(set_aside), [rows.set_aside_row(item) for item in aside])
        self._loosen(document)

    def _loosen(self, document: str) -> None:
        """Take what was linked of a document out, so that it is linked anew with what it says now."""
        connection = self._connection
        of_it = select(tellings.c.id).where(tellings.c.document == document)
        connection.execute(delete(telling_rooms).where(telling_rooms.c.telling.in_(of_it)))
        connection.execute(delete(tellings).where(tellings.c.document == document))
        for table in (document_keys, story_members, viewed_documents):
            connection.execute(delete(table).where(table.c.document == document))
