"""Which of a document's time expressions belongs to an assertion.

Order: what the reader pointed at, an expression inside the assertion's span, one in the same sentence, and for incidents told in
the past the day that the running story has reached. States, opinions and labels take no day from their surroundings. What is
asserted to have happened lies not after publication: a weekday read as the coming one is then the last. It does not parse: an
expression that belongs to another clause of the sentence can be taken by mistake.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import structs

from dateline.records import Anchor, Assertion, Interval
from dateline.resolve.times import TimeMention

INSIDE = frozenset(("event", "control", "relation", "quantity", "forecast"))
"""Kinds dated by an expression inside their span. Of judgements and recommendations with one inside, a third or less are dated."""
BESIDE = frozenset(("event", "control", "quantity"))
"""Kinds dated by an expression in their sentence."""
CARRIED = frozenset(("event", "quantity"))
"""Kinds that take the running story's day."""
STATES = frozenset(("holds",))
SAYING = frozenset(("statement", "legal", "deployment", "recruitment", "aid", "sanction", "agreement"))
"""Types that as a rule have a day of their own or none: they take none over."""
RUNNING_DAYS = 7
"""A story is running when the day it tells of is at most this long before publication."""
REACH = 6
"""Sentences over which the story's day is carried. An incident with counts is the story itself: it takes the day from anywhere
before."""

_PAST = re.compile(
    r"\b(?:was|were|had|did|\w+ed|took|fell|broke|shot|left|made|held|began|met|fought|blew|hit|struck|set|burnt|lost|won|stole|fled|rose|came|went"
    r"|sent|drove|threw|found|led|put|cut|ran|flew|sank|fought|beat|died|dead)\b",
    re.IGNORECASE,
)


# "have killed", "has been arrested": in the first sentence of a report the present perfect tells today's news.
_PERFECT = re.compile(
    r"\b(?:has|have)\s+(?:\w+ly\s+)?(?:also\s+|now\s+)?(?:been\s+)?(?:\w+(?:ed|en|wn|ung)|won|lost|left|held|met|made|begun|said|told|found|shot|struck|hit|put"
    r"|set|cut|sent|led|fought|brought|caught|fled|freed)\b",
    re.IGNORECASE,
)


_WEEKDAY = re.compile(r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?")


class Clock:
    """The time expressions of one document, and the day its story has reached."""

    def __init__(self, mentions: Sequence[TimeMention], sentences: Sequence[Anchor], published: str | None) -> None:
        self._mentions = [anchored(m) for m in mentions if m.interval is not None and m.kind in ("point", "duration")]
        self._starts = [m.anchor.start for m in self._mentions]
        self._published = published[:10] if published else None
        self._lead = sentences[0].exact if sentences else ""
        self._openings = [sentence.start for sentence in sentences]
        self._running = [m for m in self._mentions if _is_running(m.interval, published)]

    @property
    def _lead_is_news(self) -> bool:
        return self._published is not None and bool(_PERFECT.search(self._lead))

    def _within(self, anchor: Anchor) -> list[TimeMention]:
        first = bisect_left(self._starts, anchor.start)
        return [m for m in self._mentions[first:] if m.anchor.end <= anchor.end]

    def _sentence(self, offset: int) -> int:
        return max(0, bisect_left(self._openings, offset + 1) - 1)

    def time_of(self, assertion: Assertion, sentence: Anchor | None) -> Interval | None:
        """The time of an assertion, or None where the text gives none."""
        found = self._time_of(assertion, sentence)
        if found is None or assertion.kind not in ("event", "control") or assertion.hedge != "asserted":
            return found
        return _happened(found, self._published)

    def _time_of(self, assertion: Assertion, sentence: Anchor | None) -> Interval | None:
        at = assertion.trigger.start if assertion.trigger else assertion.anchor.start
        if pointed := self._pointed(assertion):
            inside = [m for m in pointed if assertion.anchor.start <= m.anchor.start < assertion.anchor.end]
            return _nearest(inside or pointed, at)
        if assertion.kind in INSIDE:
            inside = self._within(assertion.anchor)
            if inside:
                return _nearest(inside, at)
        if assertion.dating == "publication" and self._published:
            return Interval(start=self._published, end=self._published)
        if sentence is not None and assertion.kind in BESIDE and assertion.type not in STATES:
            beside = self._within(sentence)
            if beside:
                return _nearest(beside, at)
        if assertion.kind in BESIDE and assertion.hedge == "asserted" and self._is_news(assertion.anchor):
            return self._today()
        return self._carried(assertion) if assertion.kind in CARRIED and assertion.dating != "undated" else None

    def _pointed(self, assertion: Assertion) -> list[TimeMention]:
        """The times that the reader pointed at."""
        words = [argument.anchor for argument in assertion.arguments if argument.role == "time"]
        return [m for m in self._mentions if any(m.anchor.start < w.end and w.start < m.anchor.end for w in words)]

    def _is_news(self, anchor: Anchor) -> bool:
        return self._published is not None and self._sentence(anchor.start) == 0 and bool(_PERFECT.search(anchor.exact))

    def _today(self) -> Interval | None:
        """The day a lead tells of: the one that the next sentence names, else the day of publication."""
        following = [m for m in self._running if self._sentence(m.anchor.start) <= 1]
        if following:
            return following[0].interval
        return Interval(start=self._published, end=self._published) if self._published else None

    def _carried(self, assertion: Assertion) -> Interval | None:
        """The story's day, for an incident that is told in the past and not denied or doubted."""
        if assertion.hedge != "asserted" or assertion.type in SAYING:
            return None
        if assertion.kind == "event" and not _PAST.search(assertion.anchor.exact):
            return None
        before = [m for m in self._running if m.anchor.end <= assertion.anchor.start]
        if not before:
            return self._today() if self._lead_is_news and self._sentence(assertion.anchor.start) <= REACH else None
        counted = any(argument.role.startswith("count:") for argument in assertion.arguments)
        gap = self._sentence(assertion.anchor.start) - self._sentence(before[-1].anchor.start)
        return before[-1].interval if gap <= REACH or counted else None


def anchored(mention: TimeMention) -> TimeMention:
    """The mention with its words on its interval, so that a date leads back to them."""
    if mention.interval is None:
        return mention
    return structs.replace(mention, interval=structs.replace(mention.interval, anchor=mention.anchor))


def _happened(interval: Interval, published: str | None) -> Interval:
    """The interval of something that has happened: a bare weekday after publication is the same weekday before it."""
    words = interval.anchor.exact.lower() if interval.anchor else ""
    if published is None or interval.start <= published or not _WEEKDAY.fullmatch(words):
        return interval
    week = timedelta(days=7)
    start, end = (date.fromisoformat(day) - week for day in (interval.start, interval.end))
    return Interval(start=start.isoformat(), end=end.isoformat(), anchor=interval.anchor)


def _is_running(interval: Interval | None, published: str | None) -> bool:
    if interval is None or published is None or interval.start != interval.end:
        return False
    return 0 <= (date.fromisoformat(published[:10]) - date.fromisoformat(interval.end)).days <= RUNNING_DAYS


def _nearest(mentions: Sequence[TimeMention], at: int) -> Interval | None:
    return min(mentions, key=lambda m: (abs(m.anchor.start - at), m.anchor.start)).interval
