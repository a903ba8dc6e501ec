"""A case copied between files and databases is the same case; so is a backup that was restored. What cannot be is refused."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from link_fixtures import TABLES, pairs, report
from readings import Table, WordReader, make_document, resolve

from dateline.archive import link_case
from dateline.errors import StoreError
from dateline.records import Reading, Resolution, SetAside
from dateline.store import Run, Store

RUN = Run(dateline="0.1.0", model="words-1", codebook="table-1", gazetteer="table-1")


def fill(store: Store) -> None:
    """Reports with copies and incidents, a text of odd letters, items set aside, a query that is kept; linked."""
    sides = {side["text"]: side for pair in pairs()[:12] for side in (pair["one"], pair["two"])}
    for number, side in enumerate(sides.values()):
        document, sentences, statements = report(side, outlet=f"outlet {number % 3}")
        reading = Reading(
            document=document, sentences=tuple(sentences), assertions=tuple(s.assertion for s in statements), set_aside=()
        )
        store.add(reading, Resolution(statements=tuple(statements), set_aside=()), RUN)
    odd = 'قصف shelled\tthe \\N "town" 🕊️.\r\nE\u0301tat\u2028 seized \x00 it\\u0000. It rained.'
    (reading,) = WordReader().read([make_document(odd, "odd", published="1999-04-03")])
    store.add(reading, resolve(reading, Table(), Table()), RUN)
    store.add_set_aside([SetAside(stage="ingest", item="empty.txt", reason="empty")])
    store.save_query("all", "kind:event", ["a", "b"])
    link_case(store, TABLES)


def everything(store: Store) -> tuple:
    """All that a face can ask for."""
    saved = [(query.name, query.query, query.seen) for query in store.saved_queries()]
    return (
        list(store.documents()), list(store.sentences()), list(store.statements()), list(store.set_aside()), list(store.stories()),
        list(store.echoes()), list(store.incidents()), saved, store.runs(), store.counts(),
    )  # fmt: skip


@pytest.fixture
def original(place: str):
    with Store.open(place) as store:
        fill(store)
        yield store


def target(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return request.getfixturevalue("new_database")() if kind == "postgresql" else str(tmp_path / "target.db")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_is_the_same_case(original: Store, kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    where = target(kind, request, tmp_path)
    steps: list[tuple[int, int]] = []
    with Store.open(original.path, read_only=True) as source, Store.open(where) as copy:
        copied = copy.copy_from(source, lambda done, total: steps.append((done, total)))
        assert copied == copy.contents() == original.contents()
        assert everything(copy) == everything(original)
        assert steps == sorted(steps) and steps[-1] == (2 * sum(copied.rows.values()),) * 2
        assert link_case(copy, TABLES).documents == 0, "incidents were not taken along"
        from dateline.query import Condition, Filter

        for words in ("shelling", "town seized", "\x00", "etat"):
            wanted = Filter(conditions=(Condition(field="text", values=(words,)),))
            assert list(copy.statements(wanted=wanted)) == list(original.statements(wanted=wanted)), words
        assert list(copy.statements(wanted=Filter(conditions=(Condition(field="text", values=("shelling",)),))))


def test_the_hash_is_of_what_cannot_be_made_anew_and_of_every_bit_of_it(original: Store, new_place: Callable[[], str]) -> None:
    seen = {original.contents().hash}
    with Store.open(new_place()) as other:
        other.copy_from(original)
        with other.linking() as links:
            links.clear("other versions")
        assert other.contents().hash in seen and not list(other.incidents())
        other.add_set_aside([SetAside(stage="ingest", item="other.txt", reason="empty")])
        seen.add(other.contents().hash)
        other.save_query("all", "kind:event", ["a", "c"])
        seen.add(other.contents().hash)
        assert other.remove(next(other.documents()).id)
        seen.add(other.contents().hash)
    assert len(seen) == 4


def test_a_place_that_holds_something_is_refused_and_left_as_it_was(original: Store, new_place: Callable[[], str]) -> None:
    with Store.open(new_place()) as other:
        other.save_query("mine", "kind:event", [])
        with pytest.raises(StoreError, match="holds a case already"):
            other.copy_from(original)
        assert other.counts().documents == 0 and [query.name for query in other.saved_queries()] == ["mine"]


TAMPER = {
    "sqlite": [
        "CREATE TRIGGER tamper AFTER INSERT ON statements BEGIN UPDATE statements SET voice = 'nobody' WHERE id = new.id; END"
    ],
    "postgresql": [
        "CREATE FUNCTION tamper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.voice := 'nobody'; RETURN new; END $$",
        "CREATE TRIGGER tamper BEFORE INSERT ON statements FOR EACH ROW EXECUTE FUNCTION tamper()",
    ],
}


@pytest.mark.parametrize("kind", TAMPER)
def test_a_copy_that_does_not_read_back_the_same_is_not_kept(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """A database that changes what is put in, by a trigger of somebody else's."""
    where = target(kind, request, tmp_path)
    with Store.open(tmp_path / "original.db") as original, Store.open(where) as copy:
        fill(original)
        with copy._writing() as connection:
            for command in TAMPER[kind]:
                connection.exec_driver_sql(command)
        with pytest.raises(StoreError, match="does not hold what was copied"):
            copy.copy_from(original)
        assert sum(copy.contents().rows.values()) == 0


def test_a_backup_of_the_server_restores_the_same_case(server, new_database: Callable[[], str]) -> None:
    """As docs/postgresql.md tells it, with PostgreSQL's own programs."""
    source, restored = new_database(), new_database()
    with Store.open(source) as store:
        fill(store)
        before, contents = everything(store), store.contents()
    dump = str(server.folder / "mosul.dump")
    server.run("pg_dump", "-Fc", "-f", dump, source)
    server.run("pg_restore", "--no-owner", "--exit-on-error", "-d", restored, dump)
    with Store.open(restored, create=False) as store:
        assert store.contents() == contents and everything(store) == before
        (reading,) = WordReader().read([make_document("The army shelled Bar.")])
        assert store.add(reading, resolve(reading, Table(), Table()), RUN)


def test_a_backup_of_a_file_is_the_same_case(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        fill(store)
        sqlite3.connect(tmp_path / "case.db").execute("VACUUM INTO ?", (str(tmp_path / "backup.db"),))
        with Store.open(tmp_path / "backup.db", create=False) as backup:
            assert backup.contents() == store.contents() and everything(backup) == everything(store)
