"""FollowTheMoney entities as JSON Lines, for Aleph, OpenAleph and their like: {"id", "schema", "properties"}, each value in a
list.

An event or change of control is an `Event` with who was involved, where and when, and the `Article` that says so as its
proof; a relation between two actors is a `Membership`, `Succession` or `UnknownLink`. Actors of the codebook keep one id in
all exports; what is only words becomes an entity of its document, so that two unknown "gunmen" of two reports are not taken
for one. The form is a graph of facts and cannot say that something is denied or only possible: such statements are left out.
An entity comes before what refers to it, and once in a document; an actor of the codebook once in all. A place that several
documents name is written for each, with one id: importers merge by id, and memory stays within bounds.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from dateline.exports import Tally
from dateline.exports.accounts import counts_by_kind, vouched, why_no_event
from dateline.exports.items import Item, Party, Report, Site
from dateline.exports.tables import Tables

KINDS = frozenset({"event", "control", "relation"})
BINARY = False
SUFFIX = ".jsonl"
SCHEMA_OF_KIND = {"person": "Person", "government": "PublicBody", "force": "Organization", "armed_group": "Organization"}
"""The codebook's kind of actor -> FollowTheMoney's schema; the rest are organisations, words are legal entities."""
ORGANISED = frozenset({"Organization", "PublicBody"})
Entity = dict[str, Any]


def write(items: Iterable[Item], out: IO[str], tables: Tables, tally: Tally) -> None:
    """Write an entity a line."""
    for entity in entities(items, tables, tally):
        out.write(json.dumps(entity, ensure_ascii=False) + "\n")
        tally.rows += 1


def entities(items: Iterable[Item], tables: Tables, tally: Tally) -> Iterator[Entity]:
    """The entities of each item, as the items come."""
    actors: set[str] = set()
    document, here = "", set[str]()
    for item in items:
        if (reason := why_no_event(item)) is not None:
            tally.leave_out(reason)
            continue
        if item.reports[0].document != document:
            document, here = item.reports[0].document, set()
        actors_here = {_id("actor", party.actor) for party in item.parties if party.actor}
        for entity in _of_relation(item, tally) if item.kind == "relation" else _of_event(item, tables):
            written = actors if entity["id"] in actors_here else here
            if entity["id"] not in written:
                written.add(entity["id"])
                yield entity


def _of_event(item: Item, tables: Tables) -> Iterator[Entity]:
    articles = [_article(report) for report in item.reports]
    parties = [(party, _actor(party, item)) for party in item.parties if party.role != "place"]
    addresses = [_address(site, tables) for site in item.sites]
    yield from (*articles, *(entity for _, entity in parties), *addresses)
    acting = [entity["id"] for party, entity in parties if party.role in ("actor", "subject")]
    yield _entity(
        "Event",
        _id("event", item.id),
        name=[item.label or item.type or item.kind],
        summary=[report.quote for report in item.reports],
        startDate=[item.time.start] if item.time else [],
        endDate=[item.time.end] if item.time else [],
        location=[site.name for site in item.sites],
        addressEntity=[address["id"] for address in addresses],
        country=_countries(item),
        involved=[entity["id"] for _, entity in parties],
        organizer=acting[:1],
        keywords=[word for word in (item.kind, item.type, item.mode) if word],
        notes=_notes(item),
        proof=[article["id"] for article in articles],
        recordId=[report.statement for report in item.reports],
    )


def _of_relation(item: Item, tally: Tally) -> Iterator[Entity]:
    subjects, objects = item.in_roles("subject"), item.in_roles("object")
    if not subjects or not objects:
        tally.leave_out("relation with one side not told: a link needs two")
        return
    articles = [_article(report) for report in item.reports]
    subject, other = _actor(subjects[0], item), _actor(objects[0], item)
    yield from (*articles, subject, other)
    common = {
        "role": [item.label or item.type or ""],
        "summary": [*(report.quote for report in item.reports), *_notes(item)],
        "startDate": [item.time.start] if item.time else [],
        "endDate": [item.time.end] if item.time else [],
        "publisher": [report.outlet for report in item.reports if report.outlet],
        "proof": [article["id"] for article in articles],
        "recordId": [report.statement for report in item.reports],
    }
    ident = _id("relation", item.id)
    if item.type in ("leads", "member_of", "founder_of") and other["schema"] in ORGANISED:
        yield _entity("Membership", ident, member=[subject["id"]], organization=[other["id"]], **common)
    elif item.type == "successor_of":
        yield _entity("Succession", ident, predecessor=[other["id"]], successor=[subject["id"]], **common)
    else:
        yield _entity("UnknownLink", ident, subject=[subject["id"]], object=[other["id"]], **common)


def _notes(item: Item) -> list[str]:
    """What the form has no property for: hedge, voice, counts, versions."""
    notes = [f"hedge: {item.hedge}", *(f"voice: {who}" for report in item.reports if (who := vouched(report)))]
    return [*notes, *(f"{what}: {counts}" for what, counts in counts_by_kind(item).items()), item.versions.words()]


def _article(report: Report) -> Entity:
    return _entity(
        "Article",
        _id("document", report.document),
        name=[report.title or report.name],
        title=[report.title] if report.title else [],
        publisher=[report.outlet] if report.outlet else [],
        publishedAt=[report.published] if report.published else [],
        sourceUrl=[report.url] if report.url else [],
        language=[report.language] if report.language else [],
    )


def _actor(party: Party, item: Item) -> Entity:
    schema = SCHEMA_OF_KIND.get(party.kind, "Organization" if party.kind else "LegalEntity")
    # A withheld name must not be guessed from an id: what has no row in the codebook is known by its document alone.
    ident = _id("actor", party.actor) if party.actor else _id("words", item.reports[0].document, party.name)
    return _entity(schema, ident, name=[party.name], country=[iso.lower() for iso in party.countries])


def _address(site: Site, tables: Tables) -> Entity:
    country = tables.country(site.country)
    full = ", ".join(part for part in (site.name, site.province, country.name) if part)
    return _entity(
        "Address",
        _id("place", str(site.geonames or ""), site.name, site.country or ""),
        full=[full],
        city=[site.name] if site.level == "point" else [],
        region=[site.province] if site.province else [],
        country=[site.country.lower()] if site.country else [],
        latitude=[str(site.latitude)] if site.latitude is not None else [],
        longitude=[str(site.longitude)] if site.longitude is not None else [],
    )


def _countries(item: Item) -> list[str]:
    return list(dict.fromkeys(site.country.lower() for site in item.sites if site.country))


def _entity(schema: str, ident: str, **properties: list[str]) -> Entity:
    return {"id": ident, "schema": schema, "properties": {name: values for name, values in properties.items() if values}}


def _id(*parts: str) -> str:
    return "dateline-" + hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()
