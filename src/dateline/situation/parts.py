"""A view in parts: rows that rest on the same documents (or incidents) and on nothing else of the archive.

A part made of its own members alone has the same rows as the same part made of a whole archive. So a view can be kept: what is
added or taken out touches the parts that it is in, and these are made anew. Every row carries the text by which it is sorted, so
that a page of a view is found by index.
"""

import hashlib
from collections.abc import Iterable
from itertools import repeat
from typing import NamedTuple

from dateline.records import Record, Row

LONGEST_PLACE = 400
"""Characters of the text by which a row is sorted: a database's index takes no longer ones."""
_APART = "\x01"
"""Stands between what a row is sorted by, first and second; sorts before every character of a text."""


class Part(NamedTuple):
    """Rows of a view that depend on each other and on no other row."""

    key: str
    """Hash of what its members share."""
    members: tuple[str, ...]
    """Ids of the documents, or of the incidents, that it is made of, sorted."""
    rows: tuple[tuple[str, str | None, Record], ...]
    """Each with its place in the view, as `place_of` gives it, in the order in which rows of one place stand; and with its day (ISO
    date) where a view is asked for by day."""
    beside: tuple[tuple[str, str | None, Record], ...] = ()
    """The same of another view, of which rows rest on the same members."""


class Share(NamedTuple):
    """What one member gives to a part that is added up."""

    key: str
    """Of the part."""
    member: str
    given: Record


def key_of(shared: object) -> str:
    """The key of a part by what its members share: anything that shows itself the same each time."""
    return hashlib.blake2b(repr(shared).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def part_of(
    shared: object, members: Iterable[str], rows: Iterable[tuple[str, Record]], *, days: Iterable[str] | None = None
) -> Part:
    """A part, with what its members share as anything that shows itself the same each time.

    Args:
        days: of the rows.
    """
    key = key_of(shared)
    listed = list(rows)
    dated = zip(listed, days if days is not None else repeat(None), strict=False)
    return Part(key, tuple(sorted(set(members))), tuple((place, day, row) for (place, row), day in dated))


MOST = 10**11
"""More than any number of statements: what it is less comes first where the most frequent does."""


def place_of(*values: bool | int | str) -> str:
    """One text that sorts, character by character, as the values do one after the other. Numbers are whole and not below zero.

    >>> sorted([place_of("b", 2), place_of("a", 10), place_of("a", 9), place_of("", 5)]) == [
    ...     place_of("", 5), place_of("a", 9), place_of("a", 10), place_of("b", 2)]
    True
    """
    words = (f"{value:012d}" if isinstance(value, int) else _plain(value) for value in values)
    return _APART.join(words)[:LONGEST_PLACE]


def last_of(place: str) -> str:
    """The last of the values that a place was made of."""
    return place.rpartition(_APART)[2]


def rows_of(parts: Iterable[Part]) -> list[Row]:
    """All rows of a view in their order."""
    placed = [(place, part.key, number, row) for part in parts for number, (place, _, row) in enumerate(part.rows)]
    return [row for _, _, _, row in sorted(placed, key=lambda one: one[:3]) if isinstance(row, Row)]


def _plain(words: str) -> str:
    return words if words.isprintable() else "".join(c if c >= " " else " " for c in words)
