"""Scored spans of a chunk -> candidates: spans that may be assertions, each with its types weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.codebook import Codebook, TriggerMatch
from dateline.read.decode import pick_spans
from dateline.read.encoder import Chunk, Encoder, Scores
from dateline.read.moods import lean
from dateline.read.reading import cut
from dateline.read.weighing import TypeScores, type_scores, undisputed
from dateline.records import Anchor

_EDGES = frozenset((",", ".", ";", ":", "-", "--", "–", "—"))


Described = tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]
"""Attributes by name, roles [t, roles, 3], and by how much a span rests on each word [t]."""


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
    attributes: Mapping[str, np.ndarray]
    """Name -> [labels] of the model."""
    roles: np.ndarray
    """[t, roles, 3] scores of O, B, I of each role at each word."""


def find_candidates(
    text: str,
    chunk: Chunk,
    scores: Scores,
    encoder: Encoder,
    codebook: Codebook,
    triggers: Mapping[int, Sequence[TriggerMatch]],
    below: float = 0.0,
) -> list[Candidate]:
    """The spans of a chunk that may be assertions.

    Args:
        text: of the document.
        triggers: sentence index -> the codebook's matches in it, offsets into the document.
        below: how far under the threshold of its kind the logit of a span may be.
    """
    labels = encoder.labels
    thresholds = np.array([labels.thresholds[k] - below for k in labels.kinds], dtype=np.float32)
    picked = pick_spans(lean(scores.spans, text, chunk.words, labels.kinds, codebook), thresholds)
    if not picked:
        return []
    found = []
    for (kind_index, first, last, logit), (row, roles, weights) in zip(picked, _described(picked, scores, encoder), strict=True):
        kind = labels.kinds[kind_index]
        start, end = trim(text, chunk, first, last)
        anchor = anchor_of(text, chunk, start, end)
        inside = tuple(m for m in triggers.get(chunk.owners[first], ()) if anchor.start <= m.start and m.end <= anchor.end)
        at = int(weights.argmax())
        start, end = chunk.words[at]
        resting = {m.entry for m in inside if m.start < end and start < m.end}
        evidence = codebook.weigh(undisputed(inside, labels.types))
        found.append(
            Candidate(
                kind=kind,
                first=first,
                last=last,
                logit=logit,
                anchor=anchor,
                at=at,
                inside=inside,
                types=type_scores(kind, row["type"], evidence, labels.types, codebook, resting),
                attributes=row,
                roles=roles,
            )
        )
    return found


def _described(picked: Sequence[tuple[int, int, int, float]], scores: Scores, encoder: Encoder) -> list[Described]:
    """What the model says of each span.

    Those above their threshold are described among themselves: what else goes through the model with them would change its last
    digits, and what is found without anything learned must be the same with it.
    """
    labels = encoder.labels
    out: dict[int, Described] = {}
    for above in (True, False):
        group = [n for n, one in enumerate(picked) if (one[3] > np.float32(labels.thresholds[labels.kinds[one[0]]])) == above]
        if group:
            spans = np.array([picked[n][:3] for n in group], dtype=np.int64)
            attributes, roles, weights = encoder.describe(scores, spans)
            out |= {
                n: ({name: values[i] for name, values in attributes.items()}, roles[i], weights[i]) for i, n in enumerate(group)
            }
    return [out[n] for n in range(len(picked))]


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
