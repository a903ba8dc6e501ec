"""Reviewed documents -> their candidates, from which is learned.

The encoder reads each document once; all that is tried afterwards works on its candidates.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.learning.rows import Reviewed, Row
from dateline.read.candidates import Candidate
from dateline.read.learned import BELOW
from dateline.read.reader import Reader

SAME, MEET = 0.5, 0.3
"""Letters shared over letters covered, from which on two stretches say the same, and from which on one may count as the other."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """All candidates of one document, chunk by chunk, with what coders decided in it."""

    reviewed: Reviewed
    chunks: tuple[tuple[Candidate, ...], ...]


def material(reader: Reader, documents: Iterable[Reviewed]) -> Iterator[Material]:
    """What can be learned from each document."""
    for reviewed in documents:
        yield Material(reviewed=reviewed, chunks=tuple(map(tuple, reader.candidates(reviewed.document, BELOW))))


def share(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Letters that two stretches share over letters that they cover."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def nearest(kind: str, span: tuple[int, int], rows: Sequence[Row]) -> tuple[float, Row | None]:
    """The row of a kind that shares most with a stretch, and how much."""
    mine = [(share(span, (row.start, row.end)), row) for row in rows if row.kind == kind]
    return max(mine, key=lambda pair: pair[0], default=(0.0, None))
