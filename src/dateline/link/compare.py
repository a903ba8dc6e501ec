"""Two tellings -> what speaks for and against their being about one occurrence, feature by feature, in points of the codebook.

Each feature is a name with its points in ``occurrences.yaml``; the sum starts at `least` and is compared with nought. It compares
what is said; it does not know which of two values is true.
"""

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from dateline.link.meaning import VAGUE, Meaning
from dateline.link.places import place_feature
from dateline.records import Telling

Count = tuple[str, float | None, float | None]
WEEK, MONTH, SEASON = 7, 31, 92
NEAR, LIKE, UNLIKE, OPEN_LIKE, OPEN_FAR = 1.12, 1.34, 3.0, 3.0, 10.0
"""How many times larger one count may be than the other: to be near, to be like, to be unlike and not far; of
counts without an upper end."""
LEAST_RARE, MOST_RARE = 0.5, 2.0
"""A shared count tells the more the larger it is: by the power of ten, within these bounds."""
RISEN = 10.0
"""How many times an early toll may have grown by a later day."""
VAGUE_TIMES = 2.0
"""A range whose end is so many times its beginning is a vague word."""
MINOR = 0.5
"""How much a count of others than the killed tells, beside one of the killed."""
SMALL = 2
"""Up to it equal counts say little: most attacks kill one or two."""
FEW_WORDS = 3


class Features:
    """Names of features, each with how often it counts, and their sum."""

    def __init__(self, meaning: Meaning) -> None:
        self._points = meaning.points
        self.found: list[tuple[str, float]] = []
        self.points = 0.0
        self.add("least")

    def add(self, name: str | None, times: float = 1.0) -> None:
        """Count a feature; None is none."""
        if name is not None and times:
            self.found.append((name, times))
            self.points += self._points[name] * times

    def drop(self, name: str) -> None:
        """Take a feature out again."""
        self.points -= sum(self._points[name] * times for found, times in self.found if found == name)
        self.found = [each for each in self.found if each[0] != name]

    def listed(self) -> list[tuple[str, float]]:
        """Name and points of each, in the order in which they were found."""
        return [(name, self._points[name] * times) for name, times in self.found]


def compare(one: Telling, other: Telling, meaning: Meaning) -> Features | None:
    """All features of a pair; None when their types are never used for one occurrence."""
    kind = _type_feature(one.types, other.types, meaning)
    if kind is None:
        return None
    features = Features(meaning)
    features.add(kind)
    if one.modes and other.modes and set(one.modes).isdisjoint(other.modes):
        features.add("other_manner")
    features.add(place_feature(one.places, other.places, meaning))
    day, times = _day_feature(one, other)
    features.add(day, times)
    _actors(features, one, other, meaning)
    _victims(features, one, other, meaning)
    _counts(features, one, other, meaning)
    if one.targets and other.targets:
        features.add("other_target" if set(one.targets).isdisjoint(other.targets) else "same_target")
    features.add("wording", _wording(one.words, other.words))
    # a wire's formula of another day is no sentence taken over
    if day not in ("days_apart", "other_day") and not set(one.quotes).isdisjoint(other.quotes):
        features.add("same_words")
    return features


def _type_feature(ones: Sequence[str], others: Sequence[str], meaning: Meaning) -> str | None:
    if not all(meaning.may_be_one(one, other) for one in ones for other in others):
        return None
    return "same_type" if any(one in others for one in ones if one != VAGUE) else "same_family"


@lru_cache(maxsize=100_000)
def ordinal(day: str) -> int:
    """A day as a number, for differences."""
    return date.fromisoformat(day).toordinal()


def _day_feature(one: Telling, other: Telling) -> tuple[str | None, float]:
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return None, 1.0
    starts, ends = (ordinal(one.start), ordinal(other.start)), (ordinal(one.end), ordinal(other.end))
    gap = max(starts) - min(ends)
    if one.assumed or other.assumed:
        return ("assumed_day", 0.5 if one.assumed and other.assumed else 1.0) if gap <= 1 else ("assumed_other", 1.0)
    lengths = sorted((ends[0] - starts[0] + 1, ends[1] - starts[1] + 1))
    if gap > 0:
        return ("next_day" if gap == 1 else "days_apart" if gap <= 3 else "other_day"), 1.0
    if lengths[1] == 1 or (starts[0] == starts[1] and ends[0] == ends[1] and lengths[1] <= 3):
        return "same_day", 1.0
    if lengths[1] <= WEEK:
        return "overlap_week", 1.0
    if lengths[1] <= MONTH or starts[0] == starts[1]:
        return "overlap_month", 1.0
    return ("unlike_lengths" if lengths[1] > SEASON and lengths[0] <= WEEK else "overlap_long"), 1.0


def _actors(features: Features, one: Telling, other: Telling, meaning: Meaning) -> None:
    mine, theirs = set(one.actors), set(other.actors)
    if mine & theirs:
        features.add("same_actor")
    elif mine and theirs:
        if meaning.kinship.are_kin(mine, theirs):
            features.add("kin_actor")
        elif meaning.two_sided.isdisjoint((*one.types, *other.types)):
            features.add("other_actor")
    elif not set(one.actor_words).isdisjoint(other.actor_words):
        features.add("same_actor_words")


def _victims(features: Features, one: Telling, other: Telling, meaning: Meaning) -> None:
    mine, theirs = set(one.victims), set(other.victims)
    if shared := mine & theirs:
        features.add("same_person" if any(meaning.is_person(who) for who in shared) else "same_victims")
    elif mine and theirs:
        if not meaning.kinship.are_kin(mine, theirs):
            features.add("other_victims")
    elif one.victim_words and other.victim_words:
        features.add("other_victim_words" if set(one.victim_words).isdisjoint(other.victim_words) else "same_victim_words")


def _counts(features: Features, one: Telling, other: Telling, meaning: Meaning) -> None:
    """For each kind that both count, the likeness of the two counts that are nearest."""
    kinds = {count[0] for count in one.counts} & {count[0] for count in other.counts}
    two_sided = not meaning.two_sided.isdisjoint((*one.types, *other.types))
    for kind in sorted(kinds):
        pairs = [_count_feature(a, b) for a in one.counts if a[0] == kind for b in other.counts if b[0] == kind]
        best, times = min(pairs, key=lambda pair: (_LIKENESS.index(pair[0]), -pair[1]))
        if "killed" in kinds and kind != "killed":
            times *= MINOR
        if best == "far_count" and _has_risen(kind, one, other):
            best = "unlike_count"
        elif best == "far_count" and two_sided:
            times *= MINOR  # each side counts the other's dead
        features.add(best, times)


def _has_risen(kind: str, one: Telling, other: Telling) -> bool:
    """Whether the report that came out on a later day counts more, as tolls do in the days after."""
    if one.published is None or other.published is None or one.published[:10] == other.published[:10]:
        return False
    early, late = sorted((one, other), key=lambda telling: telling.published or "")
    before = max((low for of, low, _ in early.counts if of == kind and low), default=0.0)
    after = max((low for of, low, _ in late.counts if of == kind and low), default=0.0)
    return before < after <= RISEN * before


_LIKENESS = ("same_count", "near_count", "like_count", None, "unlike_count", "far_count")


def _count_feature(one: Count, other: Count) -> tuple[str | None, float]:
    lows = sorted((one[1] or 0.0, other[1] or 0.0))
    highs = sorted(high for high in (one[2], other[2]) if high is not None)
    rarity = min(MOST_RARE, max(LEAST_RARE, math.log10(max(lows[0], 1.0))))
    if one[1] == one[2] == other[1] == other[2]:
        return ("same_count", rarity) if lows[0] > SMALL else ("like_count", 1.0)
    if len(highs) < 2 and (not highs or lows[1] <= highs[0]):
        times = lows[1] / max(lows[0], 1.0)
        if times <= NEAR and lows[0] > SMALL:
            return "near_count", rarity
        return ("like_count" if times <= OPEN_LIKE else None if times <= OPEN_FAR else "far_count"), 1.0
    times = lows[1] / max(highs[0], 0.5)
    if times <= NEAR and lows[0] > SMALL and highs[-1] <= NEAR * lows[0]:
        return "near_count", rarity
    if times <= LIKE:
        return "like_count", 1.0
    # "hundreds" and "dozens" are what is said before anybody has counted
    return ("unlike_count" if times <= UNLIKE or _is_vague(one) or _is_vague(other) else "far_count"), 1.0


def _is_vague(count: Count) -> bool:
    return count[1] is not None and count[2] is not None and count[2] >= VAGUE_TIMES * count[1]


def _wording(ones: Sequence[str], others: Sequence[str]) -> float:
    """Share of the shorter one's content words that the longer one has too; half as much where there are very few."""
    fewer = min(len(ones), len(others))
    if not fewer:
        return 0.0
    shared = len(set(ones) & set(others)) / fewer
    return round(shared if fewer >= FEW_WORDS else shared / 2, 3)
