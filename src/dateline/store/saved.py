"""Queries that are kept in the case file, each with the documents in which it was answered when it was kept.

What is answered in other documents is new. There is no clock in it: keeping a query again says that all was seen.
"""

from sqlalchemy import Connection, delete, insert, select

from dateline.records import Record
from dateline.store.tables import saved_matches, saved_queries


class Saved(Record, frozen=True):
    """A query that is kept under a name."""

    name: str
    query: str
    seen: tuple[str, ...]
    """Ids of the documents in which it was answered when it was kept, sorted."""


def save(connection: Connection, kept: Saved) -> None:
    """Keep a query, over one of the same name."""
    forget(connection, kept.name)
    connection.execute(insert(saved_queries), {"name": kept.name, "query": kept.query})
    if kept.seen:
        connection.execute(insert(saved_matches), [{"name": kept.name, "document": document} for document in kept.seen])


def listed(connection: Connection) -> tuple[Saved, ...]:
    """All that are kept, by name."""
    found = connection.execute(select(saved_queries.c.name, saved_queries.c.query).order_by(saved_queries.c.name)).all()
    return tuple(Saved(name=name, query=query, seen=_seen(connection, name)) for name, query in found)


def forget(connection: Connection, name: str) -> bool:
    """Drop a query; False when there is none of that name."""
    return bool(connection.execute(delete(saved_queries).where(saved_queries.c.name == name)).rowcount)


def _seen(connection: Connection, name: str) -> tuple[str, ...]:
    query = select(saved_matches.c.document).where(saved_matches.c.name == name).order_by(saved_matches.c.document)
    return tuple(connection.execute(query).scalars())
