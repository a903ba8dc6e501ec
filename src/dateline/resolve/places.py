"""Place mentions of one document, resolved together: words to `Place`.

A name is taken for the place that fits the others of the document best: what it is said to lie in ("Falluja, Anbar", "the Iraqi
city of Samarra"), the kind of place the words name, countries and provinces named elsewhere, nearness to the other places, and
then size. Each distinct name is one place in a document. It does not know streets and houses, nor whether "Baghdad" stands for a
government: that is the caller's to see. A name that the gazetteer lacks stays words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dateline.gazetteer import VILLAGE, Candidate, Gazetteer
from dateline.gazetteer.names import fold
from dateline.records import Anchor, OtherPlace, Place
from dateline.resolve.mentions import is_shouting
from dateline.resolve.place_geometry import precision_of
from dateline.resolve.place_ranking import Choice, Ranked, rank
from dateline.resolve.place_scan import LARGE, find_places, scan
from dateline.resolve.place_words import PlaceWords, read_words

_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_MOST = 30  # candidates looked at for one name; those left out are small places found by an alternate name
LONGEST_ACRONYM = 3
"""Letters; four in capitals are as often a town at the head of a wire ("KYIV, Ukraine")."""
SMALL = 15_000
"""People; a town of fewer, alone in its country where a text names places elsewhere, is mostly one that the gazetteer lacks."""
MOST_OTHERS, LEAST_CHANCE = 3, 0.02
"""Runners-up that are kept: so many at the most, and none less likely."""


class Mentioned(NamedTuple):
    """What a mention was taken for."""

    place: Place
    row: Candidate | None
    """The gazetteer's row; None for words."""
    parents: frozenset[tuple[str, str | None]]
    """Country and province that it is said to lie in."""


def resolve_places(text: str, mentions: Sequence[Anchor], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Resolve all place mentions of a document together.

    Args:
        text: the document's text.
        mentions: stretches of it that name places; the more of the document's are given, the surer each is.
        gazetteer: where names are looked up.

    Returns:
        One place for each mention, in order. One that the gazetteer does not know has a name and an anchor and nothing else.
    """
    return tuple(found.place for found in find_mentioned(text, mentions, gazetteer))


def find_mentioned(text: str, mentions: Sequence[Anchor], gazetteer: Gazetteer) -> tuple[Mentioned, ...]:
    """As `resolve_places`, each with the gazetteer's row and with what it is said to lie in."""
    keys, choices = choices_of(text, mentions, gazetteer)
    ranked = _in_company(rank(choices))
    return tuple(
        Mentioned(
            _place(mention, key, ranked.get(key, ())),
            ranked[key][0].candidate if ranked.get(key) else None,
            choices[key].parents,
        )
        for mention, key in zip(mentions, keys, strict=True)
    )


def _in_company(ranked: Mapping[str, tuple[Ranked, ...]]) -> dict[str, tuple[Ranked, ...]]:
    """Without villages and small towns in whose country nothing else of the document lies: a hamlet of Maine that the gazetteer
    lacks is no village of Nigeria of the same name, and a district of Nepal no small town of Romania.
    """
    countries = {name: places[0].candidate.country for name, places in ranked.items()}
    times = Counter(countries.values())

    def is_small(one: Candidate) -> bool:
        town = one.feature.startswith("P.") and one.feature != "P.PPLC" and one.population < SMALL
        return one.feature == VILLAGE or (town and len(times) > 1)

    return {name: found for name, found in ranked.items() if times[countries[name]] > 1 or not is_small(found[0].candidate)}


def choices_of(text: str, mentions: Sequence[Anchor], gazetteer: Gazetteer) -> tuple[list[str], dict[str, Choice]]:
    """The key of each mention's name, and for each key the places that bear the name; names met in the text alone are there too."""
    choices: dict[str, Choice] = {}
    keys: list[str] = []
    shouting = is_shouting(text)
    for mention in mentions:
        words = read_words(text, mention.start, mention.end)
        name, candidates = _candidates(words, gazetteer) if _is_name(mention.exact, text) else (words.names[-1], ())
        if _is_acronym(name) and not shouting:
            candidates = tuple(each for each in candidates if not _spelled_as_word(name, each))
        keys.append(fold(name))
        known = choices.get(keys[-1], Choice(candidates=candidates, kinds=frozenset(), parents=frozenset(), asked=True))
        choices[keys[-1]] = known.with_words(words.kind, _parents(words, gazetteer))
    for name, candidates in scan(text, gazetteer, taken=mentions):
        choices.setdefault(fold(name), Choice(candidates=candidates[:_MOST], kinds=frozenset(), parents=frozenset(), asked=False))
    return keys, choices


def _candidates(words: PlaceWords, gazetteer: Gazetteer) -> tuple[str, tuple[Candidate, ...]]:
    """The first of the names that any place bears, and those places; failing that, a well-known name inside the words."""
    for name in words.names:
        if found := gazetteer.find(name):
            return name, found[:_MOST]
    for start, end, found in find_places(words.names[0], gazetteer):
        return words.names[0][start:end], found[:_MOST]
    return words.names[-1], ()


def _is_name(words: str, text: str) -> bool:
    """Whether words can be a name: "the border" is none, though a village may be called so. A text without capitals cannot say."""
    bare = _ARTICLE.sub("", words)
    return any(c.isalpha() and not c.islower() for c in bare) or text == text.lower()


def _is_acronym(name: str) -> bool:
    return len(name) <= LONGEST_ACRONYM and name.isupper()


def _spelled_as_word(name: str, place: Candidate) -> bool:
    """Whether a small town is called by these letters as a word: "EU" in a text of small letters is not Eu in Normandy."""
    small = place.feature.startswith("P.") and place.population < LARGE
    return small and not place.name.isupper() and fold(place.name) == fold(name)


def _parents(words: PlaceWords, gazetteer: Gazetteer) -> frozenset[tuple[str, str | None]]:
    """Country and province codes of what the place is said to lie in."""
    found: set[tuple[str, str | None]] = set()
    for name in words.inside:
        for candidate in gazetteer.find(name):
            if candidate.country and candidate.feature.startswith(("A.PCL", "A.ADM1")):
                found.add((candidate.country, candidate.admin1 if candidate.feature == "A.ADM1" else None))
    return frozenset(found)


def _place(mention: Anchor, key: str, ranked: Sequence[Ranked]) -> Place:
    """A town keeps the spelling of the text where the gazetteer's own is another ("Raqqa", there "Ar Raqqah")."""
    if not ranked:
        return Place(name=mention.exact, anchor=mention)
    found, chance = ranked[0]
    bare = _ARTICLE.sub("", mention.exact)
    printed = found.feature.startswith("P.") and fold(bare) == key and not bare.isupper()
    return Place(
        name=bare if printed else found.name,
        anchor=mention,
        country=found.country,
        geonames=found.geonames,
        latitude=found.latitude,
        longitude=found.longitude,
        feature=found.feature,
        precision=precision_of(found.feature) if found.latitude is not None else None,
        probability=round(chance, 3),
        runners_up=tuple(_other(one) for one in ranked[1 : 1 + MOST_OTHERS] if one.chance >= LEAST_CHANCE),
    )


def _other(ranked: Ranked) -> OtherPlace:
    each = ranked.candidate
    return OtherPlace(
        name=each.name,
        country=each.country,
        geonames=each.geonames,
        latitude=each.latitude,
        longitude=each.longitude,
        feature=each.feature,
        probability=round(ranked.chance, 3),
    )


def anchors(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Anchor, ...]:
    """Anchors of stretches of a text."""
    return tuple(Anchor(start=start, end=end, exact=text[start:end]) for start, end in spans)
