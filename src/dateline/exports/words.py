"""A text as words with their places, and the runs of capitalised words in it: where names may be.

In a text in capitals throughout every word looks like a name; there, runs are of words that the dictionary does not have.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ-][^\W_]+)*")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_JOINED = re.compile(r"(?:al|el|ul|as|ash|an|ad|az|at|bin|abu)-(?=\w)", re.IGNORECASE)


_HEADLINE_WORDS, _HEADLINE_SHARE = 3, 0.75


class Word(NamedTuple):
    """One word: its stretch of the text, without a possessive ending."""

    start: int
    end: int
    text: str
    opens: bool
    """Whether it begins a sentence, a line or a quotation."""

    @property
    def low(self) -> str:
        """In small letters, without dots."""
        return self.text.lower().replace(".", "")


Run = tuple[Word, ...]


def find_words(text: str) -> list[Word]:
    """The words of a text.

    >>> [word.text for word in find_words("Ahmed's son, al-Hakim")]
    ['Ahmed', 'son', 'al-Hakim']
    """
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match.group().endswith(_POSSESSIVE):
            end -= 2
        before = text[max(0, start - 4) : start].rstrip(" \t\"“'‘(")
        opens = start == 0 or not before or before[-1] in ".!?:\n"
        found.append(Word(start, end, text[start:end], opens))
    return found


def is_capital(word: Word) -> bool:
    """Whether a word has the capital of a name: also "al-Hakim"."""
    return _JOINED.sub("", word.text)[:1].isupper()


def find_runs(
    text: str, words: list[Word], is_name: Callable[[Word], bool], particles: frozenset[str], titles: frozenset[str]
) -> Iterator[Run]:
    """Words in a row that may be a name, nothing but a space between them.

    Args:
        is_name: whether a word may be part of a name.
        particles: small words that may stand inside, as "bin" and "de".
        titles: words that may have a dot, which then does not end a run, as after an initial: "Gen. A. Haddad".
    """
    run: list[Word] = []
    for word in words:
        gap = text[run[-1].end : word.start] if run else ""
        dotted = gap == ". " and bool(run) and (len(run[-1].text) == 1 or (len(run[-1].text) < 5 and run[-1].low in titles))
        joins = bool(run) and ((gap.strip("'’").isspace() and "\n\n" not in gap) or dotted)
        if run and not joins:
            yield from _whole(run, particles)
            run = []
        if is_name(word) or (run and word.low in particles and word.text.islower()):
            run.append(word)
        elif run:
            yield from _whole(run, particles)
            run = []
    if run:
        yield from _whole(run, particles)


def _whole(run: list[Word], particles: frozenset[str]) -> Iterator[Run]:
    while run and run[-1].text.islower() and run[-1].low in particles:
        run.pop()
    if run:
        yield tuple(run)


def headlines(text: str, words: list[Word]) -> set[int]:
    """Where the words of lines in title case start: "Baker Shot Dead in Mosul" says of no word that it is a name.

    >>> text = "Baker Shot Dead in Mosul\\nIt fell to Karim Haddad on Monday."
    >>> [word.text for word in find_words(text) if word.start in headlines(text, find_words(text))]
    ['Baker', 'Shot', 'Dead', 'in', 'Mosul']
    """
    lines: list[list[Word]] = [[]]
    for word in words:
        if lines[-1] and "\n" in text[lines[-1][-1].end : word.start]:
            lines.append([])
        lines[-1].append(word)
    found: set[int] = set()
    for line in lines:
        long = [word for word in line if len(word.text) > 3 and word.text.isalpha()]
        stops = any(word.opens for word in line[1:]) or (bool(line) and text[line[-1].end : line[-1].end + 1] == ".")
        if len(long) >= _HEADLINE_WORDS and not stops and sum(map(is_capital, long)) >= _HEADLINE_SHARE * len(long):
            found.update(word.start for word in line)
    return found


def is_shouting(text: str) -> bool:
    """Whether a text is in capitals throughout, as old wires are."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) > 0.8 * len(letters)
