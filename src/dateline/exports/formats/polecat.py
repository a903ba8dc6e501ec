"""POLECAT-like CSV: the 40 columns of POLECAT, PLOVER's event types with modes, scores and quad classes.

Several names in one cell are parted by "; ". `Event Date` is empty where the text gives a longer time than a day: POLECAT has
one date and no precision, and the days are in every other form. It has no column for words: the quote of a row is found by
its `Event ID`, which is the statement's, and every row is counted as having no room for it. Wikipedia's names are not ours to
give.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from dateline.csvfile import number, write_rows
from dateline.exports import Tally
from dateline.exports.accounts import joined, why_no_event
from dateline.exports.days import length_days
from dateline.exports.formats.plover import acting, code_of
from dateline.exports.items import Item, Party
from dateline.exports.tables import PloverCode, Tables

KINDS = frozenset({"event", "control"})
BINARY = False
SUFFIX = ".csv"
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
NO_QUOTE = "quote: POLECAT has no column for it; `dateline show sentence EVENT-ID` shows it"


def write(items: Iterable[Item], out: IO[str], tables: Tables, tally: Tally) -> None:
    """Write the rows that the form holds."""
    tally.rows = write_rows(out, tables.columns.polecat, rows(items, tables, tally))


def rows(items: Iterable[Item], tables: Tables, tally: Tally) -> Iterator[Mapping[str, str]]:
    """One row an item, as the items come."""
    for item in items:
        code = code_of(item, tables)
        if (reason := why_no_event(item)) is not None:
            tally.leave_out(reason)
        elif code is None:
            tally.leave_out(f"PLOVER has no type for {item.label or item.type}")
        else:
            tally.leave_out(NO_QUOTE)
            if item.time is not None and length_days(item.time) > 1:
                tally.leave_out("time longer than a day: POLECAT has one date")
            yield row(item, code, tables)


def row(item: Item, code: tuple[str, str | None, PloverCode], tables: Tables) -> dict[str, str]:
    """The cells of one item."""
    kind, mode, worth = code
    report, site = item.reports[0], item.site
    actors, recipients = acting(item)
    feature = (site.feature or "").partition(".")[2] if site else ""
    persons = (p for p in item.parties if p.kind == "person")
    bodies = (p for p in item.parties if p.kind not in ("", "person", "people"))
    return {
        "Event ID": item.id,
        "Event Date": item.time.start if item.time and length_days(item.time) == 1 else "",
        "Event Type": kind,
        "Event Mode": mode or "",
        "Intensity": number(worth.score),
        "Quad Code": QUADS[worth.quad],
        "Contexts": "",
        **_party_cells("Actor", actors, tables),
        **_party_cells("Recipient", recipients, tables),
        "Placename": site.name if site else "",
        "City": site.name if site and site.level == "point" else "",
        "District": site.district if site else "",
        "Province": site.province if site else "",
        "Country": tables.country(site.country if site else None).name,
        "Latitude": number(site.latitude) if site else "",
        "Longitude": number(site.longitude) if site else "",
        "GeoNames ID": number(site.geonames) if site else "",
        "Raw Placename": site.words if site else "",
        "Feature Type": feature,
        "Source": joined(one.outlet or one.name for one in item.reports),
        "Publication Date": report.published or "",
        "Story People": joined(p.name for p in persons),
        "Story Organizations": joined(p.name for p in bodies),
        "Story Locations": joined(one.name for one in item.sites),
        "Language": report.language or "",
        "Version": item.versions.words(),
    }


def _party_cells(what: str, parties: tuple[Party, ...], tables: Tables) -> dict[str, str]:
    sectors = [party.side.plover for party in parties if party.side.plover]
    return {
        f"{what} Name": joined(party.name for party in parties),
        f"{what} Country": joined(tables.country(party.countries[0] if party.countries else None).name for party in parties),
        f"{what} COW": joined(tables.country(party.countries[0] if party.countries else None).cow for party in parties),
        f"Primary {what} Sector": sectors[0] if sectors else "",
        f"{what} Sectors": joined(sectors),
        f"{what} Title": "",
        f"{what} Name Raw": joined(party.words for party in parties),
        f"Wikipedia {what} ID": "",
    }
