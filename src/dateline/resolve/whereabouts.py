"""The places of a document's assertions: names through the gazetteer, "the city" and "there" through the nearest earlier place
that fits.

Which words are places is the reader's to say; this only gives each of them its place. A description with no earlier place keeps
its words.
"""

from collections.abc import Mapping

from dateline.gazetteer import Gazetteer
from dateline.records import Anchor, Place, Reading
from dateline.resolve import nouns
from dateline.resolve.mentions import bare, squeeze, take_apart, tidy
from dateline.resolve.places import resolve_places

_FEATURES: dict[str, tuple[str, ...]] = (
    dict.fromkeys(("city", "town", "village", "capital", "neighborhood", "neighbourhood", "settlement"), ("P",))
    | dict.fromkeys(
        ("province", "region", "district", "area", "department", "governorate", "state", "territory", "zone"), ("A.ADM", "L")
    )
    | dict.fromkeys(("country", "nation", "kingdom", "republic", "homeland", "state"), ("A.PCL",))
    | dict.fromkeys(("camp", "base", "island", "airport"), ("S", "L", "T"))
)
"""What kinds of place a noun can stand for, as beginnings of GeoNames feature codes."""
_POINTING = nouns.words("there here where it its their")


def places_of(reading: Reading, gazetteer: Gazetteer) -> Mapping[tuple[int, int], Place]:
    """The place of each place argument of a reading, by the ends of its anchor."""
    anchors = sorted(
        {argument.anchor for assertion in reading.assertions for argument in assertion.arguments if argument.role == "place"},
        key=lambda anchor: (anchor.start, anchor.end),
    )
    named = [anchor for anchor in anchors if not _is_description(anchor)]
    found = dict(zip(map(_key, named), resolve_places(reading.document.text, named, gazetteer), strict=True))
    places: dict[tuple[int, int], Place] = {}
    for anchor in anchors:
        place = found.get(_key(anchor))
        if place is None:
            before = [found[_key(other)] for other in named if other.end <= anchor.start]
            place = _described(anchor, before)
        places[_key(anchor)] = place
    return places


def _key(anchor: Anchor) -> tuple[int, int]:
    return anchor.start, anchor.end


def _is_description(anchor: Anchor) -> bool:
    words = squeeze(anchor.exact)
    phrase = take_apart(words)
    if bare(words) in _POINTING:
        return True
    plain = all(bare(word) in nouns.PLAIN or bare(word) in _FEATURES for word in phrase.words.split())
    return phrase.head in _FEATURES and (plain or (phrase.definite and phrase.core == phrase.words and phrase.core.islower()))


def _described(anchor: Anchor, before: list[Place]) -> Place:
    """The nearest earlier place of the kind that the words name, under its own name; else the words."""
    kinds = _FEATURES.get(take_apart(anchor.exact).head)
    fitting = [place for place in before if place.feature and (kinds is None or place.feature.startswith(kinds))]
    if not fitting:
        return Place(name=tidy(anchor.exact), anchor=anchor)
    known = fitting[-1]
    return Place(
        name=known.name,
        anchor=anchor,
        country=known.country,
        geonames=known.geonames,
        latitude=known.latitude,
        longitude=known.longitude,
        feature=known.feature,
    )
