"""Names of places found in a text by the gazetteer alone: capitalised words that it knows as a country, a province or a large town.

Serves as context for the places that were asked for, and as the finder of places where no reader has read. It does not know a
person called Jordan from the country.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dateline.gazetteer import Candidate, Gazetteer, Match
from dateline.records import Anchor

_RUN = re.compile(
    r"[^\W\d_a-z][\w’'-]*\.?(?:[ \t](?:(?:of|the|and|al|el|ad|ar|as|de|da|do|del|la|le|du|-)[ \t])*[^\W\d_a-z][\w’'-]*)*"
)
_WORD, _ENDING = re.compile(r"[^\s]+"), re.compile(r"['’]s?$|[.,]$")
_LONGEST = 4
LARGE = 100_000


def scan(text: str, gazetteer: Gazetteer, taken: Sequence[Anchor] = ()) -> list[tuple[str, tuple[Candidate, ...]]]:
    """Distinct names in the text, outside the stretches taken, with the places that bear them, in order of appearance."""
    found: dict[str, tuple[Candidate, ...]] = {}
    for start, end, candidates in find_places(text, gazetteer):
        if not any(start < other.end and other.start < end for other in taken):
            found.setdefault(text[start:end], candidates)
    return list(found.items())


def find_places(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, tuple[Candidate, ...]]]:
    """Stretches of the text that name a place, the longest first where they overlap."""
    for run in _RUN.finditer(text):
        words = [(run.start() + word.start(), run.start() + word.end()) for word in _WORD.finditer(run[0])]
        at = 0
        while at < len(words):
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                start, end = words[at][0], words[at + length - 1][1]
                name = _ENDING.sub("", text[start:end])
                if len(name) > 2 and name[0].isupper() and (candidates := _sure(name, gazetteer)):
                    yield start, start + len(name), candidates
                    at += length
                    break
            else:
                at += 1


@lru_cache(maxsize=20_000)
def _sure(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that bear the name, when the best known of them is so well known that capital letters alone may mean it."""
    candidates = gazetteer.find(name)
    surest = Match.WRITTEN if len(name) > 4 else Match.NAME  # "Miss." and "Wash." are states only where a place is expected
    known = any(
        (each.match <= surest and ((each.feature[0] in "AL" and each.feature != "A.ADM2") or each.population >= LARGE))
        or each.match == Match.ADJECTIVE
        for each in candidates
    )
    return candidates if known else ()
