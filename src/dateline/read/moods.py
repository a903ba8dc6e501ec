"""What the words of a clause say of its mood: "will" leans it to a forecast, "must" to a recommendation, both from a judgement.

Few forecasts and fewer recommendations were annotated, and the three kinds look alike to the model; the codebook lists the words.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from dateline.codebook import WordMatch

FOR, AGAINST = 0.8, 0.5
"""What such a word inside a span adds to the logit of its kind, and takes from those of the other two: chosen on gold/dev
(training/LOG.md)."""
_AGAINST = {"forecast": ("recommendation", "judgement"), "recommendation": ("forecast", "judgement")}


class MoodList(Protocol):
    """What is asked of a codebook."""

    def find_moods(self, text: str) -> list[WordMatch]: ...


def lean(
    spans: np.ndarray,
    stretches: tuple[np.ndarray, np.ndarray],
    text: str,
    words: Sequence[tuple[int, int]],
    kinds: Sequence[str],
    codebook: MoodList,
) -> np.ndarray:
    """Span scores with what the words of each span say of its mood.

    Args:
        spans: [kinds, m] logits of each kind and stretch.
        stretches: first and last word of each, [m].
        text: of the document.
        words: of the chunk, as offsets into the text.
        kinds: in the order of `spans`.
    """
    low = words[0][0]
    found = codebook.find_moods(text[low : words[-1][1]])
    if not found:
        return spans
    out = spans.copy()
    starts = {start: index for index, (start, _) in enumerate(words)}
    for mood, others in _AGAINST.items():
        at = [
            starts[low + m.start]
            for m in found
            if m.value == mood and low + m.start in starts and not _is_name(text, low + m.start)
        ]
        if at:
            inside = _containing(at, stretches, len(words))
            out[kinds.index(mood)] += FOR * inside
            for other in others:
                out[kinds.index(other)] -= AGAINST * inside
    return out


def _is_name(text: str, start: int) -> bool:
    """A capital inside a sentence: the month of May, Mr Will."""
    before = text[max(0, start - 2) : start].rstrip(" ")
    return text[start].isupper() and not text[start + 1 : start + 2].isupper() and before[-1:].isalnum()


def _containing(at: Sequence[int], stretches: tuple[np.ndarray, np.ndarray], words: int) -> np.ndarray:
    """[m] 1 where a word of `at` is in the stretch."""
    first, last = stretches
    count = np.zeros(words + 1, dtype=np.int64)
    for index in at:
        count[index + 1] += 1
    sums = count.cumsum()
    return (sums[last + 1] > sums[first]).astype(np.float32)
