"""What is worth a look now: changes of control, surges, count jumps, new actors, and what is new under saved queries.

"Now" is the week that ends on a day: the one asked for, or the newest document's. Each row says by which rule it is there. One
small file an alert. It does not know whether two reports are one incident.
"""

from collections.abc import Mapping, Sequence

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
    archive: Sequence[Statement],
    documents: Mapping[str, Document],
    actors: ActorTable,
    *,
    at: str | None = None,
) -> list[Row]:
    """All alerts of the week that ends `at`: changes of control, surges, jumps, new actors. Those of saved queries come after.

    Args:
        at: ISO date; the day of the newest document where none is given. Later documents are the caller's to leave out.
    """
    end = at or max((document.published for document in documents.values() if document.published), default=None)
    if end is None:
        return []
    window = Window.ending(end)
    ordered = in_archive_order(archive, documents)
    return [
        *control_changes(ordered, documents, window),
        *surges(ordered, documents, window),
        *count_jumps(ordered, documents, window),
        *new_actors(ordered, documents, window, actors),
    ]


__all__ = ["SavedQuery", "alerts", "saved_query"]
