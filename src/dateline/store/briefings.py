"""Which documents the last briefing of a series had: what is in others is new in the next one. There is no clock in it."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from dateline.store.tables import briefing_documents, briefings


def remember(connection: Connection, series: str, until: str | None, documents: Iterable[str]) -> None:
    """Note what a briefing had, over the one before.

    Args:
        until: the newest day of publication among them.
    """
    connection.execute(delete(briefing_documents).where(briefing_documents.c.series == series))
    connection.execute(delete(briefings).where(briefings.c.series == series))
    connection.execute(insert(briefings), {"series": series, "until": until})
    if listed := [{"series": series, "document": document} for document in sorted(set(documents))]:
        connection.execute(insert(briefing_documents), listed)


def recall(connection: Connection, series: str) -> tuple[str | None, frozenset[str]] | None:
    """The newest day and the documents of the last one; None where there was none."""
    found = connection.execute(select(briefings.c.until).where(briefings.c.series == series)).one_or_none()
    if found is None:
        return None
    query = select(briefing_documents.c.document).where(briefing_documents.c.series == series)
    return found.until, frozenset(connection.execute(query).scalars())
