"""The forms of English words: tokens, dictionary forms, and verb or noun where the neighbours make it plain.

It knows words alone, no codebook. The part of speech is a guess from form and neighbours and is given only in plain cases.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import simplemma

from dateline.records import Record

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+(?:n['’]t\b)?)(?:['’]s\b)?|\d+|[;:.!?]")
_REGULAR = (("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("s", ""), ("es", ""), ("ies", "y"), ("ied", "y"))
"""Endings taken off words that no dictionary has: a user's own words, new coinages, misprints."""
MEMO_LIMIT = 200_000
"""Words whose forms are remembered."""

_VERB_BEFORE = frozenset(
    ("to", "will", "would", "can", "could", "may", "might", "must", "should", "shall", "they", "we", "he", "she", "who", "i", "you",
     "cannot", "didn't", "don't", "doesn't", "won't")
)  # fmt: skip
_NOUN_BEFORE = frozenset(
    ("the", "a", "an", "this", "these", "those", "his", "her", "its", "their", "our", "my", "your", "no", "any", "some", "each",
     "every", "another", "both", "several", "many", "more", "fresh", "new", "recent", "latest", "of", "in", "for", "by", "with",
     "after", "during", "against", "from", "under", "following", "amid", "despite", "into", "on", "over", "heavy", "fierce",
     "deadly", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third", "last")
)  # fmt: skip
BE = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "get", "gets", "got"))
_VERB_AFTER_NOUN = frozenset(
    ("was", "were", "is", "are", "has", "have", "had", "will", "would", "which", "that", "who", "killed", "left", "took", "began",
     "continued")
)  # fmt: skip
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "our", "my", "him", "them", "us", "it"))


class Token(Record, frozen=True):
    """A word, number or clause end of a text, in small letters, with its place."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=16)
def tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and clause ends of a text; hyphens part words, a possessive ending is dropped.

    >>> [t.word for t in tokens("The group's car-bomb killed 12.")]
    ['the', 'group', 'car', 'bomb', 'killed', '12', '.']
    """
    found = []
    small = text.lower() if text.isascii() else None  # else a small letter may be longer than its capital
    for match in _TOKEN.finditer(text):
        start, end = match.span(1)
        if start < 0:
            start, end = match.span()
        word = small[start:end] if small is not None else text[start:end].lower().replace("’", "'")
        found.append(Token(word=word, start=start, end=end))
    return tuple(found)  # kept for a moment: one sentence is looked at for several lists


@lru_cache(maxsize=MEMO_LIMIT)
def lemma_of(word: str) -> str:
    """The dictionary form of an English word in small letters.

    >>> lemma_of("overran"), lemma_of("villages")
    ('overrun', 'village')
    """
    return simplemma.lemmatize(word, lang="en").lower()


@lru_cache(maxsize=MEMO_LIMIT)
def is_known(word: str) -> bool:
    """Whether the dictionary has a word."""
    return simplemma.is_known(word, lang="en")


def lemmas_of(word: str, forms: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """All dictionary forms a word may have: itself, simplemma's, those of ``words.yaml``; for an unknown word, regular ones."""
    return _lemmas_of(word, forms.get(word, ()))


@lru_cache(maxsize=MEMO_LIMIT)
def _lemmas_of(word: str, further: tuple[str, ...]) -> frozenset[str]:
    """As `lemmas_of`: every list of a codebook asks for the same words."""
    lemmas = {word, lemma_of(word), *further}
    if word.endswith("ings"):
        lemmas.add(word[:-1])
    if not is_known(word):
        for ending, plain in _REGULAR:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                lemmas.add(word[: -len(ending)] + plain)
    return frozenset(lemmas)


def guess_pos(before: str, word: str, after: str) -> str | None:
    """Whether a word is a verb or a noun where its form and neighbours make it plain; None where they do not.

    >>> guess_pos("the", "attack", "on"), guess_pos("they", "attack", "villages"), guess_pos("rebel", "attacks", "in")
    ('noun', 'verb', None)
    """
    if word.endswith("ed"):
        return "verb"
    gerund = word.endswith("ing")
    if before in _VERB_BEFORE:
        return None if gerund else "verb"
    if before in BE:
        return "verb" if gerund else None
    if before in _NOUN_BEFORE:
        return None if gerund and after in _DETERMINERS else "noun"
    if after in _DETERMINERS:
        return "verb"
    if after == "of" or after in _VERB_AFTER_NOUN:
        return "noun"
    return None
