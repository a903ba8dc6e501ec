"""How exactly a day is known, in the codes of other projects.

UCDP's codes are those of its georeferenced event data: 1 the day, 2 within two to six days, 3 within a week, 4 within a
month, 5 within a year; ACLED's: 1 the day, 2 within a week, 3 within a month. ACLED has no code for less: such a row stays
without a day.
"""

from datetime import date, timedelta

from dateline.records import Interval

WEEK, MONTH = 7, 31


def length_days(time: Interval) -> int:
    """How many days an interval holds, both ends counted.

    >>> length_days(Interval(start="1995-08-28", end="1995-08-29"))
    2
    """
    return (date.fromisoformat(time.end) - date.fromisoformat(time.start)).days + 1


def middle(time: Interval) -> str:
    """The day in the middle, the earlier of two.

    >>> middle(Interval(start="2014-06-01", end="2014-06-30"))
    '2014-06-15'
    """
    return (date.fromisoformat(time.start) + timedelta(days=(length_days(time) - 1) // 2)).isoformat()


def acled_day(time: Interval | None) -> tuple[str, str]:
    """Day and time precision as ACLED codes them; both empty for a stretch longer than a month, or none.

    >>> acled_day(Interval(start="2014-06-01", end="2014-06-30")), acled_day(Interval(start="2013-01-01", end="2013-12-31"))
    (('2014-06-15', '3'), ('', ''))
    """
    if time is None:
        return "", ""
    days = length_days(time)
    if days > MONTH:
        return "", ""
    return middle(time), "1" if days == 1 else "2" if days <= WEEK else "3"


def ucdp_precision(time: Interval | None) -> str:
    """UCDP's date precision; empty without a time or for more than a year.

    >>> ucdp_precision(Interval(start="2014-06-09", end="2014-06-10"))
    '2'
    """
    if time is None:
        return ""
    days = length_days(time)
    if days > 366:
        return ""
    return "1" if days == 1 else "2" if days < WEEK else "3" if days == WEEK else "4" if days <= MONTH else "5"


def year_of(time: Interval | None) -> str:
    """The year, where both ends are in one."""
    return time.start[:4] if time is not None and time.start[:4] == time.end[:4] else ""
