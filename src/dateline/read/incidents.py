"""Text -> the violent incidents that it reports, each with its type and with who and what took part, in the roles of MUC-4.

This is a reading of a whole report, beside the assertions of its sentences, coarser than MUC-4's templates: one incident a type.
Which of two bombings a filler belongs to it does not know, nor whether what is reported happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dateline.errors import ModelError
from dateline.read.chunks import pack
from dateline.read.encoder import Encoder
from dateline.read.fillers import Filler, Proposal, Weights, WordScores, choose, odds, propose, share_of, weighed
from dateline.read.sentences import find_sentences
from dateline.read.words import find_words

WINDOW, STRIDE = 512, 384
"""Words that the head sees at once, and how far it moves in a longer report."""


class Incident(NamedTuple):
    """One incident: attack, bombing, kidnapping, arson, robbery or forced work stoppage."""

    type: str
    fillers: tuple[Filler, ...]


@dataclass(frozen=True)
class Settings:
    """What labels.json says of fillers: names in the order of the head's outputs, learned weights, thresholds."""

    roles: list[str]
    types: list[str]
    filler: Weights
    same: Weights
    """That two strings are one filler."""
    type: Weights
    """That there is an incident of a type."""
    member: Weights
    """That a filler is in the incident of a type."""
    least: float
    """Probability from which on a filler is given."""
    least_type: float
    """Probability from which on an incident is given."""


def find_incidents(text: str, encoder: Encoder) -> list[Incident]:
    """The incidents of one report, likeliest first, with their fillers in the order of roles.

    Raises:
        ModelError: the model has no such head.
    """
    if not encoder.labels.fillers:
        raise ModelError("This model cannot tell who fills which role in an incident; make its head with `make train`.")
    settings = Settings(**encoder.labels.fillers)
    words, vectors = read_vectors(text, encoder)
    if not words:
        return []
    scores = score_words(encoder, vectors)
    chosen = choose(propose(text, words, scores, settings.roles), settings.filler, settings.same, settings.least)
    return group(words, scores, chosen, settings)


def read_vectors(text: str, encoder: Encoder) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Words of a text, and the encoder's vector of each: [words, width]."""
    words: list[tuple[int, int]] = []
    vectors = []
    stretches = pack((i, find_words(text, *span)) for i, span in enumerate(find_sentences(text)))
    chunks = [chunk for found, owners in stretches for chunk in encoder.chunk(text, found, owners, [()] * len(found))]
    for chunk, scores in zip(chunks, encoder.score(chunks), strict=True):
        words += chunk.words
        vectors.append(scores.vectors[0])
    return words, np.concatenate(vectors) if vectors else np.zeros((0, 1), dtype=np.float32)


def windows(length: int) -> list[tuple[int, int]]:
    """First word and end of each window over so many words, evenly spread."""
    if length <= WINDOW:
        return [(0, length)]
    count = -(-(length - WINDOW) // STRIDE) + 1
    return [(start, start + WINDOW) for start in np.linspace(0, length - WINDOW, count).astype(int).tolist()]


def join_windows(length: int, found: Sequence[tuple[int, int, np.ndarray, np.ndarray, np.ndarray]]) -> tuple[np.ndarray, ...]:
    """Tags and types of words as a mean over windows, weighed by the distance to a window's edge; the report by its highest scores.

    Args:
        length: words.
        found: first word, end, tags [words, roles, 3], types [words, types], report [types + 1] of each window.
    """
    tags, types = (np.zeros((length, *one.shape[1:]), dtype=np.float32) for one in found[0][2:4])
    total = np.zeros(length, dtype=np.float32)
    for start, end, own_tags, own_types, _ in found:
        weight = np.minimum(np.arange(1, end - start + 1), np.arange(end - start, 0, -1)).astype(np.float32)
        tags[start:end] += own_tags * weight[:, None, None]
        types[start:end] += own_types * weight[:, None]
        total[start:end] += weight
    return tags / total[:, None, None], types / total[:, None], np.max([own for *_, own in found], axis=0)


def score_words(encoder: Encoder, vectors: np.ndarray) -> WordScores:
    """The head's scores of the words of one report."""
    found = [(start, end, *encoder.fill(vectors[start:end])) for start, end in windows(len(vectors))]
    tags, types, report = join_windows(len(vectors), found)
    return WordScores(vectors, tags.transpose(1, 0, 2), types, report)


def group(
    words: Sequence[tuple[int, int]], scores: WordScores, chosen: Sequence[tuple[Proposal, float]], settings: Settings
) -> list[Incident]:
    """Fillers by incident: one incident for each likely type, or for the likeliest where there are fillers."""
    names = settings.types
    likely = [share_of(weighed(type_features(scores, chosen, t), settings.type, name)) for t, name in enumerate(names)]
    given = [t for t in range(len(names)) if likely[t] >= settings.least_type]
    if not given and chosen:
        given = [int(np.argmax(likely))]
    given.sort(key=lambda t: (-likely[t], t))
    members: dict[int, list[Filler]] = {t: [] for t in given}
    for proposal, probability in sorted(chosen, key=lambda pair: (settings.roles.index(pair[0].role), pair[0].mentions[0])):
        first, last = proposal.mentions[0]
        filler = Filler(proposal.role, words[first][0], words[last][1], probability)
        inside = [share_of(weighed(member_features(scores, proposal, t, likely, given), settings.member, names[t])) for t in given]
        for t, share in zip(given, inside, strict=True):
            if share >= 0.5 or share == max(inside):
                members[t].append(filler)
    return [Incident(names[t], tuple(members[t])) for t in given]


def type_features(scores: WordScores, chosen: Sequence[tuple[Proposal, float]], type_: int) -> dict[str, float]:
    """What speaks for an incident of a type."""
    shares = [probability * share_of(float(p.types[type_])) for p, probability in chosen]
    others = np.delete(scores.report[:-1], type_)
    return {
        "one": 1.0,
        "report": float(np.clip(scores.report[type_], -8, 8)),
        "any": float(np.clip(scores.report[-1], -8, 8)),
        "others": float(np.clip(others.max(), -8, 8)),
        "filler": odds(max(shares, default=0.0)),
        "fillers": sum(shares),
        "chosen": float(min(len(chosen), 5)),
    }


def member_features(
    scores: WordScores, one: Proposal, type_: int, likely: Sequence[float], given: Sequence[int]
) -> Mapping[str, float]:
    """What speaks for a filler being in the incident of a type."""
    own = np.clip(one.types, -8, 8)
    return {
        "one": 1.0,
        "its type": float(own[type_]),
        "before others": float(own[type_] - max((own[t] for t in given if t != type_), default=own[type_])),
        "alone": float(len(given) == 1),
        "report": odds(likely[type_]),
    }
