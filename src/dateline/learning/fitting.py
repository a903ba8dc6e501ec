"""Examples -> what is added to the shipped model's scores: logistic regressions that are held near to nought.

Both start from what the shipped model says and learn only what is to be added. Nothing is drawn by chance: the same rows give the
same numbers. `PULL` holds back what few rows would teach.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from dateline.learning.counting import counts, f1
from dateline.learning.examples import MEET, SAME, Material, nearest
from dateline.read.candidates import Candidate
from dateline.read.decode import without_rivals
from dateline.read.encoder import Labels
from dateline.read.learned import Learned, Overlay, decide

AT, SLOPE = 0.41, 2.5
"""How likely a span is right whose logit is its kind's threshold, and how the log-odds grow with the logit: both on gold/dev."""
AXES = 24
PULL_KIND, PULL_TYPE, PULL_AXIS = 4.0, 4.0, 30.0
PULL_PREFERRED, PULL_TYPE_AXIS = 2.0, 20.0
ROUNDS = 25
RUNGS = ("thresholds", "types", "words")
"""How much is learned: by kind; by type as well; by the encoder's words as well."""


class Told(NamedTuple):
    """A candidate of which coders said something."""

    candidate: Candidate
    type: str | None
    logit: float
    right: bool


def learn(materials: Sequence[Material], labels: Labels, rung: str) -> Learned:
    """What is to be added, from the examples of documents."""
    learned = Learned(model=labels.version)
    candidates = [one for each in materials for chunk in each.chunks for one in chunk]
    if not candidates:
        return learned
    along = rung == "words"
    axes, middle = _axes(np.stack([one.vector for one in candidates])) if along else (np.zeros((0, 0)), np.zeros(0))
    if rung != "thresholds":
        learned = _types(_typed(materials), learned, axes, middle)
    return _spans(materials, labels, learned, rung, axes, middle)


def _axes(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[axes, width] the directions in which vectors differ most, each divided by its spread, and [width] their middle."""
    middle = vectors.mean(0, dtype=np.float64)
    _, spreads, directions = np.linalg.svd(vectors - middle, full_matrices=False)
    kept = min(AXES, int((spreads > 1e-6).sum()))
    return directions[:kept] / (spreads[:kept, None] / np.sqrt(len(vectors))), middle


def _places(candidates: Sequence[Candidate], axes: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """[candidates, axes]"""
    if not len(axes) or not candidates:
        return np.zeros((len(candidates), len(axes)))
    return (np.stack([one.vector for one in candidates]) - middle) @ axes.T


def _typed(materials: Sequence[Material]) -> dict[str, list[tuple[Candidate, str]]]:
    """Kind -> candidates that say what coders kept, with its type."""
    found: dict[str, list[tuple[Candidate, str]]] = {}
    for each in materials:
        for one in (one for chunk in each.chunks for one in chunk if one.types):
            near, row = nearest(one.kind, (one.anchor.start, one.anchor.end), each.reviewed.kept)
            if row is not None and near >= SAME and row.type in one.types:
                found.setdefault(one.kind, []).append((one, row.type))
    return found


def _types(typed: Mapping[str, Sequence[tuple[Candidate, str]]], learned: Learned, axes: np.ndarray, middle: np.ndarray) -> Learned:
    """With what is to be added to types among those of their kind."""
    preferred: dict[str, float] = {}
    types_along: dict[str, tuple[float, ...]] = {}
    for kind, pairs in sorted(typed.items()):
        mine = [one for one, _ in pairs]
        names = sorted({name for one in mine for name in one.types})
        if len(names) < 2:
            continue
        base = np.array([[sum(one.types.get(name, (-30.0, 0.0))) for name in names] for one in mine])
        told = np.array([[name == type_ for name in names] for _, type_ in pairs], dtype=np.float64)
        inputs = np.hstack([np.ones((len(mine), 1)), _places(mine, axes, middle)])
        pull = np.diag([PULL_PREFERRED] + [PULL_TYPE_AXIS] * (inputs.shape[1] - 1))
        # No curvature of the softmax is greater than half the squares of its inputs: these steps never go too far.
        steps = np.linalg.inv(inputs.T @ inputs / 2 + pull)
        weights = np.zeros((inputs.shape[1], len(names)))
        for _ in range(4 * ROUNDS):
            weights += steps @ (inputs.T @ (told - _softmax(base + inputs @ weights)) - pull @ weights)
        for n, name in enumerate(names):
            preferred[f"{kind}:{name}"] = round(float(weights[0, n]), 5)
            if len(axes):
                types_along[f"{kind}:{name}"] = tuple(np.round(weights[1:, n], 5).tolist())
    if not len(axes):
        return Learned(model=learned.model, preferred=preferred)
    return Learned(
        model=learned.model,
        preferred=preferred,
        types_along=types_along,
        axes=tuple(tuple(row) for row in np.round(axes, 5).tolist()),
        middle=tuple(np.round(middle, 5).tolist()),
    )


def _spans(
    materials: Sequence[Material], labels: Labels, learned: Learned, rung: str, axes: np.ndarray,
    middle: np.ndarray,
) -> Learned:  # fmt: skip
    """With what is to be added to the logits of spans."""
    overlay = Overlay(learned)
    told = [each for one in materials for each in _told(one, labels, overlay)]
    kinds = sorted({each.candidate.kind for each in told})
    named = [f"{each.candidate.kind}:{each.type}" for each in told]
    types = sorted(set(named)) if rung != "thresholds" else []
    base = np.array([SLOPE * (each.logit - labels.thresholds[each.candidate.kind]) + _logit(AT) for each in told])
    by_kind = np.array([[each.candidate.kind == kind for kind in kinds] for each in told], dtype=np.float64)
    by_type = np.array([[name == type_ for type_ in types] for name in named], dtype=np.float64).reshape(len(told), -1)
    places = _places([each.candidate for each in told], axes, middle)
    along = (by_kind[:, :, None] * places[:, None, :]).reshape(len(told), -1)
    inputs = np.hstack([by_kind, by_type, along])
    pull = np.repeat([PULL_KIND, PULL_TYPE, PULL_AXIS], [len(kinds), len(types), along.shape[1]])
    weights = _logistic(inputs, np.array([each.right for each in told], dtype=np.float64), base, pull) / SLOPE
    start = len(kinds) + len(types)
    rows = weights[start:].reshape(len(kinds), -1)

    def made(shift: float) -> Learned:
        return msgspec.structs.replace(
            learned,
            kinds={kind: round(float(weights[n] + shift), 5) for n, kind in enumerate(kinds)},
            types={type_: round(float(weights[len(kinds) + n]), 5) for n, type_ in enumerate(types)},
            kinds_along={kind: tuple(np.round(rows[n], 5).tolist()) for n, kind in enumerate(kinds)} if len(axes) else {},
        )

    new = made(0.0)
    for _ in range(2):
        # Of what is right, some has a wrong type and earns nothing: with F1 as the aim, a span is best taken from here on.
        sums = counts(materials, labels, Overlay(new)).sum(axis=0)
        typed = max(0.5, sums[0] / max(1, sums[3]))
        new = made((_logit(AT) - _logit(float(np.clip(f1(sums) / 2 / typed, 0.2, 0.6)))) / SLOPE)
    return new


def _told(material: Material, labels: Labels, overlay: Overlay) -> Iterator[Told]:
    """The candidates of a document that no better one stands in the way of, and of which coders said something.

    As in counting, one row makes one candidate right: the one with the highest logit.
    """
    standing: list[Told] = []
    for chunk in material.chunks:
        decided = [decide(one, labels, overlay) for one in chunk]
        placed = [(one.kind, type_, one.first, one.last, logit) for one, (type_, logit) in zip(chunk, decided, strict=True)]
        standing += [Told(chunk[i], *decided[i], right=False) for i in without_rivals(placed)]
    reviewed, free = material.reviewed, list(material.reviewed.kept)
    for each in sorted(standing, key=lambda each: -each.logit):
        one = each.candidate
        span = one.anchor.start, one.anchor.end
        near, row = nearest(one.kind, span, free)
        if row is not None and near >= MEET:
            free.remove(row)
            yield each._replace(right=True)
        elif reviewed.complete or nearest(one.kind, span, reviewed.rejected)[0] >= MEET:
            yield each


def _logistic(inputs: np.ndarray, told: np.ndarray, base: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """Weights that make `base + inputs @ weights` the log-odds of what was told, held near to nought by `pull`."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-(base + inputs @ weights)))
        slope = inputs.T @ (told - likely) - pull * weights
        bend = (inputs * (likely * (1 - likely))[:, None]).T @ inputs + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-7:
            break
    return weights


def _softmax(scores: np.ndarray) -> np.ndarray:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def _logit(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))
