"""Numbers in words and figures, with their vagueness kept: "at least 14" has no upper end, "dozens" is a range of the codebook.

Exact numbers are read by pattern (`numerals`); what vague words stand for is the codebook's table. It does not know what is
counted, and never guesses: words that name no number give None.
"""

import re
from collections.abc import Iterator

from text_to_num import text2num

from dateline.codebook.quantities import QuantityTable
from dateline.records import Anchor, Quantity
from dateline.resolve.countable import is_count
from dateline.resolve.numerals import Atom, QuantityReader, normal, reader_of

_PHRASAL = re.compile(r"\b(?:hand|hands|handed|handing|turn|turns|turned|turning|carried|taken|took)\s+$", re.IGNORECASE)
"""Verbs that "over" belongs to: "handed over 14 rifles" is no lower end."""
_LARGEST_BASE = 1_000
WIDEST_STEP = 3
"""A change is told as a range ("by 10 to 15") only where the higher end is at most so many times the lower."""
"""The most that a share is told of in words: "one in a thousand"."""


def _quantity(reader: QuantityReader, match: re.Match[str]) -> tuple[Quantity, int] | None:
    """What a match says, and where it ends; a link whose second number does not belong is given up."""
    first = reader.atom(match, 1)
    if first is None:
        return None
    end = match.end()
    low, high, approx, ratio = first.low, first.high, first.approx, first.ratio
    second = reader.atom(match, 2) if match["link"] else None
    link = (match["link"] or "").strip().lower()
    if second is not None:
        joined = None if _rises(reader, match, first, second) else _joined(first, second, link, bool(match["between"]))
        if joined is None:
            end = match.start("link")
        else:
            low, high = joined
            approx, ratio = approx or second.approx, ratio or second.ratio
    whole = end == match.end()
    phrasal = normal(match["bound"] or "") == "over" and _PHRASAL.search(match.string[max(0, match.start() - 12) : match.start()])
    known = None if phrasal else reader.known.get(normal(match["bound"] or ""))
    after = (match["after"] or "").strip().lower()
    known = (reader.known.get(normal(after)) if whole else None) or known
    if match["percent1"] and match["ratio"]:
        end = min(end, match.start("ratio"))
    if match["percent1"] or (whole and match["percent"]):
        low, high, ratio = (None if low is None else low / 100), (None if high is None else high / 100), True
    elif whole and match["base"]:
        base = float(match["base"].replace(",", "")) if match["base"][0].isdigit() else float(text2num(match["base"].lower(), "en"))
        # "two in 2014" and "three in 12 hours" are no shares.
        share = base <= _LARGEST_BASE and not reader.measure.match(match.string, match.end())
        if low is not None and low == high and 0 < low < 10 and low < base and share:
            low = high = round(low / base, 6)
            ratio = True
        else:
            end = match.start("ratio")
    if known == "low":
        high = None
    elif known == "high":
        low = None
    elif known == "both":
        approx = True
    low, high = (None if low is None else round(low, 6)), (None if high is None else round(high, 6))
    return Quantity(low=low, high=high, approx=approx, ratio=ratio), end


def _rises(reader: QuantityReader, match: re.Match[str], first: Atom, second: Atom) -> bool:
    """Whether two numbers are before and after: "rose from 14 to 31"; "rose by 20,000 to 150,000", but not "rose by 10 to 15"."""
    change = reader.changes.search(match.string[max(0, match.start() - 60) : match.start()])
    if change is None or (match["link"] or "").strip().lower() != "to":
        return False
    return change["way"].lower() == "from" or (first.low or 0) * WIDEST_STEP < (second.high or 0)


def _joined(first: Atom, second: Atom, link: str, between: bool) -> tuple[float, float] | None:
    """The range "15 to 240", "two or three hundred"; None when the second number is another count."""
    if first.low is None or second.high is None or (link == "and") != between:
        return None
    low = first.low
    lends = second.scale > 1 and first.scale == 1 and first.coefficient is not None and second.coefficient is not None
    if lends and first.coefficient < second.coefficient:  # type: ignore[operator]
        low = first.coefficient * second.scale  # type: ignore[operator]
    return (low, second.high) if low < second.high else None


def _scan(reader: QuantityReader, text: str, asked: bool) -> Iterator[tuple[int, int, Quantity]]:
    position = 0
    while match := reader.pattern.search(text, position):
        position = match.end() if match.end() > match.start() else match.start() + 1
        if match["vague1"] and not asked and normal(match["vague1"]) in reader.asked:
            continue
        found = _quantity(reader, match)
        if found is None:
            continue
        quantity, end = found
        if end < match.end():
            position = end
        if not is_count(reader, text, match.start(), end, match):
            continue
        linked = bool(match["link"]) and end > match.start("link")
        start = match.end("between") if match["between"] and not match["bound"] and not linked else match.start()
        yield start, end, quantity


def find_numbers(text: str, table: QuantityTable) -> list[tuple[int, int, Quantity]]:
    """Find the numbers of a text that count something, with their ranges, in order.

    Years, dates, ages, durations, distances, addresses and numbers in names are left out.

    Returns:
        (start, end, quantity) with half-open offsets into `text`; the quantity carries its anchor.
    """
    reader = reader_of(table)
    found = list(_scan(reader, text, asked=False))
    taken = [(start, end) for start, end, _ in found]
    for match in reader.none_of.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append((match.start(), match.end(), Quantity(low=0, high=0)))
    return [
        (
            start,
            end,
            Quantity(
                low=q.low, high=q.high, approx=q.approx, ratio=q.ratio, anchor=Anchor(start=start, end=end, exact=text[start:end])
            ),
        )
        for start, end, q in sorted(found, key=lambda item: item[:2])
    ]


_ONE = re.compile(
    r"\s*(?:an?|another|one|a\s+single|a\s+lone)\s+(?!few\b|number\b|group\b|dozen\b|lot\b|series\b|total\b|string\b|handful\b)\w",
    re.IGNORECASE,
)


def read_quantity(words: str, table: QuantityTable) -> Quantity | None:
    """Read the number that a phrase names, as a range.

    Args:
        words: the phrase as printed: ``"Seven A.U. troops"``, ``"more than 200"``, ``"dozens"``, ``"no casualties"``.
        table: the codebook's number words.

    Returns:
        The range, or None when the phrase names no number: the caller keeps the words, it never guesses.
    """
    reader = reader_of(table)
    none = reader.none.match(words)
    bounded = reader.pattern.match(words)
    if none and not (bounded and bounded["bound"]):
        return Quantity(low=0, high=0)
    found = next(_scan(reader, words, asked=True), None)
    if found is None and (match := reader.pattern.search(words)) and match.span() == (0, len(words.rstrip())):
        read = _quantity(reader, match)
        return read[0] if read else None
    if found is not None:
        return found[2]
    return Quantity(low=1, high=1) if _ONE.match(words) else None
