"""The derived tables: an older case file gets them and keeps what it has, they go with what they rest on, and never hold half a
linking."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from link_fixtures import TABLES, report

from dateline.archive import link_case
from dateline.records import Reading, Resolution
from dateline.store import Run, Store
from dateline.store.database import MIGRATIONS, open_engine
from dateline.store.links import DERIVED

RUN = Run(dateline="0.1.0", model="hand", codebook="c", gazetteer="g")
SIDE = {
    "text": "A bomb killed nine people in Mogadishu",
    "published": "2017-10-15",
    "type": "bombing",
    "day": "2017-10-14",
    "place": "Mogadishu/SO",
    "killed": 9,
}


def add(store: Store, outlet: str = "Wire", **more: str) -> str:
    document, sentences, statements = report(SIDE | more, outlet=outlet)
    reading = Reading(
        document=document, sentences=tuple(sentences), assertions=tuple(s.assertion for s in statements), set_aside=()
    )
    store.add(reading, Resolution(statements=tuple(statements), set_aside=()), RUN)
    return document.id


def counts(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    return {table.name: connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0] for table in DERIVED}


def test_a_case_file_of_the_first_schema_gets_the_new_tables_and_keeps_what_it_has(tmp_path: Path) -> None:
    old = tmp_path / "migrations"
    (old / "versions").mkdir(parents=True)
    shutil.copy(MIGRATIONS / "env.py", old)
    shutil.copy(MIGRATIONS / "versions" / "0001_case_file.py", old / "versions")
    path = tmp_path / "case.db"
    open_engine(path, create=True, migrations=old).dispose()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    connection.execute("INSERT INTO runs VALUES ('r', '0.1.0', 'm', 'c', 'g', '{}')")
    record = '{"id": "d", "text": "It rained.", "name": "old"}'
    connection.execute("INSERT INTO documents (id, run, name, record) VALUES ('d', 'r', 'old', ?)", (record,))
    connection.commit()
    connection.close()
    with Store.open(path) as store:
        assert [document.name for document in store.documents()] == ["old"]
        assert link_case(store, TABLES).documents == 1
        assert [story.documents for story in store.stories()] == [("d",)]


def test_what_is_derived_goes_with_its_document(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    with Store.open(path) as store:
        first, second = add(store), add(store, text="Nine died when a car bomb exploded in Mogadishu", outlet="Radio")
        link_case(store, TABLES)
        (incident,) = store.incidents()
        assert len(incident.statements) == 2 and incident.stories == 2
        assert store.remove(first) and not store.remove(first)
        link_case(store, TABLES)
        (incident,) = store.incidents()
        assert incident.documents == (second,)
        store.remove(second)
        link_case(store, TABLES)
    assert {name: number for name, number in counts(path).items() if name != "linked"} == dict.fromkeys(
        [table.name for table in DERIVED if table.name != "linked"], 0
    )


def test_reading_a_document_again_links_it_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        name = add(store)
        link_case(store, TABLES)
        document, sentences, statements = report(SIDE, outlet="Wire")
        reading = Reading(document=document, sentences=tuple(sentences), assertions=(), set_aside=())
        store.add(reading, Resolution(statements=(), set_aside=()), RUN, replace=True)
        assert link_case(store, TABLES).documents == 1
        assert not list(store.incidents()) and [story.id for story in store.stories()] == [name] and statements


def test_what_goes_wrong_within_leaves_what_there_was(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    with Store.open(path) as store:
        add(store)
        link_case(store, TABLES)
        before = counts(path)
        with pytest.raises(RuntimeError), store.linking() as links:
            links.clear("other versions")
            raise RuntimeError
        assert counts(path) == before


def test_columns_of_incidents_can_be_queried(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        add(store)
        link_case(store, TABLES)
    rows = sqlite3.connect(tmp_path / "case.db").execute(
        "SELECT i.types, i.time_start, i.places, i.countries, i.stories, count(t.id) FROM incidents i "
        "JOIN tellings t ON t.incident = i.id"
    )
    assert rows.fetchall() == [("bombing", "2017-10-14", "Mogadishu", "SO", 1, 1)]
