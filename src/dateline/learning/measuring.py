"""What learning gains: the shipped model beside what is learned from a part and from all of the reviewed rows, on other documents.

Documents are dealt into five parts by a fixed seed; each part is read with what the other four teach. Intervals are of 95 %, by
drawing documents anew, the same draws for both models, as in `dateline compare`.
"""

from collections.abc import Callable, Sequence

import numpy as np

from dateline.compare.scores import draws
from dateline.learning.counting import counts, f1
from dateline.learning.fitting import learn
from dateline.learning.material import Material
from dateline.read.encoder import Labels
from dateline.records import Record

FOLDS = 5
SHARES = (0.125, 0.25, 0.5, 1.0)
"""Of the four parts that are learned from: the points of the curve, each twice the one before."""
SEED = 0
Interval = tuple[float, float]


class Point(Record, frozen=True):
    """A point of the learning curve."""

    documents: int
    """Learned from, about."""
    rows: int
    """Decided statements in them, about; nought is the shipped model."""
    f1: float
    """Of kind, words and type, over all reviewed documents."""
    interval: Interval
    gain: float
    """Over the shipped model."""
    gain_interval: Interval


class Measured(Record, frozen=True):
    """What learning gains."""

    documents: int
    incomplete: int
    """Of these, not everything that was read is decided."""
    rows: int
    """Statements decided: kept or rejected."""
    curve: tuple[Point, ...]
    """From the shipped model to all that could be learned from."""
    last: float
    """What the last doubling of rows gained."""
    last_interval: Interval

    @property
    def better(self) -> bool:
        """Whether what was learned from all rows is better, and not by the chance of the documents."""
        return self.curve[-1].gain_interval[0] > 0

    @property
    def needed(self) -> int | None:
        """Rows in all that would show the gain, should it stay as it is; None where there is none to show, or it is shown."""
        point = self.curve[-1]
        if self.better or point.gain <= 0:
            return None
        return round(self.rows * ((point.gain - point.gain_interval[0]) / point.gain) ** 2)


def steps() -> int:
    """How often something is learned while measuring."""
    return FOLDS * len(SHARES)


def measure(materials: Sequence[Material], labels: Labels, advance: Callable[[], object] = lambda: None) -> Measured:
    """Learn from parts of the documents, and read the others.

    Args:
        materials: of at least FOLDS documents.
        advance: called each time that something was learned.
    """
    order = np.random.default_rng(SEED).permutation(len(materials))
    drawn = draws(len(materials))
    assert drawn is not None, "there are at least FOLDS documents"
    shipped = counts(materials, labels, None)
    read = [np.zeros_like(shipped) for _ in SHARES]
    learned_from: list[list[Sequence[Material]]] = [[] for _ in SHARES]
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = [materials[i] for i in order if i not in held]
        for n, share in enumerate(SHARES):
            part = rest[: max(1, round(share * len(rest)))]
            learned_from[n].append(part)
            read[n][held] = counts([materials[i] for i in held], labels, learn(part, labels))
            advance()
    curve = [_point(0, 0, shipped, shipped, drawn)]
    for parts, table in zip(learned_from, read, strict=True):
        documents = round(sum(map(len, parts)) / FOLDS)
        curve.append(_point(documents, round(sum(map(rows_of, parts)) / FOLDS), table, shipped, drawn))
    last, last_interval = _between(read[-1], read[-2], drawn)
    return Measured(
        documents=len(materials),
        incomplete=sum(not one.gold.complete for one in materials),
        rows=rows_of(materials),
        curve=tuple(curve),
        last=last,
        last_interval=last_interval,
    )


def rows_of(materials: Sequence[Material]) -> int:
    """Statements decided in documents."""
    return sum(len(one.gold.rows) + len(one.gold.rejected) for one in materials)


def _point(documents: int, rows: int, table: np.ndarray, shipped: np.ndarray, drawn: np.ndarray) -> Point:
    gain, gain_interval = _between(table, shipped, drawn)
    return Point(
        documents=documents,
        rows=rows,
        f1=round(float(f1(table.sum(axis=0))), 4),
        interval=_ends(f1(drawn @ table)),
        gain=gain,
        gain_interval=gain_interval,
    )


def _between(one: np.ndarray, other: np.ndarray, drawn: np.ndarray) -> tuple[float, Interval]:
    difference = float(f1(one.sum(axis=0)) - f1(other.sum(axis=0)))
    return round(difference, 4), _ends(f1(drawn @ one) - f1(drawn @ other))


def _ends(values: np.ndarray) -> Interval:
    low, high = np.quantile(values, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)
