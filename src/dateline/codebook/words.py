"""The codebook's word lists: who-says-so words, hedges, likelihoods, labels, word classes; their strict reading, and their finding.

A list says what words mean when they mean anything; whether they do in a given sentence is for the reader.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from dateline.codebook.entries import Words, as_words, convert
from dateline.codebook.triggers import TriggerMatch, WordClass
from dateline.codebook.word_forms import MEMO_LIMIT, Token, lemmas_of, tokens
from dateline.records import Record

T = TypeVar("T")
Hedge = Literal["reported", "possible", "probable", "denied"]
Likelihood = Literal["certain", "very_likely", "likely", "possible", "unlikely"]
CueClass = Literal["say", "claim", "deny", "believe", "know", "demand", "promise", "accuse", "predict", "judge", "advise", "report"]


class ReportingRow(Record, frozen=True, forbid_unknown_fields=True):
    """Verbs, nouns or phrases that show that someone else speaks, by what kind of speaking it is."""

    words: tuple[str, ...]
    pos: Literal["verb", "noun", "adjective", "phrase"]
    cue: CueClass
    hedge: Hedge | None = None
    """What the cue does to what is said, where it does something."""
    note: str = ""


class HedgeRow(Record, frozen=True, forbid_unknown_fields=True):
    """Words or constructions that weaken or deny what they stand with."""

    words: tuple[str, ...]
    hedge: Hedge
    scope: Literal["sentence", "after", "noun"] = "sentence"
    """What is hedged: the whole clause, what follows, or the noun the words belong to."""
    note: str = ""


class LikelihoodRow(Record, frozen=True, forbid_unknown_fields=True):
    """Words by which a forecast says how likely it is."""

    words: tuple[str, ...]
    likelihood: Likelihood
    note: str = ""


class MoodRow(Record, frozen=True, forbid_unknown_fields=True):
    """Words by which a clause says what will be or what is to be done."""

    words: tuple[str, ...]
    kind: Literal["forecast", "recommendation"]
    note: str = ""


class LabelRow(Record, frozen=True, forbid_unknown_fields=True):
    """Nouns with which a voice names a side, or nouns that look so and are not labels (`label: false`)."""

    words: tuple[str, ...]
    label: bool = True
    tone: Literal["plain", "hostile", "friendly"] = "plain"
    strength: Literal["strong", "weak"] = "strong"
    """weak: a label only with something that says whose side it is (`radical groups`, `the enemy`)."""
    note: str = ""


class Surroundings(Record, frozen=True, forbid_unknown_fields=True):
    """Word classes that triggers ask for, and the dictionary forms that the lemmatiser misses."""

    classes: dict[str, WordClass]
    forms: dict[str, Words]


class WordMatch(Record, frozen=True):
    """Words of a text found in a list, with what the list says they mean (a hedge, a likelihood, a cue class, `label`)."""

    value: str
    start: int
    end: int


class WordTable:
    """One list, ready to be looked for: longest match first, by lemma, ignoring case."""

    def __init__(self, rows: Sequence[tuple[tuple[str, ...], str]], forms: Mapping[str, tuple[str, ...]]) -> None:
        self._forms = forms
        self._starts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._opening: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
        """Word form -> (the words that follow, value) of the rows that it may open, by lemma, longest first."""
        for words, value in rows:
            for phrase in words:
                first, *rest = phrase.split()
                self._starts.setdefault(first, []).append((tuple(rest), value))
        for found in self._starts.values():
            found.sort(key=lambda row: (-len(row[0]), row))

    def _lemmas(self, word: str) -> frozenset[str]:
        return lemmas_of(word, self._forms)

    def value(self, phrase: str) -> str | None:
        """What the list says of exactly these words; None when it does not have them."""
        found = self.find(phrase)
        size = len(phrase.rstrip())
        return next((m.value for m in found if m.start == len(phrase) - len(phrase.lstrip()) and m.end == size), None)

    def find(self, text: str) -> list[WordMatch]:
        """Every row's words in `text`, in order, none inside another."""
        words, opening = tokens(text), self._opening
        found: list[WordMatch] = []
        free = 0
        for at, token in enumerate(words):
            rows = opening.get(token.word)
            if rows is None:
                rows = self._opened_by(token.word)
            if rows and at >= free:
                size, value = self._longest(rows, words, at)
                if value is not None:
                    found.append(WordMatch(value=value, start=token.start, end=words[at + size].end))
                    free = at + size + 1
        return found

    def _opened_by(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        if len(self._opening) >= MEMO_LIMIT:
            self._opening.clear()
        rows = [row for lemma in sorted(self._lemmas(word)) for row in self._starts.get(lemma, ())]
        rows = self._opening[word] = tuple(sorted(rows, key=lambda row: -len(row[0])))
        return rows

    def _longest(self, rows: Sequence[tuple[tuple[str, ...], str]], words: Sequence[Token], at: int) -> tuple[int, str | None]:
        after: frozenset[str] = self._lemmas(words[at + 1].word) if at + 1 < len(words) else frozenset()
        for rest, value in rows:
            if not rest:
                return 0, value
            last = at + len(rest)
            if rest[0] in after and last < len(words) and self._goes_on(rest[1:], words[at + 2 : last + 1]):
                return len(rest), value
        return 0, None

    def _goes_on(self, parts: Sequence[str], words: Sequence[Token]) -> bool:
        return all(part in self._lemmas(token.word) for part, token in zip(parts, words, strict=True))


def read_rows(value: Any, kind: type[T], path: Path) -> tuple[T, ...]:
    """The rows of a list file; CodebookError naming the file and the key when one does not fit."""
    return convert(value, tuple[kind, ...], path)  # type: ignore[valid-type]


def forms_of(surroundings: Surroundings) -> dict[str, tuple[str, ...]]:
    """Word form -> the dictionary forms it may also have."""
    return {form: as_words(lemmas) for form, lemmas in sorted(surroundings.forms.items())}


__all__ = [
    "HedgeRow", "LabelRow", "LikelihoodRow", "MoodRow", "ReportingRow", "Surroundings", "TriggerMatch", "WordMatch", "WordTable",
    "forms_of", "read_rows",
]  # fmt: skip
