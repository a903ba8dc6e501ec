"""PropBank roles on UD English EWT: who does what to whom, with the predicates given.

`argument_f1`: as srl-eval of CoNLL-2005 counts: an argument is right when its role and all its words are; a continuation (C-ARG1)
belongs to the argument before it, a reference (R-ARG0) stands alone, the verb itself (V, C-V) is not scored.
`sense_accuracy`: the number of the roleset (come.03), of all given predicates; the head chooses freely and knows no lemma's list of
senses. Rolesets that are no number (light verbs, "LV") cannot be chosen and count as wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.counts import by_document, compare, f1_of, share_of
from benchmarks.tagging import Piece, Span, TypedSpan, limited, model_versions, open_encoder, score
from dateline.read.decode import ranges, viterbi
from dateline.read.encoder import Encoder

Argument = tuple[str, tuple[Span, ...]]
Frame = tuple[str, set[Argument]]
"""Sense and arguments of one predicate."""


def whole(spans: Iterable[TypedSpan]) -> set[Argument]:
    """Arguments with their continuations.

    >>> sorted(whole([("ARG1", 0, 1), ("ARG0", 3, 3), ("C-ARG1", 5, 6), ("C-V", 7, 7)]))
    [('ARG0', ((3, 3),)), ('ARG1', ((0, 1), (5, 6)))]
    """
    arguments: list[Argument] = []
    for role, first, last in sorted(spans, key=lambda span: span[1:]):
        if role in ("V", "C-V"):
            continue
        base = role.removeprefix("C-")
        before = [i for i, (name, _) in enumerate(arguments) if name == base] if base != role else []
        if before:
            arguments[before[-1]] = (base, (*arguments[before[-1]][1], (first, last)))
        else:
            arguments.append((base, ((first, last),)))
    return set(arguments)


def gold_of(props: Sequence[Mapping[str, Any]]) -> dict[int, Frame]:
    """Word of the predicate -> its frame."""
    return {
        prop["pred"]: (
            prop["sense"].rsplit(".", 1)[-1],
            whole((a["role"], a["tok_start"], a["tok_end"] - 1) for a in prop["args"] if a["tok_start"] < a["tok_end"]),
        )
        for prop in props
    }


def predict(encoder: Encoder, pieces: Sequence[Piece], predicates: Iterable[int]) -> dict[int, Frame]:
    """Word of each given predicate -> the frame that the model gives it."""
    labels = encoder.labels
    found = {}
    for at, chunk, scores in pieces:
        inside = np.array([p - at for p in predicates if at <= p < at + len(chunk.words)], dtype=np.int64)
        if not len(inside):
            continue
        senses = scores.tags["sense"][inside].argmax(-1).tolist()
        _, _, frames = encoder.parse(scores, inside)
        tags = viterbi(frames, np.full(len(inside), len(chunk.words)))
        for word, sense, row in zip(inside.tolist(), senses, tags, strict=True):
            spans = [(labels.frames[role], at + first, at + last) for role, first, last in ranges(row)]
            found[at + word] = (labels.senses[sense], whole(spans))
    return found


def count(predicted: Mapping[int, Frame], gold: Mapping[int, Frame]) -> np.ndarray:
    """[2, 3] counts of one sentence: arguments, senses."""
    arguments = compare(
        {(word, *argument) for word, (_, found) in predicted.items() for argument in found},
        {(word, *argument) for word, (_, found) in gold.items() for argument in found},
    )
    senses = compare({(w, sense) for w, (sense, _) in predicted.items()}, {(w, sense) for w, (sense, _) in gold.items()})
    return np.stack([arguments, senses])


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score sentences {doc, text, tokens, props: [{pred, sense, args}]}; EWT's dev part by default. n counts predicates."""
    rows = [row for row in read_lines(file or present(shared() / "data" / "ewt" / "dev.jsonl.gz")) if row.get("has_roles", True)]
    rows = limited([row for row in rows if row["props"]], limit)
    encoder = open_encoder(model)
    sentences = ((row["text"], [(token["start"], token["end"]) for token in row["tokens"]]) for row in rows)
    golds = [gold_of(row["props"]) for row in rows]
    documents = by_document(
        (row["doc"], count(predict(encoder, pieces, sorted(gold)), gold))
        for row, gold, pieces in zip(rows, golds, score(encoder, sentences), strict=True)
    )
    measures = {"argument_f1": f1_of(0), "sense_accuracy": share_of(1)}
    return report("roles", sum(map(len, golds)), documents, measures, model_versions(encoder))
