"""Tellings of all documents -> groups that are about one occurrence.

`group` links a whole set; `Group.component` says how far a change can reach: tellings of other components are never touched by
it, so an archive is brought up to date by grouping anew only the components that the new tellings meet. Both ways give the same
groups.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec
from msgspec import structs

from dateline.link.clusters import average_linkage, components
from dateline.link.compare import NEAR, Count, Features, compare
from dateline.link.meaning import Meaning
from dateline.link.rooms import Room, pairs, rooms_of
from dateline.records import Record, Telling

NEVER = -20.0
"""The score of two that cannot be one by their types."""


class Group(Record, frozen=True):
    """Tellings of one occurrence. `component` is the least id among all that it is linked to, directly or through others."""

    tellings: tuple[str, ...]
    component: str


def pair_features(one: Telling, other: Telling, meaning: Meaning) -> Features | None:
    """What speaks for and against two tellings' being of one occurrence, in one order whichever comes first."""
    first, second = (one, other) if one.id < other.id else (other, one)
    features = compare(first, second, meaning)
    if features is not None and one.document == other.document:
        features.add("one_document")
    return features


def group(tellings: Iterable[Telling], meaning: Meaning, rooms: Mapping[str, Iterable[Room]] | None = None) -> list[Group]:
    """All groups of a set of tellings, each telling in exactly one, in the order of their first.

    Args:
        rooms: telling id -> rooms, where they are known already.
    """
    by_id = {telling.id: telling for telling in tellings}
    alike = _alike(by_id.values(), meaning)
    meeting = {name: rooms[name] if rooms is not None else rooms_of(by_id[name], meaning) for name in alike}

    @cache
    def score(one: str, other: str) -> float:
        features = pair_features(by_id[one], by_id[other], meaning)
        return NEVER if features is None else features.points

    links = [pair for pair in pairs(meeting) if score(*pair) >= 0]
    found = []
    for members in components(alike, links):
        for part in average_linkage(members, score) if len(members) > 2 else [members]:
            everyone = sorted(name for first in part for name in alike[first])
            found.append(Group(tellings=tuple(everyone), component=min(members)))
    return sorted(found, key=lambda each: each.tellings)


def _alike(tellings: Iterable[Telling], meaning: Meaning) -> dict[str, list[str]]:
    """Tellings that say the same, but for their wording, for counts that are near each other and for when they were published: if
    that is enough to be of one occurrence, under the first of them.

    Of a great event thousands tell, in a few hundred ways: comparing the ways instead of the tellings keeps the work in bounds.
    """
    ways: dict[tuple[bytes, int], list[str]] = {}
    alone: dict[str, list[str]] = {}
    times: Counter[tuple[bytes, str]] = Counter()

    @cache
    def is_enough(said: bytes) -> bool:
        telling = msgspec.msgpack.decode(said, type=Telling)
        features = compare(telling, telling, meaning)
        return features is not None and features.points >= 0

    for telling in sorted(tellings, key=lambda each: (each.published or "9999", each.id)):
        bare = structs.replace(telling, id="", document="", published=None, statements=(), words=(), quotes=())
        uncounted = msgspec.msgpack.encode(structs.replace(bare, counts=()))
        if is_enough(uncounted):
            # counts that are near each other can then only speak for it
            key = uncounted + msgspec.msgpack.encode(tuple(map(_about, bare.counts)))
        elif not is_enough(key := msgspec.msgpack.encode(bare)):
            alone[telling.id] = [telling.id]
            continue
        # two tellings of one document are two occurrences, to it
        times[key, telling.document] += 1
        ways.setdefault((key, times[key, telling.document]), []).append(telling.id)
    return alone | {names[0]: names for names in ways.values()}


def _about(count: Count) -> tuple[str, int | None, int | None]:
    """A count, so that those near each other are one: by the steps in which such counts may differ."""
    of, low, high = count
    return of, _step(low), _step(high)


def _step(number: float | None) -> int | None:
    return None if number is None else math.floor(math.log(number) / math.log(NEAR)) if number >= 1 else -1
