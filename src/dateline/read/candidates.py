"""Scored spans of a chunk -> candidates: spans that may be assertions, each with its types weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dateline.codebook import Codebook, TriggerMatch
from dateline.read.decode import pick_spans
from dateline.read.encoder import Chunk, Encoder, Labels, Scores
from dateline.read.moods import lean
from dateline.read.reading import cut
from dateline.read.weighing import TypeScores, log_shares, type_scores, undisputed
from dateline.records import Anchor

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
    """The candidates of one chunk of t words."""

    candidates: list[Candidate]
    roles: np.ndarray
    """[candidates, t, roles, 3] scores of O, B, I of each role at each word."""


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
        return Found([], np.zeros((0, len(chunk.words), len(labels.roles), 3), dtype=np.float32))
    attributes, roles, weights = _described(picked, scores, encoder)
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
    return Found(found, roles)


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


def _described(
    picked: Sequence[tuple[int, int, int, float]], scores: Scores, encoder: Encoder
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """What the model says of each span: attributes by name, roles [spans, t, roles, 3], how much it rests on each word [spans, t].

    Those above their threshold are described among themselves: what else goes through the model with them would change its last
    digits, and what is found without anything learned must be the same with it.
    """
    labels = encoder.labels
    spans = np.array([one[:3] for one in picked], dtype=np.int64)
    above = np.array([one[3] > np.float32(labels.thresholds[labels.kinds[one[0]]]) for one in picked])
    if above.all() or not above.any():
        return encoder.describe(scores, spans)
    groups = [np.nonzero(above)[0], np.nonzero(~above)[0]]
    order = np.argsort(np.concatenate(groups))
    described = [encoder.describe(scores, spans[group]) for group in groups]
    attributes = {name: np.concatenate([part[0][name] for part in described])[order] for name in described[0][0]}
    roles = np.concatenate([roles for _, roles, _ in described])[order]
    weights = np.concatenate([weights for _, _, weights in described])[order]
    return attributes, roles, weights


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
