"""What a query is answered by: names, places and words of a document, derived from its records.

Filled with each document that is added, and anew from all records when an older case file is brought up to date.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select, text

from dateline.codebook.actor_words import fold as fold_name
from dateline.gazetteer.names import fold as fold_place
from dateline.records import Sentence, Statement
from dateline.store.kinds import kind_of
from dateline.store.tables import sentences, statement_names, statement_places, statements

INDEXES = (statement_names, statement_places)
_AT_ONCE = 5_000


def add_to_index(connection: Connection, listed: Iterable[Sentence], made: Iterable[Statement]) -> None:
    """Index one document's sentences and statements, in the transaction that adds them."""
    made, kind = tuple(made), kind_of(connection)
    kind.put(connection, statement_names, [row for statement in made for row in _names(statement)])
    kind.put(connection, statement_places, [row for statement in made for row in _places(statement)])
    kind.add_text(connection, ((sentence.document, sentence.id, sentence.anchor.exact) for sentence in listed))


def rebuild_index(connection: Connection) -> None:
    """Make the index anew from the records."""
    connection.execute(text("DELETE FROM sentence_text"))
    for table in INDEXES:
        connection.execute(delete(table))
    sentence, statement = msgspec.json.Decoder(Sentence), msgspec.json.Decoder(Statement)
    for records in connection.execute(select(sentences.c.record)).scalars().partitions(_AT_ONCE):
        add_to_index(connection, [sentence.decode(record) for record in records], ())
    for records in connection.execute(select(statements.c.record)).scalars().partitions(_AT_ONCE):
        add_to_index(connection, (), [statement.decode(record) for record in records])


def _names(statement: Statement) -> Iterator[dict[str, Any]]:
    for participant in statement.participants:
        yield _name(statement, participant.role, participant.actor, participant.name)
    voice = statement.voice
    if words := voice.name or (voice.anchor.exact if voice.anchor else None):
        yield _name(statement, "voice", voice.actor, words)
    if statement.assertion.kind == "label":
        yield _name(statement, "term", None, statement.assertion.anchor.exact)


def _name(statement: Statement, role: str, actor: str | None, words: str) -> dict[str, Any]:
    return {"statement": statement.id, "role": role, "actor": actor, "key": fold_name(words)}


def _places(statement: Statement) -> Iterator[dict[str, Any]]:
    for place in statement.places:
        yield {"statement": statement.id, "geonames": place.geonames, "country": place.country, "key": fold_place(place.name)}
