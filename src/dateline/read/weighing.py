"""What a span is: the model's view of its types and the codebook's, as log-odds that are added, and what doubt about them costs."""

from collections.abc import Container, Mapping, Sequence

import numpy as np

from dateline.codebook import Codebook, TriggerMatch

EVIDENCE = 0.6
"""Weight of the codebook's words beside the model's own view of the type: chosen on gold/dev (training/LOG.md)."""
UNKNOWN_TYPE = -2.0
"""Log-probability of a type that is in the codebook but was not in training: a strong trigger outweighs it, a weak one does not.
Chosen on sentences about six types of a user's own (tests/workbench/own_types.yaml)."""
BESIDE = -2.0
"""What is added for such a type where the assertion rests on other words than its: "met to end the cattle raids" is a meeting."""
UNTRAINED = 0.2
"""What the span of such a type must have above the threshold of its kind, which was chosen together with the doubt about types."""
DOUBT = 1.5
"""What the log-probability of the type counts beside the logit of the span, in what must reach the kind's threshold: a clause whose
type nobody can tell is as often no assertion of its kind. Chosen on gold/dev (training/LOG.md)."""

Types = Container[tuple[str, str]]
"""Kind and name of each type that the model has seen in training."""
TypeScores = Mapping[str, tuple[float, float]]
"""Type -> its log-probability by the model, and what the codebook's words add to it."""


def undisputed(found: Sequence[TriggerMatch], types: Types) -> list[TriggerMatch]:
    """The triggers without those on whose words a strong trigger of a type that was not in training stands.

    Such a type is the user's own, made because ours were too coarse: "looted livestock" is theirs, and no more of `destruction`.
    """
    own = [m for m in found if m.strength == "strong" and (m.kind, m.entry) not in types]
    return [m for m in found if m in own or not any(m.kind == o.kind and m.start < o.end and o.start < m.end for o in own)]


def log_shares(logits: np.ndarray) -> np.ndarray:
    """How likely each type of a kind is by the model, as log-probabilities of each row: [n, types] float64."""
    values = logits.astype(np.float64)
    highest = values.max(1, keepdims=True)
    return values - (np.log(np.exp(values - highest).sum(1, keepdims=True)) + highest)


def type_scores(
    kind: str,
    names: Sequence[str],
    shares: Sequence[float],
    evidence: Mapping[str, float],
    codebook: Codebook,
    resting: Container[str],
) -> TypeScores:
    """How likely each type of a kind is: the model's log-probability, and the codebook's evidence beside it.

    Args:
        names: the types of the kind that the model has seen in training.
        shares: the model's log-probability of each.
        evidence: what the words say, by entry, in the order of entries.
        resting: types with a trigger on the word that the assertion rests on.
    """
    if not names:
        return {}
    scores = {name: (share, EVIDENCE * evidence.get(name, 0.0)) for name, share in zip(names, shares, strict=True)}
    for name, words in evidence.items():
        if name not in scores and codebook.entries[name].kind == kind:
            scores[name] = (UNKNOWN_TYPE + (0.0 if name in resting else BESIDE), words)
    return scores


def choose(kind: str, weighed: TypeScores, logit: float, types: Types, threshold: float) -> tuple[str | None, float]:
    """The likeliest type, and how likely the span is an assertion of its kind, given how sure its type is.

    Where no type that the model knows is sure enough, one of the user's own whose words stand in the span is taken: of those the
    model knows nothing, so its doubt says nothing.
    """
    if not weighed:
        return None, logit
    sums = {name: model + words for name, (model, words) in weighed.items()}
    best = max(sums, key=lambda name: (sums[name], name))
    if (kind, best) not in types:
        return best, logit - UNTRAINED
    doubted = logit + DOUBT * (sums[best] - float(np.logaddexp.reduce(list(sums.values()))))
    if doubted <= threshold:
        own = [name for name in sums if (kind, name) not in types]
        if own:
            return max(own, key=lambda name: (sums[name], name)), logit - UNTRAINED
    return best, doubted
