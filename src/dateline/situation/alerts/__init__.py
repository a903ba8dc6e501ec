"""What is worth a look now: changes of control, surges, count jumps, new actors, and what is new under saved queries.

"Now" is the week that ends on a day: the one asked for, or the newest document's. Each row says by which rule it is there. One
small file an alert. It does not know whether two reports are one incident.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from dateline.codebook.actors import ActorTable
from dateline.records import Document, Row, Statement
from dateline.situation.alerts.alert import Window
from dateline.situation.alerts.control import control_changes
from dateline.situation.alerts.jumps import count_jumps
from dateline.situation.alerts.newcomers import new_actors
from dateline.situation.alerts.saved import SavedQuery, saved_query
from dateline.situation.alerts.surges import surges
from dateline.situation.cells import in_archive_order


def alerts(
    archive: Iterable[Statement],
    documents: Mapping[str, Document],
    actors: ActorTable,
    *,
    at: str | None = None,
    days: Collection[str] | None = None,
    jumps: Sequence[Row] | None = None,
) -> list[Row]:
    """All alerts of the week that ends `at`: changes of control, surges, jumps, new actors. Those of saved queries come after.

    Args:
        archive: all statements, or at least those that alerts of the week may rest on (`window_of` says which week), with what was
            before them: of a place taken the last that was said of who holds it, of who acts the first.
        at: ISO date; the day of the newest document where none is given. Later documents are the caller's to leave out.
        days: the days of publication that there are; those of the documents where none are given.
        jumps: those of counts, if they are known; they are looked for among the statements if not.
    """
    published = days if days is not None else {document.published for document in documents.values() if document.published}
    window = window_of(published, at)
    if window is None:
        return []
    ordered = in_archive_order(archive, documents)
    return [
        *control_changes(ordered, documents, window),
        *surges(ordered, documents, published, window),
        *(count_jumps(ordered, documents, window) if jumps is None else jumps),
        *new_actors(ordered, documents, published, window, actors),
    ]


def window_of(published: Collection[str], at: str | None = None) -> Window | None:
    """The week that is now, by the days of publication that there are; None where there is none."""
    end = at or max(published, default=None)
    return None if end is None else Window.ending(end)


__all__ = ["SavedQuery", "alerts", "saved_query", "window_of"]
