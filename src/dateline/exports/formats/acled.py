"""ACLED-like CSV: the 31 columns of ACLED's event data, filled from what texts say.

Only the shape is borrowed; no row of ACLED's is in it, and a row is one report of an event, not an event that anyone has
checked. How it is filled: day and its precision as ACLED codes them, the middle day of a week or month; a longer time leaves
the day empty and stands in `notes`. `location` is the smallest place named, `geo_precision` 1 a town, 2 part of a region, 3 a
province; a country alone gives no point. `actor1` acts, `actor2` is acted on; in a fight they are the two sides. `fatalities`
is the low end of the killed that the quote counts, empty where it counts none and for totals over more than a month. `notes`
is the sentence; `tags` the statement's id, voice, hedge, ranges, further places, and the versions that read it; `timestamp`
the report's day of publication.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import IO

from dateline.csvfile import number, write_rows
from dateline.exports import Tally
from dateline.exports.accounts import counts_by_kind, joined, note, time_words, vouched, why_no_event
from dateline.exports.days import acled_day, year_of
from dateline.exports.items import Item, Party, Report, Site
from dateline.exports.tables import Tables

KINDS = frozenset({"event", "control"})
BINARY = False
SUFFIX = ".csv"
GEO_PRECISION = {"point": "1", "district": "2", "area": "2", "water": "3", "province": "3"}
CIVILIANS, STATE, FOREIGN = "Civilians", "State forces", "External/Other forces"
PEACEFUL = "Strategic developments"
"""Of these the dead are those of something else: totals of a war, bodies found."""
TARGETING = frozenset({"Political violence", "Political violence; Demonstrations"})


def write(items: Iterable[Item], out: IO[str], tables: Tables, tally: Tally) -> None:
    """Write the rows that the form holds."""
    tally.rows = write_rows(out, tables.columns.acled, rows(items, tables, tally))


def rows(items: Iterable[Item], tables: Tables, tally: Tally) -> Iterator[Mapping[str, str]]:
    """One row an item, as the items come."""
    for item in items:
        code = code_of(item, tables)
        if (reason := why_not(item, code)) is not None:
            tally.leave_out(reason)
        elif code is not None:
            yield row(item, code, tables)


def why_not(item: Item, code: tuple[str, str] | None) -> str | None:
    """Why an item is no row; None where it is one."""
    reason = why_no_event(item)
    return reason or (f"ACLED has no type for {item.label or item.type}" if code is None else None)


def code_of(item: Item, tables: Tables) -> tuple[str, str] | None:
    """Event type and sub-event type; both names may hold a slash, so the type is looked for, not cut off."""
    for event_type, subs in tables.acled_types.items():
        sub = (item.codes.acled or "").removeprefix(event_type + "/")
        if sub != item.codes.acled and sub in subs:
            return event_type, sub
    return None


def row(item: Item, code: tuple[str, str], tables: Tables) -> dict[str, str]:
    """The cells of one item."""
    event_type, sub_event_type = code
    disorder = tables.acled_types[event_type][sub_event_type]
    report, site = item.reports[0], item.site
    day, precision = acled_day(item.time)
    country = tables.country(site.country if site else None)
    first, second = sides(item)
    inter1, inter2 = actor_type(first, item, country.iso2), actor_type(second, item, country.iso2)
    targeted = disorder in TARGETING and inter2 == CIVILIANS
    return {
        "event_id_cnty": country.iso3 + item.id,
        "event_date": day,
        "year": day[:4] or year_of(item.time),
        "time_precision": precision,
        "disorder_type": disorder,
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "actor1": first[0].name if first else "",
        "assoc_actor_1": joined(party.name for party in first[1:]),
        "inter1": inter1,
        "actor2": second[0].name if second else "",
        "assoc_actor_2": joined(party.name for party in second[1:]),
        "inter2": inter2,
        "interaction": f"{inter1}-{inter2}" if inter1 and inter2 else f"{inter1 or inter2} only" if inter1 or inter2 else "",
        "civilian_targeting": "Civilian targeting" if targeted else "",
        "iso": country.number,
        "region": country.acled,
        "country": country.name,
        **_where(site),
        "source": joined(report.outlet or report.name for report in item.reports),
        "source_scale": "",
        "notes": joined((_note(report, item) for report in item.reports), " | "),
        "fatalities": "" if disorder == PEACEFUL else _fatalities(item),
        "tags": joined(_tags(item)),
        "timestamp": _timestamp(report),
    }


def sides(item: Item) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who acts and who is acted on; where two act and none is acted on, they face each other."""
    first, second = item.in_roles("actor", "subject"), item.in_roles("recipient", "object")
    second = tuple(party for party in second if party not in first)
    if not second and len(first) > 1:
        return first[:1], first[1:]
    return first, second


def actor_type(parties: tuple[Party, ...], item: Item, country: str) -> str:
    """ACLED's actor type of the first party: a state's force abroad counts as external."""
    if not parties:
        return ""
    party, acled = parties[0], parties[0].side.acled
    if item.type == "protest" and party.role == "actor":
        return "Protesters"
    if item.type == "riot" and party.role == "actor":
        return "Rioters"
    if acled == STATE and country and party.countries and country not in party.countries:
        return FOREIGN
    return acled


def _where(site: Site | None) -> dict[str, str]:
    ground = site is not None and site.level in GEO_PRECISION
    return {
        "admin1": site.province if site else "",
        "admin2": site.district if site else "",
        "admin3": "",
        "location": site.name if site else "",
        "latitude": number(site.latitude) if site and ground else "",
        "longitude": number(site.longitude) if site and ground else "",
        "geo_precision": str(site.precision or GEO_PRECISION[site.level or ""]) if site and ground else "",
    }


def _fatalities(item: Item) -> str:
    """The low end of the killed; a total over more than a month is no event's, and stays in the tags."""
    if item.time is not None and not acled_day(item.time)[0]:
        return ""
    return number(item.total("killed")[0])


def _note(report: Report, item: Item) -> str:
    days = time_words(item)
    return note(report) if not days or acled_day(item.time)[1] == "1" else f"{note(report)} [time: {days}]"


def _tags(item: Item) -> Iterator[str]:
    yield "statement=" + ",".join(report.statement for report in item.reports)
    for report in item.reports:
        if who := vouched(report):
            yield f"voice={who}"
        if report.published:
            yield f"published={report.published}"
    yield f"hedge={item.hedge}"
    yield from (f"{what}={counts}" for what, counts in counts_by_kind(item).items())
    yield from (f"place={site.name}" for site in item.sites if site is not item.site)
    if item.mode:
        yield f"manner={item.mode}"
    yield from (f"{name}={value}" for name, value in item.versions.pairs())


def _timestamp(report: Report) -> str:
    if not report.published:
        return ""
    return str(int(datetime.fromisoformat(report.published).replace(tzinfo=UTC).timestamp()))
