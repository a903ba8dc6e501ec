"""Which known actors a name that no table has is most like: by its words, its spelling, its initials, and the country.

Words count by how few actors bear them: "Fajr" says more than "Movement". It proposes, and never decides: two names that are alike
may be two groups, and one group may have two names that are not.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz, process

from dateline.codebook import ActorTable
from dateline.codebook.actor_words import fold, printed_words

LEAST = 0.55
"""Names less alike than this are not proposed."""
MOST = 3
SAME_WORD = 87
"""Two words spelled as much alike as this (rapidfuzz's ratio, 0 to 100) are one: "Fajr", "Fajir"."""
SHORT_WORD = 4
"""Words up to this length must be the same letter by letter."""
IN_COUNTRY, ELSEWHERE, INITIALS, WHOLE = 0.1, -0.15, 0.75, 0.9
RARE_ENOUGH = 200
"""Words that more names bear than this do not by themselves make a name worth comparing."""


class Like(NamedTuple):
    """A known actor with how like its nearest name is, 0 to 1."""

    actor: str
    name: str
    score: float


class KnownNames:
    """The names of a table of actors, to be compared with others."""

    def __init__(self, table: ActorTable) -> None:
        self._table = table
        self._names = [(fold(surface), actor.id) for actor in table.actors.values() for surface in dict.fromkeys(actor.surfaces())]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, (name, _) in enumerate(self._names):
            for word in set(name.split()):
                self._holders[word].append(number)
        self._words = list(self._holders)
        self._initials: dict[str, set[str]] = defaultdict(set)
        self._acronyms: dict[str, set[str]] = defaultdict(set)
        for actor in table.actors.values():
            for surface in actor.surfaces() if actor.kind != "person" else ():
                if (short := _acronym(surface)) is not None:
                    self._acronyms[short].add(actor.id)
                elif (first := _first_letters(surface)) is not None:
                    self._initials[first].add(actor.id)

    def like(self, name: str, countries: Collection[str] = ()) -> list[Like]:
        """The actors whose names are most like, the likest first.

        Args:
            name: as printed.
            countries: ISO codes of the countries that the reports which name it tell of.
        """
        folded = fold(name)
        best: dict[str, float] = {}
        for number in self._worth_comparing(folded):
            known, actor = self._names[number]
            best[actor] = max(best.get(actor, 0.0), self._alike(folded, known))
        for actor in self._by_initials(name):
            best[actor] = max(best.get(actor, 0.0), INITIALS)
        found = [
            Like(actor, self._table.actors[actor].name_on(), self._placed(score, actor, countries)) for actor, score in best.items()
        ]
        return sorted((one for one in found if one.score >= LEAST), key=lambda one: (-one.score, one.actor))[:MOST]

    def _by_initials(self, name: str) -> Iterable[str]:
        """Groups whose name an acronym shortens, or whose acronym shortens the name."""
        if (short := _acronym(name)) is not None:
            return self._initials.get(short, ())
        first = _first_letters(name)
        return self._acronyms.get(first, ()) if first else ()

    def _worth_comparing(self, folded: str) -> set[int]:
        """Names that share a telling word; a person's only where the last one, the surname, is shared."""
        found: set[int] = set()
        for word in folded.split():
            for near in self._near_words(word):
                if len(self._holders[near]) <= RARE_ENOUGH:
                    found.update(number for number in self._holders[near] if self._may_be(number, near))
        return found

    def _may_be(self, number: int, word: str) -> bool:
        name, actor = self._names[number]
        return self._table.actors[actor].kind != "person" or name.endswith(word)

    def _near_words(self, word: str) -> Iterator[str]:
        if word in self._holders:
            yield word
        if len(word) > SHORT_WORD:
            near = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=SAME_WORD, limit=10)
            yield from (other for other, _, _ in near if other != word)

    def _alike(self, one: str, other: str) -> float:
        """Share of the weight of both names' words that they have in common, with the spelling; much where the known name
        stands whole in the other."""
        ours, theirs = Counter(one.split()), Counter(other.split())
        shared = weight = 0.0
        left = list(theirs.elements())
        for word in ours.elements():
            weight += self._weight(word)
            match = next((w for w in left if w == word), None) or next((w for w in left if _same(word, w)), None)
            if match is not None:
                left.remove(match)
                shared += self._weight(word) + self._weight(match)
        weight += sum(map(self._weight, theirs.elements()))
        if " " in other and f" {other} " in f" {one} ":
            return WHOLE
        return round(0.6 * shared / weight + 0.4 * fuzz.token_sort_ratio(one, other) / 100, 3)

    def _weight(self, word: str) -> float:
        return log((len(self._names) + 1) / (len(self._holders.get(word, ())) + 1))

    def _placed(self, score: float, actor: str, countries: Collection[str]) -> float:
        own = self._table.actors[actor].country
        if not countries or not own:
            return score
        return round(min(1.0, score + (IN_COUNTRY if not set(own).isdisjoint(countries) else ELSEWHERE)), 3)


def _acronym(name: str) -> str | None:
    """The letters of an acronym of three or more, in small letters; None for other names."""
    words = printed_words(name)
    return words[0].lower() if len(words) == 1 and len(words[0]) > 2 and words[0].isupper() else None


def _first_letters(name: str) -> str | None:
    """The initials of a name of three or more words, the small ones left out."""
    words = [word for word in printed_words(name) if word[:1].isupper()]
    return "".join(word[0] for word in words).lower() if len(words) > 2 else None


def _same(one: str, other: str) -> bool:
    return min(len(one), len(other)) > SHORT_WORD and fuzz.ratio(one, other) >= SAME_WORD
