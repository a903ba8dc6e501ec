"""Parts of statements as cells of a row: values that JSON can hold, and the same values as words for a table.

A range, a stretch of days and a list are the only shapes besides plain values, so whatever shows rows shows every view.
It does not know which cells a view has.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dateline.codebook.actor_words import fold
from dateline.records import Anchor, Document, Interval, Participant, Place, Quantity, Row, Statement
from dateline.situation import wording

Cells = dict[str, Any]
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
"""A value of a codebook or a scale: sexual_violence, very_likely."""

POINTING = frozenset(
    "this that these those it its itself they them their themselves he him his she her hers who whom which we us our i me you one "
    "ones some any many most much more others other another all both either neither each every several few none nobody someone "
    "somebody anyone everyone tens dozens scores hundreds thousands millions here there where of the a an and or in".split()
)
"""English words that point at somebody, or join words, without naming anybody."""


def range_cell(low: float | None, high: float | None, *, approx: bool = False, ratio: bool = False, words: str = "") -> Cells:
    """A range: both ends with what the text leaves open as None, whether it is a round number, a share, and the words."""
    return {"low": _whole(low), "high": _whole(high), "approx": approx, "ratio": ratio, "words": words}


def quantity_cell(quantity: Quantity) -> Cells:
    """The range of a number that a text gives."""
    words = flat(quantity.anchor.exact) if quantity.anchor else ""
    return range_cell(quantity.low, quantity.high, approx=quantity.approx, ratio=quantity.ratio, words=words)


def time_cell(time: Interval | None) -> Cells | None:
    """Days, both ends inclusive."""
    return {"start": time.start, "end": time.end} if time else None


def days_cell(start: str, end: str) -> Cells | None:
    """From one ISO date to another, which may be ""."""
    return {"start": start, "end": end or start} if start else None


def as_of_cell(statement: Statement, document: Document) -> Cells | None:
    """The days a statement speaks of; the day of publication where it names none, and then it says so."""
    if statement.time:
        return {"start": statement.time.start, "end": statement.time.end, "from": "text"}
    if document.published:
        return {"start": document.published, "end": document.published, "from": "publication"}
    return None


def voice_cell(statement: Statement) -> str:
    """Who vouches for it: "author", a name, or the words that show somebody unnamed, in quotation marks."""
    voice = statement.voice
    if voice.type == "author":
        return "author"
    if voice.name:
        return flat(voice.name)
    return f"“{flat(voice.anchor.exact)}”" if voice.anchor else "unnamed"


def outlet_cell(document: Document) -> str:
    """Who published it; failing that, what the document is called."""
    return flat(document.outlet or document.name)


def names_cell(statement: Statement, role: str) -> list[str]:
    """The names in a role, each once."""
    return wording.names(statement, role)


def places_cell(statement: Statement) -> list[str]:
    """The names of the places, each once."""
    return list(dict.fromkeys(flat(place.name) for place in statement.places))


def flat(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())


def quote(anchor: Anchor) -> str:
    """The words of a stretch, on one line."""
    return flat(anchor.exact)


def identity(participant: Participant) -> str:
    """What makes two mentions the same somebody: the codebook's id, else the folded words."""
    return participant.actor or fold(participant.name)


def is_somebody(participant: Participant) -> bool:
    """Whether the words name or describe somebody, and do not only point."""
    return participant.actor is not None or is_description(participant.name)


def is_description(words: str) -> bool:
    """Whether words say who or what is meant: not "them", "those", "82"."""
    return any(word not in POINTING and not word.isdecimal() for word in fold(words).split())


def in_role(statement: Statement, *roles: str) -> list[Participant]:
    """The participants in some roles who are somebody, each once."""
    found: dict[str, Participant] = {}
    for participant in statement.participants:
        if participant.role in roles and is_somebody(participant):
            found.setdefault(identity(participant), participant)
    return list(found.values())


def place_ids(statement: Statement) -> dict[str, str]:
    """What tells its places apart -> their names.

    The gazetteer's number, else the folded name; a description ("the airport") is a place of its own document alone. A country
    is left out where another place of the statement lies in it: it says where that is.
    """
    inside = {place.country for place in statement.places if place.country and not _is_country(place)}
    found = {}
    for place in statement.places:
        if _is_country(place) and place.country in inside:
            continue
        named = any(word[:1].isupper() for word in place.name.split())
        scope = "" if named else f"{statement.assertion.document}:"
        found.setdefault(str(place.geonames or scope + fold(place.name)), flat(place.name))
    return found


def _is_country(place: Place) -> bool:
    return (place.feature or "").startswith("A.PCL")


def place_key(statement: Statement) -> tuple[str, ...]:
    """What makes two statements about the same places."""
    return tuple(sorted(place_ids(statement)))


def published(statement: Statement, documents: Mapping[str, Document]) -> str:
    """The day its document was published; "" when not known, so that it sorts first."""
    return documents[statement.assertion.document].published or ""


def in_archive_order(statements: Iterable[Statement], documents: Mapping[str, Document]) -> list[Statement]:
    """By day of publication, name and id of the document, then by position."""

    def position(statement: Statement) -> tuple[str, str, str, int, int, str, str]:
        document, anchor = documents[statement.assertion.document], statement.assertion.anchor
        at = (anchor.start, anchor.end, statement.assertion.kind, statement.id)
        return (document.published or "", document.name, document.id, *at)

    return sorted(statements, key=position)


def resting_on(rows: Iterable[Row], statements: Iterable[Statement]) -> list[Row]:
    """The rows that rest on at least one of the statements."""
    wanted = {statement.id for statement in statements}
    return [row for row in rows if not wanted.isdisjoint(row.statements)]


def cell_words(value: Any) -> str:
    """A cell for reading.

    >>> cell_words(range_cell(37, None)), cell_words({"start": "1995-08-01", "end": "1995-08-31"}), cell_words(["a", "very_likely"])
    ('at least 37', 'August 1995', 'a, very likely')
    """
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _shape_words(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(filter(None, map(cell_words, value)))
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int):
        return f"{value:,}"
    return str(value).replace("_", " ") if _CODE.fullmatch(str(value)) else str(value)


def _shape_words(value: Mapping[str, Any]) -> str:
    if "low" in value:  # the counts of an incident are ends alone
        words = value.get("words", "")
        anchor = Anchor(start=0, end=len(words), exact=words) if words else None
        quantity = Quantity(
            low=value["low"], high=value["high"], approx=value.get("approx", False), ratio=value.get("ratio", False), anchor=anchor
        )
        return wording.range_words(quantity)
    if "start" in value:
        days = wording.interval_words(Interval(start=value["start"], end=value["end"]))
        return f"{days} (published)" if value.get("from") == "publication" else days
    return ", ".join(f"{cell_words(part)} {name.replace('_', ' ')}" for name, part in value.items())


def _whole(value: float | None) -> float | int | None:
    """Whole numbers without a decimal point."""
    return int(value) if value is not None and float(value).is_integer() else value
