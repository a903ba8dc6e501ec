"""Which earlier mention a pronoun or a description stands for: a log-linear choice among those that are possible.

Each possibility is a set of features (distance, roles, kinds, shared words); its score is the sum of their weights, and the highest
one is taken. The weights are learned from annotated documents by `python -m training.antecedents` and stand, readable, in
`antecedents.json`. A feature counts once for all anaphors and once for its sort of anaphor, so that rare sorts lean on the others.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dateline.resolve.entities import Anaphor, Entity


class Option(NamedTuple):
    """Somebody whom an anaphor may stand for; `entity` is None for nobody, when the words stay."""

    entity: Entity | None
    features: tuple[str, ...]


MOST_REMEMBERED = 20_000
"""Features of one sort of anaphor whose weights are kept added up; `word=` has as many as texts have words."""


class Antecedents:
    """Weights of features, by name: `gap=1` for all anaphors, `any|gap=1` for those of the sort `any`."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self._parts: dict[str, dict[str, float]] = {}
        """Sort of anaphor -> feature -> what it counts there: features are few, and are asked for over and over."""

    def choose(self, sort: str, options: Sequence[Option], at: Anaphor) -> Entity | None:
        """The option with the highest score; None where there is none, or where the words had better stay.

        Args:
            sort: of the anaphor.
            options: in an order that decides between equals.
            at: the anaphor.
        """
        if not options:
            return None
        return max(options, key=lambda option: self.score(sort, option)).entity

    def score(self, sort: str, option: Option) -> float:
        """Log-odds of an option, up to a constant that the options of one anaphor share."""
        parts = self._parts.get(sort)
        if parts is None:
            parts = self._parts[sort] = {}
        total = 0.0
        for name in option.features:
            part = parts.get(name)
            if part is None:
                part = self.weights.get(name, 0.0) + self.weights.get(f"{sort}|{name}", 0.0)
                if len(parts) < MOST_REMEMBERED:
                    parts[name] = part
            total += part
        return total


@cache
def load_antecedents() -> Antecedents:
    """The weights that are shipped."""
    return Antecedents(json.loads(files("dateline.resolve").joinpath("antecedents.json").read_text(encoding="utf-8")))


def bucket(value: int) -> str:
    """A small number as the name of a feature: 0, 1, 2, then 3-4, 5-8 and more."""
    return str(value) if value < 3 else "3" if value < 5 else "5" if value < 9 else "9"
