"""Which statements to look at first: those in doubt on which much hangs. What weighs how much is in `data/consequence.yaml`.

It judges no coder and no person, and decides nothing about what a text says.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from dateline.codebook.entries import convert, read_file
from dateline.records import Record, Statement
from dateline.review.fields import TYPED

DATA = Path(__file__).parent / "data" / "consequence.yaml"
LEAST = 0.02
"""Doubt that is left of a statement whose reader was quite sure: no statement falls out of the order."""


class Weights(Record, frozen=True, forbid_unknown_fields=True):
    """What weighs how much."""

    kinds: dict[str, float]
    types: dict[str, float]
    other_type: float
    harmed: tuple[str, ...]
    doubts: dict[str, float]


class Rank(Record, frozen=True):
    """Why a statement stands where it does."""

    doubt: float
    """From 0, sure, to 1."""
    weight: float
    """How much hangs on it."""
    reasons: tuple[str, ...]
    """What puts it in doubt beside the reader's score."""

    @property
    def value(self) -> float:
        """Doubt x weight."""
        return self.doubt * self.weight


@lru_cache(maxsize=1)
def load_weights(path: Path = DATA) -> Weights:
    """The weights that Dateline comes with.

    Raises:
        CodebookError: the file is not well formed.
    """
    return convert(read_file(path)[1], Weights, path)


def rank(statement: Statement, weights: Weights) -> Rank:
    """Where a statement stands in the order of what to look at."""
    reasons = tuple(_reasons(statement))
    sure = min(max(statement.assertion.score, 0.0), 1.0) * math.prod(1 - weights.doubts.get(reason, 0.0) for reason in reasons)
    return Rank(doubt=max(LEAST, 1 - sure), weight=_weight(statement, weights), reasons=reasons)


def _reasons(statement: Statement) -> Iterator[str]:
    assertion = statement.assertion
    if assertion.kind in TYPED and assertion.type is None:
        yield "no type"
    if any(who.actor is None for who in statement.participants):
        yield "nobody known"
    if assertion.kind not in ("event", "control"):
        return
    if not statement.participants:
        yield "nobody at all"
    if not any(place.latitude is not None for place in statement.places):
        yield "nowhere"
    if statement.time is None:
        yield "undated"


def _weight(statement: Statement, weights: Weights) -> float:
    assertion = statement.assertion
    weight = weights.kinds.get(assertion.kind, min(weights.kinds.values()))
    if assertion.kind == "event":
        weight *= weights.types.get(assertion.type or "", weights.other_type)
    harmed = [q.high or q.low or 0 for q in statement.quantities if q.of in weights.harmed]
    return weight * (1 + math.log10(1 + max(harmed, default=0)))


def ordered(statements: list[tuple[Statement, Rank]]) -> list[tuple[Statement, Rank]]:
    """By rank, the highest first; equals by id, so that the order is the same every time."""
    return sorted(statements, key=lambda pair: (-round(pair[1].value, 9), pair[0].id))
