"""Runs of capitalised words before and after a place in a text: where a check looks for whom or what the words name."""

import re
from collections.abc import Iterator

MOST_WORDS = 5
NAME = r"[A-Z][\w'’-]*(?:\s+(?:al|el|de|del|la|bin|ibn|van|von|[A-Z][\w'’-]*)){0,3}"
"""A name of up to four words as a pattern, for names of places."""
_WORD = re.compile(r"[^\W_](?:[\w'’-]|\.(?=\w))*\.?")
_ARTICLED = re.compile(r"[a-z]{1,3}[-'’][A-Z]")
"""al-Maliki, d'Estaing."""
_SMALL = frozenset("al el ad as bin ibn bint de del la van von der di da abu".split())


def runs_after(text: str, at: int) -> Iterator[str]:
    """What may be a name right after a place in the text, the longest first.

    >>> list(runs_after("President Nuri al Maliki said", 10))
    ['Nuri al Maliki', 'Nuri al', 'Nuri']
    """
    words, end = [], at
    for match in _WORD.finditer(text, at):
        if text[end : match.start()].strip() or not _is_part(match.group(), bool(words)) or len(words) == MOST_WORDS:
            break
        words.append(match)
        end = match.end()
    for last in reversed(words):
        yield text[words[0].start() : last.end()]


def runs_before(text: str, at: int) -> Iterator[str]:
    """What may be a name right before a place in the text, the longest first.

    >>> list(runs_before("Later Abu Bakr, the", 14))
    ['Later Abu Bakr', 'Abu Bakr', 'Bakr']
    """
    words = list(_WORD.finditer(text, 0, at))[-MOST_WORDS:]
    if not words or text[words[-1].end() : at].strip():
        return
    first = len(words) - 1
    while (
        first > 0 and _is_part(words[first - 1].group(), True) and not text[words[first - 1].end() : words[first].start()].strip()
    ):
        first -= 1
    for word in words[first:]:
        if _is_part(word.group(), False):
            yield text[word.start() : words[-1].end()]


def word_before(text: str, at: int) -> tuple[str, int]:
    """The word that ends before a place, with where it begins; "" and the place itself where there is none."""
    found = re.search(r"([^\W_][\w'’.-]*)\s+$", text[:at])
    return (found[1], found.start(1)) if found else ("", at)


def _is_part(word: str, inside: bool) -> bool:
    return word[0].isupper() or bool(_ARTICLED.match(word)) or (inside and word.lower() in _SMALL)
