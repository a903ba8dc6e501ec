"""What was learned from a user's reviewed rows, laid over the shipped model: what is added to the scores of spans and types.

It is one file of numbers, `learned.json`, in a folder of the user's own; its version is a hash of it. It stands on one version of the
shipped model and is refused with another.
"""

import hashlib
from pathlib import Path

import msgspec
import numpy as np

from dateline.errors import ModelError
from dateline.read.candidates import Candidate
from dateline.read.encoder import Labels
from dateline.read.weighing import TypeScores, choose
from dateline.records import Record

FILE = "learned.json"
BELOW = 1.0
"""How far under the threshold of its kind a span may be by the shipped model, and still be lifted over it."""


class Learned(Record, frozen=True, forbid_unknown_fields=True):
    """What is added. What is not named gets nothing added."""

    model: str
    """Version of the shipped model that it stands on."""
    kinds: dict[str, float] = {}
    """Kind -> what is added to the logit of its spans."""
    types: dict[str, float] = {}
    """KIND:TYPE -> what is added to the logit of its spans."""
    preferred: dict[str, float] = {}
    """KIND:TYPE -> what is added to the log-probability of the type among those of its kind."""
    axes: tuple[tuple[float, ...], ...] = ()
    """[axes][width] the directions in which the encoder's words differ most in the reviewed documents, each divided by its spread."""
    middle: tuple[float, ...] = ()
    """[width] the middle of the encoder's words there."""
    kinds_along: dict[str, tuple[float, ...]] = {}
    """Kind -> [axes] what is added to the logit of its spans for each unit along an axis."""
    types_along: dict[str, tuple[float, ...]] = {}
    """KIND:TYPE -> [axes] what is added to the log-probability of the type for each unit along an axis."""

    @property
    def version(self) -> str:
        """A hash of all numbers."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:12]


class Overlay:
    """`Learned`, ready to be laid over the scores of candidates."""

    def __init__(self, learned: Learned) -> None:
        self.learned = learned
        self.version = learned.version
        self._axes, self._middle = np.array(learned.axes), np.array(learned.middle)
        self._kinds = {kind: np.array(values) for kind, values in learned.kinds_along.items()}
        self._types = {name: np.array(values) for name, values in learned.types_along.items()}

    def types(self, one: Candidate) -> TypeScores:
        """The types of a candidate as they are weighed now."""
        place = self._place(one) if self._types else None
        out = {}
        for type_, (model, words) in one.types.items():
            name = f"{one.kind}:{type_}"
            added = self.learned.preferred.get(name, 0.0)
            if place is not None and name in self._types:
                added += float(self._types[name] @ place)
            out[type_] = (model + added, words)
        return out

    def added(self, one: Candidate, type_: str | None) -> float:
        """What is added to the logit of a candidate that was given this type."""
        added = self.learned.kinds.get(one.kind, 0.0) + self.learned.types.get(f"{one.kind}:{type_}", 0.0)
        if one.kind in self._kinds:
            added += float(self._kinds[one.kind] @ self._place(one))
        return added

    def _place(self, one: Candidate) -> np.ndarray:
        return self._axes @ (one.vector - self._middle)


def decide(one: Candidate, labels: Labels, overlay: Overlay | None = None) -> tuple[str | None, float]:
    """The type of a candidate, and how likely it is an assertion of its kind, as a logit beside the threshold of its kind."""
    types = one.types if overlay is None else overlay.types(one)
    type_, logit = choose(one.kind, types, one.logit, labels.types, labels.thresholds[one.kind])
    return type_, logit if overlay is None else logit + overlay.added(one, type_)


def load_learned(folder: Path, model: str) -> Overlay:
    """What was learned, from its folder.

    Args:
        model: version of the shipped model.

    Raises:
        ModelError: there is none, it is not well formed, or it stands on another model.
    """
    path = folder / FILE
    try:
        learned = msgspec.json.decode(path.read_bytes(), type=Learned)
    except OSError as error:
        raise ModelError(f"There is no {path}; `dateline retrain -o {folder}` makes one.") from error
    except msgspec.DecodeError as error:
        raise ModelError(f"{path} is not well formed ({error}); make it again with `dateline retrain -o {folder}`.") from error
    _check(learned, path)
    if learned.model != model:
        raise ModelError(
            f"{path} was learned on the model {learned.model}, and this Dateline comes with {model}: run `dateline retrain` again."
        )
    return Overlay(learned)


def _check(learned: Learned, path: Path) -> None:
    """Raises ModelError where numbers are missing or too many, so that no reading ends by them."""
    width, axes = len(learned.middle), len(learned.axes)
    along = [*learned.kinds_along.values(), *learned.types_along.values()]
    if any(len(axis) != width for axis in learned.axes) or any(len(values) != axes for values in along):
        raise ModelError(f"{path} has rows of the wrong length; make it again with `dateline retrain`.")
