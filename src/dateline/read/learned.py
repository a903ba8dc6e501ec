"""What was learned from a user's reviewed rows, laid over the shipped model: what is added to the scores of spans and types.

It is one file of numbers, `learned.json`, in a folder of the user's own; its version is a hash of them. It stands on one version of
the shipped model and is refused with another.
"""

import hashlib
from pathlib import Path

import msgspec

from dateline.errors import ModelError
from dateline.read.candidates import Candidate
from dateline.read.encoder import Labels
from dateline.read.weighing import TypeScores, choose
from dateline.records import Record

FILE = "learned.json"
BELOW = 1.0
"""How far under the threshold of its kind a span may be by the shipped model, and still be lifted over it."""


class Learned(Record, frozen=True, forbid_unknown_fields=True):
    """What is added, in log-odds. What is not named gets nothing."""

    model: str
    """Version of the shipped model that it stands on."""
    kinds: dict[str, float] = msgspec.field(default_factory=dict)
    """Kind -> what is added to the logit of its spans."""
    types: dict[str, float] = msgspec.field(default_factory=dict)
    """KIND:TYPE -> what is added to the logit of its spans."""
    preferred: dict[str, float] = msgspec.field(default_factory=dict)
    """KIND:TYPE -> what is added to the type's log-probability beside the other types of its kind."""

    @property
    def version(self) -> str:
        """A hash of all numbers."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]

    def weigh(self, one: Candidate) -> TypeScores:
        """The types of a candidate as they are weighed now."""
        return {t: (model + self.preferred.get(f"{one.kind}:{t}", 0.0), words) for t, (model, words) in one.types.items()}

    def added(self, kind: str, type_: str | None) -> float:
        """What is added to the logit of a span that was given this type."""
        return self.kinds.get(kind, 0.0) + self.types.get(f"{kind}:{type_}", 0.0)


def decide(one: Candidate, labels: Labels, learned: Learned | None = None) -> tuple[str | None, float]:
    """The type of a candidate, and how likely it is an assertion of its kind, as a logit beside the threshold of its kind."""
    threshold = labels.thresholds[one.kind]
    if learned is None:
        return choose(one.kind, one.types, one.logit, labels.known, threshold)
    type_, logit = choose(one.kind, learned.weigh(one), one.logit, labels.known, threshold)
    return type_, logit + learned.added(one.kind, type_)


def load_learned(folder: Path, model: str) -> Learned:
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
        raise ModelError(f"{path} cannot be opened ({error.strerror or error}); make it again with `dateline retrain`.") from error
    except msgspec.DecodeError as error:
        raise ModelError(f"{path} is not well formed ({error}); make it again with `dateline retrain`.") from error
    if learned.model != model:
        raise ModelError(
            f"{path} was learned on the model {learned.model}, and this Dateline comes with {model}; run `dateline retrain` again."
        )
    return learned
