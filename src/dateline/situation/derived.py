"""A rate and a count -> the number that follows from both, with the range that both leave.

Combined only where the text itself speaks of one population, never because two numbers look alike. Any of these will do, within one
document and neighbouring sentences:

- the rate says that it is of the count before it: "more than 400 people, one in three of them";
- the rate names the count: "a third of the 900 refugees";
- both count the same noun, no word of the one excludes the other, and places and days do not differ;
- the text applies the rate to the count with words that the codebook lists: "one in nine returnees ... if one considers that there
  are 2,000". Then the populations may differ, and the row says that the text puts them together.

It does not know whether the rate holds: a derived number is marked as derived, and both sources stand beside it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dateline.codebook.actor_words import fold
from dateline.codebook.quantities import QuantityTable
from dateline.records import Quantity
from dateline.situation.figures import Figure, head_of, nouns_of, where_key

REACH_SENTENCES = 1
_ABOUT = frozenset("about around some nearly almost roughly at least most up to only just".split())
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|scores|hundreds?|thousands?|millions?)\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s*(?:,\s*)?of\s+(?:them|those|these|whom|which)\b", re.IGNORECASE)
_OF_THE = re.compile(r"\s*of\s+(?:the|these|those|its|their|some|about|an?\s+estimated|\s)*$", re.IGNORECASE)


class Derived(NamedTuple):
    """A number that follows from two."""

    rate: Figure
    counted: Figure
    quantity: Quantity
    because: str
    """Why both are of one population."""


def derived_from(figures: Sequence[Figure], table: QuantityTable) -> list[Derived]:
    """All numbers that follow from a rate and a count of one population, one for each rate."""
    found = []
    by_document: dict[str, list[Figure]] = {}
    for figure in figures:
        by_document.setdefault(figure.document.id, []).append(figure)
    for rate in figures:
        if not rate.quantity.ratio or rate.quantity.anchor is None or rate.statement.assertion.hedge == "denied":
            continue
        counts = [figure for figure in by_document[rate.document.id] if _can_be_its_count(figure, rate, table)]
        counts.sort(key=lambda count: (_distance(rate, count), count.ids))
        reasons = ((count, _one_population(rate, count, table)) for count in counts)
        for count, because in reasons:
            if because:
                found.append(Derived(rate=rate, counted=count, quantity=multiply(rate.quantity, count.quantity), because=because))
                break
    return found


def multiply(rate: Quantity, count: Quantity) -> Quantity:
    """Interval arithmetic: the ends with the ends; an end that either leaves open stays open; round where either is.

    >>> product = multiply(Quantity(low=1 / 9, high=1 / 9, approx=True, ratio=True), Quantity(low=2000, high=2000, approx=True))
    >>> (product.low, product.high, product.approx)
    (222, 222, True)
    """
    low = None if rate.low is None or count.low is None else _rounded(rate.low * count.low)
    high = None if rate.high is None or count.high is None else _rounded(rate.high * count.high)
    return Quantity(low=low, high=high, approx=rate.approx or count.approx)


def _rounded(value: float) -> float:
    """To whole numbers from ten on, to one decimal below: no more is known than the two numbers say."""
    return round(value) if value >= 10 else round(value, 1)


def _can_be_its_count(count: Figure, rate: Figure, table: QuantityTable) -> bool:
    """Whether a figure of the same text is a count near the rate: in its sentence or the next, no share, no measure, not denied."""
    if count.quantity.ratio or count.quantity.anchor is None:
        return False
    if count.statement.assertion.hedge == "denied" or count.head in table.measures or not count.head:
        return False
    return abs(_sentence(count) - _sentence(rate)) <= REACH_SENTENCES


def _sentence(figure: Figure) -> int:
    return int(figure.statement.assertion.sentence.rpartition(":")[2])


def _start(figure: Figure) -> int:
    assert figure.quantity.anchor
    return figure.quantity.anchor.start


def _end(figure: Figure) -> int:
    assert figure.quantity.anchor
    return figure.quantity.anchor.end


def _distance(rate: Figure, count: Figure) -> int:
    return max(_start(count) - _end(rate), _start(rate) - _end(count))


def _one_population(rate: Figure, count: Figure, table: QuantityTable) -> str | None:
    """Why the rate is of those who are counted, in words; None when nothing says so."""
    text = rate.document.text
    after = text[_end(rate) : _end(rate) + 40]
    if of_them := _OF_THEM.match(after):
        if _end(count) <= _start(rate) and _is_them(text[_end(count) : _start(rate)], _sentence(rate) - _sentence(count)):
            return f"“{_flat(text[_start(rate) : _end(rate)] + of_them.group())}” is of the count before it"
        return None
    if _end(rate) < _start(count) and _OF_THE.fullmatch(text[_end(rate) : _start(count)]):
        return "the rate names the count"
    if _same_words(rate, count):
        return f"both count {count.head}s" if not count.head.endswith("s") else f"both count {count.head}"
    if _end(rate) < _start(count) and (words := _applied(text[_end(rate) : _start(count)], table)):
        return f"the text applies the rate to the count (“{words}”)"
    return None


def _is_them(between: str, sentences: int) -> bool:
    """Whether "of them" can be those who are counted: no other number comes between, and in a new sentence nothing does."""
    if _NUMBER.search(between):
        return False
    before = re.split(r"[.!?][\"”’)]*\s+|\n", between)[-1].lower().split()
    return sentences == 0 or all(word in _ABOUT for word in before)


def _same_words(rate: Figure, count: Figure) -> bool:
    """Whether both count the same noun, and nothing sets them apart: other modifiers, other places, other days."""
    one, two = nouns_of(rate.whom or rate.what), nouns_of(count.whom or count.what)
    if not one or not two or head_of(rate.whom or rate.what) != count.head:
        return False
    modifiers = set(one[:-1]), set(two[:-1])
    if not (modifiers[0] <= modifiers[1] or modifiers[1] <= modifiers[0]):
        return False
    places = where_key(rate), where_key(count)
    if places[0] and places[1] and places[0] != places[1]:
        return False
    times = rate.statement.time, count.statement.time
    return not (times[0] and times[1] and (times[0].end < times[1].start or times[1].end < times[0].start))


def _applied(between: str, table: QuantityTable) -> str | None:
    """The words between rate and count that apply the one to the other."""
    plain = f" {fold(between)} "
    return next((words for words in table.applied if f" {words} " in plain), None)


def _flat(words: str) -> str:
    return " ".join(words.split())
