"""Scored spans of a chunk -> assertions: the model's findings under the codebook's word.

The model says where a span is, what it may be and who takes part; the codebook says which words speak for which type. Both are
log-odds and are added. What the type has no role for is dropped; a source is kept only where the voice is not the author's.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dateline.codebook import Codebook, TriggerMatch
from dateline.read.candidates import Candidate, Found, anchor_of, apart, find_candidates, word_of
from dateline.read.decode import point, ranges, viterbi_all, without_rivals
from dateline.read.encoder import Chunk, Encoder, Scores
from dateline.read.learned import BELOW, Learned, decide
from dateline.read.reading import NEEDED, ROLES, assertion_id, cut
from dateline.read.weighing import TypeScores
from dateline.records import Anchor, Argument, Assertion, Attribution

SURE = {"undated": 0.9, "publication": 0.3}
"""Probability from which the reader's word on what a time hangs on is taken; else the rules of `resolve.when` look for words."""
OPPOSITES = (({"certain", "very_likely"}, {"unlikely"}), ({"unlikely"}, {"likely", "very_likely", "certain"}))
"""What words say, and what the model may not see in them."""
DENIED = "denied"
BEFORE = 60
"""Characters before a span in which words can stand that deny it."""
_UP_TO = re.compile(
    r"\s*(?:(?:the\s+)?(?:claims?|reports?|accusations?|allegations?|charges?)\b\s*)?(?:that|having|of)?\s*[\"“'‘]?\s*"
)
"""What may stand between a word of denial and what it denies."""
FAINT = -3.0
"""What must be there (the source where the voice is not the author's, both sides of a relation) is taken down to this margin."""

_NO_ARGUMENT = frozenset(
    ("a", "an", "the", "of", "and", "or", "in", "by", "to", "at", "more", "than", "as", ",", ".", "-", '"', "'s", "’s")
)
"""What a pointer that slipped may stop at: names nobody."""
_NOBODY = frozenset(("a", "an", ",", ".", "-", "and", "of", "there", "here"))
"""What speaks for nobody even where the pointer stops at it; a "The" is the beginning of somebody."""
_JOINING = frozenset(("of", "the"))
Pointed = tuple[int, int, int, float]
"""Role, first word, last word, margin over no argument."""


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A chunk and what the model says of it."""

    text: str
    """Of its document."""
    document: str
    """Its id."""
    triggers: Mapping[int, Sequence[TriggerMatch]]
    """Sentence index -> the codebook's matches in it, offsets into the document."""
    chunk: Chunk
    scores: Scores


def assemble(
    group: Sequence[Scored],
    encoder: Encoder,
    codebook: Codebook,
    extractor: str,
    audit: dict[str, TypeScores] | None = None,
    learned: Learned | None = None,
) -> list[list[Assertion]]:
    """Assertions of each chunk. Chunks do not influence one another; together they are decoded faster.

    Args:
        group: chunks, of one document or several.
        encoder: describes the spans picked.
        codebook: weighs the triggers.
        extractor: name and version for the records.
        audit: takes, for each assertion's id, how the types were weighed; None where nobody asks.
        learned: what was learned from coders; None for the model as it is shipped.
    """
    below = BELOW if learned else 0.0
    kept = [
        _kept(one, find_candidates(one.text, one.chunk, one.scores, encoder, codebook, one.triggers, below), encoder, learned)
        for one in group
    ]
    pointed = point([those.roles for those in kept])
    names = [
        [(first, last) for _, first, last in ranges(tags)] for tags in viterbi_all([s.scores.tags["entity"][None] for s in group])
    ]
    out = []
    for one, those, arguments, named in zip(group, kept, pointed, names, strict=True):
        out.append(_assembled(one, those, arguments, named, encoder, codebook, extractor, audit, learned))
    return out


class _Kept(NamedTuple):
    """The candidates of a chunk that are sure enough to be assertions."""

    decided: list[tuple[Candidate, str | None, float]]
    """Each with its type, and how likely it is an assertion of its kind, given that."""
    roles: np.ndarray
    """[decided, t, roles, 3] scores of O, B, I of each role at each word."""


def _kept(one: Scored, found: Found, encoder: Encoder, learned: Learned | None) -> _Kept:
    """Only of what is kept are the arguments asked for, which takes the most time."""
    labels = encoder.labels

    def sure(candidate: Candidate, learned: Learned | None) -> tuple[Candidate, str | None, float] | None:
        type_, logit = decide(candidate, labels, learned)
        return (candidate, type_, logit) if logit > labels.thresholds[candidate.kind] else None

    decided = [sure(candidate, learned) for candidate in found.candidates]
    rows = np.array([n for n, those in enumerate(decided) if those], dtype=np.int64)
    # As for `describe`: with what was not found before, nothing learned may change a digit of what was.
    first = np.array([learned is None or bool(sure(found.candidates[n], None)) for n in rows], dtype=bool)
    order, parts = apart(first, lambda those: encoder.point(one.scores, found.spans[rows[those]], found.mixed[rows[those]]))
    return _Kept([those for those in decided if those], np.concatenate(parts)[order])


def _assembled(
    one: Scored,
    kept: _Kept,
    pointed: Sequence[list[Pointed]],
    names: Sequence[tuple[int, int]],
    encoder: Encoder,
    codebook: Codebook,
    extractor: str,
    audit: dict[str, TypeScores] | None,
    learned: Learned | None,
) -> list[Assertion]:
    """Assertions of one chunk.

    Args:
        pointed: the arguments of each candidate that is kept.
        names: first and last word of each name that the entity layer sees.
    """
    labels, text, chunk = encoder.labels, one.text, one.chunk
    actors = {labels.roles.index(r) for r in ("source", "actor", "recipient", "subject", "object")}
    out: list[Assertion] = []
    placed = []
    for (candidate, type_, logit), arguments, layers in zip(kept.decided, pointed, kept.roles, strict=True):
        kind, row = candidate.kind, candidate.attributes
        found = [(r, *(_whole(text, chunk, a, b, names) if r in actors else (a, b)), margin) for r, a, b, margin in arguments]
        found = in_one_piece(text, chunk, found, labels.roles.index("place"))
        fired = [m for m in candidate.inside if m.entry == type_]
        sources = layers[:, labels.roles.index("source")]
        ident = assertion_id(one.document, kind, type_, candidate.anchor)
        if audit is not None:
            audit[ident] = learned.weigh(candidate) if learned else candidate.types
        placed.append((kind, type_, candidate.first, candidate.last, logit))
        out.append(
            Assertion(
                id=ident,
                document=one.document,
                sentence=f"{one.document}:{chunk.owners[candidate.first]}",
                kind=kind,
                type=type_,
                anchor=candidate.anchor,
                trigger=cut(text, fired[0].start, fired[0].end) if fired else anchor_of(text, chunk, candidate.at, candidate.at),
                arguments=_arguments(text, chunk, kind, _required(kind, found, layers, labels.roles), labels.roles),
                attribution=_attribution(text, chunk, labels.voices[row["voice"]], found, sources, labels.roles),
                hedge=DENIED if is_denied(text, candidate.anchor, codebook) else labels.hedges[row["hedge"]],
                likelihood=likelihood_of(candidate.anchor.exact, labels.likelihoods[row["likelihood"]], codebook)
                if kind == "forecast"
                else None,
                conditional=kind == "forecast" and row["conditional"] == 1,
                dating=_dating(candidate.dating, labels.datings),
                entry=type_ if fired else None,
                extractor=extractor,
                score=_share(logit),
            )
        )
    return without_places_taken(_without_echoes([out[i] for i in without_rivals(placed)]), codebook)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-logit)), 4)


def likelihood_of(words: str, seen: str, codebook: Codebook) -> str:
    """How likely a forecast says that it is: as the model sees it, where the words do not say the opposite ("are certain to")."""
    said = {match.value for match in codebook.find_likelihood(words)}
    return said.pop() if len(said) == 1 and any(said <= one and seen in other for one, other in OPPOSITES) else seen


def is_denied(text: str, anchor: Anchor, codebook: Codebook) -> bool:
    """Whether the words right before a span deny what it says: "the army denied that [its men had ...]"."""
    before = text[max(0, anchor.start - BEFORE) : anchor.start]
    if not before.rstrip(" \n\"“'‘")[-1:].isalpha():  # most spans begin their sentence
        return False
    words = [m for m in codebook.find_reporting(before) if m.value == "deny"]
    # "no evidence that" is nobody's word; what "fails to" happen says so in the clause itself
    words += [m for m in codebook.find_hedges(before) if m.value == DENIED and before[: m.end].lower().endswith(" that")]
    return any(_UP_TO.fullmatch(before, m.end) for m in words)


def _without_echoes(found: list[Assertion]) -> list[Assertion]:
    """Of two assertions that say the same of the same, a short span and a long one, only the surer."""
    out: list[Assertion] = []
    for one in sorted(found, key=lambda a: -a.score):
        if not any(_echoes(one, two) for two in out):
            out.append(one)
    return out


def without_places_taken(found: list[Assertion], codebook: Codebook) -> list[Assertion]:
    """Without what would be done to somebody, by the codebook, where nobody is there and the same word takes a place: who captured
    Goma arrested nobody.
    """
    taking = [one.trigger for one in found if one.kind == "control" and one.trigger]

    def needs_somebody(one: Assertion) -> bool:
        entry = codebook.entries.get(one.type or "") if one.kind == "event" else None
        done_to = entry is not None and entry.roles.get("verb", {}).get("object") == "recipient"
        return done_to and not any(a.role == "recipient" or a.role.startswith("count:") for a in one.arguments)

    return [one for one in found if one.trigger not in taking or not needs_somebody(one)]


def _echoes(one: Assertion, two: Assertion) -> bool:
    """Whether two of one kind and type rest on the same word with the same arguments."""
    return (one.kind, one.type, one.trigger) == (two.kind, two.type, two.trigger) and _who(one) == _who(two)


def _who(assertion: Assertion) -> set[tuple[str, int]]:
    return {(a.role, a.anchor.start) for a in assertion.arguments if a.role not in ("place", "time")}


def _whole(text: str, chunk: Chunk, first: int, last: int, names: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """An argument that neither cuts a name nor ends in the air: "Prime" of "Prime Minister Gilani", "guerrillas of"."""
    for start, end in names:
        cut = start <= last < end or start < first <= end
        follows = start <= last + 2 and start > last and all(word_of(text, chunk, i) in _JOINING for i in range(last, start))
        if cut or follows:
            first, last = min(first, start), max(last, end)
    while last > first and word_of(text, chunk, last) in _NO_ARGUMENT:
        last -= 1
    return first, last


def in_one_piece(text: str, chunk: Chunk, found: list[Pointed], place: int) -> list[Pointed]:
    """Arguments, with a place in one that was found in two: no place ends in "of" ("two districts of" and "Sirte")."""
    out: list[Pointed] = []
    for role, first, last, margin in sorted(found):
        before = out[-1] if out else None
        if before and role == place == before[0] and before[2] == first - 1 and word_of(text, chunk, before[2]) in _JOINING:
            out[-1] = (role, before[1], last, max(before[3], margin))
        else:
            out.append((role, first, last, margin))
    return out


def _dating(shares: np.ndarray, datings: Sequence[str]) -> str:
    """What an assertion's time hangs on."""
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
        anchor = anchor_of(text, chunk, first, last)
        if anchor.exact.lower() in _NO_ARGUMENT:
            continue
        if role in ROLES[kind] or (kind == "event" and role.startswith("count:")):
            out.append(Argument(role=role, anchor=anchor, score=_share(margin)))
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
        anchor_of(text, chunk, first, last).exact.lower() in _NO_ARGUMENT
    ):  # "The" of "The coalition denied": another pointer saw it whole
        last = max((f[2] for f in found if f[1] == first), default=last)
    source = anchor_of(text, chunk, first, last)
    if source.exact.lower() in _NOBODY or (first and is_anybody(source.exact, word_of(text, chunk, first - 1))):
        return None
    return Attribution(
        source=source,
        cue=anchor_of(text, chunk, cue[1], cue[2]) if cue else None,
        named=voice == "named",
    )


def is_anybody(source: str, before: str) -> bool:
    """Whether a "one" is nobody in particular: "if one considers that"; "one predicted" is somebody."""
    return source.lower() == "one" and before in ("if", "when", "should", "unless", "as")


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
