"""Phrases that several forms share: who says so, how many, when and where, in plain words."""

from collections.abc import Iterable

from dateline.csvfile import number
from dateline.exports.items import Count, Item, Report

DENIED, POSSIBLE = "denied", "possible"


def why_no_event(item: Item) -> str | None:
    """Why an item is no event for a form that only holds what happened; None where it is one."""
    if item.hedge == DENIED:
        return "denied: said not to have happened"
    if item.hedge == POSSIBLE:
        return "possible: not said to have happened"
    return None


def counted(count: Count) -> str:
    """A count with both its ends.

    >>> counted(Count(of="killed", low=24, high=99, approx=False, ratio=False, what="", words="dozens"))
    '24 to 99'
    """
    low, high = number(count.low), number(count.high)
    if low and low == high:
        return low
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"up to {high}" if high else count.words


def whole(value: float | None) -> float | int | None:
    """A number for JSON: whole numbers without a decimal point."""
    return int(value) if value is not None and value == int(value) else value


def counts_by_kind(item: Item) -> dict[str, str]:
    """What is counted -> the counts as told, in the order of the text; those of one kind joined by a plus, never added up.

    A count that is part of the one before it stands in brackets.
    """
    found: dict[str, str] = {}
    for count in item.counts:
        if count.of:
            words = f"({counted(count)} of them)" if count.part else counted(count)
            found[count.of] = found[count.of] + (" " if count.part else " + ") + words if count.of in found else words
    return found


def note(report: Report) -> str:
    """The sentence on one line; where the coded words are only part of it, they follow in brackets."""
    quote = " ".join(report.quote.split())
    return report.sentence if quote.rstrip(" .") == report.sentence.rstrip(" .") else f"{report.sentence} [coded: {quote}]"


def vouched(report: Report) -> str:
    """Who says so; empty for the document's own author."""
    if report.voice is None:
        return ""
    return report.voice if report.named else f"unnamed: {report.voice}"


def time_words(item: Item) -> str:
    """The days, as ISO dates; empty without a time."""
    if item.time is None:
        return ""
    return item.time.start if item.time.start == item.time.end else f"{item.time.start} to {item.time.end}"


def joined(words: Iterable[str], by: str = "; ") -> str:
    """Words in one cell, each once, in their order; the sign that parts them does not stand inside one."""
    return by.join(dict.fromkeys(word.replace(by.strip(), ",") for word in words if word))
