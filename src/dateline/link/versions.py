"""Statements of one incident -> versions: each value of each attribute, who holds it since when, how many independent stories do,
and how the values stand to one another: agreed, compatible, disputed, revised.

Nothing is preferred, averaged or dropped. Whether a voice is reliable is not known here; how often a value is told independently
is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from dateline.link.compare import ordinal
from dateline.link.meaning import Meaning
from dateline.link.places import distance_km, is_coarse
from dateline.records import Document, Place, Quantity, Record, Statement, Version

ATTRIBUTES = ("occurrence", "type", "day", "place", "actor", "recipient")
"""In the order of showing; counts follow."""
COUNTS = ("killed", "injured", "abducted", "detained", "arrested", "released", "displaced", "other")
PART = ", part"
"""Ends the attribute of a count of some of those whom another version counts."""
HAPPENED, DENIED = "happened", "denied"
HEDGED = {"asserted": HAPPENED, "reported": "reported", "probable": "probable", "possible": "possible", "denied": DENIED}
ONE_SIDED = frozenset(("seizes", "holds"))
"""Changes of control of which at most one side can be the subject."""
_PART = re.compile(r"\b(?:among|including|of them|of whom|most of|some of)\b", re.IGNORECASE)
"""Words that make a second count of one kind a part of the first."""


class Value(Record, frozen=True):
    """A value that a statement gives an attribute. Two are the same when `key` is."""

    attribute: str
    key: str
    shown: str
    low: float | None = None
    high: float | None = None
    place: Place | None = None
    actor: str | None = None
    part: bool = False
    """A count of some of those whom another may count: a named victim, "11 of them women"."""


class Held(Record, frozen=True):
    """A value with the statements that give it."""

    value: Value
    statements: tuple[Statement, ...]


def versions_of(
    statements: Sequence[Statement], documents: Mapping[str, Document], unit_of: Mapping[str, str], meaning: Meaning
) -> tuple[Version, ...]:
    """All versions of an incident, by attribute and then by how many independent stories hold them.

    Args:
        statements: of the incident, by day of publication.
        unit_of: statement id -> the story that it is a witness of; copies have that of their first.
    """
    held: dict[str, dict[str, list[tuple[Value, Statement]]]] = {}
    for statement in statements:
        for value in values_of(statement):
            held.setdefault(value.attribute, {}).setdefault(value.key, []).append((value, statement))
    found = []
    for of in COUNTS:
        _part(held, of)
    for attribute in (*ATTRIBUTES, *COUNTS, *(f"{of}{PART}" for of in COUNTS)):
        values = [
            Held(value=pairs[0][0], statements=tuple(dict.fromkeys(s for _, s in pairs)))
            for pairs in held.get(attribute, {}).values()
        ]
        made = [_version(each, values, statements, documents, unit_of, meaning) for each in values]
        found += sorted(made, key=lambda v: (-v.stories, v.since or "9999", v.value))
    return tuple(found)


def _part(held: dict[str, dict[str, list[tuple[Value, Statement]]]], of: str) -> None:
    """Where somebody counts all, move what counts some of them to an attribute of its own."""
    values = held.get(of, {})
    some = {key for key, pairs in values.items() if all(value.part for value, _ in pairs)}
    if some and len(some) < len(values):
        held[f"{of}{PART}"] = {
            key: [(structs.replace(value, attribute=f"{of}{PART}"), s) for value, s in values.pop(key)] for key in sorted(some)
        }


# ---------------------------------------------------------------------- values
def values_of(statement: Statement) -> Iterator[Value]:
    """What one statement says of its incident."""
    assertion = statement.assertion
    happened = HEDGED.get(assertion.hedge, assertion.hedge)
    yield Value(attribute="occurrence", key=happened, shown=happened)
    if happened == DENIED:
        return  # who denies an attack vouches for none of its particulars
    yield Value(attribute="type", key=assertion.type or "", shown=(assertion.type or assertion.kind).replace("_", " "))
    if statement.time:
        start, end = statement.time.start[:10], statement.time.end[:10]
        shown = start if start == end else f"{start} to {end}"
        yield Value(attribute="day", key=shown, shown=shown, low=ordinal(start), high=ordinal(end))
    for place in statement.places:
        shown = f"{place.name} ({place.country})" if place.country else place.name
        yield Value(attribute="place", key=str(place.geonames or place.name.casefold()), shown=shown, place=place)
    for who in statement.participants:
        if who.role in ("actor", "recipient"):
            yield Value(attribute=who.role, key=who.actor or who.name.casefold(), shown=who.name, actor=who.actor)
    yield from _counts(statement)


def _counts(statement: Statement) -> Iterator[Value]:
    """One value for each kind that is counted: several counts of one kind are parts of a sum, or of the largest ("among them")."""
    for of in COUNTS:
        counted = [q for q in statement.quantities if q.of == of and not q.ratio and (q.low is not None or q.high is not None)]
        if not counted:
            continue
        low, high = counted[0].low, counted[0].high
        if len(counted) > 1:
            low = max((q.low for q in counted if q.low is not None), default=None)
            if _PART.search(statement.assertion.anchor.exact):
                high = next(q.high for q in counted if q.low == low or low is None)
            else:
                high = sum(q.high for q in counted if q.high is not None) if all(q.high is not None for q in counted) else None
        part = len(counted) == 1 and (bool(_PART.search(statement.assertion.anchor.exact)) or _is_named(counted[0], statement))
        yield Value(attribute=of, key=f"{low}-{high}", shown=_range(low, high, counted), low=low, high=high, part=part)


def _is_named(quantity: Quantity, statement: Statement) -> bool:
    """Whether a count of one is that of a victim who is named."""
    if quantity.low != 1 or quantity.high != 1 or quantity.anchor is None:
        return False
    at = quantity.anchor
    named = (who for who in statement.participants if who.anchor and who.anchor.start < at.end and at.start < who.anchor.end)
    return any(who.actor is not None or sum(word[:1].isupper() for word in who.name.split()) > 1 for who in named)


def _range(low: float | None, high: float | None, counted: Sequence[Quantity]) -> str:
    if low is not None and low == high:
        return ("about " if counted[0].approx else "") + f"{low:,.0f}"
    if high is None:
        return f"at least {low or 0:,.0f}"
    return f"up to {high:,.0f}" if low is None else f"{low:,.0f} to {high:,.0f}"


# ---------------------------------------------------------------------- how values stand to one another
def _version(
    held: Held,
    all_held: Sequence[Held],
    ordered: Sequence[Statement],
    documents: Mapping[str, Document],
    unit_of: Mapping[str, str],
    meaning: Meaning,
) -> Version:
    value, statements = held.value, held.statements
    kinds = {s.assertion.type for s in ordered}
    # whoever names two towns, or two groups, in one breath does not set one against the other
    apart = [other for other in all_held if other is not held and set(other.statements).isdisjoint(statements)]
    against = [other for other in apart if not may_both_be(value, other.value, kinds, meaning)]
    voices = tuple(dict.fromkeys(voice_of(s, documents) for s in statements))
    units = {unit_of[s.id] for s in statements}
    others = [other for other in all_held if other is not held]
    return Version(
        attribute=value.attribute,
        value=value.shown,
        statements=tuple(s.id for s in statements),
        voices=voices,
        since=min((day for s in statements if (day := _published(s, documents))), default=None),
        stories=len(units),
        standing=_standing(held, others, against, documents, len(units)),
        against=tuple(sorted(other.value.shown for other in against)),
        low=value.low if value.attribute != "day" else None,
        high=value.high if value.attribute != "day" else None,
    )


def _standing(held: Held, others: Sequence[Held], against: Sequence[Held], documents: Mapping[str, Document], stories: int) -> str:
    if against:
        mine = _said_on(held, documents)
        theirs = [_said_on(other, documents) for other in against]
        if any(_later(other, mine) for other in theirs):
            return "revised"
        if any(_later(mine, other) for other in theirs):
            return "revision"
        return "disputed"
    if others:
        return "compatible"
    return "agreed" if stories > 1 else "alone"


def _said_on(held: Held, documents: Mapping[str, Document]) -> dict[str, tuple[str, str]]:
    """Voice -> the first and last day on which it gave the value."""
    days: dict[str, list[str]] = {}
    for statement in held.statements:
        if day := _published(statement, documents):
            days.setdefault(voice_of(statement, documents), []).append(day)
    return {voice: (min(said), max(said)) for voice, said in days.items()}


def _later(one: Mapping[str, tuple[str, str]], other: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a voice gave `one` only after it had last given `other`."""
    return any(voice in other and one[voice][0] > other[voice][1] for voice in one)


def may_both_be(one: Value, other: Value, types: Iterable[str | None], meaning: Meaning) -> bool:
    """Whether two values of an attribute can both be true of one incident."""
    match one.attribute:
        case "occurrence":
            return (one.key == DENIED) == (other.key == DENIED)
        case "actor":
            if one.actor is None or other.actor is None or meaning.kinship.are_kin([one.actor], [other.actor]):
                return True
            # where a report may name either side, two actors are the two sides; but two cannot both have taken a town
            return not meaning.two_sided.isdisjoint(types) and ONE_SIDED.isdisjoint(types)
        case "place":
            return _may_both_be_places(one.place, other.place, meaning)
        case "type" | "recipient":
            return True
        case attribute if attribute.endswith(PART):
            return True
        case _:
            low = max(one.low or 0, other.low or 0)
            highs = [high for high in (one.high, other.high) if high is not None]
            return all(low <= high for high in highs)


def _may_both_be_places(one: Place | None, other: Place | None, meaning: Meaning) -> bool:
    if one is None or other is None:
        return True
    if is_coarse(one) or is_coarse(other):
        return one.country == other.country or None in (one.country, other.country)
    distance = distance_km(one, other)
    return distance is None or distance <= meaning.near_km


def voice_of(statement: Statement, documents: Mapping[str, Document]) -> str:
    """Who holds what a statement says: its source by name or by the words that show it, else the outlet."""
    voice = statement.voice
    if voice.type == "author":
        document = documents[statement.assertion.document]
        return document.outlet or document.name
    return voice.name or (f"“{voice.anchor.exact}”" if voice.anchor else "unnamed source")


def _published(statement: Statement, documents: Mapping[str, Document]) -> str | None:
    return documents[statement.assertion.document].published
