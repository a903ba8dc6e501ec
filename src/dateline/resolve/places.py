"""Place mentions of one document, resolved together: words to `Place`.

A name is taken for the place that fits the others of the document best: what it is said to lie in ("Falluja, Anbar", "the Iraqi
city of Samarra"), the kind of place the words name, countries and provinces named elsewhere, nearness to the other places, and
then size. Each distinct name is one place in a document. It does not know streets and houses, nor whether "Baghdad" stands for a
government: that is the caller's to see. A name that the gazetteer lacks stays words.
"""

from collections.abc import Iterable, Sequence

from dateline.gazetteer import Candidate, Gazetteer, Match
from dateline.records import Anchor, Place
from dateline.resolve.place_ranking import Choice, rank
from dateline.resolve.place_scan import scan
from dateline.resolve.place_words import PlaceWords, read_words

_MOST = 30  # candidates looked at for one name; those left out are small places found by an alternate name


def resolve_places(text: str, mentions: Sequence[Anchor], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Resolve all place mentions of a document together.

    Args:
        text: the document's text.
        mentions: stretches of it that name places; the more of the document's are given, the surer each is.
        gazetteer: where names are looked up.

    Returns:
        One place for each mention, in order. One that the gazetteer does not know has a name and an anchor and nothing else.
    """
    words = [read_words(text, mention.start, mention.end) for mention in mentions]
    choices: dict[str, Choice] = {}
    keys = [_key(each) for each in words]
    for key, each in zip(keys, words, strict=True):
        if key in choices:
            choices[key] = choices[key].with_words(each.kind, _parents(each, gazetteer))
        else:
            choices[key] = Choice(
                _candidates(each, gazetteer), frozenset({each.kind} - {None}), _parents(each, gazetteer), asked=True
            )
    for name, candidates in scan(text, gazetteer, taken=mentions):
        choices.setdefault(name.casefold(), Choice(candidates[:_MOST], frozenset(), frozenset(), asked=False))
    best = rank(choices)
    return tuple(_place(mention, each, best.get(key)) for mention, each, key in zip(mentions, words, keys, strict=True))


def _key(words: PlaceWords) -> str:
    return words.names[-1].casefold() if words.names else ""


def _candidates(words: PlaceWords, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that bear the first of the names that any place bears."""
    for name in words.names:
        if found := gazetteer.find(name):
            return found[:_MOST]
    return ()


def _parents(words: PlaceWords, gazetteer: Gazetteer) -> frozenset[tuple[str, str | None]]:
    """Country and province codes of what the place is said to lie in."""
    found: set[tuple[str, str | None]] = set()
    for name in words.inside:
        own, _, country = name.partition(", ")
        for candidate in gazetteer.find(own):
            if candidate.country and candidate.feature.startswith(("A.PCL", "A.ADM1")) and country in {"", candidate.country}:
                found.add((candidate.country, candidate.admin1 if candidate.feature == "A.ADM1" else None))
    return frozenset(found)


def _place(mention: Anchor, words: PlaceWords, found: Candidate | None) -> Place:
    if found is None:
        return Place(name=mention.exact, anchor=mention)
    name = (
        words.names[-1] if found.match in {Match.ALTERNATE, Match.WRITTEN, Match.NAME} and found.feature[0] == "P" else found.name
    )
    return Place(
        name=name,
        anchor=mention,
        country=found.country,
        geonames=found.geonames,
        latitude=found.latitude,
        longitude=found.longitude,
        feature=found.feature,
    )


def anchors(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Anchor, ...]:
    """Anchors of stretches of a text."""
    return tuple(Anchor(start=start, end=end, exact=text[start:end]) for start, end in spans)
