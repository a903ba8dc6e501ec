"""From a place and how it is meant to a point and a radius: so far in that direction, between two, in the north of it.

The ground of a country or a province is known by its towns, not by its borders: its part is where its towns of that part are.
Precision is as ACLED codes it: 1 a town or site, 2 near one or in a small area, 3 a province or a larger region.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from msgspec import structs

from dateline.gazetteer import Gazetteer
from dateline.gazetteer.sphere import EARTH_KM, kilometres
from dateline.records import Place
from dateline.resolve.place_relations import BESIDE_KM, EDGE_KM, NEAR_KM, OFF_COAST_KM, OUTSIDE_KM, Relation

SMALL_KM = 50.0
"""A radius up to this is a small area (precision 2), a larger one a region (3)."""
ROAD_SHARE = 0.2
"""How far off a given distance may be, as a share of it: roads wind, figures are round."""
VAGUE_SHARE = 0.6
IN_PART = 0.2
"""Where the part of a ground begins, from its middle (0) to its end (1)."""
IN_CENTRE = 0.45
FEWEST_TOWNS = 3
EXACT, NEAR, REGION = 1, 2, 3
FARTHEST_KM = 500.0


def precision_of(feature: str | None, radius_km: float | None = None) -> int | None:
    """ACLED's precision of a place by its GeoNames code and, where it is only somewhere about, the radius.

    >>> precision_of("P.PPL"), precision_of("A.ADM2"), precision_of("A.ADM1"), precision_of("P.PPL", 20), precision_of("A.ADM1", 90)
    (1, 2, 3, 2, 3)
    """
    if radius_km is not None:
        return NEAR if radius_km <= SMALL_KM else REGION
    if feature is None:
        return None
    if feature.startswith(("A.ADM1", "A.PCL", "L.CONT", "L.RGN", "H.SEA", "H.OCN", "H.GULF")):
        return REGION
    return EXACT if feature.startswith(("P.", "S.", "R.")) else NEAR


def placed(place: Place, relation: Relation, gazetteer: Gazetteer, admin1: str | None = None) -> Place:
    """A place moved to where the relation says; its name, number and country stay those of the place that is named.

    Args:
        admin1: GeoNames' code of the province, where the place is one.
    """
    if place.latitude is None or place.longitude is None:
        return place
    area = (place.feature or "").startswith(("A.", "L."))
    if area:
        point = _part(place, relation, gazetteer, admin1)
    elif relation.kind == "part":
        half = _city_km(place) / 2
        point = (*_moved(place.latitude, place.longitude, relation.bearing, half), None) if not relation.central else None
    else:
        point = _about(place, relation)
    words = relation.words
    if point is None:
        return structs.replace(place, relation=words)
    latitude, longitude, radius = point
    return structs.replace(
        place,
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        radius_km=None if radius is None else round(radius, 1),
        precision=precision_of(place.feature, radius),
        relation=words,
    )


def between(one: Place, two: Place, words: str) -> Place | None:
    """The first place moved to the middle between both; None where one of the two has no point or is an area, and for places so far
    apart, or two capitals, that what is between them is no ground."""
    ends = (one, two)
    if any(
        end.latitude is None or end.longitude is None or (end.feature or "").startswith(("A.PCL", "A.ADM1", "L.")) for end in ends
    ):
        return None
    apart = distance_km(one, two)
    if apart > FARTHEST_KM or one.feature == two.feature == "P.PPLC":
        return None
    assert one.latitude is not None and one.longitude is not None and two.latitude is not None and two.longitude is not None
    latitude, longitude = (one.latitude + two.latitude) / 2, (one.longitude + two.longitude) / 2
    if abs(one.longitude - two.longitude) > 180:
        return None
    radius = max(1.0, apart / 2)
    return structs.replace(
        one,
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        radius_km=round(radius, 1),
        precision=precision_of(one.feature, radius),
        relation=words,
    )


def distance_km(one: Place, two: Place) -> float:
    """Kilometres between two places with points, on a sphere."""
    assert one.latitude is not None and one.longitude is not None and two.latitude is not None and two.longitude is not None
    return kilometres(one.latitude, one.longitude, two.latitude, two.longitude)


def _about(place: Place, relation: Relation) -> tuple[float, float, float]:
    """A point and a radius about a town, site, mountain or water."""
    assert place.latitude is not None and place.longitude is not None
    at = (place.latitude, place.longitude)
    if relation.km is not None:
        off = max(2.0, relation.km * (VAGUE_SHARE if relation.vague else ROAD_SHARE))
        if relation.bearing is None:
            return (*at, relation.km + off)
        # Within 22 degrees to each side: "north" is seldom measured.
        return (*_moved(*at, relation.bearing, relation.km), math.hypot(off, relation.km * math.sin(math.radians(22.5))))
    if relation.kind == "beside":
        return (*_moved(*at, relation.bearing, BESIDE_KM), BESIDE_KM)
    return (*at, {"edge": EDGE_KM, "near": NEAR_KM, "outside": OUTSIDE_KM, "coast": OFF_COAST_KM}.get(relation.kind, NEAR_KM))


def _city_km(place: Place) -> float:
    """About how far a city reaches from its middle: its number of people is not among a place's fields, its rank is."""
    return {"P.PPLC": 8.0, "P.PPLA": 5.0}.get((place.feature or "")[:6], 2.0)


def _part(place: Place, relation: Relation, gazetteer: Gazetteer, admin1: str | None) -> tuple[float, float, float] | None:
    """The towns of a country or province that lie in the part, as a point and a radius."""
    if relation.kind != "part" or (relation.bearing is None and not relation.central) or place.country is None:
        return None
    province = (place.feature or "").startswith("A.ADM1")
    if not (province and admin1) and not (place.feature or "").startswith("A.PCL"):
        return None
    return _part_of_ground(gazetteer, place.country, admin1 if province else None, relation.bearing)


@lru_cache(maxsize=4096)
def _part_of_ground(
    gazetteer: Gazetteer, country: str, admin1: str | None, bearing: float | None
) -> tuple[float, float, float] | None:
    return part_of(gazetteer.ground(country, admin1), bearing)


def part_of(ground: tuple[tuple[float, float], ...], bearing: float | None) -> tuple[float, float, float] | None:
    """The part of a ground that lies in a direction from its middle, or about its middle where there is none.

    Args:
        ground: latitude and longitude of each of its towns.

    Returns:
        Latitude, longitude and the radius in km within which nine of ten of its towns lie; None for too few towns.
    """
    if len(ground) < FEWEST_TOWNS:
        return None
    south, north = _ends([lat for lat, _ in ground])
    west, east = _ends([lon for _, lon in ground])
    middle, high, wide = ((south + north) / 2, (west + east) / 2), max((north - south) / 2, 1e-6), max((east - west) / 2, 1e-6)
    if bearing is None:
        inside = [s for s in ground if max(abs((s[0] - middle[0]) / high), abs((s[1] - middle[1]) / wide)) <= IN_CENTRE]
    else:
        up, right = math.cos(math.radians(bearing)), math.sin(math.radians(bearing))
        along, beside = abs(up) <= 0.1, abs(right) <= 0.1  # a direction that says nothing of north and south, of east and west
        inside = [
            s
            for s in ground
            if (along or (s[0] - middle[0]) / high * up >= IN_PART) and (beside or (s[1] - middle[1]) / wide * right >= IN_PART)
        ]
    if len(inside) < FEWEST_TOWNS:
        turn = (0.0, 0.0) if bearing is None else (math.cos(math.radians(bearing)), math.sin(math.radians(bearing)))
        at = (middle[0] + turn[0] * high / 2, middle[1] + turn[1] * wide / 2)
        return (*at, kilometres(*middle, middle[0] + high / 2, middle[1] + wide / 2))
    at = (sum(lat for lat, _ in inside) / len(inside), sum(lon for _, lon in inside) / len(inside))
    away = sorted(kilometres(*at, *spot) for spot in inside)
    return (*at, max(1.0, away[min(len(away) - 1, int(len(away) * 0.9))]))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Where the ground ends, without the few that lie far off: islands, enclaves."""
    ordered = sorted(values)
    cut = len(ordered) // 50
    return ordered[cut], ordered[-1 - cut]


def _moved(latitude: float, longitude: float, bearing: float | None, km: float) -> tuple[float, float]:
    """The point so many kilometres away in that direction, on a sphere."""
    turn, arc, lat = math.radians(bearing or 0.0), km / EARTH_KM, math.radians(latitude)
    new = math.asin(math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(turn))
    east = math.atan2(math.sin(turn) * math.sin(arc) * math.cos(lat), math.cos(arc) - math.sin(lat) * math.sin(new))
    return math.degrees(new), (longitude + math.degrees(east) + 540) % 360 - 180
