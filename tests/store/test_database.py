"""Opening a case file: each way it can fail is one sentence with a next step, and leaves the file as it was."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from dateline.errors import StoreError
from dateline.store import Store
from dateline.store.database import MIGRATIONS, REVISIONS, open_engine
from dateline.store.sqlite import APPLICATION
from dateline.store.tables import metadata


def test_a_new_case_file_has_the_schema_of_the_tables(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "case.db", create=True)
    # The full-text table is SQLite's own, with tables of its own; no table of ours describes it.
    options = {"include_name": lambda name, kind, parents: kind != "table" or not name.startswith("sentence_text")}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION


def test_the_known_revisions_are_those_in_the_folder() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(REVISIONS)


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="dateline read"):
        Store.open(tmp_path / "case.db", create=False)
    assert not (tmp_path / "case.db").exists()


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("This is a letter, not a database. " * 50)


def _other_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


def _newer(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()


def _damaged(path: Path) -> None:
    Store.open(path).close()
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xff" * 3996
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_folder, "is a folder"),
        (_text, "not an SQLite database"),
        (_other_program, "another program"),
        (_newer, "newer Dateline"),
        (_damaged, "damaged|cannot be used|not a case file"),
    ],
)
def test_what_is_no_case_file_is_refused_and_left_as_it_was(tmp_path: Path, make, says: str) -> None:
    path = tmp_path / "case.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=says) as error:
        Store.open(path)
    assert "\n" not in str(error.value) and str(error.value).endswith(".")
    assert before is None or path.read_bytes() == before


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist; make it"):
        Store.open(tmp_path / "nowhere" / "case.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(tmp_path / "case.db")


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a file system that nobody can write to")
def test_a_file_system_that_takes_no_files_is_named() -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open("/sys/kernel/dateline-test.db")


def test_a_file_that_another_program_writes_is_waited_for_and_then_named(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="being written by another program"):
        open_engine(path, create=True, wait_seconds=0.05)
    other.execute("ROLLBACK")
    open_engine(path, create=True).dispose()


def test_a_migration_that_fails_leaves_the_file_empty(tmp_path: Path) -> None:
    migrations = tmp_path / "migrations"
    (migrations / "versions").mkdir(parents=True)
    (migrations / "env.py").write_text((MIGRATIONS / "env.py").read_text())
    (migrations / "versions" / "0001.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = '0001'\ndown_revision = None\n\n\ndef upgrade():\n"
        "    op.create_table('first', sa.Column('id', sa.Text))\n    op.execute('INSERT INTO missing VALUES (1)')\n"
    )
    path = tmp_path / "case.db"
    with pytest.raises(StoreError, match="left as it was"):
        open_engine(path, create=True, migrations=migrations)
    assert sqlite3.connect(path).execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    open_engine(path, create=True).dispose()


def test_an_empty_file_becomes_a_case_file(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    path.touch()
    with Store.open(path) as store:
        assert store.counts().documents == 0


def test_without_its_driver_a_database_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'dateline\[postgres\]'"):
        Store.open("postgresql://127.0.0.1/mosul")


def test_an_empty_file_is_not_made_a_case_file_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    path.touch()
    with pytest.raises(StoreError, match="holds no case yet"):
        Store.open(path, create=False)
    assert path.read_bytes() == b""


def test_a_disk_that_is_full_when_the_case_is_made_is_no_fault_of_the_schema(tmp_path: Path) -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
        "from dateline.errors import StoreError\nfrom dateline.store import Store\n"
        "try: Store.open('case.db')\nexcept StoreError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "run the command again" in done.stdout and "schema" not in done.stdout


def test_bytes_that_are_no_text_in_a_column_are_damage_and_are_not_shown(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        with closing(sqlite3.connect(tmp_path / "case.db")) as connection, connection:
            connection.execute("INSERT INTO saved_queries (name, query) VALUES ('a', CAST(X'73656372657480ff' AS TEXT))")
        with pytest.raises(StoreError, match="is damaged") as refused:
            store.saved_queries()
    assert "secret" not in str(refused.value)
