"""The codebook's table of number words: what "dozens" and "at least" stand for, and which numbers are names and not counts.

It knows no grammar: `resolve.quantities` reads numbers with it.
"""

from pathlib import Path
from typing import Literal

import msgspec
import yaml

from dateline.errors import CodebookError
from dateline.records import Record

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


def load_quantities(path: Path = DATA) -> QuantityTable:
    """Read the table.

    Raises:
        CodebookError: the file is not well formed, or a range ends before it begins; the message names the file.
    """
    try:
        table = msgspec.convert(yaml.safe_load(path.read_bytes()), QuantityTable)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise CodebookError(f"{path}: cannot be used as the table of number words ({' '.join(str(error).split())}).") from error
    for row in table.vague:
        if row.low is not None and row.high is not None and row.low > row.high:
            raise CodebookError(f"{path}: {row.words[0]!r} ends ({row.high:g}) before it begins ({row.low:g}).")
    return table
