"""Backup and restore as docs/operations.md and docs/postgresql.md tell it, on a case of really read texts: by the same hash."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline import cli
from dateline.store import Store

FIRST = b"Rebels seized the town of Dolna on Monday, killing at least 12 soldiers, officials said."
SECOND = b"The army said on Tuesday that it had retaken Dolna. Residents reported 30 dead."


def read(run: Callable, place: str, text: bytes, day: str) -> None:
    done = run("read", "-", "--date", day, "--outlet", "Example Wire", "--db", place, stdin=text)
    assert done.code == cli.DONE, done.err


def hash_of(run: Callable, place: str) -> str:
    done = run("db", "hash", place)
    assert done.code == cli.DONE and len(done.out.strip()) >= 32, done.err
    return done.out


def test_a_case_file_is_backed_up_while_it_is_written_to_and_put_back_in_its_place(run, tmp_path: Path) -> None:
    read(run, "dateline.db", FIRST, "1999-04-05")
    before = hash_of(run, "dateline.db")
    writing = sqlite3.connect(tmp_path / "dateline.db", isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("DELETE FROM statements")  # somebody is in the middle of something
    copied = run("db", "copy", "dateline.db", "backup.db")
    writing.execute("ROLLBACK")
    writing.close()
    assert (copied.code, copied.out) == (cli.DONE, before)

    read(run, "dateline.db", SECOND, "1999-04-06")
    assert hash_of(run, "dateline.db") != before == hash_of(run, "backup.db")
    with (tmp_path / "dateline.db").open("r+b") as file:  # a bad day
        file.write(b"\xff" * 8192)
    assert run("db", "hash", "dateline.db").code == cli.FAILED

    for name in ("dateline.db-wal", "dateline.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.db", tmp_path / "dateline.db")
    assert hash_of(run, "dateline.db") == before
    read(run, "dateline.db", SECOND, "1999-04-06")
    timeline = run("show", "timeline", "--json", "--db", "dateline.db")
    assert timeline.code == cli.DONE and "Dolna" in timeline.out


def test_a_database_is_backed_up_by_its_own_programs_and_by_ours(run, server, new_database: Callable[[], str]) -> None:
    source, restored = new_database(), new_database()
    read(run, source, FIRST, "1999-04-05")
    before = hash_of(run, source)
    dump = str(server.folder / "backup-of-a-case.dump")
    server.run("pg_dump", "-Fc", "-f", dump, source)
    assert run("db", "copy", source, "backup.db").out == before

    with Store.open(source) as store:  # a bad day: whoever meant another case
        for document in list(store.documents()):
            store.remove(document.id)
    assert hash_of(run, source) != before
    server.run("pg_restore", "--no-owner", "--exit-on-error", "-d", restored, dump)
    assert hash_of(run, restored) == hash_of(run, "backup.db") == before
    again = new_database()
    assert run("db", "copy", "backup.db", again).out == hash_of(run, again) == before
    read(run, restored, SECOND, "1999-04-06")
    assert "Dolna" in run("show", "timeline", "--json", "--db", restored).out


@pytest.mark.parametrize("harm", [b"", b"SQLite format 3\0 and no more"], ids=["cut off", "only its head"])
def test_a_backup_that_is_not_whole_has_no_hash(run, tmp_path: Path, harm: bytes) -> None:
    read(run, "dateline.db", FIRST, "1999-04-05")
    assert run("db", "copy", "dateline.db", "backup.db").code == cli.DONE
    (tmp_path / "backup.db").write_bytes(harm)
    ended = run("db", "hash", "backup.db")
    assert (ended.code, ended.out) == (cli.FAILED, "") and "backup.db" in ended.err and ended.err.count("\n") == 1
