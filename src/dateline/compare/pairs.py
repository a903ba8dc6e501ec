"""Gold and what a reader found in one document, paired: of one kind, over the same words, each at most once.

A pair shares at least three tenths of the words that the two cover together, and all pairs together share the most that they can;
of equals those of the same type are paired. It does not judge what the two say.
"""

import math
import re
from collections.abc import Sequence

from dateline.compare.rows import Json, type_of
from dateline.records import KINDS

LEAST_SHARED = 0.3
WANTED_FIRST, SAME_TYPE_FIRST, SAME_SPAN_FIRST = 0.05, 0.001, 0.0005
"""What decides between pairs that share as much: whether the row is wanted, is of the same type, covers the very same words."""
_WORD = re.compile(r"\w+|[^\w\s]")


class Words:
    """The words and marks of a text by their places."""

    def __init__(self, text: str) -> None:
        self._words = [match.span() for match in _WORD.finditer(text)]

    def within(self, span: Sequence[int]) -> frozenset[int]:
        """The numbers of the words that a stretch touches."""
        start, end = span
        return frozenset(n for n, (first, last) in enumerate(self._words) if first < end and last > start)


def pairs(gold: Sequence[Json], given: Sequence[Json], words: Words) -> list[tuple[int, int]]:
    """Pairs of rows, as places in the two lists, in the order of the gold."""
    made: list[tuple[int, int]] = []
    for kind in KINDS:
        rows, columns = [[n for n, row in enumerate(each) if row["kind"] == kind] for each in (gold, given)]
        weights = _weights([gold[i] for i in rows], [given[j] for j in columns], words)
        made += [(rows[i], columns[j]) for i, j in enumerate(assign(weights)) if j >= 0 and weights[i][j] > 0]
    return sorted(made)


def _weights(gold: Sequence[Json], given: Sequence[Json], words: Words) -> list[list[float]]:
    covered = [words.within(row["span"]) for row in given]
    weights = []
    for row in gold:
        own = words.within(row["span"])
        shares = [len(own & other) / len(own | other) if own & other else 0.0 for other in covered]
        weights.append(
            [share + _first(row, other) if share >= LEAST_SHARED else 0.0 for share, other in zip(shares, given, strict=True)]
        )
    return weights


def _first(row: Json, other: Json) -> float:
    same_span = tuple(row["span"]) == tuple(other["span"])
    same_type = type_of(row) == type_of(other)
    return WANTED_FIRST * (not row.get("optional")) + SAME_TYPE_FIRST * same_type + SAME_SPAN_FIRST * same_span


def assign(weights: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row so that their weights together are the most that they can be; -1 for a row that stays alone.

    The shortest augmenting paths of Kuhn and Munkres (the Hungarian method), in the cube of the longer side.

    Args:
        weights: [rows, columns], nought or more.

    >>> assign([[0.9, 0.8], [0.8, 0.0]])
    [1, 0]
    """
    if not weights or not weights[0]:
        return [-1] * len(weights)
    size, width = max(len(weights), len(weights[0])), len(weights[0])
    most = max(map(max, weights))

    def cost(row: int, column: int) -> float:
        return most - (weights[row][column] if row < len(weights) and column < width else 0.0)

    of_row, of_column = [0.0] * (size + 1), [0.0] * (size + 1)
    taken_by, way = [0] * (size + 1), [0] * (size + 1)  # places are counted from one; nought stands for none
    for row in range(1, size + 1):
        taken_by[0], at = row, 0
        nearest, used = [math.inf] * (size + 1), [False] * (size + 1)
        while taken_by[at]:
            used[at] = True
            here, step, then = taken_by[at], math.inf, 0
            for column in range(1, size + 1):
                if used[column]:
                    continue
                reduced = cost(here - 1, column - 1) - of_row[here] - of_column[column]
                if reduced < nearest[column]:
                    nearest[column], way[column] = reduced, at
                if nearest[column] < step:
                    step, then = nearest[column], column
            for column in range(size + 1):
                if used[column]:
                    of_row[taken_by[column]] += step
                    of_column[column] -= step
                else:
                    nearest[column] -= step
            at = then
        while at:
            taken_by[at] = taken_by[way[at]]
            at = way[at]
    found = [-1] * len(weights)
    for column in range(1, width + 1):
        if 1 <= taken_by[column] <= len(weights):
            found[taken_by[column] - 1] = column - 1
    return found
