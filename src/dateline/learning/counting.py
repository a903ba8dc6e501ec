"""How well a reader with or without what was learned finds what coders kept: kind, words and type, counted by document."""

from collections.abc import Sequence

import numpy as np

from dateline.learning.examples import MEET, Material, share
from dateline.learning.rows import Row
from dateline.read.decode import without_rivals
from dateline.read.encoder import Labels
from dateline.read.learned import Overlay, decide


def found(material: Material, labels: Labels, overlay: Overlay | None) -> list[Row]:
    """What would be read in a document."""
    rows = []
    for chunk in material.chunks:
        placed, spans = [], []
        for one in chunk:
            type_, logit = decide(one, labels, overlay)
            if logit > labels.thresholds[one.kind]:
                placed.append((one.kind, type_, one.first, one.last, logit))
                spans.append(Row(one.kind, type_, one.anchor.start, one.anchor.end))
        rows += [spans[i] for i in without_rivals(placed)]
    return rows


def count(material: Material, given: Sequence[Row]) -> tuple[int, int, int, int]:
    """Right, given, wanted, and found whatever its type, in a document. What nobody decided about is not counted as given."""
    reviewed = material.reviewed
    pairs = _pairs(reviewed.kept, given)
    right = sum(reviewed.kept[i].type == given[j].type for i, j in pairs)
    paired = {j for _, j in pairs}
    rest = [row for j, row in enumerate(given) if j not in paired]
    wrong = len(rest) if reviewed.complete else len(_pairs(reviewed.rejected, rest))
    return right, len(pairs) + wrong, len(reviewed.kept), len(pairs)


def counts(materials: Sequence[Material], labels: Labels, overlay: Overlay | None) -> np.ndarray:
    """[documents, 4] right, given, wanted, and found whatever its type."""
    return np.array([count(one, found(one, labels, overlay)) for one in materials], dtype=np.int64).reshape(-1, 4)


def f1(sums: np.ndarray) -> np.ndarray:
    """[...] of [..., 4] right, given and wanted; nought where there is nothing."""
    return 2 * sums[..., 0] / np.maximum(sums[..., 1] + sums[..., 2], 1)


def _pairs(rows: Sequence[Row], given: Sequence[Row]) -> list[tuple[int, int]]:
    """Rows of one kind over the same words, each in one pair at most: those that share the most first, of equals those of one type."""
    near = [
        (-share((one.start, one.end), (other.start, other.end)), one.type != other.type, i, j)
        for i, one in enumerate(rows)
        for j, other in enumerate(given)
        if one.kind == other.kind
    ]
    taken, pairs = (set[int](), set[int]()), []
    for less, _, i, j in sorted(near):
        if -less >= MEET and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((i, j))
    return pairs
