"""Parts of speech and dependencies: UD English EWT on gold tokens.

`upos`, `uas`, `las`: shares of all words, punctuation counted. `las` asks for the whole relation with its subtype
(`nsubj:pass`); the evaluation of the CoNLL shared tasks leaves subtypes out, so that figure stands beside it in `parts`. Heads are
each word's best, without a spanning tree.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.counts import by_document, share_of
from benchmarks.tagging import Piece, limited, model_versions, open_encoder, score
from dateline.read.encoder import Encoder

METRICS = ("upos", "uas", "las")
Parsed = tuple[Sequence[str], Sequence[int], Sequence[str]]
"""Part of speech, head (index of a word, the root's is its own) and relation of each word."""


def gold_of(tokens: Sequence[Mapping[str, Any]]) -> Parsed:
    heads = [i if token["head"] == 0 else token["head"] - 1 for i, token in enumerate(tokens)]
    return [token["upos"] for token in tokens], heads, [token["deprel"] for token in tokens]


def predict(encoder: Encoder, pieces: Sequence[Piece]) -> Parsed:
    labels = encoder.labels
    tags: list[str] = []
    heads: list[int] = []
    relations: list[str] = []
    for at, _, scores in pieces:
        tags += [labels.upos[i] for i in scores.tags["upos"].argmax(-1).tolist()]
        found, named, _ = encoder.parse(scores, np.zeros(1, dtype=np.int64))
        heads += (found + at).tolist()
        relations += [labels.relations[i] for i in named.tolist()]
    return tags, heads, relations


def count(predicted: Parsed, gold: Parsed) -> np.ndarray:
    """[4, 3] counts of one sentence: METRICS, and las without subtypes."""
    words = range(len(gold[0]))
    heads = [predicted[1][i] == gold[1][i] for i in words]
    right = [
        sum(predicted[0][i] == gold[0][i] for i in words),
        sum(heads),
        sum(heads[i] and predicted[2][i] == gold[2][i] for i in words),
        sum(heads[i] and predicted[2][i].split(":")[0] == gold[2][i].split(":")[0] for i in words),
    ]
    return np.array([[r, len(words), len(words)] for r in right])


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score sentences {doc, text, tokens: [{start, end, upos, head, deprel}]}; the dev part by default. n counts words."""
    rows = limited(read_lines(file or present(shared() / "data" / "ewt" / "dev.jsonl.gz")), limit)
    encoder = open_encoder(model)
    sentences = ((row["text"], [(token["start"], token["end"]) for token in row["tokens"]]) for row in rows)
    documents = by_document(
        (row["doc"], count(predict(encoder, pieces), gold_of(row["tokens"])))
        for row, pieces in zip(rows, score(encoder, sentences), strict=True)
    )
    measures = {metric: share_of(i) for i, metric in enumerate(METRICS)}
    made = report("ewt", sum(len(row["tokens"]) for row in rows), documents, measures, model_versions(encoder))
    return made | {"parts": {"las_without_subtypes": round(share_of(3)(documents), 4)}}
