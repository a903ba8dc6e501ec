"""Text -> mentions of entities, nested ones too, and which of them are one entity, by a head of its own on the word vectors.

Every stretch of up to `LONGEST` words inside a sentence is scored as a mention; each mention then takes the likeliest of those
before it as its antecedent, or none, and what hangs together is an entity. It knows the ten types of GUM, which are coarser than
the codebook's, and no names: who an entity is, the tables of actors say. Reading does not ask it (decision 0027); the rules and
weights by which statements find their actors are in `dateline.resolve`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dateline.errors import ModelError
from dateline.read.encoder import Encoder
from dateline.read.fillers import share_of
from dateline.read.incidents import read_vectors, windows
from dateline.read.mention_pairs import REACH, SHARED, Mentions, one_hot
from dateline.read.sentences import find_sentences

LONGEST = 24
"""Words of a mention; one in 120 of GUM's has more."""
RELATIONS = 60
"""Relations of dependency that there may be: the model has fewer, and another may have others."""
TOLD = 9 + RELATIONS
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
    """Logit from which on a stretch may be a mention."""
    single: float
    """Logit from which on it is one though it is alone in its entity."""
    alone: float
    """Score of having no antecedent; the head was trained with 0."""


class Entities(NamedTuple):
    """The mentions of a text in order, and its entities as places of mentions; every mention is in one, many alone."""

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
    stretches = candidates(sentences, *trees(encoder, vectors, sentences))
    places, likely, described = mentions_of(encoder, vectors, stretches, settings.least)
    if not len(places):
        return Entities([], [])
    first, last = stretches.first[places], stretches.last[places]
    mentions = Mentions(text, words, sentences, first, last, stretches.root[places])
    types, antecedents, chances = link(encoder, mentions, described, settings.alone)
    kept, antecedents = believed(likely, antecedents, settings.single)
    found = [
        Mention(
            start=words[first[i]][0],
            end=words[last[i]][1],
            type=settings.types[types[i]],
            probability=share_of(float(likely[i])),
            antecedent=before if before >= 0 else None,
            joined=float(chances[i]),
        )
        for i, before in zip(kept.tolist(), antecedents.tolist(), strict=True)
    ]
    return Entities(found, clusters_of(antecedents.tolist()))


def sentences_of(text: str, words: Sequence[tuple[int, int]]) -> np.ndarray:
    """[t] the sentence of each word."""
    starts = np.array([start for start, _ in find_sentences(text)])
    return np.searchsorted(starts, np.array([start for start, _ in words]), side="right") - 1


def owned(length: int) -> Iterator[tuple[int, int, int, int]]:
    """Windows over so many words: start, end, and first and end of the words that no other window sees from further inside."""
    cuts = windows(length)
    for i, (start, end) in enumerate(cuts):
        low = start if i == 0 else (start + cuts[i - 1][1]) // 2
        high = end if i + 1 == len(cuts) else (cuts[i + 1][0] + end) // 2
        yield start, end, low, high


def trees(encoder: Encoder, vectors: np.ndarray, sentences: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[t] the word on which each depends, itself for the root of a sentence, and its relation as an index."""
    cuts = np.flatnonzero(np.diff(sentences, prepend=-1, append=-1))
    heads, relations = [], []
    for start, end in pairwise(cuts.tolist()):
        above, names = encoder.tree(vectors[start:end])
        heads.append(above + start)
        relations.append(names)
    return np.concatenate(heads), np.concatenate(relations)


@dataclass(frozen=True)
class Stretches:
    """What may be mentions: every stretch of up to LONGEST words inside a sentence, by first word and then by last; [m] each."""

    first: np.ndarray
    last: np.ndarray
    root: np.ndarray
    """The word on which the others depend; the first of them where there are several."""
    told: np.ndarray
    """[m, TOLD] how many words of it depend on words outside, how many outside on words of it, and the relation of its root."""


def candidates(sentences: np.ndarray, heads: np.ndarray, relations: np.ndarray) -> Stretches:
    """The stretches of a text that may be mentions.

    Args:
        sentences: [t] the sentence of each word.
        heads: [t] the word on which each depends.
        relations: [t] as indexes.
    """
    t = len(sentences)
    last = np.arange(t)[:, None] + np.arange(LONGEST)[None]
    first, more = np.nonzero((last < t) & (sentences[np.minimum(last, t - 1)] == sentences[:, None]))
    last = first + more
    children = np.bincount(heads[heads != np.arange(t)], minlength=t)
    below = np.concatenate([[0], np.cumsum(children)])
    at = np.minimum(first[:, None] + np.arange(LONGEST)[None], t - 1)
    above = heads[at]
    free = ((above < first[:, None]) | (above > last[:, None]) | (above == at)) & (np.arange(LONGEST)[None] <= more[:, None])
    leaving = free.sum(1)
    entering = below[last + 1] - below[first] - (more + 1 - leaving)
    root = first + free.argmax(1)
    sorts = one_hot(np.clip(leaving, 0, 4), 5), one_hot(np.clip(entering, 0, 3), 4), one_hot(relations[root], RELATIONS)
    told = np.concatenate(sorts, axis=1)
    return Stretches(first, last, root, told.astype(np.float32))


def mentions_of(encoder: Encoder, vectors: np.ndarray, found: Stretches, least: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which stretches score at least `least`: their places [n], logits [n], and what the head made of each [n, width]."""
    places, logits, described = [], [], []
    for start, end, low, high in owned(len(vectors)):
        own = slice(*np.searchsorted(found.first, (low, high)))
        first, last, root = (side[own] - start for side in (found.first, found.last, found.root))
        scores, whole = encoder.mention(vectors[start:end], first, last, root, found.told[own])
        good = np.flatnonzero(scores >= least)
        places.append(good + own.start)
        logits.append(scores[good])
        described.append(whole[good])
    return np.concatenate(places), np.concatenate(logits), np.concatenate(described)


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


def believed(likely: np.ndarray, antecedents: np.ndarray, single: float) -> tuple[np.ndarray, np.ndarray]:
    """Places of the mentions that are kept [k], and the antecedent of each among those kept (-1: none).

    A doubtful mention is kept where it was joined to another: being mentioned again speaks for it.

    >>> [each.tolist() for each in believed(np.array([-0.9, -0.9, 2.0]), np.array([-1, -1, 1]), 0.0)]
    [[1, 2], [-1, 0]]
    """
    kept = likely >= single
    joined = antecedents >= 0
    kept[joined] = True
    kept[antecedents[joined]] = True
    place = np.cumsum(kept) - 1
    return np.flatnonzero(kept), np.where(joined, place[antecedents], -1)[kept]


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
