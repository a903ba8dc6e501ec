"""What a filter means, as rows of a view, as points of a map, and as counts.

What is asked of all statements is answered out of what is kept, as long as that is up to date with what was read.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from dateline.archive.keeping import POINTS, made_by
from dateline.archive.tables import Tables
from dateline.errors import UsageError
from dateline.query import Filter
from dateline.records import Place, Quantity, Row
from dateline.situation.points import Placed, Point, Spoken, points_of
from dateline.situation.rows import VIEWS, rows_of
from dateline.store import Days, Facets, Store, Views
from dateline.store.selection import Told, kept_days, kept_facets
from dateline.store.tallies import NUMBERS, UNPLACED

T = TypeVar("T")
_POINT = msgspec.json.Decoder(Point)
_PLACES = msgspec.json.Decoder(tuple[Place, ...])
_FIGURES = msgspec.json.Decoder(tuple[Quantity, ...])


def view_rows(
    store: Store, name: str, wanted: Filter, tables: Tables, labels: Mapping[str, str], *, limit: int, offset: int = 0
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
    if name not in VIEWS:
        raise UsageError(f"There is no view {name!r}; there are {', '.join(VIEWS)}.")
    view = VIEWS[name]
    selected = store.select(wanted.of_kinds(view.kinds))
    # a row is a statement, or one of its numbers
    statements = selected.statements(limit=limit, offset=offset) if view.single else selected.with_numbers(offset + limit)
    documents = store.documents_by_id(statement.assertion.document for statement in statements)
    rows = [row for statement in statements for row in rows_of(view, statement, documents[statement.assertion.document], labels)]
    if view.single:
        return rows, selected.count()
    given = _kept(store, wanted, tables, lambda views: views.tallies.numbers(NUMBERS))
    total = selected.count_numbers() if given is None else sum(given.get(kind, 0) for kind in view.kinds or given)
    return rows[offset : offset + limit], total


def map_points(store: Store, wanted: Filter, tables: Tables, most: int) -> tuple[list[Point], int, int]:
    """The points of a map of the selected statements.

    Returns:
        Those with most statements, at most so many; how many there are in all; and how many statements have no place with
        coordinates.
    """

    def kept(views: Views) -> tuple[list[Point], int, int]:
        made = [_POINT.decode(text) for text in views.texts(POINTS, limit=most)]
        return made, views.count(POINTS), views.tallies.numbers(UNPLACED).get("", 0)

    if (there := _kept(store, wanted, tables, kept)) is not None:
        return there
    told, nowhere = store.select(wanted).told()
    made, _ = points_of((_placed(one), one.statements) for one in told)
    return made[:most], len(made), nowhere


def _placed(told: Told) -> Placed:
    spoken = Spoken(id=told.first, kind=told.kind, hedge=told.hedge)
    return Placed(assertion=spoken, places=_PLACES.decode(told.points), quantities=_FIGURES.decode(told.killed))


def days_of(store: Store, wanted: Filter, tables: Tables) -> list[Days]:
    """How many selected statements of each kind speak of which days."""
    there = _kept(store, wanted, tables, lambda views: kept_days(views.tallies))
    return store.select(wanted).days() if there is None else there


def facets_of(store: Store, wanted: Filter, tables: Tables, most: int) -> Facets:
    """The values that occur in the selected statements, at most so many of each, the most frequent first."""
    there = _kept(store, wanted, tables, lambda views: kept_facets(views.tallies, most))
    return store.select(wanted).facets(most) if there is None else there


def _kept(store: Store, wanted: Filter, tables: Tables, read: Callable[[Views], T]) -> T | None:
    """What is kept of all statements; None where a part of them is meant, or something was read since."""
    if wanted.conditions:
        return None
    with store.viewing() as views:
        return read(views) if views.are_current(made_by(tables)) else None
