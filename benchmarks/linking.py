"""Linking at the size of archives: synthetic statements of 1,000, 10,000 and 100,000 documents, like those that reports give.

`seconds_N`: processor seconds to link N documents from nothing, in a case file; `add_one_N`: to link one more. Occurrences are
spread over towns and days as in conflict news: a few are told by hundreds of reports, most by one or two; reports give one or two
statements, name the place or only its country, round counts, leave out the day, and one in eight is a copy. Half the texts' words
are not read anywhere, so nothing is measured but linking. It finds no quality; `tests/link` and `ecb` do.
"""

import random
import tempfile
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.bootstrap import versions
from dateline.archive import link_case
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
)
from dateline.store import Run, Store, rows, tables
from dateline.store.database import open_engine
from dateline.store.dialect import InsertOnce

Report = tuple[Document, list[Sentence], list[Statement]]

SIZES = (1_000, 10_000, 100_000)
TYPES = "attack bombing airstrike shelling battle abduction arrest displacement protest seizes".split()
ACTORS = "taliban islamic_state boko_haram al_shabaab m23 farc hamas houthis rsf russia".split()
WORDS = "market convoy school patrol village bridge checkpoint hospital mosque station barracks farm square camp office".split()
FILLER = "smoke fear rain night power road river water family house wall light dust glass noise sky hour radio phone crowd".split()
START = date(2010, 1, 1)
DAYS = 5_000
TOWNS = 2_000
AT_ONCE = 5_000
RUN = Run(dateline="0", model="none", codebook="none", gazetteer="none")


class World:
    """Occurrences with what is true of them, and reports that tell some of it."""

    def __init__(self, documents: int, seed: int = 0) -> None:
        self.choose = random.Random(seed)
        towns = [(self.choose.uniform(-30, 50), self.choose.uniform(-80, 120)) for _ in range(TOWNS)]
        self.towns = [
            Place(
                name=f"Town {n}",
                country=f"{chr(65 + n % 26)}{chr(65 + n // 100)}",
                geonames=n + 1,
                latitude=a,
                longitude=b,
                feature="P.PPL",
            )
            for n, (a, b) in enumerate(towns)
        ]
        self.occurrences = [self._occurrence() for _ in range(max(20, documents // 2))]
        # a few are told by very many: weights fall with the rank
        self.weights = [1 / (rank + 10) for rank in range(len(self.occurrences))]
        total, self.sums = 0.0, []
        for weight in self.weights:
            total += weight
            self.sums.append(total)

    def _occurrence(self) -> tuple[date, Place, str, str, int, str]:
        choose = self.choose
        day = START + timedelta(days=choose.randrange(DAYS))
        town = self.towns[min(int(choose.paretovariate(0.7)) - 1, TOWNS - 1)]
        killed = min(int(choose.paretovariate(0.9)), 500)
        return day, town, choose.choice(TYPES), choose.choice(ACTORS), killed, choose.choice(WORDS)

    def report(self, number: int) -> Report:
        """One document: sentences and their statements."""
        choose = self.choose
        told = choose.choices(self.occurrences, cum_weights=self.sums, k=choose.choice((1, 1, 1, 2)))
        published = (max(day for day, *_ in told) + timedelta(days=choose.randrange(3))).isoformat()
        parts = [self._sentence(occurrence, number) for occurrence in told]
        text = " ".join(parts)
        name = f"{number:032x}"
        document = Document(id=name, text=text, name=name, outlet=f"Outlet {number % 40}", published=published)
        sentences, statements, at = [], [], 0
        for index, (part, occurrence) in enumerate(zip(parts, told, strict=True)):
            anchor = Anchor(start=at, end=at + len(part), exact=part)
            at += len(part) + 1
            sentences.append(Sentence(id=f"{name}:{index}", document=name, index=index, anchor=anchor))
            statements.append(self._statement(name, index, anchor, occurrence))
        return document, sentences, statements

    def _sentence(self, occurrence: tuple, number: int) -> str:
        day, town, kind, actor, killed, word = occurrence
        if self.choose.random() < 0.125:  # a copy: word for word, whoever prints it
            return f"The {kind} at the {word} in {town.name} on {day} by {actor} left {killed} people dead, officials there said."
        filler = " ".join(self.choose.choices(FILLER, k=6))
        return f"Report {number} tells of {kind} near a {word} of {town.name} on {day:%A} with {filler} and some {killed} dead."

    def _statement(self, document: str, index: int, anchor: Anchor, occurrence: tuple) -> Statement:
        day, town, kind, actor, killed, _ = occurrence
        choose = self.choose
        place = town if choose.random() < 0.8 else country_of(town)
        count = killed if choose.random() < 0.7 else max(1, round(killed * choose.uniform(0.6, 1.4)))
        assertion = Assertion(
            id=f"{document}/{index}", document=document, sentence=f"{document}:{index}",
            kind="control" if kind == "seizes" else "event", type=kind, anchor=anchor, extractor="synthetic",
        )  # fmt: skip
        iso = day.isoformat()
        return Statement(
            assertion=assertion,
            time=Interval(start=iso, end=iso, anchor=anchor) if choose.random() < 0.85 else None,
            places=(place,) if choose.random() < 0.9 else (),
            participants=(Participant(role="actor", name=actor, actor=actor),) if choose.random() < 0.6 else (),
            quantities=(Quantity(low=count, high=count, of="killed"),) if choose.random() < 0.6 else (),
        )


def country_of(town: Place) -> Place:
    """The country a town lies in, as a report names it that knows no better."""
    first, second = town.country or "XX"
    number = 10**6 + 100 * ord(first) + ord(second)
    return Place(
        name=f"Country {town.country}", country=town.country, geonames=number, latitude=0.0, longitude=0.0, feature="A.PCLI"
    )


def fill(path: Path, reports: Iterable[Report]) -> None:
    """Put reports into a case file as read, in one transaction: the reader's commits are no part of linking."""
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
    engine.dispose()


def measure(size: int, words: Tables, folder: Path) -> dict[str, float]:
    """Processor seconds to link so many documents, and one more; how many incidents there are."""
    world = World(size)
    path = folder / f"{size}.db"
    for at in range(0, size, AT_ONCE):
        fill(path, (world.report(number) for number in range(at, min(at + AT_ONCE, size))))
    with Store.open(path) as store:
        began = time.process_time()
        linked = link_case(store, words)
        seconds = time.process_time() - began
        fill(path, [world.report(size)])
        began = time.process_time()
        link_case(store, words)
        return {
            f"seconds_{size}": round(seconds, 3),
            f"add_one_{size}": round(time.process_time() - began, 4),
            f"incidents_{size}": linked.incidents,
        }


def run(file: Path | None = None, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Measure each size; n is the largest number of documents. There is no gold, so `file` is not used."""
    words = Tables.load()
    metrics: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            metrics |= measure(size, words, Path(folder))
    return {"name": "linking", "n": max(sizes), "metrics": metrics, "interval": {}, "versions": versions("rensa")}
