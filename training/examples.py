"""One form for every corpus: words of a text with their sentence, and labels over word indexes.

All spans in labels are word ranges [first, last], both inclusive, into `words`.
"""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dateline.codebook import Codebook, load_codebook
from dateline.read.chunks import pack
from dateline.read.marks import mark_words
from dateline.read.sentences import find_sentences
from dateline.read.words import find_words
from training.labels import MARKS


@dataclass
class Example:
    """A chunk of text of one task."""

    task: str
    corpus: str
    document: str
    text: str
    words: list[tuple[int, int]]
    sentences: list[int]
    """Sentence index of each word, from 0."""
    labels: dict[str, Any] = field(default_factory=dict)
    marks: list[tuple[int, ...]] = field(default_factory=list)
    """Channels of each word (`labels.MARKS`); empty for tasks whose heads do not look at them."""


def chunks(text: str) -> Iterator[tuple[list[tuple[int, int]], list[int]]]:
    """Words and sentence indexes (from 0) of each chunk of a text, as the reader cuts it."""
    for words, owners in pack((i, find_words(text, *span)) for i, span in enumerate(find_sentences(text))):
        yield words, [owner - owners[0] for owner in owners]


def marks_of(text: str) -> dict[tuple[int, int], tuple[int, ...]]:
    """Channels of each word of a text under the shipped codebook, as the reader gives them to the model."""
    codebook, channels = _codebook(), {name: i for i, name in enumerate(MARKS)}
    found = {}
    for start, end in find_sentences(text):
        words = find_words(text, start, end)
        triggers = [m.moved(start) for m in codebook.find_triggers(text[start:end])]
        found.update(zip(words, mark_words(text, words, triggers, codebook, channels), strict=True))
    return found


@functools.cache
def _codebook() -> Codebook:
    return load_codebook()


def word_range(words: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The words that the characters [start, end) touch, or None when they touch none."""
    inside = [i for i, (a, b) in enumerate(words) if a < end and b > start]
    return (inside[0], inside[-1]) if inside else None


def tags(length: int, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """BIO tags of typed word ranges; of two that overlap the earlier given wins."""
    out = ["O"] * length
    for first, last, label in spans:
        if all(t == "O" for t in out[first : last + 1]):
            out[first : last + 1] = [f"B-{label}"] + [f"I-{label}"] * (last - first)
    return out
