"""A case in a PostgreSQL database: what can be wrong with the place is one sentence, several write at once, and nothing is lost or
doubled when a program or the server dies. The server is a real one; what holds for both kinds of database is tested elsewhere."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from older_schemas import FUNCTIONS, WITHOUT_KEPT_VIEWS
from postgres_server import running
from readings import Table, WordReader, make_document, resolve
from sqlalchemy import delete

from dateline.errors import StoreError
from dateline.store import Run, Store
from dateline.store.address import Address, where_of
from dateline.store.database import MIGRATIONS, REVISIONS, open_engine
from dateline.store.dialect import InsertOnce
from dateline.store.rows import document_row
from dateline.store.tables import documents, metadata

psycopg = pytest.importorskip("psycopg", reason="the driver is missing (pip install 'dateline[postgres]')")
RUN = Run(dateline="0.1.0", model="words-1", codebook="table-1", gazetteer="table-1")
TEXTS = [f"The army shelled hill {n}. It rained. Officials said troops seized bridge {n}." for n in range(24)]


@pytest.fixture
def database(new_database) -> str:
    return new_database()


def run_sql(address: str, *commands: str) -> list[tuple]:
    """Run commands as somebody else would, beside Dateline; the rows of the last one."""
    with psycopg.connect(address, autocommit=True) as connection:
        for command in commands:
            cursor = connection.execute(command)
        return cursor.fetchall() if cursor.description else []


def read(number: int):
    (reading,) = WordReader().read([make_document(TEXTS[number], f"report {number}")])
    return reading, resolve(reading, Table(), Table())


def hash_of_all(folder: Path) -> str:
    """The hash of a case file into which all texts were read one after the other."""
    with Store.open(folder / "whole.db") as store:
        for number in range(len(TEXTS)):
            store.add(*read(number), RUN)
        return store.contents().hash


# ---------------------------------------------------------------------- schema
def test_an_empty_database_gets_the_schema_of_the_tables(database: str) -> None:
    engine = open_engine(Address(database), create=True)
    options = {"include_name": lambda name, kind, parents: kind != "table" or name != "sentence_text"}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    texts = run_sql(
        database,
        "SELECT table_name, column_name, collation_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type = 'text'",
    )
    assert len(texts) > 50 and [text for text in texts if text[2] != "C"] == []


def test_an_older_case_is_brought_up_to_date_with_what_is_in_it(database: str) -> None:
    """The schema of 0002 is had by taking back what came after it."""
    with Store.open(database) as store:
        store.add(*read(0), RUN)
        before = store.contents()
    run_sql(
        database,
        *WITHOUT_KEPT_VIEWS,
        *FUNCTIONS,
        "DROP TABLE sentence_text, statement_names, statement_places, saved_matches, saved_queries",
        "DROP TABLE verdicts, briefing_documents, briefings",
        "DROP INDEX documents_in_order",
        "ALTER TABLE statements DROP COLUMN numbers",
        "DROP TABLE reviews, machine_statements, kept_readings, spending",
        "ALTER TABLE set_aside DROP COLUMN run",
        "DROP FUNCTION reviews_are_final",
        "DROP TEXT SEARCH CONFIGURATION dateline_words",
        "DROP TEXT SEARCH DICTIONARY dateline_stems",
        "UPDATE alembic_version SET version_num = '0002'",
    )
    with pytest.raises(StoreError, match="older schema"):
        Store.open(database, read_only=True)
    with Store.open(database, create=False) as store:
        assert store.contents() == before
    assert run_sql(
        database, "SELECT count(*) FROM sentence_text WHERE words @@ phraseto_tsquery('dateline_words', 'shelling')"
    ) == [(1,)]


def test_a_migration_that_fails_leaves_the_database_empty(database: str, tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text((MIGRATIONS / "env.py").read_text())
    (tmp_path / "versions" / "0001.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = '0001'\ndown_revision = None\n\n\ndef upgrade():\n"
        "    op.create_table('first', sa.Column('id', sa.Text))\n    op.execute('INSERT INTO missing VALUES (1)')\n"
    )
    with pytest.raises(StoreError, match="left as it was"):
        open_engine(Address(database), create=True, migrations=tmp_path)
    assert run_sql(database, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []
    Store.open(database).close()


def test_programs_that_find_the_same_empty_database_make_one_schema(database: str) -> None:
    failed = []

    def open_it() -> None:
        try:
            Store.open(database).close()
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == [] and run_sql(database, "SELECT version_num FROM alembic_version") == [(REVISIONS[-1],)]


def test_one_database_may_hold_several_cases_in_schemas(database: str) -> None:
    run_sql(database, "CREATE SCHEMA mosul", "CREATE SCHEMA goma")
    for name, numbers in (("mosul", (0, 1)), ("goma", (2,))):
        with Store.open(f"{database}?options=-csearch_path%3D{name}") as store:
            assert [store.add(*read(number), RUN) for number in numbers] == [True] * len(numbers)
            assert store.counts().documents == len(numbers)


# ---------------------------------------------------------------------- what can be wrong
def test_what_is_no_case_is_refused_and_left_as_it_was(database: str) -> None:
    run_sql(database, "CREATE TABLE bookmarks (url text)", "CREATE TABLE alembic_version (version_num text)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(database)
    assert sorted(run_sql(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) == [
        ("alembic_version",),
        ("bookmarks",),
    ]


def test_a_newer_case_is_refused(database: str) -> None:
    Store.open(database).close()
    run_sql(database, "UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(StoreError, match="newer Dateline"):
        Store.open(database)


def test_looking_makes_no_tables(database: str) -> None:
    with pytest.raises(StoreError, match="dateline read"):
        Store.open(database, create=False)
    assert run_sql(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_a_database_that_cannot_hold_every_letter_is_refused(server) -> None:
    server.run("createdb", *server.reached, "-E", "SQL_ASCII", "-T", "template0", "--locale", "C", "ascii")
    with pytest.raises(StoreError, match=r"SQL_ASCII.*createdb --encoding UTF8"):
        Store.open(server.url("ascii"))


def test_a_schema_that_is_not_there_is_named(database: str) -> None:
    with pytest.raises(StoreError, match="no schema"):
        Store.open(f"{database}?options=-csearch_path%3Dnowhere")


def test_what_was_opened_to_be_read_cannot_be_written(database: str) -> None:
    Store.open(database).close()
    with Store.open(database, read_only=True) as store, pytest.raises(StoreError, match="cannot be written"):
        store.add(*read(0), RUN)


def test_a_user_without_the_right_is_told_so(server, database: str) -> None:
    with Store.open(database) as store:
        store.add(*read(0), RUN)
    run_sql(database, "CREATE ROLE reader LOGIN", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    looking = database.replace("dateline@", "reader@")
    with Store.open(looking, create=False) as store:
        assert store.counts().documents == 1
        with pytest.raises(StoreError, match="may not do that"):
            store.remove(read(0)[0].document.id)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ana:geheim@127.0.0.1:1/mosul",
        "postgresql://ana@127.0.0.1:1/mosul?password=geheim",
        "postgresql://ana:geheim@127.0.0.1:port/mosul",
        "postgresql://ana:geheim@[/mosul",
    ],
)
def test_no_message_shows_a_password(address: str) -> None:
    with pytest.raises(StoreError) as error:
        Store.open(address)
    said = str(error.value)
    assert "geheim" not in said and "\n" not in said and said.endswith(".")
    assert error.value.__cause__ is None or "geheim" not in str(error.value.__cause__)


def test_a_database_that_is_not_there_is_named(server) -> None:
    with pytest.raises(StoreError, match=r'cannot be reached .*"nowhere" does not exist'):
        Store.open(server.url("nowhere"))


def test_a_path_is_no_address() -> None:
    assert where_of("postgresql.db") == Path("postgresql.db") and where_of(Path("a:/b")) == Path("a:/b")


# ---------------------------------------------------------------------- many at once
def test_many_writers_lose_nothing_and_double_nothing(database: str, tmp_path: Path) -> None:
    """Four writers with texts in common, each in an order of its own, adding or replacing; a fifth takes some out, two look."""
    failed: list[BaseException] = []
    written = threading.Event()

    def work(order: list[int], replace: bool) -> None:
        with Store.open(database) as store:
            for number in order:
                store.add(*read(number), RUN, replace=replace)

    def take_out() -> None:
        with Store.open(database) as store:
            for number in range(0, len(TEXTS), 5):
                store.remove(read(number)[0].document.id)

    def look() -> None:
        with Store.open(database) as store:
            while not written.is_set():
                for document in store.documents():
                    # All that was read in it, or the document is gone again.
                    assert len(list(store.sentences(document.id))) in (0, 3)
                counts = store.counts()
                assert counts.sentences == 3 * counts.documents and sum(counts.statements.values()) == 2 * counts.documents

    def guarded(job, *arguments) -> threading.Thread:
        def go() -> None:
            try:
                job(*arguments)
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
                failed.append(error)

        thread = threading.Thread(target=go)
        thread.start()
        return thread

    Store.open(database).close()
    orders = [list(range(len(TEXTS))), list(range(len(TEXTS)))[::-1], list(range(5, 20)) * 2, list(range(12, -1, -1)) * 2]
    lookers = [guarded(look) for _ in range(2)]
    writers = [guarded(work, order, replace) for order, replace in zip(orders, (True, True, False, True), strict=True)]
    try:
        for thread in (*writers, guarded(take_out)):
            thread.join()
        with Store.open(database) as store:
            for number in range(len(TEXTS)):
                store.add(*read(number), RUN)
    finally:
        written.set()
        for thread in lookers:
            thread.join()
    assert failed == []
    with Store.open(database) as store:
        assert store.contents().hash == hash_of_all(tmp_path)


def test_who_comes_second_with_the_same_text_has_the_last_word(database: str) -> None:
    """A reader that was told the day of a text must not lose it to one that was not and began a moment earlier."""
    (undated, _), (dated,) = read(0), WordReader().read([make_document(TEXTS[0], "report 0", published="1999-04-03")])
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with Store.open(database) as first, Store.open(database) as second:
        first.add(*read(0), RUN)
        writer = threading.Thread(target=second.add, args=(dated, resolve(dated, Table(), Table()), RUN), kwargs={"replace": True})
        with first._writing(f"document {dated.document.id}") as connection:
            connection.execute(delete(documents).where(documents.c.id == undated.document.id))
            connection.execute(InsertOnce(documents), document_row(undated.document, RUN))
            writer.start()
            ends = time.monotonic() + 60
            while run_sql(database, waiting) == [(0,)]:
                assert time.monotonic() < ends and writer.is_alive(), "it did not wait"
        writer.join()
        assert first.document(dated.document.id).published == "1999-04-03"
        assert first.counts().sentences == 3


# ---------------------------------------------------------------------- a bad day
PROGRAM = """
    import sys
    sys.path.insert(0, sys.argv[1])
    from test_postgresql import RUN, TEXTS, read
    from dateline.store import Store
    with Store.open(sys.argv[2]) as store:
        for number in range(len(TEXTS)):
            store.add(*read(number), RUN, replace=True)
            print(number, flush=True)
"""


@pytest.mark.parametrize("victim", ["program", "server"])
def test_a_kill_in_the_middle_loses_and_doubles_nothing(victim: str, tmp_path: Path) -> None:
    here = Path(__file__).parent
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(here)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(here), *sys.path])}
    with running() as server:
        server.run("createdb", *server.reached, "case")
        address = server.url("case")
        for after in (0, 3, 11):
            program = subprocess.Popen([*command, address], stdout=-1, stderr=-1, env=environment, text=True)
            assert program.stdout is not None
            told = [program.stdout.readline() for _ in range(after + 1)]
            server.kill() if victim == "server" else program.kill()
            more, errors = program.communicate(timeout=60)
            acknowledged = [int(line) for line in "".join([*told, more]).split()]
            assert program.returncode and (victim == "program" or "cannot be reached" in errors), errors
            if victim == "server":
                server.start()
            with Store.open(address) as store:
                there = {document.name for document in store.documents()}
                assert there >= {f"report {number}" for number in acknowledged}
                counts = store.counts()
                assert counts.sentences == 3 * counts.documents and sum(counts.statements.values()) == 2 * counts.documents
        with Store.open(address) as store:
            assert sum(store.add(*read(number), RUN) for number in range(len(TEXTS))) == len(TEXTS) - counts.documents
            assert store.contents().hash == hash_of_all(tmp_path)


def test_an_open_case_outlives_a_restart_of_the_server() -> None:
    with running() as server:
        server.run("createdb", *server.reached, "case")
        with Store.open(server.url("case")) as store:
            store.add(*read(0), RUN)
            server.stop()
            with pytest.raises(StoreError, match="cannot be reached"):
                store.counts()
            server.start()
            assert store.counts().documents == 1
