"""Scores of words -> who and what fills the roles of a report's incidents: one string of the text for each.

A string is weighed by all its mentions, by what else the report could have in that role and by how much the report as a whole tells
of an incident; then by whether it is another name for a filler that was taken before it ("the FMLN" and "Farabundo Marti National
Liberation Front"). Weights are learned (training/filler_weights.py) and stand, by name, in the model's labels.json.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dateline.read.decode import ranges, viterbi

Span = tuple[int, int]
Weights = Mapping[str, float]

LOOSE = 2.5
"""What is added to begin and inside when strings are proposed: the weights drop what is wrong, but add nothing."""
CERTAIN = 6.0
"""Log-odds further from nought than this say no more."""
_ARTICLES = frozenset(("a", "an", "the"))
_SMALL = frozenset(("of", "for", "and", "the", "de", "del", "la", "y"))


@dataclass(frozen=True)
class WordScores:
    """What the model says of the t words of one report."""

    vectors: np.ndarray
    """[t, width]"""
    tags: np.ndarray
    """[roles, t, 3] logits of outside, begin and inside."""
    types: np.ndarray
    """[t, types] logits: a filler that is mentioned here is in an incident of this type."""
    report: np.ndarray
    """[types + 1] logits: the report has an incident of this type, and of any."""


class Filler(NamedTuple):
    """A string that fills a role; characters [start, end) are the mention that shows it best."""

    role: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True)
class Proposal:
    """A string that may fill a role: its mentions as word ranges, likeliest first, and what is known of it."""

    role: str
    words: tuple[str, ...]
    mentions: tuple[Span, ...]
    features: dict[str, float]
    types: np.ndarray
    """[types] logits, averaged over mentions as likely as they are."""
    vector: np.ndarray
    """[width], of length 1: the mean of all its words."""


def propose(text: str, words: Sequence[Span], scores: WordScores, roles: Sequence[str]) -> list[Proposal]:
    """The strings that may fill each role, likeliest mention first.

    Args:
        text: of the report.
        words: as offsets into the text.
        scores: of those words.
        roles: names of the roles; of further layers of tags only the competition is looked at.
    """
    letters = [text[start:end].lower() for start, end in words]
    logs = _log_softmax(scores.tags)
    loose = scores.tags.copy()
    loose[..., 1:] += LOOSE
    tags = viterbi(loose[: len(roles)], np.full(len(roles), len(words)))
    found = []
    for role, name in enumerate(roles):
        strings: dict[tuple[str, ...], tuple[str, ...]] = {}
        for _, first, last in ranges(tags[role]):
            whole = tuple(letters[first : last + 1])
            if key := plain(whole):
                strings.setdefault(key, whole)
        mine = [_weigh(name, role, key, whole, letters, scores, logs) for key, whole in strings.items()]
        found += _beside_others(sorted(mine, key=lambda p: -p.features["any"]))
    return found


def probability(one: Proposal, weights: Weights) -> float:
    """How likely a string fills its role."""
    return share_of(weighed(one.features, weights, one.role))


def weighed(features: Mapping[str, float], weights: Weights, sort: str) -> float:
    """Sum of features; a weight holds for all sorts (roles, types) or, as SORT|NAME, for one beside that."""
    get = weights.get
    return sum((get(name, 0.0) + get(f"{sort}|{name}", 0.0)) * value for name, value in features.items())


def choose(proposals: Sequence[Proposal], weights: Weights, same: Weights, least: float) -> list[tuple[Proposal, float]]:
    """The strings that fill a role, each with how likely it does and is no other name of one before it; at least `least` likely."""
    ranked = sorted(((probability(p, weights), i) for i, p in enumerate(proposals)), key=lambda pair: (-pair[0], pair[1]))
    chosen: list[tuple[Proposal, float]] = []
    for likely, i in ranked:
        for other, _ in chosen:
            if other.role == proposals[i].role:
                likely *= 1.0 - likeness(proposals[i], other, same)
        if likely >= least:
            chosen.append((proposals[i], likely))
    return chosen


def likeness(one: Proposal, other: Proposal, weights: Weights) -> float:
    """How likely two strings in one role name the same filler."""
    return share_of(weighed(pair_features(one, other), weights, one.role))


def pair_features(one: Proposal, other: Proposal) -> dict[str, float]:
    """What two strings have in common."""
    a, b = set(one.words), set(other.words)
    apart = min(max(y[0] - x[1], x[0] - y[1]) for x in one.mentions for y in other.mentions)
    x, y = _head(one.words), _head(other.words)
    return {
        "one": 1.0,
        "shared": len(a & b) / len(a | b),
        "within": float(a <= b or b <= a),
        "head": float(x == y),
        "head but for number": float(x.rstrip("s") == y.rstrip("s")),
        "head inside": float(x in b or y in a),
        "initials": float(_initials(one.words, other.words) or _initials(other.words, one.words)),
        "alike": float(one.vector @ other.vector),
        "apart": min(apart, 100) / 100,
        "beside": float(apart <= 2),
    }


def _weigh(
    name: str, role: int, key: tuple[str, ...], whole: tuple[str, ...], letters: list[str], scores: WordScores, logs: np.ndarray
) -> Proposal:
    """A string with its mentions: everywhere in the report where its words stand."""
    n, t = len(whole), len(letters)
    starts = np.array([i for i in range(t - n + 1) if letters[i] == whole[0] and tuple(letters[i : i + n]) == whole])
    inside = starts[:, None] + np.arange(n)
    begin, further = logs[role, starts, 1], logs[role, inside[:, 1:], 2].sum(1)
    goes_on = np.array([math.exp(logs[role, s + n, 2]) if s + n < t else 0.0 for s in starts.tolist()])
    likely = np.exp(begin + further) * (1.0 - goes_on)
    order = np.argsort(-likely, kind="stable")
    best = int(starts[order[0]])
    share = (likely + 1e-4) / (likely + 1e-4).sum()
    edges = (scores.types[starts] + scores.types[starts + n - 1]) / 2
    vector = scores.vectors[inside.ravel()].astype(np.float32).mean(0)
    rivals = np.delete(logs[:, best, 1], role)
    report = _logits(scores.report)
    types = share @ edges
    features = {
        "one": 1.0,
        "best": odds(likely.max()),
        "mean": odds(likely.mean()),
        "any": odds(1.0 - np.prod(1.0 - np.minimum(likely, 1 - 1e-6))),
        "first": odds(likely[0]),
        "mentions": math.log(len(starts)),
        "words": math.log(n),
        "at": best / 200,
        "begins": int(starts[0]) / 200,
        "length": math.log(t),
        "report": report[-1],
        "report's type": report[:-1].max(),
        "its type": float(np.clip(types.max(), -CERTAIN, CERTAIN)),
        "rival": odds(math.exp(rivals.max())),
    }
    mentions = tuple((int(starts[i]), int(starts[i]) + n - 1) for i in order.tolist())
    return Proposal(name, key, mentions, features, types, vector / (np.linalg.norm(vector) + 1e-6))


def _beside_others(mine: list[Proposal]) -> Iterable[Proposal]:
    """The strings proposed for one role, likeliest first, each with what stands beside it."""
    strings = [f" {' '.join(p.words)} " for p in mine]
    likely = [share_of(p.features["any"]) for p in mine]
    for i, p in enumerate(mine):
        others = [string for j, string in enumerate(strings) if j != i]
        p.features["place"] = math.log(1 + i)
        p.features["behind"] = p.features["any"] - mine[0].features["any"]
        p.features["others"] = sum(likely) - likely[i]
        p.features["part of another"] = float(any(strings[i] in other for other in others))
        p.features["has another in it"] = float(any(other in strings[i] for other in others))
        yield p


def plain(words: Iterable[str]) -> tuple[str, ...]:
    """Words without articles and punctuation."""
    return tuple(w for w in words if w not in _ARTICLES and any(map(str.isalnum, w)))


def _head(words: Sequence[str]) -> str:
    """The word that says what it is: the last before "of".

    >>> _head(("members", "of", "eln")), _head(("car", "bomb"))
    ('members', 'bomb')
    """
    end = words.index("of") if "of" in words[1:] else len(words)
    return words[end - 1]


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one word is made of the first letters of the others.

    >>> _initials(("eln",), ("army", "of", "national", "liberation")), _initials(("anl",), ("army", "of", "national", "liberation"))
    (False, True)
    """
    if len(short) != 1 or len(long) < 2:
        return False
    return short[0] in ("".join(w[0] for w in long), "".join(w[0] for w in long if w not in _SMALL))


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def _logits(values: np.ndarray) -> np.ndarray:
    return np.clip(values, -CERTAIN, CERTAIN)


def odds(share: float) -> float:
    """Log-odds of a probability."""
    share = min(max(float(share), 1e-6), 1 - 1e-6)
    return max(-CERTAIN, min(CERTAIN, math.log(share / (1 - share))))


def share_of(logit: float) -> float:
    """The probability of log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
