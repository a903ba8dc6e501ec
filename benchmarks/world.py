"""A made-up world at the size of archives: occurrences, and reports that tell some of what is true of them.

Occurrences are spread over real towns and over days as in conflict news: a few are told by hundreds of reports, most by one or
two. Reports give one or two of them, name the place or only its country, round counts, leave out the day, and one in eight is a
copy; beside them they say who is allied with whom, how many have fled, who calls whom what, what will happen and what should, and
quote people whom no table knows. No text is read anywhere, so nothing is measured but what is made of statements.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from dateline.archive.tables import Tables
from dateline.records import (
    Anchor,
    Assertion,
    Document,
    Interval,
    Participant,
    Place,
    Quantity,
    Sentence,
    Statement,
    Voice,
)
from dateline.store import Run, rows, tables
from dateline.store.database import open_engine
from dateline.store.dialect import InsertOnce
from dateline.store.index import add_to_index

Report = tuple[Document, list[Sentence], list[Statement]]

TYPES = "attack bombing airstrike shelling battle abduction arrest displacement protest seizes".split()
RELATIONS = "leads member_of allied_with fights supports".split()
WORDS = "market convoy school patrol village bridge checkpoint hospital mosque station barracks farm square camp office".split()
FILLER = "smoke fear rain night power road river water family house wall light dust glass noise sky hour radio phone crowd".split()
TERMS = "rebels,militants,fighters,terrorists,insurgents,separatists,gunmen,freedom fighters,regime,government forces".split(",")
COUNTED = "refugees,displaced families,students,people in need,schools closed,houses destroyed".split(",")
SYLLABLES = "ba da fa ha ja ka la ma na ra sa ta wa ya za bo do go ko mo no ro so to qu sha kha".split()
LIKELIHOODS = "certain very_likely likely possible unlikely".split()
START = date(2010, 1, 1)
DAYS = 5_000
TOWNS = 2_000
OUTLETS = 40
BOXES = ((-12.0, -18.0, 38.0, 75.0), (4.0, -100.0, 25.0, -60.0))
"""Degrees south, west, north, east: where most of conflict news comes from."""
AT_ONCE = 5_000
RUN = Run(dateline="0", model="none", codebook="none", gazetteer="none")


class Occurrence(NamedTuple):
    """What is true of something that happened."""

    day: date
    town: Place
    kind: str
    actor: str
    killed: int
    word: str


class World:
    """Occurrences with what is true of them, and reports that tell some of it."""

    def __init__(self, documents: int, seed: int = 0) -> None:
        self.choose = random.Random(seed)
        self.towns, self.actors = _towns(), _actors()
        # A few are named by very many: weights fall with the rank.
        self.actor_sums = list(accumulate(1 / (rank + 5) for rank in range(len(self.actors))))
        self.occurrences = [self._occurrence() for _ in range(max(20, documents // 2))]
        self.sums = list(accumulate(1 / (rank + 10) for rank in range(len(self.occurrences))))
        self.strangers = [self._stranger() for _ in range(max(20, documents // 10))]
        self.stranger_sums = list(accumulate(1 / (rank + 10) for rank in range(len(self.strangers))))

    def _occurrence(self) -> Occurrence:
        choose = self.choose
        return Occurrence(
            day=START + timedelta(days=choose.randrange(DAYS)),
            town=self.towns[min(int(choose.paretovariate(0.7)) - 1, len(self.towns) - 1)],
            kind=choose.choice(TYPES),
            actor=self._actor(),
            killed=min(int(choose.paretovariate(0.9)), 500),
            word=choose.choice(WORDS),
        )

    def _stranger(self) -> str:
        """A name that no table knows."""
        first, last = ("".join(self.choose.choices(SYLLABLES, k=count)).capitalize() for count in (2, 3))
        return f"{first} {last}"

    def _actor(self) -> str:
        return self.choose.choices(self.actors, cum_weights=self.actor_sums)[0]

    def report(self, number: int) -> Report:
        """One document: sentences and their statements."""
        choose = self.choose
        told = choose.choices(self.occurrences, cum_weights=self.sums, k=choose.choice((1, 1, 1, 2)))
        published = (max(one.day for one in told) + timedelta(days=choose.randrange(3))).isoformat()
        said = [(self._sentence(one, number), self._told(one)) for one in told]
        said += self._beside(told[0], number)
        text = " ".join(words for words, _ in said)
        name = f"{number:032x}"
        document = Document(id=name, text=text, name=name, outlet=f"Outlet {number % OUTLETS}", published=published)
        sentences, statements, at = [], [], 0
        for index, (words, given) in enumerate(said):
            anchor = Anchor(start=at, end=at + len(words), exact=words)
            at += len(words) + 1
            sentences.append(Sentence(id=f"{name}:{index}", document=name, index=index, anchor=anchor))
            statements.append(_statement(name, index, anchor, given))
        return document, sentences, statements

    def reports(self, start: int, end: int) -> Iterator[Report]:
        """Documents by their numbers."""
        return (self.report(number) for number in range(start, end))

    def _sentence(self, told: Occurrence, number: int) -> str:
        if self.choose.random() < 0.125:  # a copy: word for word, whoever prints it
            return (
                f"The {told.kind} at the {told.word} in {told.town.name} on {told.day} by {told.actor} left {told.killed} people "
                "dead, officials there said."
            )
        filler = " ".join(self.choose.choices(FILLER, k=6))
        where = f"near a {told.word} of {told.town.name} on {told.day:%A}"
        return f"Report {number} tells of {told.kind} {where} with {filler} and some {told.killed} dead."

    def _told(self, told: Occurrence) -> dict[str, Any]:
        choose = self.choose
        place = told.town if choose.random() < 0.8 else country_of(told.town)
        count = told.killed if choose.random() < 0.7 else max(1, round(told.killed * choose.uniform(0.6, 1.4)))
        return {
            "kind": "control" if told.kind == "seizes" else "event",
            "type": told.kind,
            "days": (told.day, told.day) if choose.random() < 0.85 else None,
            "places": (place,) if choose.random() < 0.9 else (),
            "participants": (_who("actor", told.actor),) if choose.random() < 0.6 else (),
            "quantities": (Quantity(low=count, high=count, of="killed"),) if choose.random() < 0.6 else (),
        }

    def _beside(self, told: Occurrence, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """What else a report says, each in a sentence of its own."""
        choose, one, two = self.choose, told.actor, self._actor()
        words = " ".join(choose.choices(FILLER, k=4))
        if choose.random() < 0.3 and one != two:
            who = (_who("subject", one), _who("object", two))
            given = {"kind": "relation", "type": choose.choice(RELATIONS), "participants": who}
            yield f"Report {number}: {one} and {two} with {words}.", given
        if choose.random() < 0.4:
            term, voice = choose.choice(TERMS), None if choose.random() < 0.7 else self._actor()
            yield (
                f"The {term} of {one} came through {words}.",
                {"kind": "label", "participants": (_who("target", one),), "voice": voice},
            )
        if choose.random() < 0.3:
            counted, count = choose.choice(COUNTED), round(choose.paretovariate(0.4) * 100) % 100_000
            given = {"kind": "quantity", "places": (told.town,), "quantities": (Quantity(low=count, high=count, what=counted),)}
            yield f"There are {count} {counted} in {told.town.name} with {words}.", given | {"days": (told.day, told.day)}
        if choose.random() < 0.2:
            given = {"kind": "forecast", "likelihood": choose.choice(LIKELIHOODS), "places": (told.town,)}
            yield f"{one} will come back to {told.town.name} with {words}.", given | {"participants": (_who("actor", one),)}
        if choose.random() < 0.1:
            yield f"{two} should end {words}.", {"kind": "recommendation", "participants": (_who("addressee", two),)}
        if choose.random() < 0.2:
            yield f"{one} is to blame for {words}.", {"kind": "judgement", "participants": (_who("target", one),)}
        if choose.random() < 0.1:
            who = choose.choices(self.strangers, cum_weights=self.stranger_sums)[0]
            yield f"Nothing is as bad as {words}, {who} said.", {"kind": "judgement", "voice": who, "unknown": True}


def _statement(document: str, index: int, anchor: Anchor, given: dict[str, Any]) -> Statement:
    days, voice = given.get("days"), given.get("voice")
    return Statement(
        assertion=Assertion(
            id=f"{document}/{index}", document=document, sentence=f"{document}:{index}", kind=given["kind"], type=given.get("type"),
            anchor=anchor, likelihood=given.get("likelihood"), extractor="synthetic",
        ),
        voice=Voice(type="source", name=voice, actor=None if given.get("unknown") else voice) if voice else Voice(),
        time=Interval(start=days[0].isoformat(), end=days[1].isoformat(), anchor=anchor) if days else None,
        places=given.get("places", ()),
        participants=given.get("participants", ()),
        quantities=given.get("quantities", ()),
    )  # fmt: skip


def _who(role: str, actor: str) -> Participant:
    return Participant(role=role, name=actor, actor=actor)


@cache
def _towns() -> Sequence[Place]:
    """The largest settlements of the regions, by their names in the gazetteer."""
    found = [one for box in BOXES for one in Tables.load().gazetteer.settlements(box, TOWNS)]
    largest = sorted(found, key=lambda one: (-one.population, one.id))[:TOWNS]
    return [
        Place(
            name=one.name,
            country=one.country,
            geonames=one.id,
            latitude=one.latitude,
            longitude=one.longitude,
            feature=one.feature,
        )
        for one in largest
    ]


@cache
def _actors() -> Sequence[str]:
    """The codebook's actors, in an order that says nothing of them."""
    actors = sorted(actor.id for actor in Tables.load().codebook.actors.actors.values())
    random.Random(0).shuffle(actors)
    return actors


def country_of(town: Place) -> Place:
    """The country a town lies in, as a report names it that knows no better."""
    first, second = town.country or "XX"
    number = 10**9 + 100 * ord(first) + ord(second)
    return Place(
        name=f"Country {town.country}", country=town.country, geonames=number, latitude=0.0, longitude=0.0, feature="A.PCLI"
    )


def fill(path: Path, reports: Iterable[Report]) -> None:
    """Put reports into a case file as read, in one transaction: the reader's commits are no part of what is measured."""
    reports = list(reports)
    listed: dict[str, list[dict[str, Any]]] = {name: [] for name in ("documents", "sentences", "assertions", "statements")}
    for document, sentences, statements in reports:
        listed["documents"].append(rows.document_row(document, RUN))
        listed["sentences"] += map(rows.sentence_row, sentences)
        listed["assertions"] += [rows.assertion_row(statement.assertion) for statement in statements]
        listed["statements"] += map(rows.statement_row, statements)
    engine = open_engine(path, create=True)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(InsertOnce(tables.runs), rows.run_row(RUN))
        for name, values in listed.items():
            connection.execute(tables.metadata.tables[name].insert(), values)
        for _, sentences, statements in reports:
            add_to_index(connection, sentences, statements)
    engine.dispose()


def fill_all(path: Path, world: World, documents: int) -> None:
    """A case file with so many documents."""
    for at in range(0, documents, AT_ONCE):
        fill(path, world.reports(at, min(at + AT_ONCE, documents)))
