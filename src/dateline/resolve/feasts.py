"""Feasts that move: Easter and what counts from it, months and days of the Islamic calendar, as stretches of Gregorian days.

Islamic days are those of the tabular calendar (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of thirty); where the new moon
decides they can be a day earlier or later. Easter is that of the Western churches.
"""

from collections.abc import Callable
from datetime import date, timedelta

from dateline.resolve.intervals import Span

_EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram of the year 1, in the proleptic Gregorian calendar
_YEAR_DAYS = 354.36667


def easter(year: int) -> date:
    """Easter Sunday of the Western churches (the anonymous Gregorian reckoning, as Meeus gives it).

    >>> easter(2015), easter(2024)
    (datetime.date(2015, 4, 5), datetime.date(2024, 3, 31))
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def islamic_day(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar.

    >>> islamic_day(1435, 9, 1), islamic_day(1436, 12, 10)
    (datetime.date(2014, 6, 29), datetime.date(2015, 9, 24))
    """
    before = (month - 1) * 29 + month // 2
    return date.fromordinal(_EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30 + before + day - 1)


def _after_easter(days: int) -> Callable[[int], list[Span]]:
    def spans(year: int) -> list[Span]:
        day = easter(year) + timedelta(days=days)
        return [Span(day, day)]

    return spans


def _islamic(month: int, day: int, length: int) -> Callable[[int], list[Span]]:
    """The stretches that begin in a Gregorian year; there can be two of one feast, or none."""

    def spans(year: int) -> list[Span]:
        about = int((date(year, 1, 1).toordinal() - _EPOCH) / _YEAR_DAYS) + 1
        starts = [islamic_day(each, month, day) for each in range(max(1, about - 1), about + 3)]
        return [Span(s, s + timedelta(days=length - 1), "D" if length == 1 else "R") for s in starts if s.year == year]

    return spans


def _fixed(month: int, day: int, length: int) -> Callable[[int], list[Span]]:
    def spans(year: int) -> list[Span]:
        start = date(year, month, day)
        return [Span(start, start + timedelta(days=length - 1), "R")]

    return spans


FEASTS: dict[tuple[str, ...], Callable[[int], list[Span]]] = {
    ("easter",): _after_easter(0),
    ("easter", "sunday"): _after_easter(0),
    ("easter", "monday"): _after_easter(1),
    ("good", "friday"): _after_easter(-2),
    ("palm", "sunday"): _after_easter(-7),
    ("ascension", "day"): _after_easter(39),
    ("ramadan",): _islamic(9, 1, 30),
    ("ramazan",): _islamic(9, 1, 30),
    ("eid", "al", "-", "fitr"): _islamic(10, 1, 3),
    ("eid", "ul", "-", "fitr"): _islamic(10, 1, 3),
    ("eid", "al", "-", "adha"): _islamic(12, 10, 4),
    ("eid", "ul", "-", "adha"): _islamic(12, 10, 4),
    ("ashura",): _islamic(1, 10, 1),
    ("arbaeen",): _islamic(2, 20, 1),
    ("muharram",): _islamic(1, 1, 30),
    ("nowruz",): _fixed(3, 20, 2),
    ("newroz",): _fixed(3, 20, 2),
}
"""Names, in small letters and cut into tokens as `timewords.lex` cuts them, to the stretches of a Gregorian year."""


def feast(name: tuple[str, ...], year: int) -> Span | None:
    """The feast of a year, the first where it falls twice; None where it does not fall in it."""
    return next(iter(FEASTS[name](year)), None)


def nearest_feast(name: tuple[str, ...], on: date) -> Span | None:
    """The feast that is nearest to a day, from its beginning."""
    spans = [span for year in range(max(1, on.year - 1), min(9999, on.year + 2)) for span in FEASTS[name](year)]
    return min(spans, key=lambda span: (max((span.start - on).days, (on - span.end).days, 0), span.start), default=None)
