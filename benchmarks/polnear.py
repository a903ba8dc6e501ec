"""Attribution in political news (PolNeAR): who says what, and with which words.

`source_f1`, `cue_f1`, `content_f1`: exact spans of words, micro F1. `attribution_f1`: pairs of a content and its source, both
exact, found by the model's own contents and its pointer from each of them; attributions without a source have no pair.

Texts are cut as the reader cuts them (chunks of whole sentences). A span that crosses the border of two chunks is one span in
each; the pieces of a discontinuous span count one by one, and every content piece is paired with every source piece of its
attribution. Overlapping gold spans all count, though one layer of tags can give only one of them. Figures published on PolNeAR
(CofeNet) score sentences cut otherwise: near to these, not the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.counts import GOLD, compare, f1_of
from benchmarks.tagging import Piece, Span, layer_spans, limited, model_versions, open_encoder, score, touched
from dateline.read.chunks import pack
from dateline.read.decode import point
from dateline.read.encoder import Encoder
from dateline.read.sentences import find_sentences
from dateline.read.words import find_words

PARTS = ("source", "cue", "content")
METRICS = ("source_f1", "cue_f1", "content_f1", "attribution_f1")
Found = dict[str, set[tuple[int, ...]]]
"""Part -> spans of words; "link" -> content and source in one tuple of four."""


def cut(text: str) -> Iterator[list[Span]]:
    """Words of each chunk of a text."""
    for words, _ in pack((i, find_words(text, *span)) for i, span in enumerate(find_sentences(text))):
        yield words


def gold_of(attributions: Sequence[Mapping[str, Any]], words: Sequence[Span]) -> Found:
    """What the annotators marked, as far as it lies in these words."""
    low, high = words[0][0], words[-1][1]
    found: Found = {part: set() for part in (*PARTS, "link")}
    for attribution in attributions:
        pieces = {
            part: [span for s, e in attribution[part] if s < high and e > low and (span := touched(words, s, e))] for part in PARTS
        }
        for part in PARTS:
            found[part].update(pieces[part])
        found["link"].update((*content, *source) for content in pieces["content"] for source in pieces["source"])
    return found


def predict(encoder: Encoder, pieces: Sequence[Piece]) -> Found:
    """What the model finds: spans of each layer, and the sources that its pointer gives to each content."""
    found: Found = {part: {span[1:] for span in layer_spans(encoder.labels, pieces, part)} for part in PARTS}
    found["link"] = set()
    source = encoder.labels.roles.index("source")
    for at, chunk, scores in pieces:
        inside = sorted((a - at, b - at) for a, b in found["content"] if at <= a < at + len(chunk.words))
        if not inside:
            continue
        spans = np.array([(len(encoder.labels.kinds), *span) for span in inside], dtype=np.int64)
        roles = encoder.point(scores, spans, encoder.describe(scores, spans).mixed)
        for (a, b), pointed in zip(inside, point([roles])[0], strict=True):
            found["link"].update((at + a, at + b, at + s, at + e) for role, s, e, _ in pointed if role == source)
    return found


def count(predicted: Found, gold: Found) -> np.ndarray:
    """[4, 3] counts of one chunk, in the order of METRICS."""
    return np.stack([compare(predicted[part], gold[part]) for part in (*PARTS, "link")])


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score documents {text, attributions: [{source, cue, content: [[start, end]]}]}; the dev part by default."""
    rows = limited(read_lines(file or present(shared() / "data" / "polnear" / "dev.jsonl.gz")), limit)
    encoder = open_encoder(model)
    documents = []
    for row in rows:
        chunks = list(cut(row["text"]))
        scored = score(encoder, ((row["text"], words) for words in chunks))
        counts = [
            count(predict(encoder, pieces), gold_of(row["attributions"], words))
            for words, pieces in zip(chunks, scored, strict=True)
        ]
        documents.append(np.sum(counts, axis=0) if counts else np.zeros((4, 3), dtype=int))
    measures = {metric: f1_of(i) for i, metric in enumerate(METRICS)}
    made = report("polnear", sum(len(row["attributions"]) for row in rows), documents, measures, model_versions(encoder))
    totals = np.sum(documents, axis=0)
    return made | {"parts": {metric: {"n": int(totals[i, GOLD])} for i, metric in enumerate(METRICS)}}
