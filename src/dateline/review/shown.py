"""A field's value in a few words, for those who compare two statements."""

from dateline.records import Quantity, Statement

NOTHING = "none"


def field_words(statement: Statement, field: str) -> str:
    """What a statement says in a field, as a person reads it; `none` where it says nothing."""
    assertion = statement.assertion
    match field:
        case "span":
            return f"“{_flat(assertion.anchor.exact)}”"
        case "type":
            return assertion.type or NOTHING
        case "hedge":
            return assertion.hedge
        case "likelihood":
            return (assertion.likelihood or "unstated") + (", on a condition" if assertion.conditional else "")
        case "voice":
            return _voice(statement)
        case "time":
            time = statement.time
            return NOTHING if time is None else time.start if time.start == time.end else f"{time.start} to {time.end}"
        case "place":
            named = (f"{_flat(place.name)} ({place.country})" if place.country else _flat(place.name) for place in statement.places)
            return "; ".join(named) or NOTHING
        case "count":
            return "; ".join(f"{q.of} {_range(q)}" for q in statement.quantities if q.of) or NOTHING
        case "number":
            return "; ".join(_range(q) for q in statement.quantities if not q.of) or NOTHING
    return "; ".join(_flat(who.name) for who in statement.participants if who.role == field) or NOTHING


def _voice(statement: Statement) -> str:
    voice = statement.voice
    if voice.type == "author":
        return "author"
    return _flat(voice.name) if voice.name else f"unnamed: {_flat(voice.anchor.exact) if voice.anchor else ''}".strip()


def _range(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if low is not None and low == high:
        return f"{low:g}"
    if low is None and high is None:
        return "not given"
    return f"at least {low:g}" if high is None else f"up to {high:g}" if low is None else f"{low:g} to {high:g}"


def _flat(words: str) -> str:
    return " ".join(words.split())
