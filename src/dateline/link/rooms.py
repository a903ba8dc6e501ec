"""Where tellings that may be of one occurrence meet: by place and day, by actor or count and day, by a sentence taken over.

Comparing all with all would grow with the square of an archive. A telling is in a few rooms instead, and only those that share one
are compared; of a room's plain visitors (`host` is False) only those with its hosts. Two tellings of nearby places on neighbouring
days always share a room; which of them are of one occurrence is not decided here.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from dateline.link.meaning import Meaning
from dateline.link.places import is_coarse
from dateline.records import Place, Telling

CELL_DEGREES = 0.5
"""Places less than half a cell apart share one of the four overlapping cells that each is in."""
FEW_DAYS = 7
MONTHS = 14
SMALL_COUNT = 4
"""Up to it a count is too common to bring anybody together."""


class Room(NamedTuple):
    """A room's number, and whether the telling is compared with all in it (host) or with hosts only."""

    key: int
    host: bool


def rooms_of(telling: Telling, meaning: Meaning) -> tuple[Room, ...]:
    """The rooms a telling is in, each once."""
    clans = sorted({clan for kind in telling.types for clan in meaning.clans(kind)})
    found: dict[str, bool] = {}
    for clan in clans:
        for name, host in _in_clan(telling, meaning):
            found[f"{clan}|{name}"] = host or found.get(f"{clan}|{name}", False)
    for quote in telling.quotes:
        found[f"quote|{quote}"] = True
    return tuple(Room(_number(name), host) for name, host in sorted(found.items()))


def pairs(rooms: Mapping[str, Iterable[Room]]) -> Iterator[tuple[str, str]]:
    """Every two tellings that meet, each pair once, smaller id first.

    Args:
        rooms: telling id -> its rooms.
    """
    hosts: dict[int, list[str]] = {}
    visitors: dict[int, list[str]] = {}
    for telling in sorted(rooms):
        for room in rooms[telling]:
            (hosts if room.host else visitors).setdefault(room.key, []).append(telling)
    seen: set[tuple[str, str]] = set()
    for key, there in hosts.items():
        others = visitors.get(key, [])
        if len(there) + len(others) < 2:
            continue
        for at, one in enumerate(there):
            for other in (*there[at + 1 :], *others):
                seen.add((one, other) if one < other else (other, one))
    yield from sorted(seen)


def _in_clan(telling: Telling, meaning: Meaning) -> Iterator[tuple[str, bool]]:
    days = _each_day(telling)
    spots = [place for place in telling.places if place.latitude is not None and not is_coarse(place)]
    for place in spots:
        yield from _of_spot(place, telling, days)
    for place in telling.places:
        if place not in spots:
            yield from _of_region(place, telling, days)
    lonely = not spots
    if not telling.assumed:
        for day in days:
            yield from ((f"actor|{actor}|{day}", lonely) for actor in telling.actors)
            yield from ((f"victim|{word}|{day}", lonely) for word in telling.victim_words)
            large = ((of, low) for of, low, _ in telling.counts if low is not None and low > SMALL_COUNT)
            yield from ((f"count|{of}|{low:g}|{day}", lonely) for of, low in large)
    for who in telling.victims:
        if meaning.is_person(who):
            yield from ((f"person|{who}|{month}", True) for month in _months(telling))


def _of_spot(place: Place, telling: Telling, days: list[str]) -> Iterator[tuple[str, bool]]:
    # who gives no day is joined by the place itself, not by its neighbourhood
    for day in () if telling.assumed else days:
        yield from ((f"cell|{cell}|{day}", True) for cell in _cells(place))
        yield f"country|{place.country}|{day}", False
    yield from ((f"name|{place.name.casefold()}|{day}", False) for day in days)
    yield from _of_times(f"spot|{place.geonames or place.name}", telling, days)


def _of_region(place: Place, telling: Telling, days: list[str]) -> Iterator[tuple[str, bool]]:
    """Also of a place that nobody could look up: it meets by its name, and all that is in its country where that is known."""
    for day in days:
        if place.country:
            yield f"country|{place.country}|{day}", True
        yield f"name|{place.name.casefold()}|{day}", True
    yield from _of_times(f"name|{place.name.casefold()}", telling, days)


def _of_times(name: str, telling: Telling, days: list[str]) -> Iterator[tuple[str, bool]]:
    """A place's rooms by eve, month and year: those that know the day meet there only with those that do not."""
    if days:
        # with the first day's eve, so that a report of the night before meets that of the morning after
        eve = (date.fromisoformat(days[0]) - timedelta(days=1)).isoformat()
        yield from ((f"{name}|{day}|eve", True) for day in (eve, *days))
    months = list(_months(telling))
    yield from ((f"{name}|{month}", not days) for month in months)
    yield from ((f"{name}|{year}", not months) for year in _years(telling))


def _cells(place: Place) -> set[tuple[int, int, int, int]]:
    assert place.latitude is not None and place.longitude is not None
    found = set()
    for down in (0, 1):
        for left in (0, 1):
            row = int((place.latitude + 90 + down * CELL_DEGREES / 2) // CELL_DEGREES)
            column = int((place.longitude + 180 + left * CELL_DEGREES / 2) // CELL_DEGREES)
            found.add((down, left, row, column))
    return found


def _each_day(telling: Telling) -> list[str]:
    """The days of a short stretch; none of a long one."""
    if telling.start is None or telling.end is None:
        return []
    first, last = date.fromisoformat(telling.start), date.fromisoformat(telling.end)
    count = (last - first).days + 1
    return [(first + timedelta(days=n)).isoformat() for n in range(count)] if 0 < count <= FEW_DAYS else []


def _months(telling: Telling) -> Iterator[str]:
    """The months that a stretch of at most about a year touches."""
    if telling.start is None or telling.end is None:
        return
    year, month = int(telling.start[:4]), int(telling.start[5:7])
    last = int(telling.end[:4]) * 12 + int(telling.end[5:7])
    if last - (year * 12 + month) < MONTHS:
        yield from (f"{at // 12:04}-{at % 12 + 1:02}" for at in range(year * 12 + month - 1, last))


def _years(telling: Telling) -> Iterator[str]:
    if telling.start is not None and telling.end is not None:
        # both ends: courses of many years meet by where they begin or end
        yield from dict.fromkeys((telling.start[:4], telling.end[:4]))


def _number(name: str) -> int:
    """A room's number: 63 bits, so that it is an integer in any database."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big") >> 1
