"""Rows of control -> provinces: which sides hold how many of the places that anything is reported of, from day to day.

It counts places that reports name, nothing more: a province of which one town is held is a province with one town held. What is
reported of the province as a whole stands beside its places, under its own name. Every row carries the reports that the state of
each place rests on, however old they are, and from which to which day those confirm it.
"""

from collections.abc import Iterable, Iterator

from dateline.records import Row
from dateline.situation.control import CONTESTED, HELD, UNKNOWN
from dateline.situation.parts import Part, key_of, part_of, place_of, rows_of

VIEW = "provinces"
DIVIDED = "divided"
"""Different sides hold different places of it."""


def provinces(control: Iterable[Row], last: str | None = None) -> tuple[Row, ...]:
    """One row for each province and day on which the state of a place in it is reported, by country, province and day.

    Args:
        control: the rows of `situation.control`, carried forward or not; those of places without a known province are left out.
        last: the day to which rows are carried; None if those of control were.
    """
    return tuple(shown for row in rows_of(province_parts(control)) if (shown := carried(row, last)) is not None)


def province_parts(control: Iterable[Row]) -> Iterator[Part]:
    """The rows of each province, of all days; where those of control are not carried forward yet, the last one is not either.

    Args:
        control: of each province all rows or none. A part has no members here: whoever keeps it knows the parts of control.
    """
    by_province: dict[tuple[str, str], list[Row]] = {}
    for row in control:
        if row.cells["province"]:
            by_province.setdefault(_key(row), []).append(row)
    for key, there in by_province.items():
        rows = list(_days(key, there))
        days = [row.cells["from"] for row in rows]
        yield part_of(key, (), ((place_of(*key, day), row) for day, row in zip(days, rows, strict=True)), days=days)


def province_of_row(row: Row) -> str | None:
    """The part that a row of control is in; None where its province is not known."""
    return key_of(_key(row)) if row.cells["province"] else None


def carried(row: Row, last: str | None) -> Row | None:
    """A row as it stands on a day: carried forward to it; None where it begins later."""
    day, until = row.cells["from"], row.cells["to"]
    if last is not None and day > last:
        return None
    if until is None or (last is not None and until > last):
        until = last or day
    return Row(view=row.view, cells=row.cells | {"to": max(until, day)}, statements=row.statements)


def _key(row: Row) -> tuple[str, str]:
    return row.cells["country"] or "", row.cells["province"]


def _days(key: tuple[str, str], rows: list[Row]) -> Iterator[Row]:
    days = sorted({row.cells["from"] for row in rows})
    beginning: dict[str, list[Row]] = {}
    for row in rows:
        beginning.setdefault(row.cells["from"], []).append(row)
    standing: dict[tuple[str, str, str], Row] = {}
    for number, day in enumerate(days):
        for row in beginning[day]:
            standing[row.cells["place"], str(row.cells["latitude"]), str(row.cells["longitude"])] = row
        ends = [row.cells["to"] for row in beginning[day]]
        until = None if None in ends else max(ends)
        if number + 1 < len(days):
            until = min(until or days[number + 1], days[number + 1])
        yield _row(key, day, until, [standing[place] for place in sorted(standing)])


def _row(key: tuple[str, str], day: str, until: str | None, rows: list[Row]) -> Row:
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
