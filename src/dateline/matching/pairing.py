"""Which of our events and which of theirs are one: near in days and in place, each in one pair at most.

Pairs are made greedily, the best first: of one type before others, then by days apart, then by kilometres. The best overall
assignment may keep a few more pairs, but it does so by giving up a better pair for two worse ones, which is hard to explain to
whoever reads the row; and it needs all pairs as a matrix, where this sorts a list.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from dateline.gazetteer.names import fold
from dateline.matching.events import Event
from dateline.records import Place, Record

Distance = Callable[[Place, Place], float | None]
"""Kilometres between two places; None where one has no point."""


BY = POINT, NAME, PROVINCE = "point", "name", "province"
"""From the best ground for taking two places for one to the weakest."""
NAMESAKES_KM = 200.0
"""About the reach of a province: further apart, two places of one name are two."""


class Reach(Record, frozen=True):
    """How far apart two events may be and still be taken for one."""

    days: int = 1
    km: float = 30.0


class Pair(Record, frozen=True):
    """One of ours and one of theirs that may be one event."""

    ours: str
    """Id of ours."""
    line: int
    """Line of theirs."""
    days: int
    """Between the nearest days that both may have been; 0 where they may be the same."""
    km: float
    same_type: bool
    by: str
    """What makes them near: point; name, of a place whose point is only its province's middle; province, where nothing finer
    is known of one of them."""


class Near:
    """Our events by day, to find those that are near one of theirs without looking at all."""

    def __init__(self, ours: Iterable[Event], distance: Distance, reach: Reach) -> None:
        self._distance, self._reach = distance, reach
        self._by_day: dict[int, list[Event]] = {}
        for event in ours:
            first, last = event.days
            for day in range(first, last + 1):
                self._by_day.setdefault(day, []).append(event)

    def pairs(self, theirs: Event) -> Iterator[Pair]:
        """The pairs that one of theirs may be in, by id of ours."""
        first, last = theirs.days
        days = range(first - self._reach.days, last + self._reach.days + 1)
        near = {event.id: event for day in days for event in self._by_day.get(day, ())}
        for _, ours in sorted(near.items()):
            if (pair := self._pair(ours, theirs)) is not None:
                yield pair

    def _pair(self, ours: Event, theirs: Event) -> Pair | None:
        places = ((one, other) for one in ours.places for other in theirs.places)
        found = [near for one, other in places if (near := self._near(one, other, ours, theirs)) is not None]
        if not found:
            return None
        by, km = min(found, key=lambda near: (BY.index(near[0]), near[1]))
        (start, end), (first, last) = ours.days, theirs.days
        return Pair(
            ours=ours.id,
            line=theirs.line,
            days=max(first - end, start - last, 0),
            km=round(km, 1),
            same_type=not set(ours.types).isdisjoint(theirs.types),
            by=by,
        )

    def _near(self, one: Place, other: Place, ours: Event, theirs: Event) -> tuple[str, float] | None:
        """What makes two places near, and the kilometres between their points; None where they are not."""
        km = self._distance(one, other)
        if km is None:
            return None
        if km <= self._reach.km + (one.radius_km or 0.0) + (other.radius_km or 0.0):
            return POINT, km
        if not (ours.broad or theirs.broad):
            return None
        if km <= NAMESAKES_KM and fold(one.name) == fold(other.name):
            return NAME, km
        return (PROVINCE, km) if set(ours.provinces) & set(theirs.provinces) else None


def matched(pairs: Sequence[Pair]) -> dict[int, Pair]:
    """The pairs that are taken, by line of theirs: the best first, and each event once.

    >>> def pair(ours, line, km):
    ...     return Pair(ours=ours, line=line, days=0, km=km, same_type=True, by="point")
    >>> {line: one.ours for line, one in matched([pair("a", 1, 3), pair("a", 2, 1), pair("b", 1, 9)]).items()}
    {2: 'a', 1: 'b'}
    """
    taken: dict[int, Pair] = {}
    ours: set[str] = set()
    for pair in sorted(pairs, key=lambda p: (not p.same_type, p.days, BY.index(p.by), p.km, p.ours, p.line)):
        if pair.line not in taken and pair.ours not in ours:
            taken[pair.line] = pair
            ours.add(pair.ours)
    return taken
