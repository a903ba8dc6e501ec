"""The places of a document's assertions: names through the gazetteer, "the city" and "there" through the nearest earlier place
that fits.

Which words are places is the reader's to say; this only gives each of them its place. A description with no earlier place keeps
its words.
"""

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

import msgspec

from dateline.gazetteer import Gazetteer
from dateline.records import Anchor, Place, Reading
from dateline.resolve import nouns
from dateline.resolve.mentions import bare, squeeze, take_apart, tidy
from dateline.resolve.place_relations import cut_to_name
from dateline.resolve.sites import meant_places

_FEATURES: Mapping[str, tuple[str, ...]] = {
    word: features
    for kinds, features in (
        ("city town village capital neighborhood neighbourhood settlement", ("P",)),
        ("province region district area department governorate territory zone", ("A.ADM", "L")),
        ("country nation kingdom republic homeland state", ("A.PCL",)),
        ("camp base island airport", ("S", "L", "T")),
    )
    for word in kinds.split()
}
"""What kinds of place a noun can stand for, as beginnings of GeoNames feature codes."""
_KIND = "city|town|village|port|capital|district|province|region|enclave|hamlet|suburb|island|settlement|neighbou?rhood|slum|camp"
_NAME = r"(?P<name>[^\W\d_][\w'’-]*(?:\s+(?:(?:de|del|la|el|al|los|las|do|da|du|of)\s+)?[^\W\d_a-z][\w'’-]*)*)"
_DESCRIBED = re.compile(rf"(?:[\w'’.-]+\s+){{0,5}}?(?:{_KIND})(?:\s+(?:of|called|named)|,)\s+{_NAME}$")
_OWNED = re.compile(rf"(?:[A-Z][\w.-]*\s+)*[A-Z][\w.-]*['’]s?\s+(?:[a-z-]+\s+){{0,2}}{_NAME}\s+(?:{_KIND})$")
"""Ways to describe a place by its kind and give its name."""
MOST = 0.6
"""Share of a document's places that must lie in one country for a place without one to be taken to lie there too."""
_NEXT = re.compile(r" [^\W\d_a-z][\w'’-]+")
"""A capitalised word after a name."""
SHORT = 3
"""Letters of a word that is hardly a place's whole name: El, San, New."""
_POINTING = nouns.words("there here where it its their")


def places_of(reading: Reading, gazetteer: Gazetteer) -> Mapping[tuple[int, int], Place]:
    """The place of each place argument of a reading, by the ends of its anchor."""
    anchors = sorted(
        {argument.anchor for assertion in reading.assertions for argument in assertion.arguments if argument.role == "place"},
        key=lambda anchor: (anchor.start, anchor.end),
    )
    named = [anchor for anchor in anchors if not _is_description(anchor)]
    whole = _longer(named, reading.document.text, gazetteer) | _hyphened(named, reading.document.text, gazetteer)
    inner = meant_places(reading.document.text, [_inner(whole.get(anchor, anchor)) for anchor in named], gazetteer)
    found = {
        _key(anchor): msgspec.structs.replace(place, anchor=whole.get(anchor, anchor))
        for anchor, place in zip(named, inner, strict=True)
    }
    places: dict[tuple[int, int], Place] = {}
    for anchor in anchors:
        place = found.get(_key(anchor))
        if place is None:
            before = [found[_key(other)] for other in named if other.end <= anchor.start]
            place = _described(anchor, before)
        places[_key(anchor)] = place
    return _in_country(places, reading)


def _hyphened(anchors: list[Anchor], text: str, gazetteer: Gazetteer) -> dict[Anchor, Anchor]:
    """The whole of a name that the reader saw as two: "Haut" and "Uele", but not the ends of the Baghdad-Mosul road."""
    whole: dict[Anchor, Anchor] = {}
    for one, two in pairwise(anchors):
        exact = text[one.start : two.end]
        if text[one.end : two.start] == "-" and gazetteer.find(exact):
            whole[one] = whole[two] = Anchor(start=one.start, end=two.end, exact=exact)
    return whole


def _longer(anchors: list[Anchor], text: str, gazetteer: Gazetteer) -> dict[Anchor, Anchor]:
    """The whole of a name of which the reader saw the first word: "El" of "El Fasher"."""
    whole: dict[Anchor, Anchor] = {}
    for anchor in anchors:
        if " " in anchor.exact or not anchor.exact[:1].isupper():
            continue
        # What is a name by itself is left: looking further up for each takes as long as all else of its resolution.
        if len(anchor.exact) > SHORT and gazetteer.find(anchor.exact):
            continue
        after = _NEXT.match(text, anchor.end)
        exact = text[anchor.start : after.end()] if after else ""
        if after and gazetteer.find(exact):
            whole[anchor] = Anchor(start=anchor.start, end=after.end(), exact=exact)
    return whole


def _in_country(places: dict[tuple[int, int], Place], reading: Reading) -> dict[tuple[int, int], Place]:
    """A place that the gazetteer lacks lies in the country of the sentence's other places, else of most of the document's."""
    known = [(key, place.country) for key, place in places.items() if place.country]
    for key, place in places.items():
        if place.country or place.feature or not known:
            continue
        sentence = next((s.anchor for s in reading.sentences if s.anchor.start <= key[0] < s.anchor.end), None)
        beside = {c for k, c in known if sentence and sentence.start <= k[0] < sentence.end}
        country, times = Counter(c for _, c in known).most_common(1)[0]
        if len(beside) == 1:
            places[key] = msgspec.structs.replace(place, country=beside.pop())
        elif times >= MOST * len(known):
            places[key] = msgspec.structs.replace(place, country=country)
    return places


def _key(anchor: Anchor) -> tuple[int, int]:
    return anchor.start, anchor.end


def _inner(anchor: Anchor) -> Anchor:
    """The place's own name inside a description: "Batumi" of "the Georgian city of Batumi", "the capital, Niamey"."""
    if cut := cut_to_name(anchor.exact):
        return Anchor(start=anchor.start + cut, end=anchor.end, exact=anchor.exact[cut:])
    match = _DESCRIBED.match(anchor.exact) or _OWNED.match(anchor.exact)
    if match is None or not match["name"][0].isupper():
        return anchor
    start, end = match.span("name")
    return Anchor(start=anchor.start + start, end=anchor.start + end, exact=match["name"])


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
    return msgspec.structs.replace(known, anchor=anchor)
