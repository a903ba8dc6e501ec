"""What two mentions of a text have in common, as numbers: strings, heads, classes of pronouns, distances, nesting.

All of it is of the text's letters and of where the mentions stand; what the words mean is in the encoder's vectors. A name is
what has a head with a capital.
"""

import re
from collections.abc import Hashable, Iterable, Sequence

import numpy as np

Span = tuple[int, int]

PRONOUNS = {
    "he": "he him his himself",
    "she": "she her hers herself",
    "it": "it its itself",
    "they": "they them their theirs themselves themself",
    "i": "i me my mine myself",
    "you": "you your yours yourself yourselves",
    "we": "we us our ours ourselves",
    "this": "this",
    "that": "that",
    "these": "these those",
    "who": "who whom whose",
    "which": "which what",
    "one": "one ones",
    "here": "here there then now",
}
DETERMINERS = {
    "the": "the",
    "a": "a an",
    "this": "this that these those such",
    "his": "his her its their my your our",
    "some": "some any no every each all both many most several few other another",
}
_CLASSES = [{word: i for i, words in enumerate(sorts.values()) for word in words.split()} for sorts in (PRONOUNS, DETERMINERS)]
_BE = frozenset("is are was were be been being 's 're 'm ’s ’re ’m am become became becomes remains called named".split())
_SMALL = frozenset("of for and the in on a an".split())
_DASHES, _ROUND = frozenset(",-–—"), frozenset("()[]")
_QUOTES = re.compile(r"[\"“”]")
SENTENCES, MENTIONS = (0, 1, 2, 3, 5, 9, 17, 33), (1, 2, 3, 5, 9, 17, 33, 65, 129)
"""From how many sentences and mentions on a distance is of the next sort."""
NEAR, REACH = 30, 400
"""Mentions before one that may be its antecedent: of these every one, of those what shares a word (in GUM one antecedent in 60 is
neither)."""
LENGTHS = (1, 2, 3, 5, 9)
WORDS = 2048
"""Words of mentions that a text can have before two are held to be one: what keeps the tables of a very long text small."""
OWN = len(PRONOUNS) + len(DETERMINERS) + len(LENGTHS) + 7
SHARED = 18 + len(SENTENCES) + len(MENTIONS)
"""Numbers of a mention, and of a pair."""


class Mentions:
    """The mentions of one text, in order, with what pairs of them are compared by."""

    def __init__(
        self, text: str, words: Sequence[Span], sentences: np.ndarray, first: np.ndarray, last: np.ndarray, heads: np.ndarray
    ) -> None:
        """`sentences` [t]: of each word; of each mention first and last word, by first and then by last, and the word that
        says what it is."""
        letters = [text[start:end] for start, end in words]
        small = [word.lower() for word in letters]
        self.first, self.last, spans = first, last, list(zip(first.tolist(), last.tolist(), strict=True))
        self.sentence = sentences[first]
        whole = [small[a : b + 1] for a, b in spans]
        plain = [_plain(each) for each in whole]
        self.named = np.array([letters[at][:1].isupper() for at in heads.tolist()], dtype=bool)
        self.pronoun = np.array([_CLASSES[0].get(each[0], -1) if len(each) == 1 else -1 for each in whole], dtype=np.int64)
        self.determiner = np.array([_CLASSES[1].get(each[0], -1) if len(each) > 1 else -1 for each in whole], dtype=np.int64)
        self.named &= self.pronoun < 0
        head_words = [small[at] for at in heads.tolist()]
        self.plural = np.array([word.endswith("s") and len(word) > 3 for word in head_words], dtype=bool)
        digits = [tuple(word for word in each if word[0].isdigit()) for each in whole]
        capitals = [
            frozenset(word.lower() for word in letters[a : b + 1] if word[:1].isupper() and word.lower() not in _SMALL)
            for a, b in spans
        ]
        self.string, self.bare, self.head = _codes(map(tuple, whole)), _codes(plain), _codes(head_words)
        self.stem = _codes(word.rstrip("s") for word in head_words)
        self.opening, self.ending = _codes(each[0] for each in plain), _codes(each[-1] for each in plain)
        self.digits = _codes(digits)
        self.has_digits = np.array([bool(each) for each in digits], dtype=bool)
        self.bags, self.names, self.heads_of = _tables(plain, capitals, [[word] for word in head_words])
        # A mention of one word has that word's number, one of several its own; initials have the number of the word that they are.
        singles = [each[0] if len(each) == 1 else f" {i}" for i, each in enumerate(plain)]
        both = _codes([*singles, *(_initials(each) for each in plain)])
        self.single, self.initials = both[: len(plain)], both[len(plain) :]
        self.counts = [np.cumsum([0, *(word in those for word in small)]) for those in (_DASHES, _BE, _ROUND)]
        quotes = np.cumsum([bool(_QUOTES.match(word)) for word in letters]) % 2
        self.quoted = quotes[first].astype(bool)
        self.own = self._own()

    def _own(self) -> np.ndarray:
        """[n, OWN] numbers of each mention."""
        outer = np.lexsort((-self.last, self.first))
        lasts = self.last[outer]
        before = np.maximum.accumulate(np.concatenate([[-1], lasts]))[:-1] >= lasts
        after = np.minimum.accumulate(np.concatenate([lasts, [1 << 30]])[::-1])[::-1][1:] <= lasts
        nested = np.zeros((len(outer), 2), dtype=bool)
        nested[outer] = np.stack([before, after], axis=1)
        numbers = [
            one_hot(self.pronoun, len(PRONOUNS)),
            one_hot(self.determiner, len(DETERMINERS)),
            _steps(self.last - self.first + 1, LENGTHS),
            *(each[:, None] for each in (self.named, self.plural, self.has_digits, self.quoted)),
            nested,
            (np.bincount(self.string)[self.string] > 1)[:, None],
        ]
        return np.concatenate(numbers, axis=1).astype(np.float32)

    def pairs(self, rows: range) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs of some mentions with those before that may be their antecedents: later [m], earlier [m], numbers [m, SHARED]."""
        low = max(0, rows.start - REACH)
        ones, others = slice(rows.start, rows.stop), slice(low, rows.stop)
        at, to = np.arange(rows.start, rows.stop)[:, None], np.arange(low, rows.stop)[None]
        words, names = (table[ones] @ table[others].T for table in (self.bags, self.names))
        later, earlier = np.nonzero((to < at) & (to >= at - REACH) & ((to >= at - NEAR) | (words > 0)))
        heads = self.heads_of[ones] @ self.bags[others].T + self.bags[ones] @ self.heads_of[others].T
        counts = [each[later, earlier] for each in (words, names, heads)]
        later, earlier = later + rows.start, earlier + low
        return later, earlier, self._compare(later, earlier, *counts)

    def _compare(
        self, later: np.ndarray, earlier: np.ndarray, words: np.ndarray, names: np.ndarray, heads: np.ndarray
    ) -> np.ndarray:
        """[m, SHARED] numbers of m pairs; words, names and heads that each shares are counted already."""

        def same(codes: np.ndarray) -> np.ndarray:
            return codes[later] == codes[earlier]

        sizes = self.bags.sum(1)
        nouns = (self.pronoun[later] < 0) & (self.pronoun[earlier] < 0)
        gap = self.first[later] - self.last[earlier] - 1
        near = (gap >= 0) & (gap <= 4)
        after = np.minimum(self.last[earlier] + 1, self.first[later])
        told = [
            same(self.string),
            same(self.bare) & nouns,
            same(self.head) & nouns,
            same(self.stem) & nouns,
            same(self.pronoun) & ~nouns,
            words / np.minimum(sizes[later], sizes[earlier]) * nouns,
            words / (sizes[later] + sizes[earlier] - words) * nouns,
            (heads > 0) & nouns,
            np.minimum(names, 3) / 3,
            self.named[later] & self.named[earlier] & (names == 0),
            (self.initials[later] == self.single[earlier]) | (self.initials[earlier] == self.single[later]),
            same(self.opening) & nouns,
            self.has_digits[later] & self.has_digits[earlier] & ~same(self.digits),
            self.last[later] <= self.last[earlier],
            (self.first[later] == self.first[earlier]) & (self.last[later] > self.last[earlier]),
            *(near & (count[self.first[later]] > count[after]) for count in self.counts),
        ]
        columns = [
            *(each[:, None] for each in told),
            _steps(self.sentence[later] - self.sentence[earlier], SENTENCES),
            _steps(later - earlier, MENTIONS),
        ]
        return np.concatenate(columns, axis=1).astype(np.float32)


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """Words without determiners, punctuation and possessive endings; all of them where nothing would stay.

    >>> _plain(["the", "army", "'s"]), _plain(["the"])
    (('army',), ('the',))
    """
    kept = tuple(word for word in words if word not in _CLASSES[1] and word[0].isalnum())
    return kept or tuple(words)


def _initials(words: Sequence[str]) -> str:
    """First letters of what may be a name; nothing of one word.

    >>> _initials(("army", "of", "national", "liberation"))
    'anl'
    """
    return "".join(word[0] for word in words if word not in _SMALL) if len(words) > 1 else ""


def _codes(values: Iterable[Hashable]) -> np.ndarray:
    """A number for each value, equal where values are."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(value, len(number)) for value in values], dtype=np.int64)


def _tables(*groups: Sequence[Iterable[str]]) -> list[np.ndarray]:
    """[n, words] each, 1 where a mention has a word; beyond WORDS two words may share a column."""
    number: dict[str, int] = {}
    found = [[[number.setdefault(word, len(number)) % WORDS for word in words] for words in group] for group in groups]
    tables = [np.zeros((len(group), min(WORDS, max(1, len(number)))), dtype=np.float32) for group in groups]
    for table, group in zip(tables, found, strict=True):
        for row, columns in enumerate(group):
            table[row, columns] = 1.0
    return tables


def one_hot(codes: np.ndarray, size: int) -> np.ndarray:
    """[n, size] bool, nothing in the row of a code below 0."""
    return codes[:, None] == np.arange(size)[None]


def _steps(values: np.ndarray, starts: Sequence[int]) -> np.ndarray:
    """[n, steps], one in the column of the last step at or below each value."""
    return one_hot(np.searchsorted(np.array(starts), values, side="right") - 1, len(starts))
