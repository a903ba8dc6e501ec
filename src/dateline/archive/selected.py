"""What a filter means, as rows of a view and as points of a map."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dateline.errors import UsageError
from dateline.records import Row

if TYPE_CHECKING:  # the case file's library takes half a second to load, and reading without a case file needs none of it
    from dateline.query import Filter
    from dateline.situation.points import Point
    from dateline.store import Store


def view_rows(
    store: "Store", name: str, wanted: "Filter", labels: Mapping[str, str], *, limit: int, offset: int = 0
) -> tuple[list[Row], int]:
    """A page of the rows of a view, made of the statements that a filter means, in the order of the archive.

    Args:
        name: a key of `dateline.situation.rows.VIEWS`.
        labels: event type -> the codebook's label.

    Returns:
        The rows, and how many there are in all.

    Raises:
        UsageError: there is no such view.
    """
    from dateline.situation.rows import VIEWS, rows_of

    if name not in VIEWS:
        raise UsageError(f"There is no view {name!r}; there are {', '.join(VIEWS)}.")
    view = VIEWS[name]
    selected = store.select(wanted.of_kinds(view.kinds))
    # a row is a statement, or one of its numbers
    statements = selected.statements(limit=limit, offset=offset) if view.single else selected.with_numbers(offset + limit)
    documents = {id: store.document(id) for id in dict.fromkeys(statement.assertion.document for statement in statements)}
    rows = [row for statement in statements for row in rows_of(view, statement, documents[statement.assertion.document], labels)]
    return (rows, selected.count()) if view.single else (rows[offset : offset + limit], selected.count_numbers())


def map_points(store: "Store", wanted: "Filter") -> "tuple[list[Point], int]":
    """The points of a map of the selected statements, and how many of them have no place with coordinates."""
    from dateline.situation.points import Placed, points

    selected = store.select(wanted)
    made, without_point = points(selected.placed(Placed))
    return made, without_point + selected.count_unplaced()
