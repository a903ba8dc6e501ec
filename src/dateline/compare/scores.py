"""Counts of documents -> precision, recall and F1, with how far they would move with other documents.

Intervals are of 95 %: documents are drawn anew a thousand times, with a fixed seed and the same draws for every reader, so that
what lies between two readers has one as well.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from dateline.compare.counting import ALL, FOUND, WHOLE, Counted, Key
from dateline.records import KINDS, Record

TIMES = 1000
FEWEST = 5
"""Documents; fewer do not say how documents differ."""
SEED = 0


class Score(Record, frozen=True):
    """How a reader does at one thing. Figures are None where there is nothing to divide by."""

    reader: str
    measure: str
    """`whole`: kind, words and type; `found`: kind and words; else a field, on what was found."""
    kind: str
    type: str | None
    right: int
    given: int
    wanted: int
    precision: float | None
    recall: float | None
    f1: float | None
    interval: tuple[float, float] | None
    """Of F1."""


class Beside(Record, frozen=True):
    """What lies between the F1 of two readers on the same documents, of one measure over all kinds."""

    reader: str
    other: str
    measure: str
    difference: float
    interval: tuple[float, float] | None


def draws(documents: int) -> np.ndarray | None:
    """[TIMES, documents] how often each document is drawn; None where there are too few."""
    if documents < FEWEST:
        return None
    return np.random.default_rng(SEED).multinomial(documents, np.full(documents, 1 / documents), size=TIMES)


def scores(reader: str, counted: Sequence[Counted], drawn: np.ndarray | None) -> list[Score]:
    """All figures of a reader: first whole assertions by kind and type, then what was found, then fields."""
    keys = {key for one in counted for key in one.counts}
    return [_score(reader, key, _table(key, counted), drawn) for key in sorted(keys, key=_order)]


def beside(
    names: Sequence[str], counted: Mapping[str, Sequence[Counted]], drawn: np.ndarray | None, measures: Sequence[str]
) -> list[Beside]:
    """Each reader beside the first."""
    found = []
    for measure in measures:
        first = _table(Key(measure, ALL), counted[names[0]])
        for name in names[1:]:
            table = _table(Key(measure, ALL), counted[name])
            moved = None if drawn is None else _ends(_f1s(drawn @ table) - _f1s(drawn @ first))
            one, other = _f1s(table.sum(axis=0)[None])[0], _f1s(first.sum(axis=0)[None])[0]
            found.append(
                Beside(reader=name, other=names[0], measure=measure, difference=round(float(one - other), 4), interval=moved)
            )
    return found


def _order(key: Key) -> tuple[int, str, int, str]:
    first = {WHOLE: 0, FOUND: 1}.get(key.measure, 2)
    kind = -1 if key.kind == ALL else KINDS.index(key.kind)
    return first, key.measure, kind, key.type or ""


def _table(key: Key, counted: Sequence[Counted]) -> np.ndarray:
    """[documents, 3] right, given, wanted."""
    return np.array([one.counts.get(key, (0, 0, 0)) for one in counted], dtype=np.int64).reshape(-1, 3)


def _score(reader: str, key: Key, table: np.ndarray, drawn: np.ndarray | None) -> Score:
    right, given, wanted = (int(number) for number in table.sum(axis=0))
    return Score(
        reader=reader,
        measure=key.measure,
        kind=key.kind,
        type=key.type,
        right=right,
        given=given,
        wanted=wanted,
        precision=round(right / given, 4) if given else None,
        recall=round(right / wanted, 4) if wanted else None,
        f1=round(2 * right / (given + wanted), 4) if given + wanted else None,
        interval=None if drawn is None or key.type is not None or not given + wanted else _ends(_f1s(drawn @ table)),
    )


def _f1s(sums: np.ndarray) -> np.ndarray:
    total = sums[:, 1] + sums[:, 2]
    return np.where(total > 0, 2 * sums[:, 0] / np.maximum(total, 1), 1.0)


def _ends(values: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(values, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)
