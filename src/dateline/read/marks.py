"""What the codebook and the letters say of each word, for the model to weigh in context.

The vocabulary knows no capitals, and a few thousand examples do not teach every word for a kidnapping: the codebook has them. Each
word gets the channels that hold for it; which channels there are is the model's to say (labels.json), since they are its inputs.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from dateline.codebook import TriggerMatch, WordMatch

Span = tuple[int, int]
Marks = tuple[int, ...]
"""The channels of one word."""


class WordLists(Protocol):
    """What is asked of a codebook."""

    def find_reporting(self, text: str) -> list[WordMatch]: ...
    def find_hedges(self, text: str) -> list[WordMatch]: ...
    def find_likelihood(self, text: str) -> list[WordMatch]: ...
    def find_labels(self, text: str) -> list[WordMatch]: ...
    def find_moods(self, text: str) -> list[WordMatch]: ...


def mark_words(
    text: str, words: Sequence[Span], triggers: Iterable[TriggerMatch], codebook: WordLists, channels: Mapping[str, int]
) -> list[Marks]:
    """Channels of each word of one sentence.

    Args:
        text: of the document.
        words: of the sentence, as offsets into the text.
        triggers: the codebook's matches in the sentence, offsets into the text.
        codebook: whose word lists are looked at.
        channels: name -> number; names that it lacks are left out.
    """
    if not words:
        return []
    low, high = words[0][0], words[-1][1]
    sentence = text[low:high]
    stretches = [(f"{m.kind}:{m.entry}", m.start, m.end) for m in triggers]
    stretches += [("weak", m.start, m.end) for m in triggers if m.strength != "strong"]
    for name, matches in (
        ("say", codebook.find_reporting(sentence)),
        ("hedge", codebook.find_hedges(sentence)),
        ("likelihood", codebook.find_likelihood(sentence)),
        ("label", codebook.find_labels(sentence)),
        ("mood", codebook.find_moods(sentence)),
    ):
        stretches += [(f"{name}:{m.value}", low + m.start, low + m.end) for m in matches]
    found: list[set[int]] = [set() for _ in words]
    starts = [start for start, _ in words]
    for name, start, end in stretches:
        if (channel := channels.get(name)) is not None:
            for i in range(bisect_left(starts, start), bisect_left(starts, end)):
                found[i].add(channel)
    for i, (start, end) in enumerate(words):
        if (channel := channels.get(_shape(text[start:end]))) is not None:
            found[i].add(channel)
    return [tuple(sorted(marks)) for marks in found]


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "number"
    if word.isupper() and len(word) > 1:
        return "capitals"
    return "capital" if word[0].isupper() else ""


def dense(marks: Sequence[Marks], channels: int) -> np.ndarray:
    """[words, channels] float32, 1 where a channel holds."""
    out = np.zeros((len(marks), channels), dtype=np.float32)
    out.ravel()[[i * channels + channel for i, found in enumerate(marks) for channel in found]] = 1.0
    return out
