"""Finding the codebook's words in a text: lemmas with part of speech and surroundings, and phrases of lemmas.

It works on words alone, one pass, and ignores case, so a wire in capitals reads like any other. The part of speech is guessed
from the word's form and its neighbours and only ever rules a trigger out when the neighbours are plain; the parser knows better,
and who has a parse may use `TriggerMatch.pos` to check. Negation, plans and hypotheticals are not seen here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec
import simplemma

from dateline.codebook.entries import Entry, Trigger, as_words
from dateline.records import Record

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+(?:n['’]t\b)?)(?:['’]s\b)?|\d+|[;:.!?]")
_BREAKS = frozenset(";:!?")
_GAP = "..."
_REGULAR = (("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("s", ""), ("es", ""), ("ies", "y"), ("ied", "y"))
"""Endings taken off words that no dictionary has: a user's own words, new coinages, misprints."""
_WINDOW = 9
"""Words looked at on either side for a trigger's surroundings."""
_MEMO_LIMIT = 200_000

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
_BE = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "get", "gets", "got"))
_VERB_AFTER_NOUN = frozenset(
    ("was", "were", "is", "are", "has", "have", "had", "will", "would", "which", "that", "who", "killed", "left", "took", "began",
     "continued")
)  # fmt: skip
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "our", "my", "him", "them", "us", "it"))


class TriggerMatch(Record, frozen=True):
    """Words of a text that fire a trigger: the entry, its kind, where, and how much they say (`strength`)."""

    entry: str
    kind: str
    start: int
    end: int
    strength: str
    mode: str | None = None
    pos: str = "any"

    def moved(self, by: int) -> "TriggerMatch":
        """The same match with its place counted from elsewhere."""
        return msgspec.structs.replace(self, start=self.start + by, end=self.end + by)


class Token(Record, frozen=True):
    """A word, number or clause end of a text, in small letters, with its place."""

    word: str
    start: int
    end: int


class _Pattern(Record, frozen=True):
    """A trigger as it is matched: the first word is the key of the index, the rest follow."""

    entry: str
    kind: str
    rest: tuple[str, ...]
    trigger: Trigger
    order: int


class WordClass(Record, frozen=True, forbid_unknown_fields=True):
    """A set of lemmas that triggers may ask for around them; `names` also lets any proper name in."""

    words: tuple[str, ...]
    names: bool = False


class _Surroundings(Record, frozen=True):
    words: frozenset[str]
    names: bool


class _Known(Record, frozen=True):
    """What the index knows of a word form: its lemmas, the patterns it may begin, whether the dictionary has it."""

    lemmas: frozenset[str]
    alone: tuple[_Pattern, ...]
    """Triggers of this word alone."""
    pairs: dict[str, tuple[_Pattern, ...]]
    """Second word -> phrases that begin with these two."""
    open: tuple[_Pattern, ...]
    """Phrases whose second word is a gap or a class."""
    common: bool


@lru_cache(maxsize=16)
def tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and clause ends of a text; hyphens part words, a possessive ending is dropped.

    >>> [t.word for t in tokens("The group's car-bomb killed 12.")]
    ['the', 'group', 'car', 'bomb', 'killed', '12', '.']
    """
    found = []
    for match in _TOKEN.finditer(text):
        word = match["word"]
        if word is None:
            found.append(Token(word=match[0], start=match.start(), end=match.end()))
        else:
            found.append(Token(word=word.lower().replace("’", "'"), start=match.start(), end=match.start() + len(word)))
    return tuple(found)  # kept for a moment: one sentence is looked at for several lists


@lru_cache(maxsize=_MEMO_LIMIT)
def lemma_of(word: str) -> str:
    """The dictionary form of an English word in small letters.

    >>> lemma_of("overran"), lemma_of("villages")
    ('overrun', 'village')
    """
    return simplemma.lemmatize(word, lang="en").lower()


def lemmas_of(word: str, forms: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """All dictionary forms a word may have: itself, simplemma's, those of ``words.yaml``; for an unknown word, regular ones."""
    lemmas = {word, lemma_of(word), *forms.get(word, ())}
    if word.endswith("ings"):
        lemmas.add(word[:-1])
    if not simplemma.is_known(word, lang="en"):
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
    if before in _BE:
        return "verb" if gerund else None
    if before in _NOUN_BEFORE:
        return None if gerund and after in _DETERMINERS else "noun"
    if after in _DETERMINERS:
        return "verb"
    if after == "of" or after in _VERB_AFTER_NOUN:
        return "noun"
    return None


class TriggerIndex:
    """The triggers of all entries, ready to be looked for. A text costs one look-up per word."""

    def __init__(self, entries: Iterable[Entry], classes: Mapping[str, WordClass], forms: Mapping[str, tuple[str, ...]]) -> None:
        self._classes = {name: _Surroundings(words=frozenset(row.words), names=row.names) for name, row in sorted(classes.items())}
        self._forms = forms
        self._starts: dict[str, list[_Pattern]] = {}
        self._lists: dict[tuple[str, ...], _Surroundings] = {}
        self._memo: dict[str, _Known] = {}
        order = 0
        for entry in entries:
            for trigger in entry.triggers:
                for words in (*((w,) for w in as_words(trigger.lemma)), *(tuple(p.split()) for p in as_words(trigger.phrase))):
                    self._add(entry, trigger, words, order)
                    order += 1

    def _add(self, entry: Entry, trigger: Trigger, words: tuple[str, ...], order: int) -> None:
        pattern = _Pattern(entry=entry.id, kind=entry.kind, rest=words[1:], trigger=trigger, order=order)
        first = words[0]
        for key in sorted(self._classes[first[1:]].words) if first.startswith("#") else (first,):
            self._starts.setdefault(key, []).append(pattern)

    def _know(self, word: str) -> _Known:
        known = self._memo.get(word)
        if known is None:
            if len(self._memo) >= _MEMO_LIMIT:
                self._memo.clear()
            lemmas = lemmas_of(word, self._forms)
            found = {p.order: p for lemma in lemmas for p in self._starts.get(lemma, ())}
            patterns = [found[order] for order in sorted(found)]
            pairs: dict[str, tuple[_Pattern, ...]] = {}
            for pattern in patterns:
                if pattern.rest and not _is_open(pattern.rest[0]):
                    pairs[pattern.rest[0]] = (*pairs.get(pattern.rest[0], ()), pattern)
            known = _Known(
                lemmas=lemmas,
                alone=tuple(p for p in patterns if not p.rest),
                pairs=pairs,
                open=tuple(p for p in patterns if p.rest and _is_open(p.rest[0])),
                common=simplemma.is_known(word, lang="en"),
            )
            self._memo[word] = known
        return known

    def find(self, text: str) -> list[TriggerMatch]:
        """Every trigger that fires in `text`, in order of place; within one entry, and over fewer words, the longest only."""
        words = tokens(text)
        known = [self._know(token.word) for token in words]
        found: list[tuple[int, int, _Pattern]] = []
        for i, word in enumerate(known):
            for pattern in word.alone:
                if self._fits(text, words, known, i, i, pattern.trigger):
                    found.append((i, i, pattern))
            for pattern in self._phrases(known, i):
                last = self._last(known, i, pattern.rest)
                if last is not None and self._fits(text, words, known, i, last, pattern.trigger):
                    found.append((i, last, pattern))
        return [_match(words, first, last, pattern) for first, last, pattern in _longest(found)]

    def _phrases(self, known: Sequence[_Known], at: int) -> list[_Pattern]:
        """The phrases that may begin at a word, given the next one."""
        word = known[at]
        phrases = list(word.open)
        if word.pairs and at + 1 < len(known):
            for lemma in sorted(known[at + 1].lemmas):
                phrases += word.pairs.get(lemma, ())
        return phrases

    def _last(self, known: Sequence[_Known], start: int, rest: tuple[str, ...]) -> int | None:
        """The index of the last word of a phrase whose first stands at `start`; None when the phrase is not there."""
        at, slack = start + 1, 0
        for part in rest:
            if part == _GAP:
                slack = 4
                continue
            for place in range(at, min(at + slack + 1, len(known))):
                if self._is(known[place], part):
                    at, slack = place + 1, 0
                    break
            else:
                return None
        return at - 1

    def _is(self, known: _Known, part: str) -> bool:
        if part.startswith("#"):
            return not known.lemmas.isdisjoint(self._classes[part[1:]].words)
        return part in known.lemmas

    def _fits(self, text: str, words: Sequence[Token], known: Sequence[_Known], first: int, last: int, trigger: Trigger) -> bool:
        before = words[first - 1].word if first else ""
        after = words[last + 1].word if last + 1 < len(words) else ""
        if first == last and trigger.pos in ("verb", "noun"):
            guess = guess_pos(before, words[first].word, after)
            if guess is not None and guess != trigger.pos:
                return False
        if trigger.object or trigger.subject:
            passive = _passive(words, first, after)
            if trigger.object and not self._around(text, words, known, first, last, trigger.object, passive, not passive):
                return False
            if trigger.subject and not self._around(text, words, known, first, last, trigger.subject, not passive, passive):
                return False
        if trigger.near and not self._around(text, words, known, first, last, trigger.near, True, True):
            return False
        return not (trigger.unless and self._around(text, words, known, first, last, trigger.unless, True, True))

    def _around(
        self, text: str, words: Sequence[Token], known: Sequence[_Known], first: int, last: int,
        wanted: str | tuple[str, ...], left: bool, right: bool,
    ) -> bool:  # fmt: skip
        """Whether a wanted word stands near words `first` to `last`, in the same clause, to the left or right as asked."""
        surroundings = self._surroundings(wanted)
        places: list[int] = []
        if left:
            places += _until_break(words, range(first - 1, max(first - 1 - _WINDOW, -1), -1))
        if right:
            places += _until_break(words, range(last + 1, min(last + 1 + _WINDOW, len(words))))
        for place in places:
            if not known[place].lemmas.isdisjoint(surroundings.words):
                return True
            if surroundings.names and _is_name(text, words, known, place):
                return True
        return False

    def _surroundings(self, wanted: str | tuple[str, ...]) -> _Surroundings:
        names = as_words(wanted)
        found = self._lists.get(names)
        if found is None:
            parts = [self._classes.get(name) or _Surroundings(words=frozenset((name,)), names=False) for name in names]
            found = _Surroundings(words=frozenset().union(*(p.words for p in parts)), names=any(p.names for p in parts))
            self._lists[names] = found
        return found


def _is_open(part: str) -> bool:
    return part == _GAP or part.startswith("#")


def _match(words: Sequence[Token], first: int, last: int, pattern: _Pattern) -> TriggerMatch:
    trigger = pattern.trigger
    return TriggerMatch(
        entry=pattern.entry,
        kind=pattern.kind,
        start=words[first].start,
        end=words[last].end,
        strength=trigger.strength,
        mode=trigger.mode,
        pos=trigger.pos,
    )


def _until_break(words: Sequence[Token], places: range) -> list[int]:
    kept = []
    for place in places:
        if words[place].word in _BREAKS:
            break
        kept.append(place)
    return kept


def _passive(words: Sequence[Token], first: int, after: str) -> bool:
    """Whether a verb at `first` looks passive: a form of `be` shortly before it, or ``by`` after it."""
    if words[first].word.endswith("ing"):
        return False
    return after == "by" or any(words[k].word in _BE for k in range(max(0, first - 3), first))


def _is_name(text: str, words: Sequence[Token], known: Sequence[_Known], place: int) -> bool:
    """Whether a word looks like a name: a capital inside a sentence, or, in a text of capitals, a word no dictionary has."""
    token = words[place]
    printed = text[token.start : token.end]
    if not printed[:1].isupper():
        return False
    if len(printed) > 1 and printed.isupper():
        return not known[place].common
    return place > 0 and words[place - 1].word != "."


def _longest(found: list[tuple[int, int, _Pattern]]) -> list[tuple[int, int, _Pattern]]:
    """Leave out what starts inside a longer match of its kind, and all but the strongest of one entry at one place."""
    rank = {"strong": 0, "medium": 1, "weak": 2}
    order = sorted(found, key=lambda m: (m[0] - m[1], rank[m[2].trigger.strength], m[0], m[2].order))
    covered: dict[tuple[str, int], tuple[int, int]] = {}
    seen: set[tuple[str, int]] = set()
    kept = []
    for first, last, pattern in order:
        if covered.get((pattern.kind, first), (first, last)) != (first, last) or (pattern.entry, first) in seen:
            continue
        for place in range(first, last + 1):
            covered.setdefault((pattern.kind, place), (first, last))
            seen.add((pattern.entry, place))
        kept.append((first, last, pattern))
    return sorted(kept, key=lambda m: (m[0], m[1], m[2].order))
