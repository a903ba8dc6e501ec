"""The model on given words: a corpus brings its own tokens, and every figure on tags and trees is measured on those."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.bootstrap import versions
from dateline.read.decode import ranges, viterbi
from dateline.read.encoder import MODEL, Chunk, Encoder, Labels, Scores

Span = tuple[int, int]
TypedSpan = tuple[str, int, int]


class Piece(NamedTuple):
    """Scores of a stretch of words; `at` is the index of its first word in the sentence it was cut from."""

    at: int
    chunk: Chunk
    scores: Scores


def open_encoder(folder: Path | None) -> Encoder:
    """The model in a folder, or the one that is shipped."""
    return Encoder(folder or MODEL)


def model_versions(encoder: Encoder) -> dict[str, str]:
    return versions("onnxruntime", model=encoder.labels.version)


def score(encoder: Encoder, sentences: Iterable[tuple[str, list[Span]]]) -> Iterator[list[Piece]]:
    """The model's scores of each (text, words); a sentence longer than the model's window comes in several pieces."""
    for text, words in sentences:
        chunks = list(encoder.chunk(text, words, [0] * len(words), [()] * len(words)))
        starts = np.cumsum([0, *(len(chunk.words) for chunk in chunks)]).tolist()
        yield [Piece(at, chunk, found) for at, chunk, found in zip(starts[:-1], chunks, encoder.score(chunks), strict=True)]


def layer_names(labels: Labels, layer: str) -> list[str]:
    """Types of a BIO layer, in the order of its tags."""
    return [tag[2:] for tag in labels.entities[1::2]] if layer == "entity" else [layer]


def layer_spans(labels: Labels, pieces: Sequence[Piece], layer: str) -> list[TypedSpan]:
    """(type, first word, last word) of the best lawful BIO sequence of a layer."""
    names = layer_names(labels, layer)
    found = []
    for at, chunk, scores in pieces:
        tags = viterbi(scores.tags[layer][None], np.array([len(chunk.words)]))[0]
        found += [(names[kind], at + first, at + last) for kind, first, last in ranges(tags)]
    return found


def tag_spans(tags: Sequence[str]) -> list[TypedSpan]:
    """Spans of BIO tags as seqeval reads them: an inside tag that continues nothing begins a span.

    >>> tag_spans(["B-Person", "I-Person", "O", "I-Place", "I-Person"])
    [('Person', 0, 1), ('Place', 3, 3), ('Person', 4, 4)]
    """
    spans: list[TypedSpan] = []
    before = "O"
    for i, tag in enumerate(tags):
        if tag != "O":
            if tag[0] == "I" and before[2:] == tag[2:]:
                spans[-1] = (tag[2:], spans[-1][1], i)
            else:
                spans.append((tag[2:], i, i))
        before = tag
    return spans


def find_tokens(text: str, tokens: Sequence[str]) -> list[Span]:
    """Offsets of tokens in the text that they were cut from.

    >>> find_tokens("The  end .", ["The", "end", "."])
    [(0, 3), (5, 8), (9, 10)]
    """
    words, at = [], 0
    for token in tokens:
        start = text.index(token, at)
        at = start + len(token)
        words.append((start, at))
    return words


def touched(words: Sequence[Span], start: int, end: int) -> Span | None:
    """First and last of the words that the characters [start, end) touch; None when they touch none.

    >>> touched([(0, 3), (4, 7), (8, 9)], 5, 8)
    (1, 1)
    """
    inside = [i for i, (a, b) in enumerate(words) if a < end and b > start]
    return (inside[0], inside[-1]) if inside else None


def limited(rows: list[dict[str, Any]], limit: int | None) -> list[dict[str, Any]]:
    """The first rows, for a quick look."""
    return rows if limit is None else rows[:limit]
