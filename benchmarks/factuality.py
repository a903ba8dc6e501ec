"""Did it happen? Factuality of predicates from -3 (certainly not) to 3 (certainly), UDS-IH2.

`pearson_r` and `mae` over all judged predicates of the part; predictions are clipped to the scale. Words are the reader's own; a
predicate that touches several is judged at the last, as in training. Sentences come without their documents, so the interval is
over sentences.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.tagging import limited, model_versions, open_encoder, score, touched
from dateline.read.words import find_words

LOWEST, HIGHEST = -3.0, 3.0


def sums(predicted: Sequence[float], gold: Sequence[float]) -> np.ndarray:
    """[7] of one sentence: n, sums of x, y, xx, yy, xy, and of the errors; x is the prediction, clipped to the scale."""
    x, y = np.clip(np.array(predicted, dtype=float), LOWEST, HIGHEST), np.array(gold, dtype=float)
    return np.array([len(x), x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum(), np.abs(x - y).sum()])


def pearson_r(sentences: Sequence[np.ndarray]) -> float:
    """Correlation; 0 where one side does not vary."""
    n, x, y, xx, yy, xy, _ = np.sum(sentences, axis=0)
    spread = (n * xx - x * x) * (n * yy - y * y)
    return float((n * xy - x * y) / math.sqrt(spread)) if spread > 1e-9 else 0.0


def mae(sentences: Sequence[np.ndarray]) -> float:
    """Mean absolute error, in steps of the scale."""
    total = np.sum(sentences, axis=0)
    return float(total[6] / total[0])


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score sentences {text, targets: [{start, end, factuality}]}; UDS-IH2's dev part by default. n counts predicates."""
    rows = limited(read_lines(file or present(shared() / "data" / "factuality" / "uds_ih2.dev.jsonl.gz")), limit)
    rows = [row for row in rows if row["targets"]]
    encoder = open_encoder(model)
    found = []
    words_of = [find_words(row["text"]) for row in rows]
    for row, words, pieces in zip(
        rows, words_of, score(encoder, zip((r["text"] for r in rows), words_of, strict=True)), strict=True
    ):
        values = np.concatenate([piece.scores.tags["factuality"][:, 0] for piece in pieces])
        places = [(touched(words, target["start"], target["end"]), target["factuality"]) for target in row["targets"]]
        # A target without a word is scored as an undecided answer, so that nothing hard falls out of the figure.
        found.append(sums([float(values[place[1]]) if place else 0.0 for place, _ in places], [value for _, value in places]))
    n = sum(len(row["targets"]) for row in rows)
    return report("factuality", n, found, {"pearson_r": pearson_r, "mae": mae}, model_versions(encoder))
