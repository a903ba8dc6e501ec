"""Percentile bootstrap intervals, by document; the same seed each time, so that two runs print the same."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Document = TypeVar("Document")


def intervals(
    documents: Sequence[Document], metrics: Callable[[Sequence[Document]], Mapping[str, float]], rounds: int = 500
) -> dict[str, tuple[float, float]]:
    """The 95 % interval of each metric when whole documents are drawn anew, with replacement."""
    draw = random.Random(1)
    drawn = [metrics(draw.choices(documents, k=len(documents))) for _ in range(rounds)] if documents else []
    found: dict[str, tuple[float, float]] = {}
    for name in drawn[0] if drawn else ():
        values = sorted(sample[name] for sample in drawn)
        found[name] = values[int(0.025 * rounds)], values[min(rounds - 1, int(0.975 * rounds))]
    return found
