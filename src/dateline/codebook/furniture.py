"""The rows that say what page furniture looks like (`data/furniture.yaml`), read and checked.

It knows patterns and where they may stand; finding them in a text is the work of `dateline.ingest.furniture`.
"""

import re
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from dateline.errors import CodebookError
from dateline.records import Record

FILE = Path(__file__).parent / "data" / "furniture.yaml"


class FurnitureRow(Record, frozen=True, forbid_unknown_fields=True):
    """One kind of page furniture. The head of the YAML file says what the keys mean."""

    id: str
    what: str
    opens: tuple[Literal["line", "sentence", "glued"], ...]
    pattern: str
    ends: Literal["match", "whole", "sentence", "headline"]
    examples: tuple[str, ...]


def read_furniture(path: Path) -> tuple[FurnitureRow, ...]:
    """The rows of a file, in its order; CodebookError naming file and row when something is wrong with it."""
    try:
        rows = msgspec.yaml.decode(path.read_bytes(), type=tuple[FurnitureRow, ...])
    except msgspec.DecodeError as error:
        raise CodebookError(f"{path}: is not a list of furniture rows in YAML: {' '.join(str(error).split())}.") from error
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise CodebookError(f"{path}: {row.id}: the id is taken by another row.")
        seen.add(row.id)
        if not row.opens or {"⟦" in example for example in row.examples} != {True, False}:
            raise CodebookError(f"{path}: {row.id}: give where it opens, and an example with and one without ⟦ ⟧.")
        try:
            empty = re.compile(row.pattern).match("")
        except re.error as error:
            raise CodebookError(f"{path}: {row.id}: the pattern is no regular expression: {error}.") from error
        if empty:
            raise CodebookError(f"{path}: {row.id}: the pattern matches nothing at all, so it would match everywhere.")
    return rows


@cache
def load_furniture() -> tuple[FurnitureRow, ...]:
    """The shipped rows."""
    return read_furniture(FILE)
