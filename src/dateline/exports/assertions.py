"""The assertions of a document as JSON Lines: one object a line, the form that outside scorers and other programs read.

The form is a contract: keys, their order and their meaning do not change between versions without a word in the changelog. It
carries what the
text says and where; identifiers of the codebook and the gazetteer are in the statement, not here.
"""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from dateline.records import Anchor, Interval, Participant, Place, Quantity, Statement, Voice

Json = dict[str, Any]


def to_json(statement: Statement, doc_name: str) -> Json:
    """Write one statement as the object of its kind.

    Args:
        statement: what is to be written.
        doc_name: how the document is called: a file's stem.
    """
    assertion = statement.assertion
    common: Json = {
        "doc": doc_name,
        "id": assertion.id,
        "kind": assertion.kind,
        "span": _span(assertion.anchor),
        "quote": assertion.anchor.exact,
        "voice": _voice(statement.voice),
        "hedge": assertion.hedge,
        "time": _time(statement.time),
        "places": [_place(place) for place in statement.places],
    }
    return common | _KINDS[assertion.kind](statement)


def write_jsonl(statements: Iterable[Statement], doc_name: str, out: TextIO) -> int:
    """Write statements one a line, in the order of the text; return how many.

    Args:
        statements: those of one document.
        doc_name: how the document is called: a file's stem.
        out: an open text stream; its line ends should be left alone (`newline=""` or "\\n").
    """
    count = 0
    for statement in sorted(
        statements, key=lambda s: (s.assertion.anchor.start, s.assertion.anchor.end, s.assertion.kind, s.assertion.id)
    ):
        out.write(json.dumps(to_json(statement, doc_name), ensure_ascii=False) + "\n")
        count += 1
    return count


# ---------------------------------------------------------------------- the parts
def _span(anchor: Anchor) -> list[int]:
    return [anchor.start, anchor.end]


def _voice(voice: Voice) -> Json:
    if voice.type == "author":
        return {"type": "author"}
    return {"type": "source", "name": voice.name, "span": _span(voice.anchor) if voice.anchor else None}


def _time(time: Interval | None) -> Json | None:
    return {"start": time.start, "end": time.end} if time else None


def _place(place: Place) -> Json:
    return {"name": place.name, "country": place.country, "span": _span(place.anchor) if place.anchor else None}


def _participant(participant: Participant) -> Json:
    return {"name": participant.name, "span": _span(participant.anchor) if participant.anchor else None}


def _in_role(statement: Statement, role: str) -> list[Json]:
    return [_participant(participant) for participant in statement.participants if participant.role == role]


def _first(statement: Statement, role: str) -> Json | None:
    return next(iter(_in_role(statement, role)), None)


def _name(statement: Statement, role: str) -> str | None:
    found = _first(statement, role)
    return found["name"] if found else None


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a decimal point."""
    return int(value) if value is not None and value == int(value) else value


def _count(quantity: Quantity) -> Json:
    return {
        "of": quantity.of,
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "span": _span(quantity.anchor) if quantity.anchor else None,
    }


# ---------------------------------------------------------------------- the kinds
def _event(statement: Statement) -> Json:
    kind: Json = {"type": statement.assertion.type}
    if statement.mode is not None:
        kind["mode"] = statement.mode
    return kind | {
        "actors": _in_role(statement, "actor"),
        "recipients": _in_role(statement, "recipient"),
        "counts": [_count(quantity) for quantity in statement.quantities if quantity.of],
    }


def _control(statement: Statement) -> Json:
    place = next(iter(statement.places), None)
    return {
        "actor": _first(statement, "actor"),
        "place": _place(place) if place else None,
        "change": statement.assertion.type,
    }


def _relation(statement: Statement) -> Json:
    return {"subject": _first(statement, "subject"), "object": _first(statement, "object"), "type": statement.assertion.type}


def _quantity(statement: Statement) -> Json:
    quantity = next((q for q in statement.quantities if not q.of), Quantity(low=None, high=None))
    return {
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "approx": quantity.approx,
        "ratio": quantity.ratio,
        "what": quantity.what,
        "number_span": _span(quantity.anchor) if quantity.anchor else None,
    }


def _label(statement: Statement) -> Json:
    return {"target": _name(statement, "target"), "term": statement.assertion.anchor.exact}


def _forecast(statement: Statement) -> Json:
    return {"likelihood": statement.assertion.likelihood or "unstated", "conditional": statement.assertion.conditional}


def _recommendation(statement: Statement) -> Json:
    return {"addressee": _name(statement, "addressee")}


def _judgement(statement: Statement) -> Json:
    return {"target": _name(statement, "target")}


_KINDS = {
    "event": _event,
    "control": _control,
    "relation": _relation,
    "quantity": _quantity,
    "label": _label,
    "forecast": _forecast,
    "recommendation": _recommendation,
    "judgement": _judgement,
}
