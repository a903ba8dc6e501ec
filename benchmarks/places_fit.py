"""Fits the weights of resolve/place_ranking.py on the corpora of benchmarks/places.py, with three-fold cross-validation.

Conditional logit: for each name the chance of the right candidate is made as high as it can be, with a pull towards zero. The
features of the context depend on the chances, so that weights and chances are fitted in turn.
"""

import numpy as np
from scipy.optimize import minimize

from benchmarks.bootstrap import read_lines
from benchmarks.places import distance_km, files, scored
from dateline.gazetteer import Candidate, Gazetteer
from dateline.records import Place
from dateline.resolve.place_ranking import FEATURES, WEIGHTS, Features
from dateline.resolve.places import anchors, choices_of

_CLOSE_KM = 161.0
_PULL = 0.0005
_TURNS = 3
_FOLDS = 3


class Example:
    """One document: its features, and for each name that has a right candidate which those are and how often it is named."""

    def __init__(self, document: dict, gazetteer: Gazetteer) -> None:
        golds = scored(document)
        spans = anchors(document["text"], ((gold["start"], gold["end"]) for gold in golds))
        keys, choices = choices_of(document["text"], spans, gazetteer)
        names = [name for name, choice in choices.items() if choice.candidates]
        self.features = Features([choices[name] for name in names]) if names else None
        self.targets: list[tuple[np.ndarray, np.ndarray]] = []
        for key, gold in zip(keys, golds, strict=True):
            if key in names:
                own = np.flatnonzero(self.features.owner == names.index(key))
                right = np.array([_is_right(each, gold) for each in choices[key].candidates])
                self.targets.append((own, right))
        self.total = len(golds)


def _is_right(candidate: Candidate, gold: dict) -> bool:
    if gold.get("geonameid"):
        return candidate.geonames == gold["geonameid"]
    error = distance_km(Place(name="", latitude=candidate.latitude, longitude=candidate.longitude), gold)
    return error is not None and error <= _CLOSE_KM


def loss(weights: np.ndarray, matrices: list[np.ndarray], examples: list[Example]) -> tuple[float, np.ndarray]:
    """Mean negative log chance of the right candidates, and its slope."""
    value, slope, count = 0.0, np.zeros_like(weights), 0
    for matrix, example in zip(matrices, examples, strict=True):
        scores = matrix @ weights
        for own, right in example.targets:
            if not right.any():
                continue
            rows = matrix[own]
            chance = np.exp(scores[own] - scores[own].max())
            chance /= chance.sum()
            kept = chance * right
            value -= np.log(kept.sum() + 1e-12)
            slope -= (kept / (kept.sum() + 1e-12) - chance) @ rows
            count += 1
    return value / count + _PULL * weights @ weights / 2, slope / count + _PULL * weights


def fitted(examples: list[Example]) -> np.ndarray:
    weights = WEIGHTS.copy()
    for _ in range(_TURNS):
        matrices = [example.features.matrix(example.features.chances(weights)) for example in examples]
        weights = minimize(loss, weights, args=(matrices, examples), jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    return weights


def right_share(examples: list[Example], weights: np.ndarray) -> float:
    right = 0
    for example in examples:
        chances = example.features.chances(weights)
        right += sum(bool(good[np.argmax(chances[own])]) for own, good in example.targets)
    return right / sum(example.total for example in examples)


def fit() -> None:
    gazetteer = Gazetteer.open()
    corpora = {path.name.split(".")[0]: [Example(document, gazetteer) for document in read_lines(path)] for path in files(None)}
    corpora = {name: [each for each in examples if each.features and each.targets] for name, examples in corpora.items()}
    for name, examples in corpora.items():
        ceiling = sum(bool(right.any()) for each in examples for _, right in each.targets) / sum(each.total for each in examples)
        print(f"{name}: now {right_share(examples, WEIGHTS):.4f}, at most {ceiling:.4f}")
    every = [each for examples in corpora.values() for each in examples]
    for fold in range(_FOLDS):
        weights = fitted([each for number, each in enumerate(every) if number % _FOLDS != fold])
        held = {id(each) for number, each in enumerate(every) if number % _FOLDS == fold}
        kept_back = {name: [each for each in examples if id(each) in held] for name, examples in corpora.items()}
        print(f"fold {fold}:", {name: round(right_share(examples, weights), 4) for name, examples in kept_back.items()})
    weights = fitted(every)
    for name, examples in corpora.items():
        print(f"{name}: fitted {right_share(examples, weights):.4f}")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"    {name}: {weight:.2f}")
    print(", ".join(f"{weight:.2f}" for weight in weights))
