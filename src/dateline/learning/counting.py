"""How much of what coders kept would be found, kind, words and type, by document; pairs are those of `dateline compare`."""

from collections.abc import Sequence

import numpy as np

from dateline.compare.pairs import pairs
from dateline.compare.rows import type_of
from dateline.learning.material import Decided, Material, decided, standing
from dateline.read.encoder import Labels
from dateline.read.learned import Learned

RIGHT, GIVEN, WANTED, FOUND = range(4)
"""Columns of counts; what is found is right but for its type."""


def count(material: Material, found: Sequence[Decided]) -> tuple[int, int, int, int]:
    """Right, given, wanted and found in a document. What nobody decided about is not counted as given."""
    gold, given = material.gold, [one.row for one in found]
    made = pairs(gold.rows, given, material.words)
    counted = [(i, j) for i, j in made if not gold.rows[i].get("optional")]
    right = sum(type_of(gold.rows[i]) == type_of(given[j]) for i, j in counted)
    paired = {j for _, j in made}
    rest = [row for j, row in enumerate(given) if j not in paired]
    wrong = len(rest) if gold.complete else len(pairs(gold.rejected, rest, material.words))
    return right, len(counted) + wrong, sum(not row.get("optional") for row in gold.rows), len(counted)


def counts(materials: Sequence[Material], labels: Labels, learned: Learned | None) -> np.ndarray:
    """[documents, 4] right, given, wanted and found."""
    found = []
    for one in materials:
        chunks = decided(one, labels, learned)
        kept = [[each for each in chunk if each.logit > labels.thresholds[each.candidate.kind]] for chunk in chunks]
        found.append(count(one, standing(kept)))
    return np.array(found, dtype=np.int64).reshape(-1, 4)


def f1(sums: np.ndarray) -> np.ndarray:
    """[...] of [..., 4] counts; nought where there is nothing."""
    return 2 * sums[..., RIGHT] / np.maximum(sums[..., GIVEN] + sums[..., WANTED], 1)
