"""What a query is answered by: names, places and words of a document and the gist of each statement, derived from its records.

Filled with each document that is added, and anew from all records when an older case file is brought up to date.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select, text

from dateline.codebook.actor_words import fold as fold_name
from dateline.gazetteer.names import fold as fold_place
from dateline.records import Place, Quantity, Sentence, Statement
from dateline.store.kinds import kind_of
from dateline.store.rows import named_columns
from dateline.store.tables import documents, gists, sentences, statement_names, statement_places, statements

INDEXES = (statement_names, statement_places, gists)
_AT_ONCE = 5_000
_DOCUMENTS_AT_ONCE = 500
_POINT = ("name", "country", "latitude", "longitude", "feature", "precision", "relation")
_FIGURE = ("low", "high", "of")
"""What a map asks of a place and of a figure of the dead."""


def add_to_index(connection: Connection, listed: Iterable[Sentence], made: Iterable[Statement]) -> None:
    """Index one document's sentences and statements, in the transaction that adds them."""
    made, kind = tuple(made), kind_of(connection)
    kind.put(connection, statement_names, [row for statement in made for row in _names(statement)])
    kind.put(connection, statement_places, [row for statement in made for row in _places(statement)])
    kind.put(connection, gists, _gists(connection, made))
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


def _gists(connection: Connection, made: Iterable[Statement]) -> list[dict[str, Any]]:
    made = sorted(made, key=lambda statement: statement.assertion.document)
    found: list[dict[str, Any]] = []
    # databases limit how many parameters a query has
    for at in range(0, len(made), _DOCUMENTS_AT_ONCE):
        chunk = made[at : at + _DOCUMENTS_AT_ONCE]
        columns = (documents.c.id, documents.c.published, documents.c.name, documents.c.outlet)
        query = select(*columns).where(documents.c.id.in_({statement.assertion.document for statement in chunk}))
        theirs = {document: (published or "", name, outlet) for document, published, name, outlet in connection.execute(query)}
        found += [_gist(statement, *theirs[statement.assertion.document]) for statement in chunk]
    return found


def _gist(statement: Statement, published: str, name: str, outlet: str | None) -> dict[str, Any]:
    assertion, time = statement.assertion, statement.time
    return {
        "published": published,
        "name": name,
        "document": assertion.document,
        "start": assertion.anchor.start,
        "end": assertion.anchor.end,
        "kind": assertion.kind,
        "statement": statement.id,
        "type": assertion.type,
        "hedge": assertion.hedge,
        "outlet": outlet,
        "voice": statement.voice.type,
        "voice_name": statement.voice.name,
        "time_start": time.start if time else None,
        "time_end": time.end if time else None,
        **named_columns(statement),
        "numbers": len(statement.quantities),
        "points": _listed(_POINT, (p for p in statement.places if p.latitude is not None and p.longitude is not None)),
        "killed": _listed(_FIGURE, (q for q in statement.quantities if q.of == "killed" and not q.ratio)),
    }


def _listed(fields: Sequence[str], found: Iterable[Place | Quantity]) -> str | None:
    """Some fields of records as JSON; None where there is no record."""
    listed = [{field: getattr(one, field) for field in fields} for one in found]
    return msgspec.json.encode(listed).decode() if listed else None
