"""Reviewed documents -> what is to be added to the shipped model's scores: logistic regressions that are held near to nought.

Both start from what the shipped model says and learn only what differs. Nothing is drawn by chance: the same rows give the same
numbers. With F1 as the aim, a span is best taken when it is right, its type too, with a probability of half the F1 that is reached:
so thresholds need no search, which few rows would lead astray.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from dateline.compare.rows import type_of
from dateline.learning.counting import FOUND, RIGHT, count, f1
from dateline.learning.material import Decided, Material, decided, nearest, standing
from dateline.read.candidates import Candidate
from dateline.read.encoder import Labels
from dateline.read.learned import Learned

AT, SLOPE = 0.41, 2.5
"""How likely a span is right whose logit is its kind's threshold, and how the log-odds grow with the logit: both on gold/dev."""
PULL = 1.0
"""How strongly each number is held to nought: the inverse of its variance before any row is seen. Chosen among 1, 2 and 4 on
annotated texts of Voice of America and Wikinews, not on gold/dev."""
SAME, MEET = 0.5, 0.3
"""Letters shared over letters covered, from which on two stretches say the same, and from which on one counts as the other."""
STEPS = 100


class Told(NamedTuple):
    """A candidate of which coders said something."""

    decided: Decided
    right: bool


def learn(materials: Sequence[Material], labels: Labels) -> Learned:
    """What is to be added, from what coders decided in documents."""
    learned = Learned(model=labels.version, preferred=_preferred(_typed(materials)))
    chosen = [decided(one, labels, learned) for one in materials]
    told = [each for one, chunks in zip(materials, chosen, strict=True) for each in _told(one, chunks)]
    kinds = sorted({each.decided.candidate.kind for each in told})
    named = [f"{each.decided.candidate.kind}:{each.decided.type}" for each in told if each.decided.type]
    names = sorted(set(named))
    weights = _added(told, kinds, names, labels)
    learned = msgspec.structs.replace(
        learned,
        kinds={kind: round(float(weight), 4) for kind, weight in zip(kinds, weights[: len(kinds)], strict=True)},
        types={name: round(float(weight), 4) for name, weight in zip(names, weights[len(kinds) :], strict=True)},
    )
    for _ in range(2):
        learned = _with_thresholds(learned, materials, chosen, labels, weights[: len(kinds)], kinds)
    return learned


def _typed(materials: Sequence[Material]) -> dict[str, list[tuple[Candidate, str]]]:
    """Kind -> candidates that say what coders kept, with its type."""
    found: dict[str, list[tuple[Candidate, str]]] = {}
    for each in materials:
        for one in (one for chunk in each.chunks for one in chunk if one.types):
            row = nearest(one, each.gold.rows, SAME)
            type_ = type_of(row) if row else None
            if type_ is not None and type_ in one.types:
                found.setdefault(one.kind, []).append((one, type_))
    return found


def _preferred(typed: Mapping[str, Sequence[tuple[Candidate, str]]]) -> dict[str, float]:
    """What is to be added to each type beside the others of its kind."""
    out: dict[str, float] = {}
    for kind, pairs in sorted(typed.items()):
        names = sorted({name for one, _ in pairs for name in one.types})
        base = np.array([[sum(one.types.get(name, (-30.0, 0.0))) for name in names] for one, _ in pairs])
        told = np.array([[name == type_ for name in names] for _, type_ in pairs], dtype=np.float64)
        weights = np.zeros(len(names))
        for _ in range(STEPS):
            shares = np.exp(base + weights - (base + weights).max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            # No curvature of the softmax is greater than a half for each row: these steps never go too far.
            weights += ((told - shares).sum(axis=0) - PULL * weights) / (len(pairs) / 2 + PULL)
        out |= {f"{kind}:{name}": round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    return out


def _told(material: Material, chunks: Sequence[Sequence[Decided]]) -> Iterator[Told]:
    """The candidates in whose way no better one stands, and of which coders said something.

    As in counting, one row makes one candidate right: the one with the highest logit.
    """
    gold, free = material.gold, list(material.gold.rows)
    for each in sorted(standing(chunks), key=lambda each: -each.logit):
        row = nearest(each.candidate, free, MEET)
        if row is not None:
            free.remove(row)
            if not row.get("optional"):
                yield Told(each, True)
        elif gold.complete or nearest(each.candidate, gold.rejected, MEET):
            yield Told(each, False)


def _added(told: Sequence[Told], kinds: Sequence[str], names: Sequence[str], labels: Labels) -> np.ndarray:
    """[kinds + names] what is to be added to logits."""
    if not told:
        return np.zeros(0)
    found = [each.decided for each in told]
    base = np.array([SLOPE * (one.logit - labels.thresholds[one.candidate.kind]) + _logit(AT) for one in found])
    by_kind = [[one.candidate.kind == kind for kind in kinds] for one in found]
    by_type = [[f"{one.candidate.kind}:{one.type}" == name for name in names] for one in found]
    inputs = np.hstack([np.array(by_kind, dtype=np.float64), np.array(by_type, dtype=np.float64).reshape(len(told), -1)])
    right = np.array([each.right for each in told], dtype=np.float64)
    weights = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-(base + inputs @ weights)))
        slope = inputs.T @ (right - likely) - PULL * weights
        bend = (inputs * (likely * (1 - likely))[:, None]).T @ inputs + PULL * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights / SLOPE


def _with_thresholds(
    learned: Learned, materials: Sequence[Material], chosen: Sequence[Sequence[Sequence[Decided]]], labels: Labels,
    weights: np.ndarray, kinds: Sequence[str],
) -> Learned:  # fmt: skip
    """With all kinds moved to where F1 is highest, by the F1 that is reached so far."""
    sums = np.array([_count(one, chunks, labels, learned) for one, chunks in zip(materials, chosen, strict=True)]).sum(axis=0)
    typed = max(0.5, float(sums[RIGHT] / max(1, sums[FOUND])))
    moved = (_logit(AT) - _logit(float(np.clip(f1(sums) / 2 / typed, 0.2, 0.6)))) / SLOPE
    return msgspec.structs.replace(
        learned, kinds={kind: round(float(weight) + moved, 4) for kind, weight in zip(kinds, weights, strict=True)}
    )


def _count(one: Material, chunks: Sequence[Sequence[Decided]], labels: Labels, learned: Learned) -> tuple[int, ...]:
    kept = []
    for chunk in chunks:
        lifted = [each._replace(logit=each.logit + learned.added(each.candidate.kind, each.type)) for each in chunk]
        kept.append([each for each in lifted if each.logit > labels.thresholds[each.candidate.kind]])
    return count(one, standing(kept))


def _logit(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))
