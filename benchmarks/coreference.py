"""Scores of clusterings against gold ones: MUC, B3, CEAFe and their mean, the CoNLL F1 of coreference.

MUC counts links, B3 mentions, CEAFe clusters that are aligned one to one so that their likeness is greatest. Whatever clusters are
given count: with singletons, as in the usual figures on ECB+, or without, as in CoNLL-2012. A mention that only one side has is in
no cluster of the other, as in CoNLL-2012's scorer (Pradhan et al. 2014).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

Clusters = Sequence[frozenset[Any]]


class Counts(NamedTuple):
    """Sums of which precision and recall are made, so that those of several sets can be added: hits and total on either side."""

    right_found: float
    found: float
    right_gold: float
    gold: float


def f1(counts: Iterable[Counts]) -> float:
    """Harmonic mean of precision and recall over all sets; 1 where there is nothing to find and nothing was found."""
    listed = list(counts)
    right_found, found, right_gold, gold = (sum(each[i] for each in listed) for i in range(4))
    if not found and not gold:
        return 1.0
    precision, recall = (right_found / found if found else 0.0), (right_gold / gold if gold else 0.0)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def muc(found: Clusters, gold: Clusters) -> Counts:
    """Links: each cluster of n mentions has n - 1, less those that the other side cuts.

    >>> muc([frozenset("ab"), frozenset("c")], [frozenset("abc")])
    Counts(right_found=1, found=1, right_gold=1, gold=2)
    """
    return Counts(*_links(found, gold), *_links(gold, found))


def _links(ones: Clusters, others: Clusters) -> tuple[int, int]:
    owner: dict[Hashable, Hashable] = {name: number for number, cluster in enumerate(others) for name in cluster}
    kept = sum(len(cluster) - len({owner.get(name, ("alone", name)) for name in cluster}) for cluster in ones)
    return kept, sum(len(cluster) - 1 for cluster in ones)


def b_cubed(found: Clusters, gold: Clusters) -> Counts:
    """Mentions: the share of each one's cluster that is right."""
    mine = {name: cluster for cluster in found for name in cluster}
    theirs = {name: cluster for cluster in gold for name in cluster}
    both = {name: len(mine[name] & theirs[name]) for name in mine if name in theirs}
    return Counts(
        sum(shared / len(mine[name]) for name, shared in both.items()),
        len(mine),
        sum(shared / len(theirs[name]) for name, shared in both.items()),
        len(theirs),
    )


def ceaf_e(found: Clusters, gold: Clusters) -> Counts:
    """Clusters, by the likeness 2 |both| / (|one| + |other|) of the best alignment."""
    from scipy.optimize import linear_sum_assignment

    likeness = np.zeros((len(found), len(gold)))
    owner = {name: number for number, cluster in enumerate(gold) for name in cluster}
    for row, cluster in enumerate(found):
        for column in {owner[name] for name in cluster if name in owner}:
            likeness[row, column] = 2 * len(cluster & gold[column]) / (len(cluster) + len(gold[column]))
    total = float(likeness[linear_sum_assignment(-likeness)].sum())
    return Counts(total, len(found), total, len(gold))


MEASURES: dict[str, Callable[[Clusters, Clusters], Counts]] = {"muc": muc, "b_cubed": b_cubed, "ceaf_e": ceaf_e}


Scores = Mapping[str, Counts]


def count(found: Clusters, gold: Clusters) -> dict[str, Counts]:
    """The counts of each measure on one set of mentions."""
    return {name: measure(found, gold) for name, measure in MEASURES.items()}


def conll_f1(sets: Sequence[Scores]) -> float:
    """Mean of the three F1 over sets of mentions, each as `count` gives it.

    >>> gold = [frozenset("ab"), frozenset("c")]
    >>> conll_f1([count(gold, gold)])
    1.0
    """
    return float(np.mean([f1(each[name] for each in sets) for name in MEASURES]))
