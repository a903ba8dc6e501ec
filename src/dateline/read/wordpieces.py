"""Text -> the wordpieces that the encoder was trained on: BERT's uncased ones, with the place of each in the text.

Letters are made small and lose their accents, punctuation marks and Chinese characters stand alone, and a word is cut from the left
into the longest pieces that the vocabulary has. This is what the package tokenizers does, by which the model is trained; a test
holds the two beside each other. That package brings a client for a hub of models, 30 MB of it, to a program that fetches nothing.
One difference is meant: "[MASK]" in an article is text like any other.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from dateline.errors import ModelError

LONGEST_WORD: Final = 100
"""Letters; a longer word is unknown as a whole, as in training."""
STRETCHES_REMEMBERED: Final = 50_000
_CHINESE: Final = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
_SPACE: Final = " "
_STRETCH: Final = re.compile(r"[^ \t\n\r]+")
"""Each character is folded on its own, and these four become a space: what stands between them is cut alike wherever it stands."""
_FORM: Final = {
    "normalizer": {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": True,
        "strip_accents": None,
        "lowercase": True,
    },
    "pre_tokenizer": {"type": "BertPreTokenizer"},
}


class Pieces(NamedTuple):
    """Wordpieces of a text, with the mark of its beginning before them and that of its end behind."""

    ids: list[int]
    starts: list[int]
    """Where each piece begins in the text, in characters; the two marks have none."""


class _Letters(dict[str, str]):
    """What a character of a text becomes; worked out when it is first met. Marks that stand alone come between spaces."""

    def __missing__(self, character: str) -> str:
        self[character] = made = _folded(character)
        return made


class WordPieces:
    """A vocabulary of pieces, ready to cut text."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """Args:
        vocabulary: piece -> its number; pieces that go on within a word begin with "##".
        """
        self._begin, self._end, self._unknown = (vocabulary[mark] for mark in ("[CLS]", "[SEP]", "[UNK]"))
        self._first = {piece: id for piece, id in vocabulary.items() if not piece.startswith("##")}
        self._further = {piece[2:]: id for piece, id in vocabulary.items() if piece.startswith("##")}
        self._longest = max(map(len, vocabulary))
        self._letters = _Letters()
        self._cut = lru_cache(STRETCHES_REMEMBERED)(self._cut_stretch)

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "WordPieces":
        """From the content of a tokenizer.json.

        Raises:
            ModelError: it cuts otherwise than this does.
        """
        model = content.get("model", {})
        if model.get("type") != "WordPiece" or any(content.get(part) != form for part, form in _FORM.items()):
            raise ModelError("The model's tokenizer.json is of another kind than this Dateline cuts words by; reinstall Dateline.")
        return cls(model["vocab"])

    def encode(self, text: str) -> Pieces:
        """The pieces of a text and where they begin.

        >>> vocabulary = {"[CLS]": 0, "[SEP]": 1, "[UNK]": 2, "over": 3, "##ran": 4, ",": 5, "cafe": 6}
        >>> WordPieces(vocabulary).encode("Overran, café")
        Pieces(ids=[0, 3, 4, 5, 6, 1], starts=[0, 4, 7, 9])
        """
        ids, starts = [self._begin], []
        for match in _STRETCH.finditer(text):
            cut, offsets = self._cut(match[0])
            ids += cut
            at = match.start()
            starts += [at + offset for offset in offsets]
        ids.append(self._end)
        return Pieces(ids, starts)

    def _cut_stretch(self, stretch: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Numbers of the pieces of what stands between two spaces, and the character at which each begins."""
        letters = self._letters
        folded: list[str] = []
        places: list[int] = []
        for place, character in enumerate(stretch):
            made = letters[character]
            folded.append(made)
            places.extend([place] * len(made))
        ids: list[int] = []
        starts: list[int] = []
        at = 0
        for word in "".join(folded).split(_SPACE):
            if word:
                cut, offsets = self._cut_word(word)
                ids += cut
                starts += [places[at + offset] for offset in offsets]
            at += len(word) + 1
        return tuple(ids), tuple(starts)

    def _cut_word(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Numbers of a word's pieces, and the letter at which each begins."""
        if len(word) > LONGEST_WORD:
            return (self._unknown,), (0,)
        ids: list[int] = []
        offsets: list[int] = []
        start = 0
        while start < len(word):
            known = self._further if start else self._first
            for end in range(min(len(word), start + self._longest), start, -1):
                if (id := known.get(word[start:end])) is not None:
                    break
            else:
                return (self._unknown,), (0,)
            ids.append(id)
            offsets.append(start)
            start = end
        return tuple(ids), tuple(offsets)


def _folded(character: str) -> str:
    """Small letters without accents; nothing for a control character, a space for any kind of space."""
    if character in "\t\n\r":
        return _SPACE
    category = unicodedata.category(character)
    if character == "\ufffd" or category in ("Cc", "Cf", "Cs", "Co"):
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return _SPACE
    parts = unicodedata.normalize("NFD", character)
    made = "".join(part.lower() for part in parts if unicodedata.category(part) != "Mn")
    return "".join(f" {part} " if _stands_alone(part) else part for part in made)


def _stands_alone(character: str) -> bool:
    number = ord(character)
    if number < 128:
        return not character.isalnum() and character != _SPACE
    return unicodedata.category(character).startswith("P") or any(low <= number <= high for low, high in _CHINESE)
