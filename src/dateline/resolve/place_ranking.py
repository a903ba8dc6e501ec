"""Which of the places that bear a name is meant: scores from the place, from the words, and from the document's other places.

Every name of the document has a weight on each of its candidates; the weights are set from what is known of the candidate alone,
then twice more with what the other names' candidates add (the same country, the same province, nearness). The weights of the
features were fitted on local and international news (benchmarks/places.py --fit); there are few of them, and none is of a place.
"""

from collections.abc import Mapping
from typing import NamedTuple, Self

import numpy as np

from dateline.gazetteer import Candidate
from dateline.gazetteer.sphere import EARTH_KM
from dateline.records import Record

FEATURES = (
    "written", "alternate", "bare", "adjective", "people", "country", "province", "district", "capital", "other", "kind",
    "not_kind", "inside", "not_inside", "same_country", "same_province", "near", "nearest", "named_country", "named_province",
    "people_of_area",
)  # fmt: skip
WEIGHTS = np.array([
    -0.84, -2.89, -0.01, 0.06, 1.22, 0.77, -1.63, 2.22, 0.96, 6.63, 0.9, -0.9,
    1.5, -1.5, 1.08, 0.96, 1.57, 0.64, 0.05, 0.60, 1.37,
])  # fmt: skip
_ROUNDS = 3
_NEAR_KM = 150.0
_UNASKED = 0.4  # how much a name found by capital letters alone counts beside one that was asked for


class Choice(Record, frozen=True):
    """One distinct name of a document with its candidates and what its words say."""

    candidates: tuple[Candidate, ...]
    kinds: frozenset[str]
    parents: frozenset[tuple[str, str | None]]
    asked: bool

    def with_words(self, kind: str | None, parents: frozenset[tuple[str, str | None]]) -> Self:
        """The same name met once more: what its words say adds up."""
        kinds = self.kinds | ({kind} if kind else set())
        return type(self)(candidates=self.candidates, kinds=kinds, parents=self.parents | parents, asked=True)


class Ranked(NamedTuple):
    """A candidate with the chance that it is the one meant; the chances of a name sum to one."""

    candidate: Candidate
    chance: float


def rank(choices: Mapping[str, Choice], weights: np.ndarray = WEIGHTS) -> dict[str, tuple[Ranked, ...]]:
    """The candidates of each name that has any, the likeliest first."""
    names = [name for name, choice in choices.items() if choice.candidates]
    if not names:
        return {}
    document = Features([choices[name] for name in names])
    chances = document.chances(weights)
    ranked: dict[str, tuple[Ranked, ...]] = {}
    for number, name in enumerate(names):
        own = chances[document.owner == number]
        ranked[name] = tuple(Ranked(choices[name].candidates[i], float(own[i])) for i in np.argsort(-own, kind="stable"))
    return ranked


class Features:
    """The candidates of one document as arrays: `alone` [candidates, features], and their links to each other."""

    def __init__(self, choices: list[Choice]) -> None:
        self.flat = [(number, each) for number, choice in enumerate(choices) for each in choice.candidates]
        self.owner = np.array([number for number, _ in self.flat])
        self.names = len(choices)
        self.trust = np.array([1.0 if choice.asked else _UNASKED for choice in choices])
        self.alone = np.array([_alone(each, choices[number]) for number, each in self.flat])
        candidates = [each for _, each in self.flat]
        country = np.array([each.country or f"-{i}" for i, each in enumerate(candidates)])
        province = np.array([f"{each.country}.{each.admin1}" if each.admin1 else f"-{i}" for i, each in enumerate(candidates)])
        other = self.owner[:, None] != self.owner[None, :]
        self.same_country = (country[:, None] == country[None, :]) & other
        self.same_province = (province[:, None] == province[None, :]) & other
        self.is_country = np.array([each.feature.startswith("A.PCL") for each in candidates])
        self.is_province = np.array([each.feature == "A.ADM1" for each in candidates])
        local = ~self.is_country & np.array([each.latitude is not None and each.country is not None for each in candidates])
        self.near = np.exp(-_distances(candidates) / _NEAR_KM) * (other & local[:, None] & local[None, :])

    def chances(self, weights: np.ndarray, rounds: int = _ROUNDS) -> np.ndarray:
        """How likely each candidate is the one meant; they sum to one for each name."""
        chances = self._softmax(self.alone @ weights)
        for _ in range(rounds):
            chances = self._softmax(self.matrix(chances) @ weights)
        return chances

    def matrix(self, chances: np.ndarray) -> np.ndarray:
        """All features, those of the context reckoned with the given chances."""
        full = self.alone.copy()
        weight = chances * self.trust[self.owner]
        total = max(1.0, self.trust.sum() - 1.0)
        full[:, 14] = np.log1p(9 * self._share(self.same_country, weight, total))
        full[:, 15] = np.log1p(9 * self._share(self.same_province, weight, total))
        full[:, 16] = np.log1p(9 * (self.near @ weight) / total)
        full[:, 17] = (self.near * weight[None, :]).max(axis=1, initial=0.0)
        full[:, 18] = (self.same_country * (weight * self.is_country)[None, :]).max(axis=1, initial=0.0) * ~self.is_country
        full[:, 19] = (self.same_province * (weight * self.is_province)[None, :]).max(axis=1, initial=0.0) * ~self.is_province
        return full

    @staticmethod
    def _share(links: np.ndarray, weight: np.ndarray, total: float) -> np.ndarray:
        return (links @ weight) / total

    def _softmax(self, scores: np.ndarray) -> np.ndarray:
        highest = np.full(self.names, -np.inf)
        np.maximum.at(highest, self.owner, scores)
        raised = np.exp(scores - highest[self.owner])
        return raised / np.bincount(self.owner, weights=raised, minlength=self.names)[self.owner]


def _alone(each: Candidate, choice: Choice) -> list[float]:
    row = [0.0] * len(FEATURES)
    if each.match:
        row[each.match - 1] = 1.0
    town = each.feature[0] == "P"
    row[4] = float(np.log10(each.population + 10)) if town else 0.0
    row[20] = float(np.log10(each.population + 10)) if each.feature[0] == "A" else 0.0
    row[5] = float(each.feature.startswith("A.PCL"))
    row[6] = float(each.feature == "A.ADM1")
    row[7] = float(each.feature == "A.ADM2")
    row[8] = float(each.feature == "P.PPLC")
    row[9] = float(each.feature[0] not in "AP")
    if choice.kinds:
        fits = any(each.feature.startswith(kind) for kind in choice.kinds)
        row[10], row[11] = float(fits), float(not fits)
    if choice.parents:
        inside = any(each.country == country and admin1 in {None, each.admin1} for country, admin1 in choice.parents)
        own = each.feature.startswith("A.PCL") and inside
        row[12], row[13] = float(inside and not own), float(not inside)
    return row


def _distances(candidates: list[Candidate]) -> np.ndarray:
    """Kilometres between all pairs, on a sphere; far away where coordinates are missing."""
    known = np.array([each.latitude is not None for each in candidates])
    lat = np.radians([each.latitude or 0.0 for each in candidates])
    lon = np.radians([each.longitude or 0.0 for each in candidates])
    half = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half = half + np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return np.where(known[:, None] & known[None, :], km, 1e6)
