"""PLOVER event records as JSON Lines, one a line, all 23 keys of the specification.

Where nothing is known a key is null. As the manual says of compound and reciprocal events, both sides of a fight and all who
meet are in `actor`, each with its text; `recipient` is who is acted on. Beside the manual's keys an actor has `name` and our
codebook's id, and `size` holds each count with both ends. `coded_date` is null: a record says by which versions it was coded
(`cite_info`), and the same versions code it the same on any day. `text` is the quote.
"""

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from dateline.exports import Tally
from dateline.exports.accounts import vouched, whole, why_no_event
from dateline.exports.days import length_days
from dateline.exports.items import Count, Item, Party, Report, Site
from dateline.exports.tables import PloverCode, Tables

KINDS = frozenset({"event", "control"})
BINARY = False
SUFFIX = ".jsonl"
RECIPROCAL = frozenset({"battle", "talks", "agreement"})
"""Types in which all who take part act."""
SIZES = {"killed": "dead", "injured": "injured", "arrested": "arrested"}
"""Our words for what is counted -> the manual's; the others keep ours."""
NONSTATE = {"organisation": "IGO"}


def write(items: Iterable[Item], out: IO[str], tables: Tables, tally: Tally) -> None:
    """Write a record a line."""
    for record in records(items, tables, tally):
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
        tally.rows += 1


def records(items: Iterable[Item], tables: Tables, tally: Tally) -> Iterator[dict[str, Any]]:
    """One record an item, as the items come."""
    for item in items:
        code = code_of(item, tables)
        if (reason := why_no_event(item)) is not None:
            tally.leave_out(reason)
        elif code is None:
            tally.leave_out(f"PLOVER has no type for {item.label or item.type}")
        else:
            yield record(item, code, tables)


def code_of(item: Item, tables: Tables) -> tuple[str, str | None, PloverCode] | None:
    """PLOVER's type, mode and what they count as; None where it has no such event."""
    kind, _, mode = (item.codes.plover or "").partition("/")
    modes = tables.plover_types.get(kind)
    if modes is None or (mode and mode not in modes):
        return None
    return kind, mode or None, modes[mode or "any"]


def record(item: Item, code: tuple[str, str | None, PloverCode], tables: Tables) -> dict[str, Any]:
    """The record of one item, in the order of the specification's keys."""
    kind, mode, worth = code
    report, time = item.reports[0], item.time
    actors, recipients = acting(item)
    values: dict[str, Any] = {
        "id": item.id,
        "has_event": True,
        "date": time.start if time else None,
        "time": None,
        "enddate": time.end if time and length_days(time) > 1 else None,
        "endtime": None,
        "actor": [_actor(party, tables) for party in actors],
        "recipient": [_actor(party, tables) for party in recipients],
        "event": [kind],
        "event_loc": _location(item.site, tables) if item.site else None,
        "event_text": [one.quote for one in item.reports],
        "quad_code": worth.quad,
        "event_scale": worth.score,
        "mode": [mode] if mode else [],
        "context": [],
        "link": None,
        "text": report.sentence,
        "text_info": _text_info(item, report),
        "cite_info": _cite_info(item, report),
        "coder": f"dateline {item.versions.dateline}" + (f"; {item.versions.review} by a person" if item.versions.review else ""),
        "coded_date": None,
        "coded_time": None,
        "comment": _comment(item),
    }
    return {key: values[key] for key in tables.columns.plover}


def acting(item: Item) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who acts and who is acted on; in what both sides do, all act."""
    first, second = item.in_roles("actor", "subject"), item.in_roles("recipient", "object")
    second = tuple(party for party in second if party not in first)
    if item.type in RECIPROCAL and not any(party.side.ucdp == "civilian" for party in second):
        return first + second, ()
    return first, second


def country_code(party: Party, tables: Tables) -> str | None:
    """The ISO alpha-3 code of an actor's country, or PLOVER's code for what is above states."""
    return tables.country(party.countries[0] if party.countries else None).iso3 or NONSTATE.get(party.kind)


def _actor(party: Party, tables: Tables) -> dict[str, Any]:
    return {
        "code": country_code(party, tables),
        "sector": party.side.plover or None,
        "actor_text": party.words,
        "identifier_id": f"dateline:{party.actor}" if party.actor else None,
        "identifier_text": party.name,
    }


def _location(site: Site, tables: Tables) -> dict[str, Any]:
    feature_class, _, feature_code = (site.feature or "").partition(".")
    return {
        "geonameid": site.geonames,
        "name": site.name,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "feature class": feature_class or None,
        "feature code": feature_code or None,
        "country code": site.country,
        "cc3": tables.country(site.country).iso3 or None,
        "admin1 name": site.province or None,
    }


def _text_info(item: Item, report: Report) -> dict[str, Any]:
    return {
        "document": report.document,
        "start": report.start,
        "end": report.end,
        "size": [_size(count) for count in item.counts if count.of],
    }


def _size(count: Count) -> dict[str, Any]:
    return {"of": SIZES.get(count.of or "", count.of), "low": whole(count.low), "high": whole(count.high), "text": count.words}


def _cite_info(item: Item, report: Report) -> dict[str, Any]:
    return {
        "corpus": None,
        "citation": report.document,
        "url": report.url,
        "title": report.title,
        "language": report.language,
        "publication": report.outlet,
        "publication_date": report.published,
        "coder": f"dateline {item.versions.dateline}; model {item.versions.model}",
        "codebook": f"dateline codebook {item.versions.codebook}",
        "statements": [one.statement for one in item.reports],
    }


def _comment(item: Item) -> str | None:
    """Hedge and voice, for which the specification has no key."""
    said = [f"hedge: {item.hedge}", *(f"voice: {who}" for report in item.reports if (who := vouched(report)))]
    said += [f"place: {site.name}" for site in item.sites if site is not item.site]
    return "; ".join(said)
