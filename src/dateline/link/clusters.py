"""Scores of pairs -> groups: linked tellings are parted until each group hangs together on average.

First the connected components over links (pairs whose sum is nought or more), then inside each the two groups with the highest mean
score are joined as long as that mean is nought or more. Ties go to the smaller ids. The result is a function of the set: order
does not matter, and what happens in one component changes no other.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping

Score = Callable[[str, str], float]
DIGITS = 9
"""Means are rounded, so that the order in which sums were added up never shows."""


def components(items: Iterable[str], links: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The connected components, each sorted, in the order of their first.

    >>> components("abcd", [("a", "c"), ("c", "d")])
    [('a', 'c', 'd'), ('b',)]
    """
    above = {item: item for item in items}

    def root(item: str) -> str:
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    for one, other in links:
        first, second = sorted((root(one), root(other)))
        above[second] = first
    found: dict[str, list[str]] = {}
    for item in sorted(above):
        found.setdefault(root(item), []).append(item)
    return [tuple(found[first]) for first in sorted(found)]


def average_linkage(items: Iterable[str], score: Score) -> list[tuple[str, ...]]:
    """Groups of one component, each sorted, in the order of their first.

    Args:
        items: the members.
        score: how much speaks for two being one; symmetric.
    """
    groups = {item: (item,) for item in sorted(items)}
    sums: dict[str, dict[str, float]] = {item: {} for item in groups}
    names = list(groups)
    heap: list[tuple[float, str, str]] = []
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            value = round(score(one, other), DIGITS)
            sums[one][other] = sums[other][one] = value
            if value >= 0:
                heap.append((-value, one, other))
    heapq.heapify(heap)
    while heap:
        mean, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups or -mean != _mean(sums, groups, one, other):
            continue
        _join(one, other, groups, sums)
        for third in sums[one]:
            value = _mean(sums, groups, one, third)
            if value >= 0:
                heapq.heappush(heap, (-value, min(one, third), max(one, third)))
    return [groups[name] for name in sorted(groups)]


def _join(one: str, other: str, groups: dict[str, tuple[str, ...]], sums: dict[str, dict[str, float]]) -> None:
    """Put `other` into `one`, which is the smaller."""
    groups[one] = tuple(sorted(groups[one] + groups.pop(other)))
    theirs = sums.pop(other)
    for third, value in theirs.items():
        if third != one:
            sums[one][third] += value
            sums[third][one] += value
            del sums[third][other]
    del sums[one][other]


def _mean(sums: Mapping[str, Mapping[str, float]], groups: Mapping[str, tuple[str, ...]], one: str, other: str) -> float:
    return round(sums[one][other] / (len(groups[one]) * len(groups[other])), DIGITS)
