"""Where words that a language model copied stand in the text: as whole words, the same but for case, white space and typography.

What is found is a stretch of the text; the model's own letters go no further.
"""

import re
from collections.abc import Iterable, Sequence

from dateline.read.reading import cut
from dateline.read.words import find_words
from dateline.records import Anchor

LONGEST = 2_000
"""Letters of a quote; no sentence is longer."""
_SAME = {
    **dict.fromkeys("'‘’‚‛´`", "['‘’‚‛´`]"),
    **dict.fromkeys('"“”„‟«»', '["“”„‟«»]'),
    **dict.fromkeys("-‐‑‒–—―", "[-‐‑‒–—―]"),
}
"""Marks that models write for one another."""


class Place:
    """A stretch of a text in which quotes are looked for, with its words."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self.start = start
        self.end = end
        words = find_words(text, start, end)
        self._starts = {first for first, _ in words}
        self._ends = {last for _, last in words}

    def find(self, words: str) -> list[Anchor]:
        """Every place where the words stand as whole words, in the order of the text."""
        pattern = _pattern(words)
        if pattern is None:
            return []
        found, at = [], self.start
        while match := pattern.search(self._text, at, self.end):
            if match.start() in self._starts and match.end() in self._ends:
                found.append(cut(self._text, *match.span()))
            at = match.start() + 1
        return found


def nearest(found: Iterable[Anchor], to: Anchor) -> Anchor | None:
    """Of several places the one inside the stretch, else the nearest before or after it; the first of equals."""
    return min(found, key=lambda anchor: (_distance(anchor, to), anchor.start), default=None)


def first_in(places: Sequence[Place], words: str, to: Anchor) -> Anchor | None:
    """The nearest place of the words in the first of the stretches that has them."""
    for place in places:
        if anchor := nearest(place.find(words), to):
            return anchor
    return None


def _distance(anchor: Anchor, to: Anchor) -> int:
    return max(0, to.start - anchor.start, anchor.end - to.end)


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = words.split()
    if not parts or len(words) > LONGEST:
        return None
    return re.compile(
        r"\s+".join("".join(_SAME.get(letter) or re.escape(letter) for letter in part) for part in parts), re.IGNORECASE
    )
