"""Who and what a statement names: participants, places and numbers as a coder gives them, and the words that stand for them."""

from collections.abc import Iterator, Sequence

import msgspec

from dateline.errors import UsageError
from dateline.records import COUNTED, Anchor, Argument, Attribution, Interval, Participant, Place, Quantity, Statement, Voice
from dateline.review.changes import Context, GivenNumber, Span
from dateline.review.fields import ROLES, fields_of


def with_places(statement: Statement, names: Sequence[str], context: Context) -> Statement:
    """The statement with other places; those whose names stay keep what is known of them."""
    known = {place.name: place for place in statement.places}
    places = tuple(known.get(name) or _place(name, statement.assertion.anchor, context) for name in dict.fromkeys(names))
    return msgspec.structs.replace(
        _with_arguments(statement, ("place",), [("place", place.anchor) for place in places]), places=places
    )


def _place(given: str, near: Anchor, context: Context) -> Place:
    name, found = context.where(given)
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


def with_participants(statement: Statement, role: str, names: Sequence[str], context: Context) -> Statement:
    """The statement with others in a role.

    Raises:
        UsageError: its kind has no such role, or a name is empty.
    """
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
    name, actor = context.who(words)
    anchor = context.find(words, statement.assertion.anchor) or context.find(name, statement.assertion.anchor)
    return Participant(role=role, name=name, anchor=anchor, actor=actor, how="codebook" if actor else "words")


def with_numbers(statement: Statement, numbers: Sequence[GivenNumber]) -> Statement:
    """The statement with other numbers; one of what was counted before keeps its words.

    Raises:
        UsageError: its kind has none, or a number that cannot be one.
    """
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


def with_words(statement: Statement, field: str, spans: Sequence[Span | None], context: Context) -> Statement:
    """The statement whose values of a field are stood for by other words of the text; what they mean stays.

    Args:
        field: a role, place, time, count, number or voice.
        spans: of each value in turn, or None where its words stay.

    Raises:
        UsageError: its kind has no such field, there are more words than values, or a span holds none.
    """
    kind = statement.assertion.kind
    if field not in (*ROLES[kind], "place", "time", "count", "number", "voice") or field not in fields_of(kind):
        raise UsageError(f"No words stand for the {field} of a {kind}.")
    old = _values(statement, field)
    if len(spans) > len(old):
        raise UsageError(f"Words are given for {len(spans)} values of {field}, and it has {len(old)}; give the values too.")
    anchors = [None if span is None else context.anchor(*span) for span in spans]
    anchors += [None] * (len(old) - len(anchors))
    new = [msgspec.structs.replace(one, anchor=at) if at else one for one, at in zip(old, anchors, strict=True)]
    if field == "voice":
        return _with_source(statement, [one for one in new if isinstance(one, Voice)])
    roles = sorted({f"count:{of}" for of in COUNTED}) if field == "count" else [field]
    statement = _with_arguments(statement, roles, [(_role(one, field), one.anchor) for one in new])
    if field == "time":
        return msgspec.structs.replace(statement, time=new[0] if new else None)
    # Values of other fields in the same record keep their places among these.
    left = iter(new)
    name = {"place": "places", "count": "quantities", "number": "quantities"}.get(field, "participants")
    kept = [next(left) if one in old else one for one in getattr(statement, name)]
    return msgspec.structs.replace(statement, **{name: tuple(kept)})


def _with_source(statement: Statement, new: Sequence[Voice]) -> Statement:
    """The statement whose voice, if it is not the author's, is shown by other words."""
    if not new or new[0].anchor is None:
        return statement
    old = statement.assertion.attribution
    said = Attribution(source=new[0].anchor, cue=old.cue if old else None, named=new[0].name is not None)
    return msgspec.structs.replace(
        statement, voice=new[0], assertion=msgspec.structs.replace(statement.assertion, attribution=said)
    )


def _values(statement: Statement, field: str) -> list[Participant | Place | Quantity | Interval | Voice]:
    match field:
        case "voice":
            return [statement.voice] if statement.voice.type != "author" else []
        case "place":
            return list(statement.places)
        case "time":
            return [statement.time] if statement.time else []
        case "count" | "number":
            return [one for one in statement.quantities if bool(one.of) == (field == "count")]
    return [who for who in statement.participants if who.role == field]


def _role(value: Participant | Place | Quantity | Interval | Voice, field: str) -> str:
    return f"count:{value.of}" if isinstance(value, Quantity) and value.of else field


def _with_arguments(statement: Statement, roles: Sequence[str], new: Sequence[tuple[str, Anchor | None]]) -> Statement:
    """The assertion pointing at other words in some roles; those that stay keep what the reader knew of them."""
    old = {(argument.role, argument.anchor): argument for argument in statement.assertion.arguments}
    kept = [argument for argument in statement.assertion.arguments if argument.role not in roles]
    made = dict.fromkeys(old.get((role, anchor)) or Argument(role=role, anchor=anchor) for role, anchor in new if anchor)
    arguments = tuple(sorted((*kept, *made), key=lambda a: (a.anchor.start, a.anchor.end, a.role)))
    return msgspec.structs.replace(statement, assertion=msgspec.structs.replace(statement.assertion, arguments=arguments))
