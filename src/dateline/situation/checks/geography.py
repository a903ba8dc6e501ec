"""Where a place is said to lie: "Mosul, in Nineveh province", "the Iraqi city of Falluja", beside the gazetteer.

A row where the gazetteer knows a place of the name and what it is said to lie in. It is consistent when any place of the name
lies there, for a name may be borne by several; where none does, the row says where they lie.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dateline.codebook.actors import ActorTable
from dateline.gazetteer import Candidate, Gazetteer, Match
from dateline.records import Place, Row, Statement
from dateline.situation.checks.finding import finding
from dateline.situation.checks.names import NAME
from dateline.situation.passages import Passage

CHECK = "geography"
_DIVISION = r"(?:province|governorate|state|region|department|oblast|prefecture|county|canton|district)"
_SETTLEMENT = r"(?:city|town|village|port|capital|hamlet|suburb|province|governorate|region|district|enclave)"
_AFTER = re.compile(
    rf"(?:,|\s+in|,\s+in)\s+(?:the\s+)?(?:[a-z]+ern\s+|central\s+)?(?:{_DIVISION}\s+of\s+(?P<division>{NAME})"
    rf"|(?P<named>{NAME})(?:['’]s?)?\s+{_DIVISION}\b|(?P<plain>{NAME}))"
)
_BEFORE = re.compile(rf"\b(?P<demonym>[A-Z][\w'’-]+)\s+(?:[a-z-]+\s+){{0,2}}{_SETTLEMENT}\s+of\s+$")
MOST_SHOWN = 3


class Claim(NamedTuple):
    """A place is said to lie in another."""

    place: Place
    containers: tuple[Candidate, ...]
    statement: Statement
    words: str


def check_geography(passages: Iterable[Passage], gazetteer: Gazetteer, actors: ActorTable) -> Iterator[Row]:
    """A row for each place that a sentence says lies in a country or province."""
    for passage in passages:
        seen: set[str] = set()
        for claim in _claims(passage, gazetteer, actors):
            if claim.words not in seen and (row := _row(claim, passage, gazetteer)):
                seen.add(claim.words)
                yield row


def _claims(passage: Passage, gazetteer: Gazetteer, actors: ActorTable) -> Iterator[Claim]:
    for statement in passage.statements:
        for place in statement.places:
            words = place.anchor.exact if place.anchor else place.name
            for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", passage.text):
                yield from _after(passage.text, found, place, statement, gazetteer)
                yield from _before(passage.text, found, place, statement, gazetteer, actors)


def _after(text: str, found: re.Match[str], place: Place, statement: Statement, gazetteer: Gazetteer) -> Iterator[Claim]:
    match = _AFTER.match(text, found.end())
    if match is None:
        return
    name = match["division"] or match["named"] or match["plain"]
    wanted = ("A.PCL", "A.ADM1") if not match["plain"] else ("A.PCL",)
    containers = tuple(c for c in gazetteer.find(name) if c.feature.startswith(wanted) and c.match <= Match.ALTERNATE)
    if containers and containers[0].id != place.geonames:
        yield Claim(place, containers, statement, " ".join(text[found.start() : match.end()].split()))


def _before(
    text: str, found: re.Match[str], place: Place, statement: Statement, gazetteer: Gazetteer, actors: ActorTable
) -> Iterator[Claim]:
    match = _BEFORE.search(text[: found.start()])
    country = actors.find(match["demonym"]) if match else None
    if match and country and country.id in actors.countries:
        iso = actors.countries[country.id].iso
        containers = tuple(c for c in gazetteer.find(country.names[-1].name) if c.feature.startswith("A.PCL") and c.country == iso)
        if containers:
            yield Claim(place, containers, statement, " ".join(text[match.start("demonym") : found.end()].split()))


def _row(claim: Claim, passage: Passage, gazetteer: Gazetteer) -> Row | None:
    printed = claim.place.anchor.exact if claim.place.anchor else claim.place.name
    bearing = {c.id: c for name in (claim.place.name, printed) for c in gazetteer.find(name)}
    own = gazetteer.place(claim.place.geonames) if claim.place.geonames else None
    candidates = [*([own] if own else []), *(c for c in bearing.values() if not own or c.id != own.id)]
    if not candidates:
        return None
    inside = [c for c in candidates if any(_lies_in(c, container) for container in claim.containers)]
    shown = inside[:1] or [c for c in candidates if c.match <= Match.WRITTEN][:MOST_SHOWN] or candidates[:MOST_SHOWN]
    return finding(
        CHECK,
        about=printed,
        says=f"“{claim.words}”",
        known="; ".join(_where(candidate, gazetteer) for candidate in shown),
        known_from="gazetteer",
        consistent=bool(inside),
        statements=[claim.statement],
        document=passage.document,
    )


def _lies_in(place: Candidate, container: Candidate) -> bool:
    if place.id == container.id or place.country != container.country:
        return False
    return container.feature.startswith("A.PCL") or place.admin1 == container.admin1


def _where(place: Candidate, gazetteer: Gazetteer) -> str:
    """A place with its province and country."""
    province = gazetteer.province_of(place.geonames) if place.geonames else None
    country = gazetteer.country_name(place.country) if place.country else None
    return ", ".join(dict.fromkeys(part for part in (place.name, province, country) if part))
