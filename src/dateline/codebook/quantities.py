"""The codebook's table of number words: what "dozens" and "at least" stand for, and which numbers are names and not counts.

It knows no grammar: `resolve.quantities` reads numbers with it.
"""

import re
from pathlib import Path
from typing import Literal

from dateline.codebook.complaints import Fault
from dateline.codebook.entries import convert, read_file
from dateline.codebook.yaml_files import refuse
from dateline.records import Record

_SPELLED = "|".join(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen score".split()
)
DATA = Path(__file__).parent / "data" / "quantities.yaml"


class VagueRow(Record, frozen=True, forbid_unknown_fields=True):
    """Words that stand for a range, and why."""

    words: tuple[str, ...]
    low: float | None
    high: float | None
    reason: str
    approx: bool = False
    ratio: bool = False
    """The ends are shares from 0 to 1."""
    only_when_asked: bool = False
    """Read where a number is known to stand, not looked for in running text."""


class BoundRow(Record, frozen=True, forbid_unknown_fields=True):
    """Words around a number that say which of its ends the voice vouches for; `both` for a round number."""

    words: tuple[str, ...]
    known: Literal["low", "high", "both"]
    reason: str


class QuantityTable(Record, frozen=True, forbid_unknown_fields=True, eq=False):
    """What words of number stand for. Made by `load_quantities`; compared by identity, so that readers can be kept by table."""

    vague: tuple[VagueRow, ...]
    bounds: tuple[BoundRow, ...]
    after: tuple[BoundRow, ...]
    idle: tuple[str, ...]
    none: tuple[str, ...]
    none_of: tuple[str, ...]
    names_before: tuple[str, ...]
    measures: tuple[str, ...]
    names: tuple[str, ...]
    applied: tuple[str, ...] = ()
    """Words by which a text itself applies a rate to a count."""
    changes: tuple[str, ...] = ()
    """Words after which "from 14 to 31" is two counts and no range."""


def find_rows(text: str, table: QuantityTable) -> list[tuple[int, int, VagueRow | BoundRow]]:
    """The rows whose words stand in a text, with their places, in order; of rows inside one another the longest.

    Words around a number count only beside one: "near 40" has a number, "near Pibor" has none.
    """
    number = rf"(?:\d|(?:{_SPELLED})\b|(?:{'|'.join(_pattern(words) for row in table.vague for words in row.words)})\b)"
    idle = "|".join(map(_pattern, table.idle)) or "(?!)"
    around = [(row, "", rf"\s+(?:(?:{idle})\s+)*{number}") for row in table.bounds]
    around += [(row, r"(?:\d|[a-z])\s?", "") for row in table.after]
    found: list[tuple[int, int, VagueRow | BoundRow]] = []
    for row, before, after in [*((row, "", "") for row in table.vague), *around]:
        for words in row.words:
            alone = r"(?<!\w)" if words[0].isalnum() else ""
            pattern = rf"{before}{alone}({_pattern(words)})(?!\w)(?={after})"
            found += [(*match.span(1), row) for match in re.finditer(pattern, text, re.IGNORECASE)]
    kept: list[tuple[int, int, VagueRow | BoundRow]] = []
    for start, end, row in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if not any(start < e and s < end for s, e, _ in kept):
            kept.append((start, end, row))
    return sorted(kept, key=lambda one: one[:2])


def _pattern(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def load_quantities(path: Path = DATA) -> QuantityTable:
    """Read the table.

    Raises:
        CodebookError: the file is not well formed, or a range ends before it begins; the message names the file and the line.
    """
    table = convert(read_file(path)[1], QuantityTable, path)
    faults = [
        Fault(("vague", number), f"{row.words[0]!r} ends ({row.high:g}) before it begins ({row.low:g})", "exchange low and high")
        for number, row in enumerate(table.vague)
        if row.low is not None and row.high is not None and row.low > row.high
    ]
    if faults:
        raise refuse(faults, path)
    return table
