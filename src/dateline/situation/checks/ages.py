"""Ages: the years of birth that two texts leave for one person, where both say how old somebody is or when somebody was born.

Only persons with a name of two words or more, or of the codebook; one text alone is checked against itself.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dateline.codebook.actor_words import fold
from dateline.codebook.actors import ActorTable
from dateline.records import Row
from dateline.situation.checks.finding import finding
from dateline.situation.checks.names import runs_after, runs_before
from dateline.situation.passages import Passage

CHECK = "age"
_AGE = re.compile(
    r",\s+(?:aged\s+)?(?P<after>\d{1,3})(?=,|\.|;|\)|\s+and\b)|\b(?P<before>\d{1,3})-year-old\s+|\s+\((?P<bracket>\d{2})\)"
)
_BORN = re.compile(
    r"\s*,?\s*(?:\(\s*|who\s+was\s+|was\s+)?born\s+(?:on\s+[\w\s]{3,15}?\s+|in\s+(?:[A-Z]\w+\s+)?)?(?P<year>(?:18|19|20)\d\d)\b"
)
_OLDEST = 110


class Birth(NamedTuple):
    """The years in which a text lets somebody be born."""

    person: str
    name: str
    earliest: int
    latest: int
    words: str
    passage: Passage
    start: int
    end: int


def check_ages(passages: Iterable[Passage], actors: ActorTable) -> Iterator[Row]:
    """A row for each person of whom two places of the texts tell an age or a year of birth."""
    births: dict[str, list[Birth]] = {}
    for passage in passages:
        for birth in _births(passage, actors):
            births.setdefault(birth.person, []).append(birth)
    for told in births.values():
        for birth in told[1:]:
            yield _row(told[0], birth)


def _births(passage: Passage, actors: ActorTable) -> Iterator[Birth]:
    text, day = passage.text, passage.document.published
    for match in _AGE.finditer(text):
        age = int(match["after"] or match["before"] or match["bracket"])
        if day is None or not 0 < age <= _OLDEST:
            continue
        runs = runs_after(text, match.end()) if match["before"] else runs_before(text, match.start())
        if named := _person(runs, day, actors):
            year = int(day[:4])
            start, end = _stretch(text, match, named[1])
            yield Birth(named[0], named[1], year - age - 1, year - age, text[start:end], passage, start, end)
    for match in _BORN.finditer(text):
        if named := _person(runs_before(text, match.start()), day, actors):
            year = int(match["year"])
            start, end = _stretch(text, match, named[1])
            yield Birth(named[0], named[1], year, year, text[start:end], passage, start, end)


def _person(runs: Iterable[str], day: str | None, actors: ActorTable) -> tuple[str, str] | None:
    """Who is meant, and the words: somebody of the codebook, or the longest name of two words or more."""
    listed = list(runs)
    for words in listed:
        found = actors.find(words, day)
        if found and found.kind == "person":
            return found.id, words
    longest = listed[0] if listed else ""
    return (fold(longest), longest) if longest.count(" ") else None


def _stretch(text: str, match: re.Match[str], name: str) -> tuple[int, int]:
    """Name and age together."""
    at = text.find(name, max(0, match.start() - len(name) - 1))
    return min(at, match.start()) if at >= 0 else match.start(), max(match.end(), at + len(name))


def _row(first: Birth, second: Birth) -> Row:
    statements = [
        *first.passage.around(first.start, first.end),
        *second.passage.around(second.start, second.end),
    ]
    told = first.passage.document
    return finding(
        CHECK,
        about=second.name,
        says=f"“{_flat(second.words)}”: born {_years(second)}",
        known=f"“{_flat(first.words)}” ({told.outlet or told.name}, {told.published or 'no known day'}): born {_years(first)}",
        known_from="the texts",
        consistent=first.earliest <= second.latest and second.earliest <= first.latest,
        statements=statements,
        document=second.passage.document,
    )


def _years(birth: Birth) -> str:
    return str(birth.latest) if birth.earliest == birth.latest else f"{birth.earliest} or {birth.latest}"


def _flat(words: str) -> str:
    return " ".join(words.split()).strip(" ,.;")
