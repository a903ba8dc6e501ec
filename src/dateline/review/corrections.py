"""What a coder changes -> the statement as it then is. Names are looked up as the reader's are; what no table knows stays words.

A place or an actor is given by its name as a person types it. Where the text has these words they are anchored there, the
statement's own sentence first.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from dateline.codebook import Codebook
from dateline.errors import UsageError
from dateline.gazetteer import Candidate, Gazetteer
from dateline.records import (
    COUNTED,
    HEDGES,
    LIKELIHOODS,
    Anchor,
    Argument,
    Assertion,
    Attribution,
    Document,
    Interval,
    Participant,
    Place,
    Quantity,
    Record,
    Sentence,
    Statement,
    Voice,
)
from dateline.review.fields import ROLES, TYPED

AUTHOR, UNNAMED = "author", "unnamed"
EXTRACTOR = "coder"
"""What found a statement that the machine had missed."""


class GivenNumber(Record, frozen=True, forbid_unknown_fields=True):
    """A count or another number as a coder gives it; None for an end that is open."""

    low: float | None
    high: float | None
    of: str | None = None
    """What happened to those counted: killed, injured, ...; None for a number that is no count of an event."""
    approx: bool = False
    ratio: bool = False
    what: str | None = None


class Correction(Record, frozen=True, forbid_unknown_fields=True):
    """What a coder changes. What is None stays as it is; an empty list takes everything out."""

    span: tuple[int, int] | None = None
    """Offsets into the document's text."""
    type: str | None = None
    voice: str | None = None
    """author, the name of a source, or `unnamed: WORDS` with the words that show it."""
    hedge: str | None = None
    likelihood: str | None = None
    conditional: bool | None = None
    time: tuple[str, ...] | None = None
    """First and last day, or one day for both."""
    places: tuple[str, ...] | None = None
    """Names; `NAME, CC` with the code of a country says which of several, and `geonames:NUMBER` exactly which."""
    participants: dict[str, tuple[str, ...]] | None = None
    """Role -> names, or ids of the codebook. Roles that are not named stay."""
    numbers: tuple[GivenNumber, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Context:
    """The text that a statement stands in, and the tables that words are looked up in."""

    document: Document
    sentences: Sequence[Sentence]
    codebook: Codebook
    gazetteer: Gazetteer

    def anchor(self, start: int, end: int) -> Anchor:
        """A stretch of the text.

        Raises:
            UsageError: it is outside of the text, or empty.
        """
        if not 0 <= start < end <= len(self.document.text) or not self.document.text[start:end].strip():
            raise UsageError(f"The span {start} to {end} holds no words of {self.document.name}; give one that does.")
        return Anchor(start=start, end=end, exact=self.document.text[start:end])

    def find(self, words: str, near: Anchor) -> Anchor | None:
        """Where words stand: the place nearest to `near`; None where they do not."""
        text, places = self.document.text, []
        at = text.find(words) if words else -1
        while at >= 0:
            places.append(at)
            at = text.find(words, at + 1)
        if not places:
            return None
        best = min(places, key=lambda start: (max(near.start - start, start + len(words) - near.end, 0), start))
        return Anchor(start=best, end=best + len(words), exact=words)

    def sentence_at(self, anchor: Anchor) -> Sentence:
        """The sentence in which a stretch begins, or the one before it."""
        before = [sentence for sentence in self.sentences if sentence.anchor.start <= anchor.start]
        return before[-1] if before else self.sentences[0]


def corrected(statement: Statement, change: Correction, context: Context) -> Statement:
    """The statement with what a coder changed.

    Raises:
        UsageError: a value that its field cannot have.
    """
    statement = msgspec.structs.replace(statement, review=None)
    statement = _with_span(statement, change, context)
    statement = _with_type(statement, change, context)
    statement = _with_words(statement, change)
    if change.voice is not None:
        statement = _with_voice(statement, change.voice, context)
    if change.time is not None:
        statement = msgspec.structs.replace(statement, time=_interval(change.time, statement.time))
    if change.places is not None:
        statement = _with_places(statement, change.places, context)
    for role, names in sorted((change.participants or {}).items()):
        statement = _with_participants(statement, role, names, context)
    return statement if change.numbers is None else _with_numbers(statement, change.numbers)


def added(kind: str, change: Correction, context: Context) -> Statement:
    """A statement that the machine had missed; its id comes from where it stands, so that two coders' are one.

    Raises:
        UsageError: without a span, without a type where the kind has types, or a value that its field cannot have.
    """
    if kind not in ROLES:
        raise UsageError(f"There is no kind {kind!r} of statement; there are {', '.join(ROLES)}.")
    if change.span is None or not context.sentences:
        raise UsageError("What is added needs the words that state it; give its span.")
    if kind in TYPED and change.type is None:
        raise UsageError(f"What is added needs a type, one of {', '.join(e.id for e in context.codebook.of_kind(kind))}.")
    anchor = context.anchor(*change.span)
    words = f"added {context.document.id} {kind} {change.type or ''} {anchor.start} {anchor.end}"
    assertion = Assertion(
        id=hashlib.sha256(words.encode()).hexdigest()[:16],
        document=context.document.id,
        sentence=context.sentence_at(anchor).id,
        kind=kind,
        type=None,
        anchor=anchor,
        likelihood="unstated" if kind == "forecast" else None,
        extractor=EXTRACTOR,
    )
    return corrected(Statement(assertion=assertion, codebook=context.codebook.version), change, context)


def _assertion(statement: Statement, **changes: object) -> Statement:
    return msgspec.structs.replace(statement, assertion=msgspec.structs.replace(statement.assertion, **changes))


def _with_span(statement: Statement, change: Correction, context: Context) -> Statement:
    if change.span is None:
        return statement
    anchor, trigger = context.anchor(*change.span), statement.assertion.trigger
    kept = trigger if trigger and anchor.start <= trigger.start and trigger.end <= anchor.end else None
    return _assertion(statement, anchor=anchor, trigger=kept, sentence=context.sentence_at(anchor).id)


def _with_type(statement: Statement, change: Correction, context: Context) -> Statement:
    if change.type is None or change.type == statement.assertion.type:
        return statement
    kind = statement.assertion.kind
    known = [entry.id for entry in context.codebook.of_kind(kind)] if kind in TYPED else []
    if change.type not in known:
        what = f"; there are {', '.join(known)}" if known else f": a {kind} has none"
        raise UsageError(f"{change.type!r} is no type of {kind}{what}.")
    mode = None
    if kind == "event" and context.codebook.entries[change.type].modes:
        mode = context.codebook.find_mode(change.type, statement.assertion.anchor.exact)
    # The words that fired were those of the other type.
    return msgspec.structs.replace(_assertion(statement, type=change.type, entry=None, trigger=None), mode=mode)


def _with_words(statement: Statement, change: Correction) -> Statement:
    changes: dict[str, object] = {}
    if change.hedge is not None:
        changes["hedge"] = _one_of(change.hedge, HEDGES, "hedge")
    if statement.assertion.kind == "forecast":
        if change.likelihood is not None:
            changes["likelihood"] = _one_of(change.likelihood, LIKELIHOODS, "likelihood")
        if change.conditional is not None:
            changes["conditional"] = change.conditional
    elif change.likelihood is not None or change.conditional is not None:
        raise UsageError(f"Likelihood and condition are of forecasts; this is a {statement.assertion.kind}.")
    return _assertion(statement, **changes) if changes else statement


def _one_of(value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise UsageError(f"{value!r} is no {what}; there are {', '.join(known)}.")
    return value


def _with_voice(statement: Statement, given: str, context: Context) -> Statement:
    anchor = statement.assertion.anchor
    if given.casefold() == AUTHOR:
        return msgspec.structs.replace(_assertion(statement, attribution=None), voice=Voice())
    unnamed = given.casefold().startswith(f"{UNNAMED}:")
    words = given.partition(":")[2].strip() if unnamed else given.strip()
    if not words:
        raise UsageError(f"A voice is `author`, the name of a source, or `{UNNAMED}: WORDS` with the words that show it.")
    found = context.find(words, anchor)
    if unnamed:
        voice = Voice(type="source", anchor=found)
    else:
        name, actor = _who(words, context)
        voice = Voice(type="source", name=name, actor=actor, anchor=found)
    cue = statement.assertion.attribution.cue if statement.assertion.attribution else None
    said = Attribution(source=found, cue=cue, named=not unnamed) if found else None
    return msgspec.structs.replace(_assertion(statement, attribution=said), voice=voice)


def _who(words: str, context: Context) -> tuple[str, str | None]:
    """Name on the document's day and codebook id; the words themselves where nobody bears them."""
    actors, on = context.codebook.actors, context.document.published
    row = actors.get(words) or actors.find(words, on)
    return (row.name_on(on), row.id) if row else (words, None)


def _interval(days: Sequence[str], old: Interval | None) -> Interval | None:
    if not days:
        return None
    if len(days) > 2:
        raise UsageError("A time is one day, or the first and the last day.")
    try:
        start, end = date.fromisoformat(days[0]).isoformat(), date.fromisoformat(days[-1]).isoformat()
    except ValueError:
        raise UsageError(f"{' to '.join(days)} is no time; write days as YYYY-MM-DD.") from None
    if start > end:
        raise UsageError(f"{start} is after {end}; give the earlier day first.")
    same = old is not None and (old.start, old.end) == (start, end)
    return old if same else Interval(start=start, end=end)


# ---------------------------------------------------------------------- places and participants
def _with_places(statement: Statement, names: Sequence[str], context: Context) -> Statement:
    known = {place.name: place for place in statement.places}
    places = tuple(known.get(name) or _place(name, statement.assertion.anchor, context) for name in dict.fromkeys(names))
    return msgspec.structs.replace(
        _with_arguments(statement, ("place",), [("place", place.anchor) for place in places]), places=places
    )


def _place(given: str, near: Anchor, context: Context) -> Place:
    name, found = _look_up(given, context.gazetteer)
    anchor = context.find(name, near)
    if found is None:
        return Place(name=name, anchor=anchor)
    return Place(
        name=found.name if given.startswith("geonames:") else name,
        anchor=anchor,
        country=found.country,
        geonames=found.geonames,
        latitude=found.latitude,
        longitude=found.longitude,
        feature=found.feature,
    )


def _look_up(given: str, gazetteer: Gazetteer) -> tuple[str, Candidate | None]:
    if given.startswith("geonames:"):
        number = given.removeprefix("geonames:").strip()
        place = gazetteer.place(int(number)) if number.isdecimal() and len(number) < 12 else None
        if place is None:
            raise UsageError(f"The gazetteer has no place {given}; give its name instead.")
        return place.name, place
    whole = next(iter(gazetteer.find(given)), None)
    name, comma, country = given.rpartition(",")
    if whole is None and comma and len(country := country.strip().upper()) == 2:
        return name.strip(), next((one for one in gazetteer.find(name.strip()) if one.country == country), None)
    return given.strip(), whole


def _with_participants(statement: Statement, role: str, names: Sequence[str], context: Context) -> Statement:
    kind = statement.assertion.kind
    if role not in ROLES[kind]:
        there = f"; it has {', '.join(ROLES[kind])}" if ROLES[kind] else ""
        raise UsageError(f"A {kind} has no {role}{there}.")
    old = [participant for participant in statement.participants if participant.role == role]
    new = [_participant(role, name, old, statement, context) for name in dict.fromkeys(names)]
    others = [participant for participant in statement.participants if participant.role != role]
    order = {name: at for at, name in enumerate(ROLES[kind])}
    everybody = sorted((*others, *new), key=lambda who: order.get(who.role, len(order)))
    statement = _with_arguments(statement, (role,), [(role, who.anchor) for who in new])
    return msgspec.structs.replace(statement, participants=tuple(everybody))


def _participant(role: str, words: str, old: Sequence[Participant], statement: Statement, context: Context) -> Participant:
    words = words.strip()
    if not words:
        raise UsageError(f"The {role} has no name; give one, or leave it out.")
    if same := next((one for one in old if words in (one.name, one.actor)), None):
        return same
    name, actor = _who(words, context)
    anchor = context.find(words, statement.assertion.anchor) or context.find(name, statement.assertion.anchor)
    return Participant(role=role, name=name, anchor=anchor, actor=actor, how="codebook" if actor else "words")


def _with_arguments(statement: Statement, roles: Sequence[str], new: Sequence[tuple[str, Anchor | None]]) -> Statement:
    """The assertion pointing at other words in some roles; those that stay keep what the reader knew of them."""
    old = {(argument.role, argument.anchor): argument for argument in statement.assertion.arguments}
    kept = [argument for argument in statement.assertion.arguments if argument.role not in roles]
    made = dict.fromkeys(old.get((role, anchor)) or Argument(role=role, anchor=anchor) for role, anchor in new if anchor)
    return _assertion(statement, arguments=tuple(sorted((*kept, *made), key=lambda a: (a.anchor.start, a.anchor.end, a.role))))


# ---------------------------------------------------------------------- numbers
def _with_numbers(statement: Statement, numbers: Sequence[GivenNumber]) -> Statement:
    kind = statement.assertion.kind
    if kind not in ("event", "quantity"):
        raise UsageError(f"Numbers are of events and quantities; this is a {kind}.")
    quantities = tuple(_quantities(statement, numbers))
    roles = {f"count:{of}" for of in COUNTED} | {"number"}
    named = [(f"count:{quantity.of}" if quantity.of else "number", quantity.anchor) for quantity in quantities]
    return msgspec.structs.replace(_with_arguments(statement, tuple(sorted(roles)), named), quantities=quantities)


def _quantities(statement: Statement, numbers: Sequence[GivenNumber]) -> Iterator[Quantity]:
    event, left = statement.assertion.kind == "event", list(statement.quantities)
    for number in numbers:
        if event and number.of not in COUNTED:
            raise UsageError(f"{number.of!r} is nothing that is counted of an event; there are {', '.join(COUNTED)}.")
        if number.low is not None and number.high is not None and number.low > number.high:
            raise UsageError(f"{number.low:g} is more than {number.high:g}; give the lower end first.")
        if any(end is not None and end < 0 for end in (number.low, number.high)):
            raise UsageError("A number of people or things is not below zero.")
        of = number.of if event else None
        old = next((one for one in left if one.of == of), None)
        if old is not None:
            left.remove(old)
        yield Quantity(
            low=number.low,
            high=number.high,
            approx=number.approx,
            ratio=number.ratio,
            of=of,
            what=number.what or (old.what if old else None),
            anchor=old.anchor if old else None,
        )
