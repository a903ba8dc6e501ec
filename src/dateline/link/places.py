"""How near two places are, by the gazetteer's points: the same, near, one inside the other, far.

It has no borders of provinces: whether a town lies in a province is told by country and distance from its middle.
"""

from collections.abc import Iterable, Sequence

from msgspec import structs

from dateline.gazetteer.sphere import kilometres
from dateline.link.meaning import Meaning
from dateline.records import Place

CAPITAL = "P.PPLC"
COUNTRY = "A.PCL"
COARSE = ("A.", "L.")
"""GeoNames classes of places with an extent: divisions, regions."""
REGION_KM = 200.0
"""A town within it may lie in the province; beyond `FAR_FROM_REGION_KM` it does not."""
FAR_FROM_REGION_KM = 450.0


def place_of(place: Place, meaning: Meaning) -> Place:
    """A place without its words; "the Ukrainian capital" becomes the capital of its country, whichever town that is."""
    words = place.anchor.exact if place.anchor else place.name
    bare = structs.replace(place, anchor=None, probability=None, runners_up=())
    if words.casefold().rstrip(".,").endswith("capital") and not (place.feature or "").startswith("P."):
        country = place.country or meaning.country_of(words)
        if country:
            return Place(name="capital", country=country, feature=CAPITAL)
    return bare


def is_coarse(place: Place) -> bool:
    """Whether it is a country, a province or a region, and no spot."""
    return place.feature is not None and place.feature.startswith(COARSE)


def is_known(place: Place) -> bool:
    """Whether the gazetteer knew it."""
    return place.latitude is not None or place.feature == CAPITAL


def describes(place: Place) -> bool:
    """Whether it is a description and no name: "the Safari hotel", "northern suburbs"."""
    return not is_known(place) and not place.name[:1].isupper()


def finest(places: Iterable[Place]) -> tuple[Place, ...]:
    """Without those that only say in which country or region the others lie, and without unknown words beside known places."""
    each = list(dict.fromkeys(places))
    spots = [place for place in each if is_known(place) and not is_coarse(place)]
    within = {place.country for place in spots}
    regions = {place.country for place in each if is_coarse(place) and not _is_country(place)}

    def says_more(place: Place) -> bool:
        if not is_known(place):
            # a village that the gazetteer lacks says more than its province does, "the enclave" less
            return not spots and not (describes(place) and any(is_known(other) for other in each))
        if is_coarse(place) and spots and (place.country is None or place.country in within):
            return False
        return not (_is_country(place) and place.country in regions)

    kept = [place for place in each if says_more(place)]
    return tuple(sorted(kept, key=lambda place: (place.name, place.country or "", place.geonames or 0)))


def _is_country(place: Place) -> bool:
    return place.feature is not None and place.feature.startswith(COUNTRY)


def distance_km(one: Place, other: Place) -> float | None:
    """Great-circle distance; None where a point is not known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)


def place_feature(ones: Sequence[Place], others: Sequence[Place], meaning: Meaning) -> str | None:
    """The name of the nearest relation between places of one side and of the other; None when either names none."""
    found = [relation for one in ones for other in others if (relation := _relation(one, other, meaning)) is not None]
    return max(found, key=lambda name: (meaning.points[name], name), default=None)


def _relation(one: Place, other: Place, meaning: Meaning) -> str | None:
    if one.geonames is not None and one.geonames == other.geonames:
        return "same_place"
    if one.name.casefold() == other.name.casefold() and one.name != "capital":
        return "same_name"
    if (
        CAPITAL in (one.feature, other.feature)
        and (one.geonames is None or other.geonames is None)
        and one.country == other.country
    ):
        return "capital" if one.feature == other.feature else None
    if not (is_known(one) and is_known(other)):
        if describes(one) or describes(other):
            return None
        differ = one.country and other.country and one.country != other.country
        return "far" if differ else None if is_coarse(one) or is_coarse(other) else "unlike_words"
    if _is_country(one) or _is_country(other):
        return "within_country" if one.country == other.country else "far"
    return _by_distance(one, other, meaning)


def _by_distance(one: Place, other: Place, meaning: Meaning) -> str | None:
    distance = distance_km(one, other)
    if distance is None:
        return "far" if one.country != other.country else None
    if is_coarse(one) != is_coarse(other):
        if one.country != other.country and None not in (one.country, other.country):
            return "far"
        return "within_region" if distance <= REGION_KM else "far" if distance > FAR_FROM_REGION_KM else None
    if distance <= meaning.near_km:
        return "near"
    return "around" if distance <= meaning.around_km else "far"
