"""Finding the codebook's words in a text: lemmas with part of speech and surroundings, and phrases of lemmas.

It works on words alone, one pass, and ignores case, so a wire in capitals reads like any other. The part of speech is guessed
from the word's form and its neighbours and only ever rules a trigger out when the neighbours are plain; the parser knows better,
and who has a parse may use `TriggerMatch.pos` to check. Negation, plans and hypotheticals are not seen here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from dateline.codebook.entries import Entry, Trigger, Words, as_words
from dateline.codebook.word_forms import BE, MEMO_LIMIT, Token, guess_pos, is_known, lemmas_of, tokens
from dateline.records import Record

_BREAKS = frozenset(";:!?")
_GAP = "..."
_WINDOW = 9
"""Words looked at on either side for a trigger's surroundings."""


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


class Obstacle(Record, frozen=True):
    """Why a trigger whose words are there does not fire: what it misses or meets (`by`), and the words that say so."""

    by: str
    """pos, object, subject, near, unless, or longer: the words belong to a longer or stronger trigger of the kind."""
    words: str


class TriggerTrace(Record, frozen=True):
    """A trigger whose words stand in a text, whether it fires, and if not, why."""

    match: TriggerMatch
    number: int
    """Which trigger of the entry it is, from 1."""
    words: str
    """The lemma or phrase as the codebook has it."""
    obstacle: Obstacle | None = None


class _Pattern(Record, frozen=True):
    """A trigger as it is matched: the first word is the key of the index, the rest follow."""

    entry: str
    kind: str
    rest: tuple[str, ...]
    trigger: Trigger
    order: int
    number: int
    """Which trigger of the entry it is, from 1."""
    words: str


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
    silent: bool
    """Whether no trigger begins with it."""


class TriggerIndex:
    """The triggers of all entries, ready to be looked for. A text costs one look-up per word."""

    def __init__(self, entries: Iterable[Entry], classes: Mapping[str, WordClass], forms: Mapping[str, tuple[str, ...]]) -> None:
        self._given = classes
        self._classes = {name: _Surroundings(words=frozenset(row.words), names=row.names) for name, row in sorted(classes.items())}
        self._forms = forms
        self._starts: dict[str, list[_Pattern]] = {}
        self._lists: dict[tuple[str, ...], _Surroundings] = {}
        self._memo: dict[str, _Known] = {}
        order = 0
        for entry in entries:
            for number, trigger in enumerate(entry.triggers, 1):
                for words in (*((w,) for w in as_words(trigger.lemma)), *(tuple(p.split()) for p in as_words(trigger.phrase))):
                    self._add(entry, trigger, words, order, number)
                    order += 1

    @property
    def classes(self) -> frozenset[str]:
        """The names of the word classes that triggers may ask for."""
        return frozenset(self._classes)

    def of(self, entries: Iterable[Entry]) -> "TriggerIndex":
        """An index of other entries with the same word classes and word forms."""
        return TriggerIndex(entries, self._given, self._forms)

    def _add(self, entry: Entry, trigger: Trigger, words: tuple[str, ...], order: int, number: int) -> None:
        pattern = _Pattern(
            entry=entry.id, kind=entry.kind, rest=words[1:], trigger=trigger, order=order, number=number, words=" ".join(words)
        )
        first = words[0]
        for key in sorted(self._classes[first[1:]].words) if first.startswith("#") else (first,):
            self._starts.setdefault(key, []).append(pattern)

    def _know(self, word: str) -> _Known:
        known = self._memo.get(word)
        if known is None:
            if len(self._memo) >= MEMO_LIMIT:
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
                common=is_known(word),
                silent=not patterns,
            )
            self._memo[word] = known
        return known

    def find(self, text: str) -> list[TriggerMatch]:
        """Every trigger that fires in `text`, in order of place; within one entry, and over fewer words, the longest only."""
        words = tokens(text)
        known = [self._know(token.word) for token in words]
        found = [found for found in self._standing(known) if self._obstacle(text, words, known, *found) is None]
        return [_match(words, *one) for one in _longest(found)]

    def trace(self, text: str) -> list[TriggerTrace]:
        """Every trigger whose words stand in `text`, in order of place: those that fire, and the others with what keeps them."""
        words = tokens(text)
        known = [self._know(token.word) for token in words]
        standing = [(found, self._obstacle(text, words, known, *found)) for found in self._standing(known)]
        free = [found for found, obstacle in standing if obstacle is None]
        kept = _longest(free)
        traces = []
        for found, obstacle in sorted(standing, key=lambda one: (one[0][0], one[0][1], one[0][2].order)):
            if obstacle is None and found not in kept:
                over = next((k for k in kept if k[2].kind == found[2].kind and k[0] <= found[0] <= k[1]), found)
                obstacle = Obstacle(by="longer", words=f"{over[2].words} ({over[2].entry})")
            match = _match(words, *found)
            traces.append(TriggerTrace(match=match, number=found[2].number, words=found[2].words, obstacle=obstacle))
        return traces

    def _standing(self, known: Sequence[_Known]) -> Iterator[tuple[int, int, _Pattern]]:
        """The triggers whose own words are there, whatever stands around them, with their first and last word."""
        for i, word in enumerate(known):
            if word.silent:
                continue
            for pattern in word.alone:
                yield i, i, pattern
            for pattern in self._phrases(known, i):
                last = self._last(known, i, pattern.rest)
                if last is not None:
                    yield i, last, pattern

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

    def _obstacle(
        self, text: str, words: Sequence[Token], known: Sequence[_Known], first: int, last: int, pattern: _Pattern
    ) -> Obstacle | None:
        """What keeps a trigger whose words are there from firing; None when nothing does."""
        trigger = pattern.trigger
        before = words[first - 1].word if first else ""
        after = words[last + 1].word if last + 1 < len(words) else ""
        if first == last and trigger.pos in ("verb", "noun"):
            guess = guess_pos(before, words[first].word, after)
            if guess is not None and guess != trigger.pos:
                return Obstacle(by="pos", words=guess)

        def around(wanted: Words, left: bool, right: bool) -> str | None:
            return self._around(text, words, known, first, last, wanted, left, right)

        if trigger.object or trigger.subject:
            passive = _passive(words, first, after)
            if trigger.object and around(trigger.object, passive, not passive) is None:
                return Obstacle(by="object", words=", ".join(as_words(trigger.object)))
            if trigger.subject and around(trigger.subject, not passive, passive) is None:
                return Obstacle(by="subject", words=", ".join(as_words(trigger.subject)))
        if trigger.near and around(trigger.near, True, True) is None:
            return Obstacle(by="near", words=", ".join(as_words(trigger.near)))
        met = around(trigger.unless, True, True) if trigger.unless else None
        return None if met is None else Obstacle(by="unless", words=met)

    def _around(
        self, text: str, words: Sequence[Token], known: Sequence[_Known], first: int, last: int,
        wanted: Words, left: bool, right: bool,
    ) -> str | None:  # fmt: skip
        """The wanted word that stands near words `first` to `last`, in the same clause, to the left or right as asked, if any."""
        surroundings = self._surroundings(wanted)
        places: list[int] = []
        if left:
            places += _until_break(words, range(first - 1, max(first - 1 - _WINDOW, -1), -1))
        if right:
            places += _until_break(words, range(last + 1, min(last + 1 + _WINDOW, len(words))))
        for place in places:
            if not known[place].lemmas.isdisjoint(surroundings.words):
                return words[place].word
            if surroundings.names and _is_name(text, words, known, place):
                return words[place].word
        return None

    def _surroundings(self, wanted: Words) -> _Surroundings:
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
    return after == "by" or any(words[k].word in BE for k in range(max(0, first - 3), first))


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
