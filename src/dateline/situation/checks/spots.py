"""Places that a text names, as spots on the globe: the statements' own where they have them, else the gazetteer's."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from dateline.gazetteer import Candidate, Gazetteer, sphere
from dateline.gazetteer.names import fold
from dateline.records import Place, Statement


class Spot(NamedTuple):
    """A place with its coordinates."""

    name: str
    latitude: float
    longitude: float
    country: str | None


def spot_of(place: Place | Candidate) -> Spot | None:
    """A place as a spot; None where it has no coordinates."""
    if place.latitude is None or place.longitude is None:
        return None
    return Spot(place.name, place.latitude, place.longitude, place.country)


def kilometres(one: Spot, two: Spot) -> float:
    """Great-circle distance."""
    return sphere.kilometres(one.latitude, one.longitude, two.latitude, two.longitude)


def degrees(one: Spot, two: Spot) -> float:
    """The direction in which two lies from one, clockwise from north."""
    first, second = math.radians(one.latitude), math.radians(two.latitude)
    east = math.radians(two.longitude - one.longitude)
    x = math.sin(east) * math.cos(second)
    y = math.cos(first) * math.sin(second) - math.sin(first) * math.cos(second) * math.cos(east)
    return math.degrees(math.atan2(x, y)) % 360


def named_spot(name: str, near: Spot, statements: Iterable[Statement], gazetteer: Gazetteer) -> Spot | None:
    """The place that a name means near another: one of the statements', else the nearest that bears it most surely.

    Towns come before provinces of the same name: distances are told between towns.
    """
    key = fold(name)
    for statement in statements:
        for place in statement.places:
            if key in (fold(place.name), fold(place.anchor.exact) if place.anchor else "") and (spot := spot_of(place)):
                town = _nearest([c for c in gazetteer.find(name) if c.feature.startswith("P.")], near)
                return town if town and place.feature and not place.feature.startswith("P.") else spot
    found = gazetteer.find(name)
    sure = [candidate for candidate in found if candidate.match == found[0].match]
    return _nearest([c for c in sure if c.feature.startswith("P.")] or sure, near)


def _nearest(candidates: Iterable[Candidate], near: Spot) -> Spot | None:
    spots = [spot for candidate in candidates if (spot := spot_of(candidate))]
    return min(spots, key=lambda spot: kilometres(spot, near), default=None)
