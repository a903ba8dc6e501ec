"""UCDP-like CSV: the 49 columns of UCDP's georeferenced events, filled from what texts say.

UCDP counts as an event an act of armed force with at least one death; a statement that counts no dead is left out, and so is
one whose sides do not show which type of violence it is. What is UCDP's own to give (conflict, dyad and actor numbers, names
of conflicts, active year) stays empty; `code_status` is "machine", which is no value of theirs: nobody has checked these
rows. `where_prec` 1 a town or site, 3 a district, 4 a province, 5 another part of a country, 6 a country, 7 water; 2 ("near")
is not told apart. `date_prec` 1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year. `event_clarity` 1 where day (or
six) and place are known, else 2. `low` and `high` are the ends of the counts, `high` empty where a text leaves it open ("at
least 37"); `best` is the low end, as UCDP prefers the careful number. `id` is made of the statement's id, which `relid`
carries whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from dateline.csvfile import number, write_rows
from dateline.exports import Tally
from dateline.exports.accounts import joined, note, vouched, why_no_event
from dateline.exports.days import ucdp_precision, year_of
from dateline.exports.formats.acled import sides
from dateline.exports.items import Count, Item, Party, Report, Site
from dateline.exports.tables import Tables

KINDS = frozenset({"event", "control"})
BINARY = False
SUFFIX = ".csv"
WHERE_PRECISION = {"point": "1", "district": "3", "province": "4", "area": "5", "country": "6", "water": "7"}
TYPES = {"state-based": "1", "non-state": "2", "one-sided": "3"}
ID_DIGITS = 13
"""Hexadecimal digits of a statement's id that make the number: 52 bits, which every statistics program holds exactly."""


def write(items: Iterable[Item], out: IO[str], tables: Tables, tally: Tally) -> None:
    """Write the rows that the form holds."""
    tally.rows = write_rows(out, tables.columns.ucdp, rows(items, tables, tally))


def rows(items: Iterable[Item], tables: Tables, tally: Tally) -> Iterator[Mapping[str, str]]:
    """One row an item, as the items come."""
    for item in items:
        first, second = ordered(item)
        violence = type_of_violence(item, first, second)
        low, high = item.total("killed")
        if (reason := why_no_event(item)) is not None:
            tally.leave_out(reason)
        elif item.violence is None:
            tally.leave_out(f"no violence in UCDP's sense: {item.label or item.type}")
        elif not item.counts_of("killed") or (low is None and high is None) or high == 0:
            tally.leave_out("no number of deaths told: UCDP's events have at least one")
        elif item.time is not None and not ucdp_precision(item.time):
            tally.leave_out("told over more than a year: UCDP has no code for it")
        elif violence is None:
            tally.leave_out("the sides do not show the type of violence")
        else:
            yield row(item, violence, first, second, tables)


def ordered(item: Item) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Side a and side b: UCDP puts the government first, and civilians last."""
    first, second = sides(item)
    if _is(second, "state") and not _is(first, "state") and not _is(first, "civilian"):
        return second, first
    return first, second


def type_of_violence(item: Item, first: tuple[Party, ...], second: tuple[Party, ...]) -> str | None:
    """1 state-based, 2 non-state, 3 one-sided; None where the sides do not show it."""
    known = TYPES.get(item.violence or "")
    if item.violence == "one-sided":
        # Civilians, or whoever is not told: only an armed side makes it something else.
        known = None if second and second[0].side.ucdp in ("state", "organised") else known
    if known is not None:
        return known
    if _is(second, "civilian") and not _is(first, "civilian"):
        return "3"
    a, b = (parties[0].side.ucdp if parties else "" for parties in (first, second))
    if "state" in (a, b) and {a, b} <= {"state", "organised"}:
        return "1"
    return "2" if a == b == "organised" else None


def _is(parties: tuple[Party, ...], side: str) -> bool:
    return bool(parties) and parties[0].side.ucdp == side


def row(item: Item, violence: str, first: tuple[Party, ...], second: tuple[Party, ...], tables: Tables) -> dict[str, str]:
    """The cells of one item."""
    site, time = item.site, item.time
    country = tables.country(site.country if site else None)
    side_a, side_b = joined(p.name for p in first), joined(p.name for p in second)
    empty = dict.fromkeys(tables.columns.ucdp, "")
    return empty | {
        "id": str(int(item.id[:ID_DIGITS], 16)),
        "relid": ",".join(one.statement for one in item.reports),
        "year": year_of(time),
        "code_status": "machine",
        "type_of_violence": violence,
        "dyad_name": f"{side_a} - {side_b}" if side_a and side_b else "",
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": str(len({one.document for one in item.reports})),
        "source_article": joined((_citation(one, item) for one in item.reports), " | "),
        "source_office": joined(one.outlet or "" for one in item.reports),
        "source_date": joined(one.published or "" for one in item.reports),
        "source_headline": joined(one.title or "" for one in item.reports),
        "source_original": joined(vouched(one) for one in item.reports),
        **_where(site),
        "country": country.name,
        "country_id": country.gw,
        "region": country.ucdp,
        "event_clarity": _clarity(item),
        "date_prec": ucdp_precision(time),
        "date_start": time.start if time else "",
        "date_end": time.end if time else "",
        **_deaths(item, first, second),
        "gwnoa": _state_number(first, tables),
        "gwnob": _state_number(second, tables),
    }


def _citation(report: Report, item: Item) -> str:
    """Outlet, day, headline, the quoted sentence, and what read it."""
    head = ", ".join(part for part in (report.outlet or report.name, report.published, report.title) if part)
    return f"{head}: “{note(report)}” ({item.hedge}; {item.versions.words()})"


def _where(site: Site | None) -> dict[str, str]:
    if site is None:
        return {}
    grounded = site.level is not None and site.latitude is not None and site.longitude is not None
    point = {"where_coordinates": site.name, "where_description": site.words, "adm_1": site.province, "adm_2": site.district}
    if not grounded:
        return {"where_description": site.words or site.name, "adm_1": site.province, "adm_2": site.district}
    latitude, longitude = site.latitude or 0.0, site.longitude or 0.0
    return point | {
        "where_prec": WHERE_PRECISION[site.level or ""],
        "latitude": number(latitude),
        "longitude": number(longitude),
        "geom_wkt": f"POINT ({number(longitude)} {number(latitude)})",
        "priogrid_gid": str(priogrid(latitude, longitude)),
    }


def priogrid(latitude: float, longitude: float) -> int:
    """The cell of PRIO-GRID: half degrees, numbered from the south-west corner, row by row to the north.

    >>> priogrid(-90, -180), priogrid(89.9, 179.9)
    (1, 259200)
    """
    row, column = min(int((latitude + 90) * 2), 359), min(int((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def _clarity(item: Item) -> str:
    placed = item.site is not None and item.site.level in ("point", "district")
    return "1" if placed and ucdp_precision(item.time) in ("1", "2") else "2"


def _deaths(item: Item, first: tuple[Party, ...], second: tuple[Party, ...]) -> dict[str, str]:
    """The dead by who they were, where the words say so; the low end of each, which add up to `best`."""
    low, high = item.total("killed")
    by_group = {"deaths_a": 0.0, "deaths_b": 0.0, "deaths_civilians": 0.0, "deaths_unknown": 0.0}
    for count in item.counts_of("killed"):
        by_group[_group(count, first, second)] += count.low or 0
    split = {name: number(value) for name, value in by_group.items()} if low is not None else {}
    return {"best": number(low), "low": number(low), "high": number(high), **split}


def _group(count: Count, first: tuple[Party, ...], second: tuple[Party, ...]) -> str:
    """Whose dead: civilians by their own words, a side's where the counted are the words of that side, else unknown."""
    if count.side.ucdp == "civilian":
        return "deaths_civilians"
    words = (count.what or count.words).casefold()
    for name, parties in (("deaths_a", first), ("deaths_b", second)):
        for party in parties:
            if words and party.side.ucdp and (party.words.casefold() in words or words in party.words.casefold()):
                return "deaths_civilians" if party.side.ucdp == "civilian" else name
    return "deaths_unknown"


def _state_number(parties: tuple[Party, ...], tables: Tables) -> str:
    """Gleditsch and Ward's numbers of the states on a side."""
    states = (party for party in parties if party.side.ucdp == "state")
    return joined(tables.country(iso).gw for party in states for iso in party.countries[:1])
