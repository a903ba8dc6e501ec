"""Linking a case file: the order of arrival does not show, and what is taken out takes with it what rested on it and nothing else.

Documents are made of the hand-written sentences of pairs.yaml; the store is a real SQLite file.
"""

import random
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from link_fixtures import CODEBOOK, TABLES, pairs, report

from dateline.archive import link_case
from dateline.archive.keeping import KEPT
from dateline.records import Reading, Resolution
from dateline.store import Run, Store
from dateline.store.address import where_of
from dateline.store.database import open_engine

RUN = Run(dateline="0.1.0", model="hand", codebook=CODEBOOK.version, gazetteer="table")
SIDES = [side for pair in pairs() for side in (pair["one"], pair["two"])]
Report = tuple


def add(store: Store, made: Report) -> None:
    document, sentences, statements = made
    reading = Reading(
        document=document, sentences=tuple(sentences), assertions=tuple(s.assertion for s in statements), set_aside=()
    )
    store.add(reading, Resolution(statements=tuple(statements), set_aside=()), RUN)


def contents(store: Store) -> tuple:
    with store.viewing() as views:
        kept = {name: views.rows(name) for name in KEPT}
    return list(store.stories()), list(store.echoes()), list(store.incidents()), kept


def linked(reports: list[Report]) -> tuple:
    """What linking all at once gives."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "case.db") as store:
        for made in reports:
            add(store, made)
        link_case(store, TABLES)
        return contents(store)


def some_reports(seed: int, count: int) -> list[Report]:
    """Reports of one to three sentences, some of them copies of others with a line more or less."""
    choose = random.Random(seed)
    # few sides, so that many reports are about one occurrence
    sides = choose.sample(SIDES, 12)
    made = []
    for number in range(count):
        picked = choose.sample(sides, choose.randint(1, 3))
        picked[0] = (
            picked[0] | {"published": choose.choice(["2014-06-11", "2014-06-12", None])} if choose.random() < 0.3 else picked[0]
        )
        made.append(report(*picked, outlet=f"outlet {number % 4}"))
    return list({document.id: (document, *rest) for document, *rest in made}.values())


RELAXED = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@RELAXED
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False), step=st.integers(1, 5))
def test_any_order_of_arrival_gives_the_same_incidents(seed: int, order: random.Random, step: int) -> None:
    reports = some_reports(seed, 14)
    expected = linked(reports)
    order.shuffle(reports)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "case.db") as store:
        for number, made in enumerate(reports, start=1):
            add(store, made)
            if number % step == 0:
                link_case(store, TABLES)
        link_case(store, TABLES)
        assert contents(store) == expected


@RELAXED
@given(seed=st.integers(0, 10_000), gone=st.sets(st.integers(0, 9), min_size=1, max_size=4))
def test_removing_documents_takes_away_exactly_what_rested_on_them(seed: int, gone: set[int]) -> None:
    reports = some_reports(seed, 12)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "case.db") as store:
        for made in reports:
            add(store, made)
        link_case(store, TABLES)
        for number in gone & set(range(len(reports))):
            assert store.remove(reports[number][0].id)
        link_case(store, TABLES)
        assert contents(store) == linked([made for number, made in enumerate(reports) if number not in gone])


@pytest.fixture
def store(place: str):
    with Store.open(place) as store:
        yield store


def test_every_statement_of_an_event_or_of_control_is_in_exactly_one_incident(store: Store) -> None:
    reports = some_reports(1, 20)
    for made in reports:
        add(store, made)
    result = link_case(store, TABLES)
    inside = [name for incident in store.incidents() for name in incident.statements]
    assert sorted(inside) == sorted(s.id for _, _, statements in reports for s in statements)
    documents = [name for story in store.stories() for name in story.documents]
    assert sorted(documents) == sorted(document.id for document, _, _ in reports)
    assert result.documents == len(reports) and result.stories == len(list(store.stories()))


def test_linking_again_changes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        for made in some_reports(2, 10):
            add(store, made)
        link_case(store, TABLES)
        before = "\n".join(sqlite3.connect(tmp_path / "case.db").iterdump())
        result = link_case(store, TABLES)
        assert (result.documents, result.stories, result.incidents, result.removed) == (0, 0, 0, 0)
        assert "\n".join(sqlite3.connect(tmp_path / "case.db").iterdump()) == before


def test_another_report_changes_only_the_incident_that_it_is_about(store: Store) -> None:
    for pair in pairs():
        add(store, report(pair["one"], outlet="Example Wire"))
    link_case(store, TABLES)
    before = {incident.id: incident for incident in store.incidents()}
    new = next(pair["two"] for pair in pairs() if pair["same"])
    add(store, report(new, outlet="Example Radio"))
    result = link_case(store, TABLES)
    after = {incident.id: incident for incident in store.incidents()}
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert (result.documents, result.incidents, result.removed) == (1, 1, 1) and len(changed) == 1
    (name,) = changed
    assert len(after[name].statements) == len(before[name].statements) + 1


def test_other_versions_link_everything_anew(place: str) -> None:
    with Store.open(place) as store:
        for made in some_reports(3, 6):
            add(store, made)
        link_case(store, TABLES)
        expected = contents(store)
        # By an engine of its own: a hand at the database, which the open store does not see coming.
        with open_engine(where_of(place), create=False).begin() as connection:
            connection.exec_driver_sql("UPDATE linked SET made_by = 'links 0'")
            connection.exec_driver_sql("UPDATE incidents SET record = '{}'")
        assert link_case(store, TABLES).documents == 6
        assert contents(store) == expected


def test_linking_that_fails_leaves_what_there_was(store: Store) -> None:
    reports = some_reports(4, 8)
    for made in reports[:5]:
        add(store, made)
    link_case(store, TABLES)
    expected = contents(store)
    for made in reports[5:]:
        add(store, made)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        link_case(store, TABLES, stop)
    assert contents(store) == expected
    link_case(store, TABLES)
    assert contents(store) == linked(reports)
