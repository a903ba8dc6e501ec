"""Words of a statement that tell occurrences apart: content lemmas, targets, and marks that a text sets one apart from the next.

It knows no grammar. Which words are targets or marks is the codebook's.
"""

import re
from collections.abc import Mapping, Sequence

from dateline.codebook import OccurrenceTable
from dateline.codebook.word_forms import lemma_of

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PREPOSITION = re.compile(r" (?:of|in|from|at|who|with|near|on|full) ")
_NUMBER_OR_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """A text without case, marks and line breaks: what is equal here is equal word for word.

    >>> plain("The army's  guns\\nfell silent.")
    'the army s guns fell silent'
    """
    return " ".join(_NUMBER_OR_WORD.findall(text.casefold()))


def head(words: str) -> str:
    """The lemma of the noun that a phrase hangs on, roughly: the last word before a preposition.

    >>> head("six Jesuit priests"), head("a group of masked men")
    ('priest', 'group')
    """
    parts = _PREPOSITION.split(words, maxsplit=1)[0].split()
    return lemma_of(parts[-1].lower()) if parts else ""


class Words:
    """The codebook's words for targets, for setting apart and for nothing in particular, ready to be looked for."""

    def __init__(self, table: OccurrenceTable) -> None:
        self._idle = frozenset(table.idle)
        self.anybody = frozenset(table.anybody)
        self._targets = _index(table.targets)
        self._apart = [f" {phrase} " for phrase in table.apart]
        self._courses = [f" {phrase} " for phrase in table.courses]

    def content(self, text: str) -> frozenset[str]:
        """The lemmas of the words that carry content."""
        found = (lemma_of(word.removesuffix("'s").removesuffix("’s").lower()) for word in _WORD.findall(text))
        return frozenset(lemma for lemma in found if len(lemma) > 2 and lemma not in self._idle)

    def describe_anybody(self, words: str) -> bool:
        """Whether a phrase is a description that fits many: "masked gunmen"."""
        return head(words) in self.anybody or not any(mark.isalpha() for mark in words)

    def targets(self, text: str) -> tuple[str, ...]:
        """What is struck or entered, each by the first word of its row."""
        lemmas = [lemma_of(word.lower()) for word in _WORD.findall(text)]
        found = set()
        for at, lemma in enumerate(lemmas):
            rows = self._targets.get(lemma, ())
            found.update(next(([name] for rest, name in rows if tuple(lemmas[at + 1 : at + 1 + len(rest)]) == rest), []))
        return tuple(sorted(found))

    def set_apart(self, text: str) -> bool:
        """Whether a sentence says that it goes on to another occurrence."""
        padded = f" {plain(text)} "
        return any(phrase in padded for phrase in self._apart)

    def tell_a_course(self, text: str) -> bool:
        """Whether a stretch tells of a course of events, or gives the toll of one."""
        padded = f" {plain(text)} "
        return any(phrase in padded for phrase in self._courses)


def _index(rows: Sequence[Sequence[str]]) -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
    """First lemma -> the lemmas that follow and the row's name, the longest first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows:
        for words in row:
            first, *rest = (lemma_of(word.lower()) for word in words.split())
            index.setdefault(first, []).append((tuple(rest), row[0]))
    for found in index.values():
        found.sort(key=lambda item: (-len(item[0]), item))
    return index
