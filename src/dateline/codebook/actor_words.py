"""Folded names, and the frames that read "Syrian army" or "government of Sudan" from a country's words.

It knows nothing of dates or rows: it turns words into folded tokens and, given tables of words, says which slots of which frame
they fill. It does not guess: words that fill no frame whole give nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}|\b(?:[^\W\d_]\.)+[^\W\d_](?!\w)")
_POSSESSIVE = re.compile(r"(?<=[\w.])[’'`][sS]\b|(?<=[sS])[’'](?!\w)")
_WORD = re.compile(r"[^\W_]+")
_SLOT = re.compile(r"\{(\w+)\}")
# Letters that NFKD does not take apart.
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "ʻ": "'",
        "ʿ": "'",
        "ʾ": "'",
    }
)
_LONGEST_SLOT = 6


class Token(NamedTuple):
    """One word: folded for comparing, and as printed (without marks) for the names in which case matters."""

    folded: str
    printed: str


def tokens(words: str) -> tuple[Token, ...]:
    """Words as folded tokens: those of `printed_words`, each in lower case and as printed."""
    return tuple([Token(word.lower(), word) for word in printed_words(words)])


def printed_words(words: str) -> list[str]:
    """The words of a name: no marks, punctuation as spaces, possessive endings and a leading "the" dropped."""
    if not words.isascii():
        words = unicodedata.normalize("NFKD", words.translate(_LETTERS))
        words = "".join(c for c in words if not unicodedata.combining(c))
        words = words.replace("’", "'")
    if "'" in words or "`" in words:
        words = _POSSESSIVE.sub("", words)
    if "." in words:
        # "u.s." and, where the end of a phrase lost its dot, "U.S"
        words = _DOTTED.sub(lambda match: match.group().replace(".", "").upper() + " ", words)
    found = _WORD.findall(words)
    if len(found) > 1 and found[0] in ("the", "The", "THE"):
        del found[0]
    return found


def fold(words: str) -> str:
    """The folded form of a name.

    >>> fold("The U.N.’s Security-Council")
    'un security council'
    """
    return " ".join(token.folded for token in tokens(words))


def is_case_sensitive(name: str) -> bool:
    """True for short all-capital names, which would else match ordinary words: IS, US, AA."""
    return len(name) <= 4 and name.isupper() and name.isalpha()


Frame = tuple[str, ...]
"""A frame's parts in order: a folded word, or ``{slot}``."""


def compile_frame(frame: str) -> Frame:
    """Cut a frame such as ``"{noun} of {country}"`` into its parts."""
    return tuple(part if _SLOT.fullmatch(part) else part.lower() for part in frame.split())


def fill(frame: Frame, words: Sequence[str], slots: Mapping[str, Mapping[str, object]]) -> Iterator[dict[str, str]]:
    """Each way in which `words` (folded) fill `frame` whole: slot -> the words in it, which are a key of the slot's table."""
    if not frame:
        if not words:
            yield {}
        return
    if len(words) < len(frame):
        return
    part, rest = frame[0], frame[1:]
    if not part.startswith("{"):
        if words[0] == part:
            yield from fill(rest, words[1:], slots)
        return
    table = slots[part[1:-1]]
    sizes = range(1, min(len(words) - len(rest), _LONGEST_SLOT) + 1) if rest else (len(words),)
    for size in sizes:
        chunk = " ".join(words[:size])
        if chunk in table:
            for filled in fill(rest, words[size:], slots):
                yield {part[1:-1]: chunk, **filled}
