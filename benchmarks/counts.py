"""Hits, predictions and gold of one document, and the figures made of their sums.

`TRUE`, `PREDICTED`, `GOLD` are the columns of every count.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np

TRUE, PREDICTED, GOLD = 0, 1, 2


def compare(predicted: Iterable[Hashable], gold: Iterable[Hashable]) -> np.ndarray:
    """[3] counts of two sets.

    >>> compare({"a", "b"}, {"b", "c", "d"}).tolist()
    [1, 2, 3]
    """
    have, want = set(predicted), set(gold)
    return np.array([len(have & want), len(have), len(want)])


def f1(counts: np.ndarray) -> float:
    """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing was found.

    >>> f1(np.array([1, 2, 2]))
    0.5
    """
    total = counts[PREDICTED] + counts[GOLD]
    return float(2 * counts[TRUE] / total) if total else 1.0


def share(counts: np.ndarray) -> float:
    """Hits over gold: accuracy, where everything has exactly one answer."""
    return float(counts[TRUE] / counts[GOLD]) if counts[GOLD] else 1.0


def f1_of(row: int) -> Callable[[Sequence[np.ndarray]], float]:
    """The measure over documents with counts [rows, 3]: micro F1 of one row."""
    return lambda documents: f1(np.sum([document[row] for document in documents], axis=0))


def share_of(row: int) -> Callable[[Sequence[np.ndarray]], float]:
    """The measure over documents with counts [rows, 3]: accuracy of one row."""
    return lambda documents: share(np.sum([document[row] for document in documents], axis=0))


def macro_f1(counts: np.ndarray) -> float:
    """The mean F1 of labels, [labels, 3] counts; a label that is nowhere in gold and predictions is left out.

    >>> macro_f1(np.array([[1, 1, 1], [1, 2, 2], [0, 0, 0]]))
    0.75
    """
    there = [label for label in counts if label[PREDICTED] + label[GOLD]]
    return float(np.mean([f1(label) for label in there])) if there else 1.0


def weighted_f1(counts: np.ndarray) -> float:
    """The mean F1 of labels, [labels, 3] counts, each as often as gold has it.

    >>> weighted_f1(np.array([[1, 1, 1], [1, 2, 3]]))
    0.55
    """
    total = counts[:, GOLD].sum()
    return float(sum(f1(label) * label[GOLD] for label in counts) / total) if total else 1.0


def one_of(labels: Sequence[str], predicted: str | None, gold: str) -> np.ndarray:
    """[labels, 3] counts of an item that has one label; a prediction that is none of the labels is an answer too many of none."""
    return np.array([compare([predicted] if predicted == label else [], [gold] if gold == label else []) for label in labels])


def by_document(rows: Iterable[tuple[str, np.ndarray]]) -> list[np.ndarray]:
    """Counts of sentences summed by document, in the order in which documents first come."""
    summed: dict[str, np.ndarray] = {}
    for document, counts in rows:
        summed[document] = summed[document] + counts if document in summed else counts
    return list(summed.values())
