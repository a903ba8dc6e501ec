"""Reviewed documents -> their candidates beside what coders decided. The encoder reads each document once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateline.compare import Gold
from dateline.compare.pairs import Words
from dateline.compare.rows import TYPE_FIELD, Json
from dateline.read.candidates import Candidate
from dateline.read.decode import without_rivals
from dateline.read.encoder import Labels
from dateline.read.learned import BELOW, Learned, decide
from dateline.read.reader import Reader


@dataclass(frozen=True, kw_only=True)
class Material:
    """All candidates of one document, chunk by chunk, with what coders decided in it."""

    gold: Gold
    words: Words
    chunks: tuple[tuple[Candidate, ...], ...]


class Decided(NamedTuple):
    """A candidate with the type that it is given, and how likely it is there, as a logit."""

    candidate: Candidate
    type: str | None
    logit: float

    @property
    def row(self) -> Json:
        """In the exchange form, as far as it is compared."""
        one = self.candidate
        found: Json = {"kind": one.kind, "span": (one.anchor.start, one.anchor.end)}
        return found | ({TYPE_FIELD[one.kind]: self.type} if one.kind in TYPE_FIELD else {})


def materials(reader: Reader, golds: Iterable[Gold]) -> Iterator[Material]:
    """What can be learned from each document."""
    for gold in golds:
        chunks = reader.candidates(gold.document, BELOW)
        yield Material(gold=gold, words=Words(gold.document.text), chunks=tuple(map(tuple, chunks)))


def decided(material: Material, labels: Labels, learned: Learned | None) -> list[list[Decided]]:
    """Every candidate of a document with its type."""
    return [[Decided(one, *decide(one, labels, learned)) for one in chunk] for chunk in material.chunks]


def standing(chunks: Iterable[Sequence[Decided]]) -> list[Decided]:
    """Those in whose way no better one of their chunk stands."""
    out = []
    for chunk in chunks:
        placed = [(c.kind, type_, c.first, c.last, logit) for c, type_, logit in chunk]
        out += [chunk[i] for i in without_rivals(placed)]
    return out


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Letters that two stretches share over letters that they cover."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def nearest(one: Candidate, rows: Sequence[Json], least: float) -> Json | None:
    """The row of the candidate's kind that shares most with it; None where none shares so much."""
    span = one.anchor.start, one.anchor.end
    mine = [(overlap(span, (row["span"][0], row["span"][1])), -n, row) for n, row in enumerate(rows) if row["kind"] == one.kind]
    share, _, row = max(mine, default=(0.0, 0, None), key=lambda each: each[:2])
    return row if share >= least else None
