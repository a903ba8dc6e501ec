"""Rows of control -> provinces: which sides hold how many of the places that anything is reported of, from day to day.

It counts places that reports name, nothing more: a province of which one town is held is a province with one town held. What is
reported of the province as a whole stands beside its places, under its own name. Every row carries the reports that the state of
each place rests on, however old they are, and from which to which day those confirm it.
"""

from collections.abc import Iterable
from typing import Any

from dateline.records import Row
from dateline.situation.control import CONTESTED, HELD, UNKNOWN

VIEW = "provinces"
DIVIDED = "divided"
"""Different sides hold different places of it."""


def provinces(control: Iterable[Row]) -> tuple[Row, ...]:
    """One row for each province and day on which the state of a place in it is reported, by country, province and day.

    Args:
        control: the rows of `situation.control`; those of places without a known province are left out.
    """
    by_province: dict[tuple[str, str], list[Row]] = {}
    for row in control:
        if row.cells["province"]:
            by_province.setdefault((row.cells["country"] or "", row.cells["province"]), []).append(row)
    return tuple(made for key in sorted(by_province) for made in _days(key, by_province[key]))


def _days(key: tuple[str, str], rows: list[Row]) -> Iterable[Row]:
    days = sorted({row.cells["from"] for row in rows})
    last = max(row.cells["to"] for row in rows)
    standing: dict[tuple[str, Any, Any], Row] = {}
    for number, day in enumerate(days):
        for row in rows:
            if row.cells["from"] == day:
                standing[row.cells["place"], row.cells["latitude"], row.cells["longitude"]] = row
        until = max((row.cells["to"] for row in standing.values() if row.cells["from"] == day), default=last)
        if number + 1 < len(days):
            until = min(until, days[number + 1])
        yield _row(key, day, max(until, day), [standing[place] for place in sorted(standing, key=repr)])


def _row(key: tuple[str, str], day: str, until: str, rows: list[Row]) -> Row:
    held: dict[str, list[str]] = {}
    for row in rows:
        if row.cells["status"] == HELD:
            held.setdefault(" and ".join(row.cells["holder"]), []).append(row.cells["place"])
    contested = [row.cells["place"] for row in rows if row.cells["status"] == CONTESTED]
    unknown = [row.cells["place"] for row in rows if row.cells["status"] == UNKNOWN]
    confirmed = sorted(row.cells["last_confirmed"] for row in rows if row.cells["last_confirmed"])
    status = CONTESTED if contested else DIVIDED if len(held) > 1 else HELD if held else UNKNOWN
    cells = {
        "province": key[1],
        "country": key[0] or None,
        "from": day,
        "to": until,
        "status": status,
        "held": dict(sorted(held.items(), key=lambda item: (-len(item[1]), item[0]))),
        "contested": contested,
        "unknown": unknown,
        "places": len(rows),
        "first_confirmed": confirmed[0] if confirmed else None,
        "last_confirmed": confirmed[-1] if confirmed else None,
    }
    return Row(view=VIEW, cells=cells, statements=tuple(dict.fromkeys(name for row in rows for name in row.statements)))
