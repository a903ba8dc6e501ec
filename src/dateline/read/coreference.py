"""Text -> mentions of entities, nested ones too, and which of them are one entity, by a head of its own on the word vectors.

Every stretch of up to `LONGEST` words inside a sentence is scored as a mention; each mention then takes the likeliest of those before
it as its antecedent, or none, and what hangs together is an entity. It knows the ten types of GUM, which are coarser than the
codebook's, and no names: who an entity is, the tables of actors say. Reading does not ask it (decision 0027); the rules and weights
by which statements find their actors are in `dateline.resolve`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dateline.errors import ModelError
from dateline.read.encoder import Encoder
from dateline.read.fillers import share_of
from dateline.read.incidents import read_vectors, windows
from dateline.read.mention_pairs import REACH, SHARED, Mentions
from dateline.read.sentences import find_sentences

LONGEST = 24
"""Words of a mention; one in 120 of GUM's has more."""
ROWS = 64
"""Mentions whose antecedents are scored at once: a long text takes no more memory than a short one."""


class Mention(NamedTuple):
    """Words that mean an entity; characters [start, end)."""

    start: int
    end: int
    type: str
    probability: float
    """That these words are a mention."""
    antecedent: int | None
    """Place of the mention before it, among all of the text, that it was joined to; None where it is the first of its entity."""
    joined: float
    """Probability of that antecedent; of having none where there is none."""


@dataclass(frozen=True)
class Settings:
    """What labels.json says of coreference."""

    types: list[str]
    least: float
    """Logit from which on a stretch is a mention."""
    alone: float
    """Score of having no antecedent; the head was trained with 0."""


class Entities(NamedTuple):
    """The mentions of a text in order, and its entities as places of mentions; every mention is in one, many are alone in theirs."""

    mentions: list[Mention]
    clusters: list[tuple[int, ...]]


def find_entities(text: str, encoder: Encoder) -> Entities:
    """The mentions of entities in a text, and which of them are one entity.

    Raises:
        ModelError: the model has no such head.
    """
    if not encoder.labels.coreference:
        raise ModelError("This model cannot tell which words mean one entity; make its head with `make train`.")
    settings = Settings(**encoder.labels.coreference)
    words, vectors = read_vectors(text, encoder)
    if not words:
        return Entities([], [])
    sentences = sentences_of(text, words)
    spans, likely, described = mentions_of(encoder, vectors, sentences, settings.least)
    if not len(spans):
        return Entities([], [])
    mentions = Mentions(text, words, sentences, spans)
    types, antecedents, chances = link(encoder, mentions, described, settings.alone)
    found = [
        Mention(
            start=words[first][0],
            end=words[last][1],
            type=settings.types[kind],
            probability=share_of(float(logit)),
            antecedent=int(before) if before >= 0 else None,
            joined=float(chance),
        )
        for (first, last), logit, kind, before, chance in zip(spans.tolist(), likely, types, antecedents, chances, strict=True)
    ]
    return Entities(found, clusters_of(antecedents.tolist()))


def sentences_of(text: str, words: Sequence[tuple[int, int]]) -> np.ndarray:
    """[t] the sentence of each word."""
    starts = np.array([start for start, _ in find_sentences(text)])
    return np.searchsorted(starts, np.array([start for start, _ in words]), side="right") - 1


def owned(length: int) -> Iterator[tuple[int, int, int, int]]:
    """Windows over so many words, and the words of each that no other window sees from further inside: start, end, first, end of these."""
    cuts = windows(length)
    for i, (start, end) in enumerate(cuts):
        low = start if i == 0 else (start + cuts[i - 1][1]) // 2
        high = end if i + 1 == len(cuts) else (cuts[i + 1][0] + end) // 2
        yield start, end, low, high


def candidates(sentences: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last word [m] of every stretch of up to LONGEST words inside a sentence, by first word and then by last."""
    t = len(sentences)
    last = np.arange(t)[:, None] + np.arange(LONGEST)[None]
    first, more = np.nonzero((last < t) & (sentences[np.minimum(last, t - 1)] == sentences[:, None]))
    return first, first + more


def mentions_of(
    encoder: Encoder, vectors: np.ndarray, sentences: np.ndarray, least: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The stretches that score at least `least`: first and last word [n, 2], logits [n], and what the head made of each [n, width]."""
    first, last = candidates(sentences)
    spans, logits, described = [], [], []
    for start, end, low, high in owned(len(vectors)):
        own = slice(*np.searchsorted(first, (low, high)))
        ones, others = first[own], last[own]
        scores, whole = encoder.mention(vectors[start:end], ones - start, others - start)
        good = scores >= least
        spans.append(np.stack([ones[good], others[good]], axis=1))
        logits.append(scores[good])
        described.append(whole[good])
    return np.concatenate(spans), np.concatenate(logits), np.concatenate(described)


def link(encoder: Encoder, mentions: Mentions, described: np.ndarray, alone: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Type of each mention, its antecedent (-1: none) and how likely that is: [n] each."""
    n = len(described)
    types = np.zeros(n, dtype=np.int64)
    antecedents, chances = np.full(n, -1), np.ones(n)
    for at in range(0, n, ROWS):
        rows = range(at, min(n, at + ROWS))
        low = max(0, at - REACH)
        later, earlier, shared = mentions.pairs(rows)
        part = slice(low, rows.stop)
        if not len(later):  # the first mention of a text that has only one: its pair with itself is scored, and looked at by nobody
            later = earlier = np.zeros(1, dtype=np.int64)
            shared = np.zeros((1, SHARED), dtype=np.float32)
        kinds, scores = encoder.antecedents(described[part], mentions.own[part], later - low, earlier - low, shared)
        types[rows.start : rows.stop] = kinds[at - low :].argmax(-1)
        table = np.full((len(rows), rows.stop - low + 1), -np.inf)
        table[:, -1] = alone
        table[later - at, earlier - low] = np.where(earlier < later, scores, -np.inf)
        best = table.argmax(1)
        table = np.exp(table - table.max(1, keepdims=True))
        chances[rows.start : rows.stop] = table[np.arange(len(rows)), best] / table.sum(1)
        antecedents[rows.start : rows.stop] = np.where(best == table.shape[1] - 1, -1, best + low)
    return types, antecedents, chances


def clusters_of(antecedents: Sequence[int]) -> list[tuple[int, ...]]:
    """Mentions that hang together by their antecedents, in the order of their first.

    >>> clusters_of([-1, -1, 0, 2])
    [(0, 2, 3), (1,)]
    """
    of: list[list[int]] = []
    for at, before in enumerate(antecedents):
        of.append(of[before] if before >= 0 else [])
        of[at].append(at)
    return [tuple(members) for at, members in enumerate(of) if members[0] == at]
