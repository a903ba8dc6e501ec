"""Entities of conflict reports: re3d under ConfliBERT's sentence split.

`f1`: micro F1 of exact spans with their type, as seqeval counts, on the corpus's own tokens. Decoding is constrained to lawful BIO.
The split cuts through documents (sentences of one document lie in train and dev), as in the figures published on it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.counts import GOLD, by_document, compare, f1_of
from benchmarks.tagging import TypedSpan, find_tokens, layer_spans, limited, model_versions, open_encoder, score, tag_spans


def count(predicted: Sequence[TypedSpan], tags: Sequence[str]) -> np.ndarray:
    """[1, 3] counts of one sentence against its gold tags."""
    return compare(predicted, tag_spans(tags))[None]


def _document(row: Mapping[str, Any]) -> str:
    return str(row.get("doc_id") or row["id"])


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score sentences {id, text, tokens, tags, doc_id}; ConfliBERT's dev part by default."""
    rows = limited(read_lines(file or present(shared() / "data" / "re3d" / "conflibert_dev.jsonl.gz")), limit)
    encoder = open_encoder(model)
    sentences = ((row["text"], find_tokens(row["text"], row["tokens"])) for row in rows)
    documents = by_document(
        (_document(row), count(layer_spans(encoder.labels, pieces, "entity"), row["tags"]))
        for row, pieces in zip(rows, score(encoder, sentences), strict=True)
    )
    n = int(np.sum(documents, axis=0)[0, GOLD])
    return report("re3d", n, documents, {"f1": f1_of(0)}, model_versions(encoder))
