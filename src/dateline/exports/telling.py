"""Statements of one document -> items, with the names of private persons withheld. The one way into every exporter.

Incidents will come in here: `item_of_incident` beside `item_of`, with one report for each of its statements (see `items`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from dateline.codebook.entries import Codes, Entry
from dateline.exports.items import Count, Dossier, Item, Party, Report, Versions
from dateline.exports.mask import Mask, mask_of
from dateline.exports.sides import NO_SIDE
from dateline.exports.tables import Tables
from dateline.records import Anchor, Participant, Quantity, Statement

PART = re.compile(r"\b(?:among (?:them|those|whom)|including|of whom|of them|of those)(?:\s+[\w-]+){0,4}\s*$", re.IGNORECASE)
"""What stands before a number that is part of the one before it."""
ARMED = frozenset({"MIL", "COP", "REB", "PRM", "UAF"})
"""PLOVER's sectors of those who bear arms."""
CONTEXT = 32
"""Characters of text that a report carries on either side of its quote, for W3C text quote selectors."""


def items_of(dossiers: Iterable[Dossier], tables: Tables, *, with_names: bool = False) -> Iterator[Item]:
    """The items of each document in turn; one document is held at a time.

    Args:
        with_names: keep the names of private persons.
    """
    for dossier in dossiers:
        told = dossier.statements if dossier.told is None else dossier.told
        if not told:
            continue
        mask = Mask((), (), tables.names) if with_names else mask_of(dossier.document, dossier.statements, tables.names)
        place = _InText(
            sentences={sentence.id: sentence.anchor for sentence in dossier.sentences}, withheld=mask.spans(dossier.document.text)
        )
        yield from (item_of(statement, dossier, place, mask, tables) for statement in told)


class _InText(NamedTuple):
    """Where things stand in a document's text."""

    sentences: Mapping[str, Anchor]
    withheld: tuple[tuple[int, int], ...]


def item_of(statement: Statement, dossier: Dossier, place: _InText, mask: Mask, tables: Tables) -> Item:
    """One statement as an item with one report."""
    assertion = statement.assertion
    entry = tables.codebook.entries.get(assertion.type or "")
    on = statement.time.start if statement.time else dossier.document.published
    parties = tuple(_party(participant, mask, tables, on) for participant in statement.participants)
    sites = tuple(
        tables.sites.site(place, _printed(place.anchor, place.name, mask), mask.words(_flat(place.name)))
        for place in statement.places
    )
    return Item(
        id=statement.id,
        kind=assertion.kind,
        type=assertion.type,
        label=entry.label if entry else "",
        mode=statement.mode,
        codes=_codes(entry, statement, parties, sites[0].country if sites else None),
        violence=entry.crosswalk.ucdp if entry else None,
        hedge=assertion.hedge,
        likelihood=assertion.likelihood,
        conditional=assertion.conditional,
        score=assertion.score,
        time=statement.time,
        parties=parties,
        sites=sites,
        counts=tuple(_count(quantity, dossier.document.text, mask, tables) for quantity in statement.quantities),
        reports=(_report(statement, dossier, place, mask),),
        versions=_versions(dossier, statement, tables),
    )


def _versions(dossier: Dossier, statement: Statement, tables: Tables) -> Versions:
    same = dossier.versions.codebook == tables.codebook.version
    versions = dossier.versions if same else msgspec.structs.replace(dossier.versions, crosswalk=tables.codebook.version)
    return msgspec.structs.replace(versions, review=statement.review.words) if statement.review else versions


def _codes(entry: Entry | None, statement: Statement, parties: tuple[Party, ...], country: str | None) -> Codes:
    if entry is None:
        return Codes()
    acting = next((party for party in parties if party.role == "actor"), None)
    # Of forces that no row of the codebook knows ("government troops") nothing says that they are foreign.
    at_home = acting is not None and (not country or not acting.countries or country in acting.countries)
    government = acting is not None and acting.side.ucdp == "state" and at_home
    return entry.crosswalk.codes(
        statement.mode, statement.assertion.anchor.exact, government=government, parties=tuple(_kinds(parties))
    )


def _kinds(parties: tuple[Party, ...]) -> Iterator[str]:
    """Which of those that a crosswalk tells apart act, and are acted on (the first of each)."""
    for role in ("actor", "recipient"):
        side = next((party.side for party in parties if party.role == role), NO_SIDE)
        if role == "actor" and side.acled in ("Protesters", "Rioters"):
            yield "actor_crowd"
        if role == "recipient" and side.acled == "Protesters":
            yield "target_protesters"
        if role == "recipient" and side.plover in ARMED:
            yield "target_armed"


def _party(participant: Participant, mask: Mask, tables: Tables, on: str | None) -> Party:
    name = _flat(participant.name)
    row = tables.codebook.actors.get(participant.actor) if participant.actor else None
    if participant.actor and row is not None:
        kind, side = tables.sides.of_actor(participant.actor, name, on)
    else:
        kind, side = "", tables.sides.of_words(name)
    # A name of the codebook is no private person's, whatever else its words may be.
    told = name if row is not None else mask.words(name)
    private = told != name
    return Party(
        role=participant.role,
        name=told,
        words=_printed(participant.anchor, participant.name, mask),
        actor=participant.actor,
        kind="person" if private else kind,
        countries=tuple(row.country) if row else (),
        # "The Russians left ammunition behind": a people that acts is its forces or its rulers, which the words do not say.
        side=NO_SIDE if private or (kind == "people" and participant.role == "actor") else side,
        private=private,
    )


def _count(quantity: Quantity, text: str, mask: Mask, tables: Tables) -> Count:
    before = text[max(0, quantity.anchor.start - CONTEXT) : quantity.anchor.start] if quantity.anchor else ""
    return Count(
        of=quantity.of,
        low=quantity.low,
        high=quantity.high,
        approx=quantity.approx,
        ratio=quantity.ratio,
        what=mask.words(_flat(quantity.what or "")),
        words=_printed(quantity.anchor, "", mask),
        side=tables.sides.of_words(quantity.what or (quantity.anchor.exact if quantity.anchor else "")),
        part=PART.search(before) is not None,
    )


def _report(statement: Statement, dossier: Dossier, place: _InText, mask: Mask) -> Report:
    document, assertion, voice = dossier.document, statement.assertion, statement.voice
    anchor = assertion.anchor
    sentence = place.sentences.get(assertion.sentence, anchor)
    # Around a quote a name may be cut through, so that no pattern finds it: then nothing is said of what stands around.
    quote = mask.words(anchor.exact)
    masked = quote != anchor.exact or any(
        start < anchor.end + CONTEXT and anchor.start - CONTEXT < end for start, end in place.withheld
    )
    before = "" if masked else document.text[max(0, anchor.start - CONTEXT) : anchor.start]
    after = "" if masked else document.text[anchor.end : anchor.end + CONTEXT]
    name = voice.name or (voice.anchor.exact if voice.anchor else "")
    return Report(
        statement=statement.id,
        document=document.id,
        name=document.id if mask.spells(document.name) else mask.words(document.name),
        outlet=mask.words(document.outlet) if document.outlet else None,
        title=mask.words(_flat(document.title)) if document.title else None,
        url=mask.address(document.url) if document.url else None,
        published=document.published,
        language=document.language,
        voice=None if voice.type == "author" else (_flat(name) if voice.actor else mask.words(_flat(name))),
        voice_actor=voice.actor,
        named=voice.name is not None,
        hedge=assertion.hedge,
        quote=quote,
        sentence=mask.words(_flat(sentence.exact)),
        start=anchor.start,
        end=anchor.end,
        prefix=before,
        suffix=after,
        masked=masked,
    )


def _printed(anchor: Anchor | None, name: str, mask: Mask) -> str:
    return mask.words(_flat(anchor.exact if anchor else name))


def _flat(words: str) -> str:
    return " ".join(words.split())
