"""Places of incidents -> a picture: where it happened, over the settlements of the region; nothing is loaded from elsewhere.

Land shows by its settlements (GeoNames): there are no borders in it, for whose they are is often what is fought about. A
province or country stands at its middle, as a square. The larger a mark, the more incidents. What it does not know: how exact a
place is beyond its gazetteer code.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from dateline.records import Incident, Place, Record
from dateline.situation.citations import Citation
from dateline.situation.lines import Cited, cited

WIDTH, HEIGHT = 1000, 620
MARGIN_SHARE, LEAST_DEGREES = 0.15, 1.5
MOST_DOTS, MOST_TOWNS, MOST_NAMES = 1500, 8, 25
Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""
Towns = Callable[[Box, int], Sequence[tuple[str, float, float]]]
"""The largest settlements of a box, at most so many, largest first: name, latitude, longitude."""


class Mark(Cited, frozen=True, kw_only=True):
    """A place with the incidents there."""

    name: str
    x: float
    y: float
    radius: float
    area: bool
    """A province or country: the mark is its middle."""
    incidents: int
    named: bool
    """Whether there is room for its name."""
    left: bool = False
    """The name stands to the left of the mark."""


class Town(Record, frozen=True):
    """A large settlement, named so that one finds one's way."""

    name: str
    x: float
    y: float


class Map(Record, frozen=True):
    """The picture, in units of its own: `WIDTH` times `HEIGHT`."""

    marks: tuple[Mark, ...]
    dots: tuple[tuple[int, int], ...]
    towns: tuple[Town, ...]
    scale_km: int
    scale_length: float
    off: int
    """Incidents of no place with coordinates: they are not in it."""
    width: int = WIDTH
    height: int = HEIGHT


def draw(incidents: Iterable[Incident], citations: Mapping[str, Citation], towns: Towns) -> Map | None:
    """The picture of incidents; None where none has coordinates."""
    at: dict[tuple[str, float, float], list[tuple[Place, Incident]]] = {}
    off = 0
    for incident in incidents:
        place = next((p for p in incident.places if p.latitude is not None and p.longitude is not None), None)
        if place is None:
            off += 1
        else:
            at.setdefault((place.name, place.latitude or 0.0, place.longitude or 0.0), []).append((place, incident))
    if not at:
        return None
    box = _box([(latitude, longitude) for _, latitude, longitude in at])
    middle = math.cos(math.radians((box[0] + box[2]) / 2))
    marks = _marks(at, box, citations)
    known = towns(box, MOST_DOTS)
    dots = tuple(dict.fromkeys((round(x), round(y)) for _, a, b in known for x, y in [_spot(a, b, box)]))
    km_per_unit = (box[3] - box[1]) * 111.32 * middle / WIDTH
    scale = _round_number(km_per_unit * 180)
    return Map(
        marks=marks, dots=dots, towns=_named(known, marks, box), scale_km=scale, scale_length=round(scale / km_per_unit, 1), off=off
    )  # fmt: skip


def _box(spots: Sequence[tuple[float, float]]) -> Box:
    """Around all spots with a margin, in the shape of the picture: a degree of longitude is as long as it is at the middle."""
    south, north = min(a for a, _ in spots), max(a for a, _ in spots)
    west, east = min(b for _, b in spots), max(b for _, b in spots)
    middle = (south + north) / 2
    narrow = max(0.2, math.cos(math.radians(middle)))
    tall = max((north - south) * (1 + 2 * MARGIN_SHARE), LEAST_DEGREES)
    wide = max((east - west) * (1 + 2 * MARGIN_SHARE), LEAST_DEGREES / narrow)
    tall = max(tall, wide * narrow * HEIGHT / WIDTH)
    wide = max(wide, tall / narrow * WIDTH / HEIGHT)
    across = (west + east) / 2
    return middle - tall / 2, across - wide / 2, middle + tall / 2, across + wide / 2


def _spot(latitude: float, longitude: float, box: Box) -> tuple[float, float]:
    south, west, north, east = box
    return round((longitude - west) / (east - west) * WIDTH, 1), round((north - latitude) / (north - south) * HEIGHT, 1)


def _marks(
    at: Mapping[tuple[str, float, float], list[tuple[Place, Incident]]], box: Box, citations: Mapping[str, Citation]
) -> tuple[Mark, ...]:
    """Those with most incidents first; a name is left out where it would stand on another."""
    ordered = sorted(at.items(), key=lambda item: (-len(item[1]), item[0]))
    spots = [(*_spot(latitude, longitude, box), _radius(len(members))) for (_, latitude, longitude), members in ordered]
    taken = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius in spots]
    marks = []
    for ((name, _, _), members), (x, y, radius) in zip(ordered, spots, strict=True):
        left = x > WIDTH * 0.75
        named = len(marks) < MOST_NAMES and _has_room(_name_box(name, x, y, radius, left), taken)
        first, others = cited((s for _, incident in members for s in incident.statements), citations)
        marks.append(
            Mark(
                first=first, others=others, name=name, x=x, y=y, radius=radius, incidents=len(members), named=named, left=left,
                area=(members[0][0].feature or "").startswith("A."),
            )
        )  # fmt: skip
    return tuple(marks)


def _radius(incidents: int) -> float:
    return round(5 + 2.5 * math.sqrt(incidents), 1)


def _name_box(name: str, x: float, y: float, radius: float, left: bool) -> tuple[float, float, float, float]:
    length = 10 * len(name)
    start = x - radius - 4 - length if left else x + radius + 4
    return start, y - 9, start + length, y + 9


def _has_room(box: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]]) -> bool:
    if any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken):
        return False
    taken.append(box)
    return True


def _named(known: Sequence[tuple[str, float, float]], marks: Sequence[Mark], box: Box) -> tuple[Town, ...]:
    """The largest settlements that bear no mark and whose names have room."""
    taken = [_name_box(mark.name, mark.x, mark.y, mark.radius, mark.left) for mark in marks if mark.named]
    taken += [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks]
    names = {mark.name for mark in marks}
    found = []
    for name, latitude, longitude in known:
        x, y = _spot(latitude, longitude, box)
        inside = 20 < x < WIDTH * 0.85 and 20 < y < HEIGHT - 20
        if len(found) < MOST_TOWNS and name not in names and inside and _has_room(_name_box(name, x, y, 3, False), taken):
            found.append(Town(name=name, x=x, y=y))
    return tuple(found)


def _round_number(km: float) -> int:
    """The largest of 1, 2, 5, 10, ... that is not above it.

    >>> _round_number(173.0), _round_number(6.1)
    (100, 5)
    """
    power = 10 ** max(0, math.floor(math.log10(max(km, 1))))
    return max(step * power for step in (1, 2, 5) if step * power <= max(km, 1))
