"""What a briefing is about: a period, what a query means, and what is new since the one before.

An incident belongs to a period when its days touch it; one that lasted longer than a month, or whose day nobody gives, when it is
reported in it. Everything else belongs to the period in which it was published.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from dateline.records import Document, Incident, Interval, Statement
from dateline.situation.wording import day_words, interval_words, span_days

DAYS_OF_A_LONG_TIME = 31
"""Above it an event is a course of events, and does not belong to a day."""
FIRST, LAST = "0000-00-00", "9999-99-99"


class Period(NamedTuple):
    """Days from a first to a last one, both included; an end that is None is open."""

    start: str | None = None
    end: str | None = None

    def holds(self, day: str | None) -> bool:
        """Whether a day is among them; a day that is not known is in no period but the whole time."""
        if day is None:
            return self == Period()
        return (self.start or FIRST) <= day[:10] <= (self.end or LAST)

    def touches(self, time: Interval) -> bool:
        """Whether a stretch of days reaches into them."""
        return time.start[:10] <= (self.end or LAST) and (self.start or FIRST) <= time.end[:10]

    def before(self) -> "Period | None":
        """The days just before, as many; None where an end is open."""
        if self.start is None or self.end is None:
            return None
        start, end = date.fromisoformat(self.start), date.fromisoformat(self.end)
        last = start - timedelta(days=1)
        return Period((last - (end - start)).isoformat(), last.isoformat())

    def __str__(self) -> str:
        if self.start and self.end:
            return interval_words(Interval(start=self.start, end=self.end))
        if self.start:
            return f"from {day_words(self.start)}"
        return f"until {day_words(self.end)}" if self.end else "the whole time"


class Scope(NamedTuple):
    """What is asked for."""

    period: Period = Period()
    is_meant: Callable[[str], bool] = lambda statement: True
    """Whether a query means a statement, by its id."""
    fresh: frozenset[str] | None = None
    """Documents that the briefing before did not have; None where there is none to compare with."""
    only_fresh: bool = False
    """Leave out what rests on nothing fresh."""
    since: str = ""
    """The briefing before, in words."""

    def incidents(self, incidents: Iterable[Incident], documents: Mapping[str, Document]) -> list[Incident]:
        """The incidents that belong to it."""
        found = [one for one in incidents if any(map(self.is_meant, one.statements)) and in_period(one, self.period, documents)]
        return [one for one in found if self.fresh_in(one.documents)] if self.only_fresh else found

    def statement(self, statement: Statement, documents: Mapping[str, Document]) -> bool:
        """Whether a statement that is in no incident belongs to it."""
        document = documents[statement.assertion.document]
        if self.only_fresh and not self.fresh_in([document.id]):
            return False
        return self.period.holds(document.published) and self.is_meant(statement.id)

    def fresh_in(self, documents: Iterable[str]) -> bool:
        """Whether one of the documents is fresh."""
        return self.fresh is not None and not self.fresh.isdisjoint(documents)


EVERYTHING = Scope()
"""All there is, with nothing to compare it with."""


def in_period(incident: Incident, period: Period, documents: Mapping[str, Document]) -> bool:
    """Whether an incident belongs to a period."""
    if period == Period():
        return True
    time = incident.time
    if time is not None and span_days(time) <= DAYS_OF_A_LONG_TIME:
        return period.touches(time)
    reported = any(period.holds(documents[name].published) for name in incident.documents)
    return reported and (time is None or period.touches(time))
