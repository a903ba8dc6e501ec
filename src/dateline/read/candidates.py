"""Scored spans of a chunk -> candidates: spans that may be assertions, each with its types weighed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from dateline.codebook import Codebook, TriggerMatch
from dateline.read.decode import pick_spans
from dateline.read.encoder import Chunk, Described, Encoder, Labels, Scores
from dateline.read.moods import lean
from dateline.read.reading import cut
from dateline.read.weighing import TypeScores, log_shares, type_scores, undisputed
from dateline.records import Anchor

T = TypeVar("T")
_EDGES = frozenset((",", ".", ";", ":", "-", "--", "–", "—"))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A span that may be an assertion of a kind."""

    kind: str
    first: int
    last: int
    """Words of the chunk."""
    logit: float
    """Of the span, before its type is known."""
    anchor: Anchor
    """The span without the stops and commas at its edges."""
    at: int
    """The word that it rests on most."""
    inside: tuple[TriggerMatch, ...]
    """The codebook's matches in it."""
    types: TypeScores
    attributes: Mapping[str, int]
    """Name -> the likeliest label of the model."""
    dating: np.ndarray
    """[datings] how likely it is that the time hangs on each, 0 to 1."""


class Found(NamedTuple):
    """The candidates of one chunk."""

    candidates: list[Candidate]
    spans: np.ndarray
    """[candidates, 3] kind, first word, last word."""
    mixed: np.ndarray
    """[candidates, width] what their arguments are asked for with."""


def find_candidates(
    text: str,
    chunk: Chunk,
    scores: Scores,
    encoder: Encoder,
    codebook: Codebook,
    triggers: Mapping[int, Sequence[TriggerMatch]],
    below: float = 0.0,
) -> Found:
    """The spans of a chunk that may be assertions.

    Args:
        text: of the document.
        triggers: sentence index -> the codebook's matches in it, offsets into the document.
        below: how far under the threshold of its kind the logit of a span may be.
    """
    labels = encoder.labels
    thresholds = np.array([labels.thresholds[k] - below for k in labels.kinds], dtype=np.float32)
    leaned = lean(scores.spans, scores.stretches, text, chunk.words, labels.kinds, codebook)
    picked = pick_spans(leaned, scores.stretches, thresholds)
    if not picked:
        return Found([], np.zeros((0, 3), dtype=np.int64), np.zeros((0, 0), dtype=np.float32))
    spans, (attributes, mixed, weights) = _described(picked, scores, encoder)
    shares = _shares([kind for kind, *_ in picked], attributes.pop("type"), labels)
    datings = _softmax(attributes.pop("dating"))
    likeliest = {name: values.argmax(1).tolist() for name, values in attributes.items()}
    found = []
    for n, ((kind_index, first, last, logit), at) in enumerate(zip(picked, weights.argmax(1).tolist(), strict=True)):
        kind = labels.kinds[kind_index]
        start, end = trim(text, chunk, first, last)
        anchor = anchor_of(text, chunk, start, end)
        inside = tuple(m for m in triggers.get(chunk.owners[first], ()) if anchor.start <= m.start and m.end <= anchor.end)
        start, end = chunk.words[at]
        resting = {m.entry for m in inside if m.start < end and start < m.end}
        evidence = codebook.weigh(undisputed(inside, labels.known))
        found.append(
            Candidate(
                kind=kind,
                first=first,
                last=last,
                logit=logit,
                anchor=anchor,
                at=at,
                inside=inside,
                types=type_scores(kind, labels.types_of[kind][1], shares[n], evidence, codebook, resting),
                attributes={name: values[n] for name, values in likeliest.items()},
                dating=datings[n],
            )
        )
    return Found(found, spans, mixed)


def _shares(kinds: Sequence[int], logits: np.ndarray, labels: Labels) -> list[list[float]]:
    """The log-probability of each type of its kind, for each span.

    Args:
        kinds: of each span, as indexes.
        logits: [spans, types].
    """
    found: list[list[float]] = [[] for _ in kinds]
    for index in set(kinds):
        mine = labels.types_of[labels.kinds[index]][0]
        rows = [n for n, kind in enumerate(kinds) if kind == index]
        if mine:
            for n, shares in zip(rows, log_shares(logits[rows][:, mine]).tolist(), strict=True):
                found[n] = shares
    return found


def _softmax(logits: np.ndarray) -> np.ndarray:
    shares = np.exp(logits - logits.max(1, keepdims=True))
    return shares / shares.sum(1, keepdims=True)


def _described(picked: Sequence[tuple[int, int, int, float]], scores: Scores, encoder: Encoder) -> tuple[np.ndarray, Described]:
    """The spans as an array [spans, 3], and what the model says of each.

    Those above their threshold are described among themselves: what else goes through the model with them would change its last
    digits, and what is found without anything learned must be the same with it.
    """
    labels = encoder.labels
    spans = np.array([one[:3] for one in picked], dtype=np.int64)
    above = np.array([one[3] > np.float32(labels.thresholds[labels.kinds[one[0]]]) for one in picked])
    if above.all() or not above.any():
        return spans, encoder.describe(scores, spans)
    order, parts = apart(above, lambda rows: encoder.describe(scores, spans[rows]))
    attributes = {name: np.concatenate([part.attributes[name] for part in parts])[order] for name in parts[0].attributes}
    mixed, trigger = (np.concatenate([getattr(part, name) for part in parts])[order] for name in ("mixed", "trigger"))
    return spans, Described(attributes, mixed, trigger)


def apart(first: np.ndarray, ask: Callable[[np.ndarray], T]) -> tuple[np.ndarray, list[T]]:
    """Ask about two groups of rows each by itself: where each row stands in what is answered one after the other, and the answers.

    Args:
        first: [n] bool, the rows of the first group.
        ask: takes the numbers of rows.
    """
    groups = [np.nonzero(first)[0], np.nonzero(~first)[0]]
    return np.argsort(np.concatenate(groups)), [ask(group) for group in groups]


def trim(text: str, chunk: Chunk, first: int, last: int) -> tuple[int, int]:
    """A span without the stops, commas and dashes at its edges."""
    while first < last and word_of(text, chunk, first) in _EDGES:
        first += 1
    while first < last and word_of(text, chunk, last) in _EDGES:
        last -= 1
    return first, last


def word_of(text: str, chunk: Chunk, index: int) -> str:
    """A word in small letters."""
    return text[chunk.words[index][0] : chunk.words[index][1]].lower()


def anchor_of(text: str, chunk: Chunk, first: int, last: int) -> Anchor:
    """The words from the first to the last."""
    return cut(text, chunk.words[first][0], chunk.words[last][1])
