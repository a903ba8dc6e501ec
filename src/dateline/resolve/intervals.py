"""Calendar arithmetic: stretches of days, both ends inclusive. It knows no words and no text."""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

DAYS_OF_UNIT = {"D": 1, "W": 7, "FN": 14, "WE": 7, "M": 30, "Q": 91, "SM": 182, "Y": 365, "DE": 3652, "CE": 36525}
MONTHS_OF_UNIT = {"M": 1, "Q": 3, "SM": 6, "Y": 12, "DE": 120, "CE": 1200}
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


class Span(NamedTuple):
    """A stretch of days with the grain at which it was named: day, week, month, quarter, season, year, decade, ..."""

    start: date
    end: date
    grain: str = "D"


def shift(day: date, count: float, unit: str) -> date:
    """The day `count` units away; calendar months and years keep the day of the month where it exists."""
    try:
        if unit in MONTHS_OF_UNIT and count == int(count):
            months = day.year * 12 + day.month - 1 + int(count) * MONTHS_OF_UNIT[unit]
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        if unit in ("TH", "TM", "TS"):
            hours = count / {"TH": 1, "TM": 60, "TS": 3600}[unit]
            return day + timedelta(days=-(-abs(hours) // 24) * (1 if hours > 0 else -1))
        return day + timedelta(days=round(count * DAYS_OF_UNIT[unit]))
    except (OverflowError, ValueError):
        return date(1, 1, 1) if count < 0 else date(MAXYEAR, 12, 31)


def month(year: int, number: int) -> Span:
    """All days of a month."""
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "M")


def years(first: int, last: int, grain: str = "Y") -> Span:
    """All days of the years `first` to `last`."""
    return Span(date(max(first, 1), 1, 1), date(min(last, MAXYEAR), 12, 31), grain)


def quarter(year: int, number: int) -> Span:
    """A quarter of the calendar year."""
    return Span(date(year, number * 3 - 2, 1), month(year, number * 3).end, "Q")


def season(year: int, code: str) -> Span:
    """A northern season; the winter of a year is the one that begins in it."""
    first, last = SEASON_MONTHS[code]
    return Span(date(year, first, 1), month(year + (last < first), last).end, "S")


def unit_around(day: date, unit: str) -> Span:
    """The calendar day, week (from Monday), weekend, month, quarter, year, decade or century that holds the day."""
    if unit in ("W", "FN"):
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6), "W")
    if unit == "WE":
        saturday = day - timedelta(days=(day.weekday() - 5) % 7)
        return Span(saturday, saturday + timedelta(days=1), "WE")
    if unit == "M":
        return month(day.year, day.month)
    if unit == "Q":
        return quarter(day.year, (day.month + 2) // 3)
    if unit == "SM":
        return (
            Span(date(day.year, 1, 1), date(day.year, 6, 30), "SM")
            if day.month < 7
            else Span(date(day.year, 7, 1), date(day.year, 12, 31), "SM")
        )
    if unit == "Y":
        return years(day.year, day.year)
    if unit == "DE":
        return years(day.year // 10 * 10, day.year // 10 * 10 + 9, "DE")
    if unit == "CE":
        return years(day.year // 100 * 100, day.year // 100 * 100 + 99, "CE")
    return Span(day, day, "D")


def part(span: Span, which: str) -> Span:
    """The early, middle or late part of a stretch, at the resolution people mean: thirds, and days of a month by tens."""
    start, end, grain = span
    if grain == "D":
        return span
    if grain == "M":
        cut = {"START": (1, 10), "MID": (11, 20), "END": (21, end.day)}[which]
        return Span(start.replace(day=cut[0]), start.replace(day=cut[1]), "MP")
    if grain == "Y" and start.year == end.year:
        first, last = {"START": (1, 4), "MID": (5, 8), "END": (9, 12)}[which]
        return Span(start.replace(month=first), month(start.year, last).end, "YP")
    if grain in ("DE", "CE"):
        size = 10 if grain == "DE" else 100
        low, high = {"START": (0, 0.3), "MID": (0.4, 0.6), "END": (0.7, 0.9)}[which]
        return years(start.year + int(low * size), start.year + int(high * size) + (9 if size == 100 else 0), "YP")
    days = (end - start).days + 1
    third = max(days // 3, 1)
    if which == "START":
        return Span(start, start + timedelta(days=third), "WP")
    if which == "END":
        return Span(end - timedelta(days=third), end, "WP")
    return Span(start + timedelta(days=third), end - timedelta(days=third), "WP") if days > 2 else span


def value_of(span: Span) -> str:
    """TIMEX3 value of a stretch at its grain.

    >>> value_of(month(2014, 6)), value_of(unit_around(date(2014, 6, 11), "W"))
    ('2014-06', '2014-W24')
    """
    start, _, grain = span
    if grain in ("M", "MP"):
        return f"{start:%Y-%m}"
    if grain in ("W", "WE"):
        iso = start.isocalendar()
        return f"{iso.year}-W{iso.week:02d}" + ("-WE" if grain == "WE" else "")
    if grain == "Q":
        return f"{start:%Y}-Q{(start.month + 2) // 3}"
    if grain == "SM":
        return f"{start:%Y}-H{1 if start.month < 7 else 2}"
    if grain == "S":
        return f"{start:%Y}-" + next(code for code, (first, _) in SEASON_MONTHS.items() if first == start.month)
    if grain == "Y":
        return f"{start.year:04d}"
    if grain == "DE":
        return f"{start.year:04d}"[:3]
    if grain == "CE":
        return f"{start.year:04d}"[:2]
    return start.isoformat()
