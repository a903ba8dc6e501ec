"""The study of kills, a few blows of it, on a case file and in a database. All of them: `python -m benchmarks.kills`."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.kills import blows
from benchmarks.kills.__main__ import filled
from benchmarks.kills.cases import check, complete, reference
from dateline.store import Store

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """A small crawl, and the case that it gives where nothing disturbs."""
    pytest.importorskip("fastwarc", reason="web archives need a package of their own (pip install 'dateline[crawl]')")
    from benchmarks.crawls import write_crawl

    folder = tmp_path_factory.mktemp("kills")
    write_crawl(folder / "crawl.warc.gz", 50, words=40)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield reference(folder / "crawl.warc.gz", str(folder / "reference.db"))


@pytest.fixture
def case(expected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    return blows.Case(str(tmp_path / "case.db"), expected)


def soon(monkeypatch: pytest.MonkeyPatch, blow: Callable) -> Callable:
    monkeypatch.setattr(blows, "LONGEST_SECONDS", 2.5)
    return blow


def test_a_case_file_outlives_the_program_torn_files_and_files_that_may_not_grow(case, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, blow in enumerate((blows.program, blows.torn, blows.files)):
        soon(monkeypatch, blow)(case, random.Random(f"sample/{number}"))
    assert blows.reader(case, random.Random("sample")).startswith("complete")
    assert complete(case.place, case.expected)


def test_a_desk_that_is_killed_loses_no_act_that_it_answered(expected, case) -> None:
    filled(case, Path(expected.crawl).parent)
    assert blows.desk(case, random.Random("sample")).endswith("acts kept")


def test_a_database_outlives_its_server(expected, server, new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    case = blows.Case(new_database(), expected, server)
    assert soon(monkeypatch, blows.database)(case, random.Random("sample"))
    again = case.read()
    again.end()
    case.settle(again)
    assert complete(case.place, expected)


def test_what_is_lost_or_half_there_is_noticed(expected, tmp_path: Path) -> None:
    """The study itself: a case from which something was taken, or in which something is twice, does not pass."""
    place = str(tmp_path / "case.db")
    with Store.open(Path(expected.crawl).with_name("reference.db"), read_only=True) as source, Store.open(place) as target:
        target.copy_from(source)
    assert complete(place, expected) and check(place, expected, set(expected.documents)) == 50
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DELETE FROM sentences WHERE rowid = 5")
    with pytest.raises(AssertionError, match="half there"):
        check(place, expected, set())
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM documents WHERE rowid = 1")
    with pytest.raises(AssertionError, match="lost"):
        check(place, expected, set(expected.documents))
    assert not complete(place, expected)
