"""Surges: more events of a type in a place this week than the place's own weeks before would give.

Reports are counted once a day and actor, for two outlets tell of one attack. An archive that begins less than `LEAST_BASELINE`
weeks before has nothing to compare with.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from dateline.records import Document, Row, Statement
from dateline.situation.alerts.alert import UNSURE, WINDOW_DAYS, Window, alert, day_of, who
from dateline.situation.cells import place_ids

BASELINE_WINDOWS = 8
LEAST_BASELINE = 3
"""Earlier weeks with documents that a surge needs, to be one against something."""
LEAST_REPORTS = 3
CHANCE = 0.01
"""A surge is a number of reports that the weekly mean of before would give less often than this (Poisson)."""


def surges(ordered: Sequence[Statement], documents: Mapping[str, Document], days: Iterable[str], window: Window) -> Iterator[Row]:
    """Types of event that a place has more of this week than its own weeks before would give.

    Args:
        days: the days of publication that there are.
    """
    covered = {_week(day, window) for day in days} & set(range(1, BASELINE_WINDOWS + 1))
    if len(covered) < LEAST_BASELINE:
        return
    weeks: dict[tuple[str, str], dict[int, dict[tuple, list[Statement]]]] = {}
    names: dict[str, str] = {}
    for statement in ordered:
        week = _event_week(statement, window)
        if week != 0 and week not in covered:
            continue
        once = (day_of(statement, documents), *sorted(who(statement)))
        for place, name in place_ids(statement).items():
            names.setdefault(place, name)
            found = weeks.setdefault((place, statement.assertion.type or ""), {})
            found.setdefault(week, {}).setdefault(once, []).append(statement)
    for (place, kind), found in weeks.items():
        now = found.get(0, {})
        before = sum(len(found.get(week, {})) for week in covered)
        # One report is added to what was before: a place that had none in eight weeks may still have one in the ninth.
        if len(now) < LEAST_REPORTS or _chance(len(now), (before + 1) / len(covered)) >= CHANCE:
            continue
        yield alert(
            "surge",
            what=kind.replace("_", " "),
            place=names[place],
            now=f"{len(now)} in {WINDOW_DAYS} days",
            before=f"{before} in {len(covered)} weeks",
            rule=f"{window}; at least {LEAST_REPORTS}; less likely than {CHANCE:.0%} at the mean of the weeks before",
            statements=[statement for members in now.values() for statement in members],
        )


def first_day(window: Window) -> str:
    """The first day of the weeks that a surge is compared with."""
    return (date.fromisoformat(window.start) - timedelta(days=WINDOW_DAYS * BASELINE_WINDOWS)).isoformat()


def _week(day: str, window: Window) -> int:
    """How many weeks before the window a day lies; 0 in it, below zero after it."""
    return (date.fromisoformat(window.end) - date.fromisoformat(day)).days // WINDOW_DAYS


def _event_week(statement: Statement, window: Window) -> int | None:
    """The week of an event that is told as having happened within a week; None for all else."""
    time = statement.time
    if statement.assertion.kind != "event" or statement.assertion.hedge in UNSURE or time is None:
        return None
    try:
        length = (date.fromisoformat(time.end) - date.fromisoformat(time.start)).days
        week = _week(time.end, window)
    except ValueError:
        return None
    return week if length < WINDOW_DAYS and week >= 0 else None


def _chance(number: int, mean: float) -> float:
    """How often a Poisson count of this mean is `number` or more."""
    below, term = 0.0, math.exp(-mean)
    for k in range(number):
        below += term
        term *= mean / (k + 1)
    return max(0.0, 1.0 - below)
