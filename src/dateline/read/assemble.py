"""Scored spans of a chunk -> assertions: the model's findings under the codebook's word.

The model says where a span is, what it may be and who takes part; the codebook says which words speak for which type. Both are
log-odds and are added. What the type has no role for is dropped; a source is kept only where the voice is not the author's.
"""

from collections.abc import Container, Mapping, Sequence

import numpy as np

from dateline.codebook import Codebook, TriggerMatch
from dateline.read.decode import pick_spans, point, ranges, viterbi, without_rivals
from dateline.read.encoder import Chunk, Encoder, Labels, Scores
from dateline.read.moods import lean
from dateline.read.reading import NEEDED, ROLES, assertion_id, cut
from dateline.records import Anchor, Argument, Assertion, Attribution

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
SURE = {"undated": 0.9, "publication": 0.3}
"""Probability from which the reader's word on what a time hangs on is taken; else the rules of `resolve.when` look for words."""
FAINT = -3.0
"""What must be there (the source where the voice is not the author's, both sides of a relation) is taken down to this margin."""

_NO_ARGUMENT = frozenset(
    ("a", "an", "the", "of", "and", "or", "in", "by", "to", "at", "more", "than", "as", ",", ".", "-", '"', "'s", "’s")
)
"""What a pointer that slipped may stop at: names nobody."""
_JOINING = frozenset(("of", "the"))
_EDGES = frozenset((",", ".", ";", ":", "-", "--", "–", "—"))
Pointed = tuple[int, int, int, float]
"""Role, first word, last word, margin over no argument."""
TypeScores = Mapping[str, tuple[float, float]]
"""Type -> its log-probability by the model, and what the codebook's words add to it."""


def assemble(
    text: str,
    document: str,
    chunk: Chunk,
    scores: Scores,
    encoder: Encoder,
    codebook: Codebook,
    triggers: Mapping[int, Sequence[TriggerMatch]],
    extractor: str,
    audit: dict[str, TypeScores] | None = None,
) -> list[Assertion]:
    """Assertions of one chunk.

    Args:
        text: of the document.
        document: its id.
        chunk: words and sentence indexes.
        scores: of the chunk.
        encoder: describes the spans picked.
        codebook: weighs the triggers.
        triggers: sentence index -> the codebook's matches in it, offsets into the document.
        extractor: name and version for the records.
        audit: takes, for each assertion's id, how the types were weighed; None where nobody asks.
    """
    labels = encoder.labels
    thresholds = np.array([labels.thresholds[k] for k in labels.kinds], dtype=np.float32)
    picked = pick_spans(lean(scores.spans, text, chunk.words, labels.kinds, codebook), thresholds)
    if not picked:
        return []
    attributes, roles, weights = encoder.describe(scores, np.array([p[:3] for p in picked], dtype=np.int64))
    pointed = point(roles, np.full(len(picked), len(chunk.words)))
    names = _names(scores)
    actors = {labels.roles.index(r) for r in ("source", "actor", "recipient", "subject", "object")}
    pointed = [
        [(r, *(_whole(text, chunk, a, b, names) if r in actors else (a, b)), margin) for r, a, b, margin in found]
        for found in pointed
    ]
    out: list[Assertion] = []
    placed = []
    for n, (kind_index, first, last, logit) in enumerate(picked):
        kind = labels.kinds[kind_index]
        anchor = _anchor(text, chunk, *_trim(text, chunk, first, last))
        inside = [m for m in triggers.get(chunk.owners[first], ()) if anchor.start <= m.start and m.end <= anchor.end]
        row = {name: values[n] for name, values in attributes.items()}
        at = int(weights[n].argmax())
        start, end = chunk.words[at]
        resting = {m.entry for m in inside if m.start < end and start < m.end}
        evidence = codebook.weigh(_undisputed(inside, labels.types))
        weighed = _type_scores(kind, row["type"], evidence, labels.types, codebook, resting)
        type_, logit = _choose(kind, weighed, logit, labels)
        if logit <= labels.thresholds[kind]:
            continue
        fired = [m for m in inside if m.entry == type_]
        sources = roles[n, :, labels.roles.index("source")]
        ident = assertion_id(document, kind, type_, anchor)
        if audit is not None:
            audit[ident] = weighed
        placed.append((kind, type_, first, last, logit))
        out.append(
            Assertion(
                id=ident,
                document=document,
                sentence=f"{document}:{chunk.owners[first]}",
                kind=kind,
                type=type_,
                anchor=anchor,
                trigger=cut(text, fired[0].start, fired[0].end) if fired else _anchor(text, chunk, at, at),
                arguments=_arguments(text, chunk, kind, _required(kind, pointed[n], roles[n], labels.roles), labels.roles),
                attribution=_attribution(text, chunk, labels.voices[int(row["voice"].argmax())], pointed[n], sources, labels.roles),
                hedge=labels.hedges[int(row["hedge"].argmax())],
                likelihood=labels.likelihoods[int(row["likelihood"].argmax())] if kind == "forecast" else None,
                conditional=kind == "forecast" and int(row["conditional"].argmax()) == 1,
                dating=_dating(row["dating"], labels.datings),
                entry=type_ if fired else None,
                extractor=extractor,
                score=round(float(1 / (1 + np.exp(-logit))), 4),
            )
        )
    return _without_echoes([out[i] for i in without_rivals(placed)])


def _without_echoes(found: list[Assertion]) -> list[Assertion]:
    """Of two assertions that say the same of the same, a short span and a long one, only the surer."""
    out: list[Assertion] = []
    for one in sorted(found, key=lambda a: -a.score):
        if not any(_echoes(one, two) for two in out):
            out.append(one)
    return out


def _echoes(one: Assertion, two: Assertion) -> bool:
    """Whether two of one kind and type rest on the same word with the same arguments."""
    return (one.kind, one.type, one.trigger) == (two.kind, two.type, two.trigger) and _who(one) == _who(two)


def _who(assertion: Assertion) -> set[tuple[str, int]]:
    return {(a.role, a.anchor.start) for a in assertion.arguments if a.role not in ("place", "time")}


def _names(scores: Scores) -> list[tuple[int, int]]:
    """First and last word of each name that the entity layer sees."""
    layer = scores.tags["entity"]
    return [(first, last) for _, first, last in ranges(viterbi(layer[None], np.array([len(layer)]))[0])]


def _trim(text: str, chunk: Chunk, first: int, last: int) -> tuple[int, int]:
    """A span without the stops, commas and dashes at its edges."""
    while first < last and _word(text, chunk, first) in _EDGES:
        first += 1
    while first < last and _word(text, chunk, last) in _EDGES:
        last -= 1
    return first, last


def _whole(text: str, chunk: Chunk, first: int, last: int, names: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """An argument that neither cuts a name nor ends in the air: "Prime" of "Prime Minister Gilani", "guerrillas of"."""
    for start, end in names:
        cut = start <= last < end or start < first <= end
        follows = start <= last + 2 and start > last and all(_word(text, chunk, i) in _JOINING for i in range(last, start))
        if cut or follows:
            first, last = min(first, start), max(last, end)
    while last > first and _word(text, chunk, last) in _NO_ARGUMENT:
        last -= 1
    return first, last


def _word(text: str, chunk: Chunk, index: int) -> str:
    return text[chunk.words[index][0] : chunk.words[index][1]].lower()


def _undisputed(found: Sequence[TriggerMatch], types: Sequence[tuple[str, str]]) -> list[TriggerMatch]:
    """The triggers without those on whose words a strong trigger of a type that was not in training stands.

    Such a type is the user's own, made because ours were too coarse: "looted livestock" is theirs, and no more of `destruction`.
    """
    own = [m for m in found if m.strength == "strong" and (m.kind, m.entry) not in types]
    return [m for m in found if m in own or not any(m.kind == o.kind and m.start < o.end and o.start < m.end for o in own)]


def _type_scores(
    kind: str, logits: np.ndarray, evidence: Mapping[str, float], types: Sequence[tuple[str, str]], codebook: Codebook,
    resting: Container[str],
) -> TypeScores:  # fmt: skip
    """How likely each type of a kind is: the model's log-probability, and the codebook's evidence beside it.

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


def _choose(kind: str, weighed: TypeScores, logit: float, labels: Labels) -> tuple[str | None, float]:
    """The likeliest type, and how likely the span is an assertion of its kind, given how sure its type is.

    Where no type that the model knows is sure enough, one of the user's own whose words stand in the span is taken: of those the
    model knows nothing, so its doubt says nothing.
    """
    if not weighed:
        return None, logit
    best = max(weighed, key=lambda t: (sum(weighed[t]), t))
    if (kind, best) not in labels.types:
        return best, logit - UNTRAINED
    doubted = logit + DOUBT * (sum(weighed[best]) - float(np.logaddexp.reduce([sum(each) for each in weighed.values()])))
    own = [t for t in weighed if (kind, t) not in labels.types]
    if doubted <= labels.thresholds[kind] and own:
        return max(own, key=lambda t: (sum(weighed[t]), t)), logit - UNTRAINED
    return best, doubted


def _dating(logits: np.ndarray, datings: Sequence[str]) -> str:
    """What an assertion's time hangs on."""
    shares = np.exp(logits - logits.max())
    shares = shares / shares.sum()
    return next((name for name, least in SURE.items() if shares[datings.index(name)] >= least), "words")


def _required(kind: str, found: list[Pointed], scores: np.ndarray, roles: Sequence[str]) -> list[Pointed]:
    """What was pointed at, with the roles that the kind cannot do without taken at their likeliest place."""
    out = list(found)
    for role in NEEDED.get(kind, ()):
        index = roles.index(role)
        faint = None if any(f[0] == index for f in found) else _faint(scores[:, index])
        if faint and faint[1:3] not in [f[1:3] for f in out]:
            out.append((index, *faint[1:]))
    return out


def _arguments(text: str, chunk: Chunk, kind: str, found: list[Pointed], roles: Sequence[str]) -> tuple[Argument, ...]:
    out = []
    for role_index, first, last, margin in sorted(found, key=lambda f: (f[1], f[2], f[0])):
        role = roles[role_index]
        anchor = _anchor(text, chunk, first, last)
        if anchor.exact.lower() in _NO_ARGUMENT:
            continue
        if role in ROLES[kind] or (kind == "event" and role.startswith("count:")):
            out.append(
                Argument(role=role, anchor=_anchor(text, chunk, first, last), score=round(float(1 / (1 + np.exp(-margin))), 4))
            )
    return tuple(out)


def _attribution(
    text: str, chunk: Chunk, voice: str, found: list[Pointed], sources: np.ndarray, roles: Sequence[str]
) -> Attribution | None:
    """Who says so: the pointer's best source, where the voice head says that it is not the author."""
    if voice == "author":
        return None
    best = max((f for f in found if roles[f[0]] == "source"), key=lambda f: f[3], default=None) or _faint(sources)
    if best is None:
        return None
    cue = max((f for f in found if roles[f[0]] == "cue"), key=lambda f: f[3], default=None)
    _, first, last, _ = best
    if (
        _anchor(text, chunk, first, last).exact.lower() in _NO_ARGUMENT
    ):  # "The" of "The coalition denied": another pointer saw it whole
        last = max((f[2] for f in found if f[1] == first), default=last)
    return Attribution(
        source=_anchor(text, chunk, first, last),
        cue=_anchor(text, chunk, cue[1], cue[2]) if cue else None,
        named=voice == "named",
    )


def _faint(role: np.ndarray) -> Pointed | None:
    """The likeliest place of a role that must be somewhere, though the pointer is not sure; None where it is sure that it is not.

    role: [t, 3] scores of O, B, I at each word. The first number returned is of no meaning.
    """
    margin = role[:, 1] - role[:, 0]
    at = int(margin.argmax())
    if margin[at] < FAINT:
        return None
    end = at
    while end + 1 < len(role) and role[end + 1, 2] > role[end + 1, 0]:
        end += 1
    return (0, at, end, float(margin[at]))


def _anchor(text: str, chunk: Chunk, first: int, last: int) -> Anchor:
    return cut(text, chunk.words[first][0], chunk.words[last][1])
