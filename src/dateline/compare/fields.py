"""What an assertion in the exchange form says in a field, and whether two values say the same.

Names are the same where the table of actors knows both as one actor, where they are the same words, or where the words of one are
words of the other ("the army", "Syrian army"). Days and numbers are the same where their ranges meet.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dateline.codebook.actor_words import fold
from dateline.compare.rows import TYPE_FIELD, Json

Known = Callable[[str], str | None]
"""Name -> id of an actor; None where no table knows it."""
_COMMON = ("voice", "hedge", "time", "places")
_OWN: dict[str, tuple[str, ...]] = {
    "event": ("actors", "recipients", "counts"),
    "control": ("actor",),
    "relation": ("subject", "object"),
    "quantity": ("number",),
    "label": ("target",),
    "forecast": ("likelihood",),
    "recommendation": ("addressee",),
    "judgement": ("target",),
}
_LITTLE = frozenset(("the", "a", "an", "of", "and", "in", "at", "s"))
"""Words by which names are not told apart."""
MOST_TIMES_LONGER = 3
"""A name that is contained in another is not its short form where the other has more than so many times its words."""


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind.

    >>> fields_of("control")
    ('type', 'actor', 'voice', 'hedge', 'time', 'places')
    """
    return (*(("type",) if kind in TYPE_FIELD else ()), *_OWN[kind], *_COMMON)


def values_of(row: Json, field: str) -> list[Any]:
    """All that a row says in a field, each once; empty where it says nothing."""
    match field:
        case "type":
            found = [row.get(TYPE_FIELD[row["kind"]])]
        case "voice":
            voice = _object(row.get("voice"))
            found = [("author",) if voice.get("type", "author") == "author" else ("source", voice.get("name"))]
        case "hedge":
            found = [row.get("hedge") or "asserted"]
        case "likelihood":
            found = [(row.get("likelihood") or "unstated", bool(row.get("conditional")))]
        case "number":
            found = [row] if row.get("low") is not None or row.get("high") is not None else []
        case "time":
            found = [_object(row.get("time"))]
        case "places":
            named = [_object(one) for one in _listed(row.get("places"))]
            found = list({(str(one.get("name")), one.get("country")): one for one in reversed(named)}.values())[::-1]
        case "counts":
            found = [_object(one) for one in _listed(row.get("counts"))]
        case "actors" | "recipients":
            found = list(dict.fromkeys(str(name) for one in _listed(row.get(field)) if (name := _object(one).get("name"))))
        case _:
            value = row.get(field)
            found = [value.get("name") if isinstance(value, dict) else value]
    return [value for value in found if value is not None and value != {}]


def shared(gold: Sequence[Any], given: Sequence[Any], field: str, known: Known) -> int:
    """How many values of one list are the same as one of the other, each taken once."""
    left, number = list(given), 0
    for value in gold:
        at = next((at for at, other in enumerate(left) if _same(value, other, field, known)), None)
        if at is not None:
            del left[at]
            number += 1
    return number


def words_of(values: Sequence[Any], field: str) -> str:
    """Values for people.

    >>> words_of([{"of": "killed", "low": 3, "high": None}], "counts"), words_of([("source", None)], "voice")
    ('killed 3 or more', 'an unnamed source')
    """
    return " and ".join(_words(value, field) for value in values) or "nothing"


def same_name(one: str, other: str, known: Known) -> bool:
    """Whether two names may be of one.

    >>> same_name("the Syrian army", "Syrian Army", lambda name: None), same_name("Mali", "Niger", lambda name: None)
    (True, False)
    """
    a, b = fold(one), fold(other)
    if a == b:
        return True
    if (id := known(one)) is not None and (of_other := known(other)) is not None:
        return id == of_other
    x, y = _telling(a), _telling(b)
    if not x or not y:
        return False
    return (x <= y or y <= x) and max(len(x), len(y)) <= MOST_TIMES_LONGER * min(len(x), len(y))


def _same(gold: Any, given: Any, field: str, known: Known) -> bool:
    match field:
        case "type" | "hedge" | "likelihood":
            return gold == given
        case "voice":
            if gold[0] != given[0] or gold[0] == "author":
                return gold[0] == given[0]
            return gold[1] == given[1] or bool(gold[1] and given[1] and same_name(str(gold[1]), str(given[1]), known))
        case "time":
            return str(gold.get("start")) <= str(given.get("end")) and str(given.get("start")) <= str(gold.get("end"))
        case "places":
            return _same_place(gold, given, known)
        case "counts":
            return gold.get("of") == given.get("of") and _meet(gold, given)
        case "number":
            return bool(gold.get("ratio")) == bool(given.get("ratio")) and _meet(gold, given)
        case _:
            return same_name(str(gold), str(given), known)


def _same_place(gold: Json, given: Json, known: Known) -> bool:
    if same_name(str(gold.get("name")), str(given.get("name")), known):
        return True
    a, b = gold.get("span"), given.get("span")
    return bool(a and b and a[0] < b[1] and b[0] < a[1] and gold.get("country") in (None, given.get("country")))


def _meet(one: Json, other: Json) -> bool:
    (low, high), (from_, to) = _ends(one), _ends(other)
    return low <= to and from_ <= high


def _ends(value: Json) -> tuple[float, float]:
    low, high = value.get("low"), value.get("high")
    return -math.inf if low is None else float(low), math.inf if high is None else float(high)


def _telling(folded: str) -> set[str]:
    return set(folded.split()) - _LITTLE


def _words(value: Any, field: str) -> str:
    match field:
        case "voice":
            return "the author" if value[0] == "author" else str(value[1] or "an unnamed source")
        case "likelihood":
            return f"{value[0]}{', on a condition' if value[1] else ''}"
        case "time":
            start, end = value.get("start"), value.get("end")
            return str(start) if start == end else f"{start} to {end}"
        case "places":
            return f"{value.get('name')} ({value['country']})" if value.get("country") else str(value.get("name"))
        case "counts":
            return f"{value.get('of')} {_range(value)}"
        case "number":
            return _range(value)
        case _:
            return str(value)


def _range(value: Json) -> str:
    low, high = value.get("low"), value.get("high")
    if low == high or high is None:
        return f"{low:,}" if low == high and low is not None else f"{low} or more"
    return f"{high} or fewer" if low is None else f"{low} to {high}"


def _listed(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else ()


def _object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
