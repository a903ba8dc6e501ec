"""What coders decide about, field by field: each kind's fields, and the value of each in a form that can be compared.

Names are compared by what they mean where that is known (a codebook id, a gazetteer number), else by their words without
case and marks.
"""

from collections.abc import Callable, Hashable

from dateline.codebook.actor_words import fold as fold_name
from dateline.gazetteer.names import fold as fold_place
from dateline.records import Participant, Place, Quantity, Statement, Voice

Value = frozenset[Hashable]
"""A field's value as the set of what it holds: empty where it says nothing, one element where there is room for one."""

ROLES: dict[str, tuple[str, ...]] = {
    "event": ("actor", "recipient"),
    "control": ("actor",),
    "relation": ("subject", "object"),
    "quantity": (),
    "label": ("target",),
    "forecast": (),
    "recommendation": ("addressee",),
    "judgement": ("target",),
}
"""Kind of statement -> who takes part in it."""
TYPED = ("event", "control", "relation")
"""Kinds whose types the codebook has."""


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind of statement.

    >>> fields_of("control")
    ('span', 'type', 'actor', 'voice', 'hedge', 'time', 'place')
    """
    typed = ("type",) if kind in TYPED else ()
    numbers = {"event": ("count",), "quantity": ("number",), "forecast": ("likelihood",)}.get(kind, ())
    return ("span", *typed, *ROLES.get(kind, ()), *numbers, "voice", "hedge", "time", "place")


def value_of(statement: Statement, field: str) -> Value:
    """What a statement says in a field. The span is the set of the places of its characters, so that spans may agree in part."""
    return _VALUES[field](statement) if field in _VALUES else _in_role(statement, field)


def differences(one: Statement, other: Statement) -> tuple[str, ...]:
    """The fields in which two statements of one kind differ."""
    return tuple(field for field in fields_of(one.assertion.kind) if value_of(one, field) != value_of(other, field))


def _in_role(statement: Statement, role: str) -> Value:
    return frozenset(_who(participant) for participant in statement.participants if participant.role == role)


def _who(participant: Participant) -> str:
    return participant.actor or f"“{fold_name(participant.name)}”"


def _where(place: Place) -> Hashable:
    if place.geonames is not None:
        return place.geonames
    return f"“{fold_place(place.name)}”" if place.latitude is None else (fold_place(place.name), place.country)


def _voice(voice: Voice) -> Hashable:
    if voice.type == "author":
        return "author"
    return (voice.actor or f"“{fold_name(voice.name)}”") if voice.name else "unnamed"


def _number(quantity: Quantity) -> Hashable:
    return quantity.of, quantity.low, quantity.high, quantity.ratio


_VALUES: dict[str, Callable[[Statement], Value]] = {
    "span": lambda s: frozenset(range(s.assertion.anchor.start, s.assertion.anchor.end)),
    "type": lambda s: frozenset({s.assertion.type} if s.assertion.type else ()),
    "hedge": lambda s: frozenset({s.assertion.hedge}),
    "likelihood": lambda s: frozenset({(s.assertion.likelihood or "unstated", s.assertion.conditional)}),
    "voice": lambda s: frozenset({_voice(s.voice)}),
    "time": lambda s: frozenset({(s.time.start, s.time.end)} if s.time else ()),
    "place": lambda s: frozenset(map(_where, s.places)),
    "count": lambda s: frozenset(_number(q) for q in s.quantities if q.of),
    "number": lambda s: frozenset(_number(q) for q in s.quantities if not q.of),
}
