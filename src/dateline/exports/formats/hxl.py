"""CSV with an HXL row: a header, a row of HXL tags, then the data, as humanitarian data exchanges expect it.

The first columns are those that ACLED data bear on such exchanges, with their tags; the others say what such tables cannot: who
says so, how sure, both ends of every count, and which statement and versions a row rests on.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from dateline.csvfile import number, write_rows
from dateline.exports import Tally
from dateline.exports.accounts import joined, vouched
from dateline.exports.formats import acled
from dateline.exports.items import Item
from dateline.exports.tables import Tables

KINDS = acled.KINDS
BINARY = False
SUFFIX = ".csv"
FURTHER = {
    "sub_event_type": "#event+type+sub",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "killed_low": "#affected+killed+min",
    "killed_high": "#affected+killed+max",
    "injured_low": "#affected+injured+min",
    "injured_high": "#affected+injured+max",
    "displaced_low": "#affected+displaced+min",
    "displaced_high": "#affected+displaced+max",
    "hedge": "#status+hedge",
    "voice": "#meta+source+voice",
    "quote": "#description+quote",
    "published": "#date+published",
    "url": "#meta+url",
    "statement": "#meta+id+statement",
    "code_version": "#meta+version+code",
    "model_version": "#meta+version+model",
    "codebook_version": "#meta+version+codebook",
    "review": "#status+review",
}
"""Our own columns and their tags."""


def write(items: Iterable[Item], out: IO[str], tables: Tables, tally: Tally) -> None:
    """Write header, tags and the rows that the form holds."""
    tags = tables.columns.hxl | FURTHER
    tally.rows = write_rows(out, tuple(tags), rows(items, tables, tally), heads=[list(tags.values())])


def rows(items: Iterable[Item], tables: Tables, tally: Tally) -> Iterator[Mapping[str, str]]:
    """One row an item, as the items come: what ACLED's form holds, and the further columns."""
    for item in items:
        code = acled.code_of(item, tables)
        if (reason := acled.why_not(item, code)) is not None:
            tally.leave_out(reason)
        elif code is not None:
            yield acled.row(item, code, tables) | _further(item, tables)


def _further(item: Item, tables: Tables) -> dict[str, str]:
    site = item.site
    ends = {}
    for what in ("killed", "injured", "displaced"):
        low, high = item.total(what)
        ends |= {f"{what}_low": number(low), f"{what}_high": number(high)}
    return ends | {
        "iso3": tables.country(site.country if site else None).iso3,
        "date_start": item.time.start if item.time else "",
        "date_end": item.time.end if item.time else "",
        "hedge": item.hedge,
        "voice": joined(vouched(report) for report in item.reports),
        "quote": joined((" ".join(report.quote.split()) for report in item.reports), " | "),
        "published": joined(report.published or "" for report in item.reports),
        "url": joined(report.url or "" for report in item.reports),
        "statement": joined(report.statement for report in item.reports),
        "code_version": item.versions.dateline,
        "model_version": item.versions.model,
        "codebook_version": item.versions.codebook,
        "review": item.versions.review,
    }
