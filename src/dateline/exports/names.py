"""Whether a name is a private person's: the words of the name, what the tables know of it, and what stands beside it.

A private person is one whom the codebook does not know and for whom the text names no office. It reads the surface alone: the
rules and word lists are in ``data/private.yaml``. It does not know who is meant by "the mayor" or "he", and a name that is not
written with a capital letter is not seen in a text that uses them.
"""

import re
from enum import Enum
from functools import lru_cache
from pathlib import Path

import simplemma

from dateline.codebook.actors import ActorTable, fold
from dateline.codebook.entries import convert, read_file
from dateline.exports.words import Run, Word
from dateline.gazetteer import Gazetteer
from dateline.records import Record

_AGE = re.compile(r"\s*,?\s*\(?(?:aged?\s+)?(\d{1,3})\)?\s*[,.;)]")
_AFTER = re.compile(
    r"\s*,\s*(?:(a|an|the|his|her|its|their|\w[\w’'-]*['’]s?)\s+)?((?:[\w’'-]+\s+){0,5}?[\w’'-]+)"
    r"(?=\s+(?:of|for|in|at|from|with|on|who|whose|and|said|told|was|were)\b|\s*[,.;:)\n]|\s*$)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:^|[\s(\"“])(?:(?:a|an|the|his|her|its|their|one)\s+)?((?:[\w’'-]+\s+){0,4}[\w’'-]+)"
    r"((?:\s+(?:of|for|in|at|from|with)\s+[\w’'. -]+)*),\s*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\s(?:of|for|in|at|from|with|who|on)\s")
_NEARBY = 90
"""Characters on either side in which an apposition is looked for."""
_WORDS_BEFORE = re.compile(r"(?:[\w’'-]+\s+){0,5}$")
_WORDS_AFTER = re.compile(r"(?:\s+[\w’'-]+){0,5}")


class Rules(Record, frozen=True, forbid_unknown_fields=True):
    """The word lists of ``private.yaml``."""

    offices: frozenset[str]
    honorifics: frozenset[str]
    person_nouns: frozenset[str]
    body_words: frozenset[str]
    place_words: frozenset[str]
    particles: frozenset[str]
    speech: frozenset[str]
    not_names: frozenset[str]
    place_before: frozenset[str]


class Verdict(Enum):
    """What a name is."""

    PRIVATE = "private"
    PUBLIC = "public"
    """A person whom the codebook knows, or with an office."""
    THING = "thing"
    """A group, a body, a place, a people, an event."""
    UNSEEN = "unseen"
    """No name, as far as the words show."""


def load_rules(path: Path) -> Rules:
    """The rules from their file; CodebookError naming the file when it is not well formed."""
    return convert(read_file(path)[1], Rules, path)


class Names:
    """The rules with what the tables know."""

    def __init__(self, rules: Rules, actors: ActorTable, gazetteer: Gazetteer) -> None:
        self.rules = rules
        self._actors = actors
        self._gazetteer = gazetteer
        self._given = _given_names(actors, rules)
        self._peoples = frozenset(fold(word) for c in actors.countries.values() for word in (*c.demonyms, c.plural or "", c.name))
        self.actor_kind = lru_cache(maxsize=20_000)(self._find_kind)
        self._ordinary = lru_cache(maxsize=50_000)(self._is_ordinary)

    def _find_kind(self, words: str, on: str | None) -> str | None:
        found = self._actors.find(words, on)
        return found.kind if found else None

    def is_ordinary(self, word: str, *, shouting: bool = False) -> bool:
        """Whether a word is one of the dictionary, and no given name.

        Args:
            shouting: whether it stands in a text in capitals: there a word that is a name as well ("FRANK") counts as a name.
        """
        return self._ordinary(word.lower(), shouting)

    def _is_ordinary(self, low: str, shouting: bool) -> bool:
        if low in _OPENERS or low in self.rules.place_before or low in self.rules.not_names:
            return True
        if low in self._given or not simplemma.is_known(low, lang="en"):
            return False
        # The dictionary writes names with a capital, and finds "Frank" as well as "frank".
        return simplemma.lemmatize(low.title() if shouting else low, lang="en").islower()

    def is_given(self, word: str) -> bool:
        """Whether a word is the first name of somebody whom the codebook knows."""
        return word.lower() in self._given

    def is_place(self, words: str) -> bool:
        """Whether the gazetteer knows a place of that name."""
        return bool(self._gazetteer.find(words))

    def judge(self, run: Run, text: str, on: str | None, *, shouting: bool) -> tuple[Verdict, Run]:
        """Say what a run of capitalised words is.

        Args:
            run: its words.
            text: what they stand in.
            on: ISO date of the text, by which the codebook knows names and offices.
            shouting: whether the text is in capitals throughout.

        Returns:
            The verdict, and the words of the name itself, without titles and what merely opens a sentence.
        """
        titles, rest = self._without_titles(self._without_opener(run, text))
        if not rest or all(word.low in self.rules.not_names for word in rest):
            return Verdict.UNSEEN, rest
        known = self._known(run, rest, on)
        if known is not None:
            return known, rest
        if self._stands_as_place(rest, text):
            return Verdict.THING, rest
        offices, person = self._cues(titles, rest, text)
        if offices and not (len(rest) == 1 and self._is_thing(rest, shouting)):
            return Verdict.PUBLIC, rest
        if self._is_inside_known(rest, text, on) or (shouting and self._names_a_thing(rest, text)):
            return Verdict.THING, rest
        if person:
            return Verdict.PRIVATE, rest
        if self._is_thing(rest, shouting) or self.is_place(_join(rest, text)):
            return Verdict.THING, rest
        if len(rest) == 1:
            alone = self.is_given(rest[0].text) and not self.is_place(rest[0].text)
            return (Verdict.PRIVATE if alone else Verdict.UNSEEN), rest
        # In capitals throughout, a word of the dictionary is no part of a name.
        strange = (all if shouting else any)(
            not self.is_ordinary(word.text, shouting=shouting) or (shouting and word.low in self.rules.particles)
            for word in rest
            if shouting or word.low not in self.rules.particles
        )
        if shouting and not strange:
            return Verdict.UNSEEN, rest
        return (Verdict.PRIVATE if strange or self.is_given(rest[0].text) else Verdict.UNSEEN), rest

    # ------------------------------------------------------------------ the parts of a verdict
    def _without_opener(self, run: Run, text: str) -> Run:
        """Without a first word that has its capital from the beginning of the sentence alone."""
        while run and run[0].opens and (self._is_small(run[0].low) or (len(run) > 1 and self._only_opens(run[0]))):
            # "Heather Johnson" and "Grace Hope, a nurse" are names, though heather and grace are words.
            if len(run) == 2 and not self._is_small(run[0].low) and self._is_surname(run, text):
                return run
            run = run[1:]
        return run

    def _is_surname(self, run: Run, text: str) -> bool:
        """Whether the second of two words that open a sentence is a surname: by its form, or by what is said of the two."""
        if self.is_ordinary(run[1].text):
            return self._cues(frozenset(), run, text)[1]
        return not self.is_place(run[1].text) and self.actor_kind(run[1].text, None) is None

    def _is_small(self, low: str) -> bool:
        return low in self.rules.place_before or low in _OPENERS

    def _only_opens(self, word: Word) -> bool:
        rules = self.rules
        return (
            self.is_ordinary(word.text) and word.low not in rules.offices | rules.honorifics | rules.body_words | rules.place_words
        )

    def _without_titles(self, run: Run) -> tuple[frozenset[str], Run]:
        """The titles that lead a run, and the rest; nations may stand before a title."""
        rules = self.rules
        last = -1
        for index, word in enumerate(run):
            if word.low in rules.offices or word.low in rules.honorifics or word.low in rules.person_nouns:
                last = index
            elif word.low not in self._peoples and word.low not in ("of", "for", "the", "and"):
                break
        if last + 1 == len(run) and last >= 1 and self.is_given(run[0].text):
            return frozenset(), run
        return frozenset(word.low for word in run[: last + 1]), run[last + 1 :]

    def _known(self, run: Run, rest: Run, on: str | None) -> Verdict | None:
        """What the codebook says of the whole name, or of two and more words in it."""
        for words in (run, rest):
            kind = self.actor_kind(" ".join(word.text for word in words), on)
            if kind is not None:
                return Verdict.PUBLIC if kind == "person" else Verdict.THING
        for size in range(len(rest) - 1, 1, -1):
            for start in range(len(rest) - size + 1):
                kind = self.actor_kind(" ".join(word.text for word in rest[start : start + size]), on)
                if kind is not None:
                    return Verdict.PUBLIC if kind == "person" else Verdict.THING
        return None

    def _stands_as_place(self, rest: Run, text: str) -> bool:
        """Whether a name that is a place's stands where places do: "in San Vicente"."""
        before = re.search(r"(\w+)(?:\s+the)?\s+$", text[max(0, rest[0].start - 20) : rest[0].start])
        return before is not None and before.group(1).lower() in self.rules.place_before and self.is_place(_join(rest, text))

    def _names_a_thing(self, rest: Run, text: str) -> bool:
        """Whether a noun of a body or place follows: of "AHMED BABA INSTITUTE" in capitals only two words stand out."""
        after = re.match(r"\s+(\w+)", text[rest[-1].end : rest[-1].end + _NEARBY])
        return after is not None and after.group(1).lower() in self.rules.body_words | self.rules.place_words

    def _is_inside_known(self, rest: Run, text: str, on: str | None) -> bool:
        """Whether a name is part of a longer one that the codebook knows: "Farabundo Marti" of the front, "Islamic Maghreb"."""
        before = _WORDS_BEFORE.search(text[max(0, rest[0].start - _NEARBY) : rest[0].start])
        after = _WORDS_AFTER.match(text[rest[-1].end : rest[-1].end + _NEARBY])
        left = re.findall(r"\S+\s+", before.group()) if before else []
        right = re.findall(r"\s+\S+", after.group()) if after else []
        inner = text[rest[0].start : rest[-1].end]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                words = " ".join("".join([*left[len(left) - i :], inner, *right[:j]]).split())
                if (i or j) and self.actor_kind(words, on) not in (None, "person"):
                    return True
        return False

    def _is_thing(self, rest: Run, shouting: bool) -> bool:
        rules = self.rules
        last = rest[-1].low
        if any(
            any(c.isdigit() for c in word.text) or (not shouting and word.text.isupper() and len(word.text) > 1) for word in rest
        ):
            return True
        if all(word.low in self._peoples or word.low in rules.not_names for word in rest):
            return True
        inside = [word.low for word in rest if word.low in rules.body_words or word.low in rules.place_words]
        # "Mike Hill" is a person, "Baba Institute" and "Hill Street" are not: a given name alone outweighs a last word of a place.
        return bool(inside) and not (
            len(rest) == 2 and inside == [last] and self.is_given(rest[0].text) and last in rules.place_words
        )

    def _cues(self, titles: frozenset[str], rest: Run, text: str) -> tuple[bool, bool]:
        """Whether what is beside a name gives it an office, and whether it shows a person."""
        rules = self.rules
        before, after = text[max(0, rest[0].start - _NEARBY) : rest[0].start], text[rest[-1].end : rest[-1].end + _NEARBY]
        nouns = [_last_word(before)] if re.search(r"\w\s+$", before) else []
        after = after[2:] if after[:2].lower() in ("'s", "’s") else after
        if found := _AFTER.match(after):
            noun = _head(found.group(2))
            # Without an article the words after a comma are another subject as often: "bases in Omdurman, witnesses said".
            nouns += [noun] if found.group(1) or noun in rules.offices else []
        sentence = re.split(r"[.!?;]\s|\n", before)[-1]
        if found := _BEFORE.search(sentence):
            nouns.append(_head(found.group(1)))
        office = bool(titles & rules.offices) or any(noun in rules.offices for noun in nouns)
        next_word = re.match(r"\s*,?\s*(\w+)", after)
        speaks = len(rest) > 1 and (
            (next_word is not None and next_word.group(1).lower() in rules.speech) or (bool(nouns) and nouns[0] in rules.speech)
        )
        person = (
            bool(titles & (rules.honorifics | rules.person_nouns))
            or any(noun in rules.person_nouns for noun in nouns)
            or _is_age(after)
            or (speaks and any(not self.is_ordinary(word.text) for word in rest) and not self._is_thing(rest, False))
        )
        return office, person


_OPENERS = frozenset(
    (
        "the a an this that these those his her its their our my your he she it they we i you but and or so if as when while "
        "after before since because although though there here then now also however meanwhile not no yes even once until what "
        "how why who all some about almost nearly over both many most several one two three on by with for under without during "
        "despite according"
    ).split()
)


def _given_names(actors: ActorTable, rules: Rules) -> frozenset[str]:
    """First names of the persons whom the codebook knows."""
    skip = rules.offices | rules.honorifics | rules.particles | rules.body_words
    found = set()
    for actor in actors.actors.values():
        if actor.kind == "person":
            for name in actor.surfaces():
                words = name.split()
                if len(words) > 1 and words[0].isalpha() and len(words[0]) > 2 and words[0].lower() not in skip:
                    found.add(words[0].lower())
    return frozenset(found)


def _join(run: Run, text: str) -> str:
    return " ".join(text[run[0].start : run[-1].end].split())


def _last_word(words: str) -> str:
    found = re.findall(r"[\w’'-]+", words)
    return re.sub(r"['’]s?$", "", found[-1].lower()) if found else ""


def _head(phrase: str) -> str:
    """The noun that a phrase is about: the last before a preposition."""
    return _last_word(_PREPOSITION.split(phrase.lower(), maxsplit=1)[0])


def _is_age(after: str) -> bool:
    found = _AGE.match(after)
    return found is not None and 0 < int(found.group(1)) < 111 and after[:1] in ", ("
