"""Which later reports bear on a forecast: they share type, actors or places with it. Whether they speak for it, a human must say.

The reports of an archive are found by what they share with a forecast, two or three of type, actor and place together: by a walk
through all of them (`Reports`), or by keys that somebody keeps (`report_keys`, `first_bearing`). Both offer the same ones.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from dateline.records import Document, Statement
from dateline.situation.cells import identity, in_archive_order, in_role, place_ids, published

MOST_OFFERED = 5
"""Later reports offered for one forecast: those that share most, the earliest first among equals."""
REACH_YEARS = 3
"""Years after a forecast in which reports are offered."""
HAPPENED = ("event", "control")
_SOMEBODY = ("actor", "recipient", "subject", "object", "target", "addressee")
ReportsUnder = Callable[[int, str, str, int], Sequence[tuple[str, Statement]]]
"""Key, day, last day, number -> the first so many reports under a key that were published after the one day and up to the other,
whole days of them, with their days."""


class Traits(NamedTuple):
    """What a forecast or a report speaks of."""

    types: frozenset[str]
    actors: frozenset[str]
    places: frozenset[str]
    countries: frozenset[str]

    def keys(self, shared: int) -> frozenset[int]:
        """What two that have so many of type, actors and places in common have in common, two or three; 64 bits, signed."""
        parts = [("type", self.types), ("actor", self.actors), ("place", self.places)]
        names = (
            [(kind, value) for (kind, _), value in zip(chosen, values, strict=True)]
            for chosen in combinations(parts, shared)
            for values in product(*(each for _, each in chosen))
        )
        return frozenset(_hash(repr(name)) for name in names)

    def bears_on(self, other: "Traits") -> bool:
        """Whether a report shares at least two of type, actors and places with a forecast, and is not of another country."""
        if self.countries and other.countries and self.countries.isdisjoint(other.countries):
            return False
        return self.shared(other) >= 2

    def shared(self, other: "Traits") -> int:
        """How many of type, actors and places both have in common."""
        return bool(self.types & other.types) + bool(self.actors & other.actors) + bool(self.places & other.places)


def traits_of(statements: Sequence[Statement], types: Iterable[str]) -> Traits:
    """Actors and places of statements, with types."""
    places = [place for statement in statements for place in statement.places]
    return Traits(
        types=frozenset(types),
        actors=frozenset(identity(who) for statement in statements for who in in_role(statement, *_SOMEBODY)),
        places=frozenset(key for statement in statements for key in place_ids(statement)),
        countries=frozenset(place.country for place in places if place.country),
    )


class Reports:
    """What was reported as having happened, found by actors and places: nothing bears on a forecast without one of them."""

    def __init__(self, archive: Sequence[Statement], documents: Mapping[str, Document]) -> None:
        self._found: list[tuple[str, Statement, Traits]] = []
        self._by_key: dict[str, list[int]] = {}
        for statement in in_archive_order(archive, documents):
            if (traits := _happened(statement)) is None:
                continue
            for key in sorted(_keys(traits)):
                self._by_key.setdefault(key, []).append(len(self._found))
            self._found.append((published(statement, documents), statement, traits))

    def bearing(self, made: str, traits: Traits) -> list[Statement]:
        """Reports that bear on a forecast made on a day: published after it and within reach, of nothing that was over before.

        Those that share most come first, the earliest among equals.
        """
        if not made:
            return []
        last = _last_day(made)
        scored = []
        for number in sorted({number for key in _keys(traits) for number in self._by_key.get(key, ())}):
            day, report, found = self._found[number]
            if made < day <= last and _bears(report, made, traits, found):
                scored.append((-found.shared(traits), report))
        scored.sort(key=lambda pair: pair[0])
        return [report for _, report in scored[:MOST_OFFERED]]


def _happened(statement: Statement) -> Traits | None:
    """What a report speaks of; None of a statement that reports nothing as having happened."""
    if statement.assertion.kind not in HAPPENED or statement.assertion.hedge == "denied":
        return None
    return traits_of([statement], [statement.assertion.type or ""])


def _bears(report: Statement, made: str, traits: Traits, found: Traits | None = None) -> bool:
    """Whether a later report bears on a forecast: of nothing that was over before."""
    over = report.time is not None and report.time.end < made
    return not over and (found or traits_of([report], [report.assertion.type or ""])).bears_on(traits)


def _last_day(made: str) -> str:
    """The day up to which reports are offered."""
    return f"{int(made[:4]) + REACH_YEARS}{made[4:]}"


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def _keys(traits: Traits) -> set[str]:
    return {f"actor {key}" for key in traits.actors} | {f"place {key}" for key in traits.places}


def report_keys(statements: Iterable[Statement], documents: Mapping[str, Document]) -> Iterator[tuple[int, str, str]]:
    """What reports of events and control share with forecasts that they may bear on: key, day of publication, statement."""
    for statement in statements:
        day = published(statement, documents)
        if day and (traits := _happened(statement)) is not None:
            yield from ((key, day, statement.id) for key in traits.keys(2) | traits.keys(3))


def first_bearing(made: str, traits: Traits, reports: ReportsUnder, documents: Mapping[str, Document]) -> list[Statement]:
    """Reports that bear on a forecast, as `outlook` offers them, found by their keys and not by a walk through all.

    Args:
        made: the day on which the forecast was made.
        documents: those of the reports, by id; asked after `reports` gave them.
    """
    if not made:
        return []
    found: dict[str, Statement] = {}
    for shared in (3, 2):
        for report in _first(sorted(traits.keys(shared)), made, traits, reports, documents):
            found.setdefault(report.id, report)
        if len(found) >= MOST_OFFERED:
            break
    return list(found.values())[:MOST_OFFERED]


def _first(
    keys: Sequence[int], made: str, traits: Traits, reports: ReportsUnder, documents: Mapping[str, Document]
) -> list[Statement]:
    """The first reports under any of the keys that bear on a forecast, in the order of the archive; as many as are offered."""
    wanted = 2 * MOST_OFFERED
    while True:
        listed = [reports(key, made, _last_day(made), wanted) for key in keys]
        # Up to the day on which one of the lists breaks off, nothing is missing.
        full = min((each[-1][0] for each in listed if len(each) >= wanted), default=None)
        near = {s.id: s for each in listed for day, s in each if full is None or day <= full}
        fitting = [s for s in near.values() if _bears(s, made, traits)]
        if len(fitting) >= MOST_OFFERED or full is None:
            return in_archive_order(fitting, documents)
        wanted *= 4
