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

Types = Sequence[tuple[str, str]]
"""Kind and name of each type that the model has seen in training."""
TypeScores = Mapping[str, tuple[float, float]]
"""Type -> its log-probability by the model, and what the codebook's words add to it."""


def undisputed(found: Sequence[TriggerMatch], types: Types) -> list[TriggerMatch]:
    """The triggers without those on whose words a strong trigger of a type that was not in training stands.

    Such a type is the user's own, made because ours were too coarse: "looted livestock" is theirs, and no more of `destruction`.
    """
    own = [m for m in found if m.strength == "strong" and (m.kind, m.entry) not in types]
    return [m for m in found if m in own or not any(m.kind == o.kind and m.start < o.end and o.start < m.end for o in own)]


def type_scores(
    kind: str, logits: np.ndarray, evidence: Mapping[str, float], types: Types, codebook: Codebook, resting: Container[str]
) -> TypeScores:
    """How likely each type of a kind is: the model's log-probability, and the codebook's evidence beside it.

    Args:
        logits: [types] of the model.
        resting: types with a trigger on the word that the assertion rests on.
    """
    mine = [i for i, (k, _) in enumerate(types) if k == kind]
    if not mine:
        return {}
    values = logits[mine].astype(np.float64)
    values -= np.log(np.exp(values - values.max()).sum()) + values.max()
    scores = {types[i][1]: (float(v), EVIDENCE * evidence.get(types[i][1], 0.0)) for i, v in zip(mine, values, strict=True)}
    for entry in codebook.of_kind(kind):
        if entry.id not in scores and entry.id in evidence:
            scores[entry.id] = (UNKNOWN_TYPE + (0.0 if entry.id in resting else BESIDE), evidence[entry.id])
    return scores


def choose(kind: str, weighed: TypeScores, logit: float, types: Types, threshold: float) -> tuple[str | None, float]:
    """The likeliest type, and how likely the span is an assertion of its kind, given how sure its type is.

    Where no type that the model knows is sure enough, one of the user's own whose words stand in the span is taken: of those the
    model knows nothing, so its doubt says nothing.
    """
    if not weighed:
        return None, logit
    best = max(weighed, key=lambda t: (sum(weighed[t]), t))
    if (kind, best) not in types:
        return best, logit - UNTRAINED
    doubted = logit + DOUBT * (sum(weighed[best]) - float(np.logaddexp.reduce([sum(each) for each in weighed.values()])))
    own = [t for t in weighed if (kind, t) not in types]
    if doubted <= threshold and own:
        return max(own, key=lambda t: (sum(weighed[t]), t)), logit - UNTRAINED
    return best, doubted
