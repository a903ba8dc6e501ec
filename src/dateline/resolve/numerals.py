"""The pattern of a number: figures, spelled-out words, vague words, bounds, scales, shares.

It is made once for each table of number words.

It says what one match is worth, not whether it counts anything: that is `quantities`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from text_to_num import text2num

from dateline.codebook.quantities import QuantityTable

SCALES = {
    "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12, "score": 20,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9,
}  # fmt: skip
FRACTIONS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_SPELLED = rf"(?:{'|'.join(sorted(_SMALL.split(), key=len, reverse=True))})"
_LARGE = r"(?:hundred|thousand|million|billion|trillion)"
_WORDS = (
    rf"(?:(?:an?\s+)?{_LARGE}\b(?=\W|$)|{_SPELLED}\b)"
    rf"(?:(?:(?:(?<=hundred)|(?<=thousand)|(?<=million))[-\s]+and)?[-\s]+(?:{_SPELLED}|{_LARGE})\b)*"
)
_FIGURES = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:[   ]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_FRACTION = (
    rf"(?:an?|{_SPELLED})[-\s](?:half|halves|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?(?=\s+of\b|\s*[,.;:)]|\s*$)"
)
_CURRENCY = r"(?:US\$|USD|[$£€¥])\s?"


class Atom(NamedTuple):
    """One number: its ends, and what the second number of a range may lend to the first."""

    low: float | None
    high: float | None
    approx: bool = False
    ratio: bool = False
    scale: float = 1
    coefficient: float | None = None


def any_of(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


def normal(words: str) -> str:
    return " ".join(words.lower().split())


class QuantityReader:
    """A table made ready for reading. Made once a table by `_reader`."""

    def __init__(self, table: QuantityTable) -> None:
        self.vague = {normal(word): row for row in table.vague for word in row.words}
        self.known = {normal(word): row.known for row in (*table.bounds, *table.after) for word in row.words}
        bounds = any_of([w for row in table.bounds for w in row.words]) or "(?!)"
        after = any_of([w for row in table.after for w in row.words]) or "(?!)"
        idle = any_of(list(table.idle)) or "(?!)"
        vague = any_of(list(self.vague)) or "(?!)"

        def atom(which: int) -> str:
            return (
                rf"(?:(?P<vague{which}>(?:{vague})\b)|(?P<fraction{which}>{_FRACTION})|(?P<figures{which}>{_FIGURES})"
                rf"(?:[-\s]+(?P<scale{which}>hundred|thousand|million|billion|trillion|dozen|score)s?\b|(?P<unit{which}>k|m|\s?(?:mn|mln|bn))\b(?!-))?"
                rf"|(?P<words{which}>{_WORDS})(?:[-\s]+(?P<dozen{which}>dozen|score)\b)?)"
            )

        self.pattern = re.compile(
            rf"(?<![\w.,/:])(?<![\w]-)(?<!\w['’])(?:(?P<bound>{bounds})\s+(?:(?:{idle})\s+)*)?(?P<between>between\s+)?(?P<currency>{_CURRENCY})?"
            rf"{atom(1)}(?P<percent1>\s?%|\s+per\s?cent\b)?"
            rf"(?:(?P<link>\s?[-–—]\s?|\s+to\s+|\s+or\s+|\s+and\s+)(?:{_CURRENCY})?(?:{bounds}\s+)?{atom(2)}(?![\w])(?!-?(?:st|nd|rd|th)\b))?"
            r"(?P<percent>\s?%|\s+per\s?cent(?:age\s+points?)?\b)?"
            rf"(?P<ratio>\s+(?:in|out\s+of)(?:\s+every)?\s+(?P<base>\d[\d,]*|{_SPELLED})\b)?"
            rf"(?P<after>-strong\b|\s?(?:{after})(?!\w))?",
            re.IGNORECASE,
        )
        self.none = re.compile(rf"\s*(?:{any_of(list(table.none)) or '(?!)'})\b", re.IGNORECASE)
        self.none_of = re.compile(
            rf"\b(?:no\s+(?:{any_of(list(table.none_of)) or '(?!)'})|none|nobody|not\s+a\s+single)\b", re.IGNORECASE
        )
        self.names_before = re.compile(rf"(?:^|[^\w])(?:{any_of(list(table.names_before)) or '(?!)'})[\s#:(]+$", re.IGNORECASE)
        self.changes = re.compile(rf"\b(?:{any_of(list(table.changes)) or '(?!)'})\b[^.;:]*\b(?P<way>from|by)\s+$", re.IGNORECASE)
        self.measure = re.compile(rf"[-\s]+(?:{any_of(list(table.measures)) or '(?!)'})(?![\w])", re.IGNORECASE)
        self.names = re.compile(rf"(?:{any_of(list(table.names)) or '(?!)'})\b")
        self.asked = frozenset(w for row in table.vague if row.only_when_asked for w in map(normal, row.words))

    def atom(self, match: re.Match[str], which: int) -> Atom | None:
        """The first or second number of a match; None when the words turn out to be none."""
        if words := match[f"vague{which}"]:
            row = self.vague[normal(words)]
            return Atom(row.low, row.high, row.approx, row.ratio)
        if words := match[f"fraction{which}"]:
            top, bottom = re.split(r"[-\s]+", words.lower())
            value = (1 if top in ("a", "an") else text2num(top, "en")) / FRACTIONS[
                bottom.rstrip("s") if bottom != "halves" else "half"
            ]
            return Atom(round(value, 6), round(value, 6), ratio=True) if value <= 1 else None
        if words := match[f"figures{which}"]:
            coefficient = float(re.sub(r"[^\d.]", "", words))
            scale = SCALES.get((match[f"scale{which}"] or match[f"unit{which}"] or "").strip().lower(), 1)
            return Atom(coefficient * scale, coefficient * scale, scale=scale, coefficient=coefficient)
        if words := match[f"words{which}"]:
            return self._spelled(words, match[f"dozen{which}"])
        return None

    def _spelled(self, words: str, dozen: str | None) -> Atom | None:
        plain = re.sub(r"^an?\s+", "one ", normal(words)).replace("-", " ")
        if re.match(_LARGE, plain):
            plain = "one " + plain
        try:
            value = float(text2num(plain, "en"))
        except ValueError:
            return None
        scale = next((s for name, s in SCALES.items() if plain.endswith(name)), 1.0)
        coefficient = value / scale
        if dozen:
            value *= SCALES[dozen.lower()]
        return Atom(value, value, scale=scale, coefficient=coefficient)


@lru_cache(maxsize=8)
def reader_of(table: QuantityTable) -> QuantityReader:
    return QuantityReader(table)
