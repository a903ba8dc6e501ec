"""Statements -> points of a map: each place that has coordinates, how much is said of it, and the dead that are reported there.

The dead of a place are the highest figure that a single statement gives, from its low to its high end: several statements may
tell of one occurrence, so nothing is added up. What it does not know: how exact a place is beyond its gazetteer code; a province
stands at its middle, and `area` says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from dateline.records import Document, Place, Quantity, Record, Statement
from dateline.situation.cells import in_archive_order
from dateline.situation.parts import MOST, Share, key_of, place_of


class Spoken(Record, frozen=True):
    """What a point asks of an assertion."""

    id: str
    kind: str
    hedge: str


class Placed(Record, frozen=True):
    """A statement, as far as a point asks; or several in which all of this is the same, told by the first of them."""

    assertion: Spoken
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]


class Dead(Record, frozen=True):
    """The highest figure of killed that one statement gives at a place. `high` is None where the text sets no upper end."""

    low: float
    high: float | None
    statement: str


class Point(Record, frozen=True):
    """One place and what is said of it."""

    name: str
    country: str | None
    latitude: float
    longitude: float
    area: bool
    """A country, province or region: the point is only its middle."""
    kinds: dict[str, int]
    """Statements by kind."""
    statements: int
    first: str
    """Id of the first of them, in the order of the archive."""
    dead: Dead | None


def points(statements: Iterable[Statement | Placed]) -> tuple[list[Point], int]:
    """The points of statements in the order of the archive, those with most statements first.

    Returns:
        The points, and how many statements have no place with coordinates.
    """
    return points_of((statement, 1) for statement in statements)


def points_of(told: Iterable[tuple[Statement | Placed, int]]) -> tuple[list[Point], int]:
    """The same of statements that are told by the first of those that say the same, each with how many these are.

    Args:
        told: in the order in which the first of them stand in the archive.
    """
    at: dict[tuple[str, float, float], list[tuple[Statement | Placed, int, Place]]] = {}
    nowhere = 0
    for statement, number in told:
        found = {
            (p.label, p.latitude, p.longitude): p for p in statement.places if p.latitude is not None and p.longitude is not None
        }
        nowhere += 0 if found else number
        for key, place in found.items():
            at.setdefault(key, []).append((statement, number, place))  # type: ignore[arg-type]
    made = [_point(members[0][2], [(statement, number) for statement, number, _ in members]) for members in at.values()]
    return sorted(made, key=place_on_list), nowhere


def place_on_list(point: Point) -> str:
    """Where a point stands among others: those with most statements first."""
    return place_of(MOST - point.statements, point.name, f"{point.latitude + 90:011.6f}", f"{point.longitude + 180:011.6f}")


class PointShare(Record, frozen=True):
    """What one document says of a place."""

    order: tuple[str, str, str]
    """Day of publication ("" when not known), name and id of the document: its place in the archive."""
    point: Point


def point_shares(statements: Iterable[Statement], documents: Mapping[str, Document]) -> Iterator[Share]:
    """What each document says of each place."""
    told: dict[str, list[Statement]] = {}
    for statement in in_archive_order(statements, documents):
        told.setdefault(statement.assertion.document, []).append(statement)
    for document, theirs in told.items():
        known = documents[document]
        order = (known.published or "", known.name, known.id)
        for point in points(theirs)[0]:
            yield Share(key_of((point.name, point.latitude, point.longitude)), document, PointShare(order=order, point=point))


def together(shares: Iterable[PointShare]) -> Point:
    """What all documents say of one place."""
    every = [share.point for share in sorted(shares, key=lambda share: share.order)]
    kinds: Counter[str] = Counter()
    for point in every:
        kinds.update(point.kinds)
    dead = max((point.dead for point in every if point.dead), key=_most_dead, default=None)
    statements = sum(point.statements for point in every)
    return msgspec.structs.replace(every[0], kinds=dict(sorted(kinds.items())), statements=statements, dead=dead)


def is_area(place: Place) -> bool:
    """Whether a place is a country, province or region, of which a point is only the middle."""
    return place.precision == 3 or not (place.feature or "").startswith(("P", "S"))


def _point(place: Place, members: list[tuple[Statement | Placed, int]]) -> Point:
    kinds: Counter[str] = Counter()
    for statement, number in members:
        kinds[statement.assertion.kind] += number
    assert place.latitude is not None and place.longitude is not None
    return Point(
        name=place.label,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        area=is_area(place),
        kinds=dict(sorted(kinds.items())),
        statements=kinds.total(),
        first=members[0][0].assertion.id,
        dead=_dead(statement for statement, _ in members),
    )


def _dead(members: Iterable[Statement | Placed]) -> Dead | None:
    figures = [
        Dead(low=quantity.low or 0, high=quantity.high, statement=statement.assertion.id)
        for statement in members
        if statement.assertion.hedge != "denied"
        for quantity in statement.quantities
        if quantity.of == "killed" and not quantity.ratio and (quantity.low is not None or quantity.high is not None)
    ]
    return max(figures, key=_most_dead, default=None)


def _most_dead(dead: Dead) -> tuple[float, float]:
    return max(dead.low, dead.high or 0), dead.low
