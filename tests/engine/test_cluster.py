"""A Ray cluster of this machine with two actors: the same results in the same order, a killed actor loses and doubles nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from engine_work import complain, die, die_once, load, square, whoami

from dateline.engine import open_engine
from dateline.errors import EngineError, UsageError

if os.environ.get("RAY_TESTS") != "1":
    pytest.skip("a Ray cluster takes a quarter of a minute: set RAY_TESTS=1, as .ci/run does", allow_module_level=True)
pytest.importorskip("ray", reason="Ray is missing (pip install 'dateline[ray]')")
ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from dateline.cli import main; main()", "read"]
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@pytest.fixture(scope="module")
def cluster() -> Iterator:
    here = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", here)  # its processes must find this module
        with open_engine(load, name="ray", jobs=2) as engine:
            yield engine


@pytest.fixture(scope="module")
def one_process(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A crawl read by one process: what is in the store then."""
    pytest.importorskip("fastwarc", reason="web archives need a package of their own (pip install 'dateline[crawl]')")
    sys.path.insert(0, str(ROOT))
    from benchmarks.crawls import write_crawl

    folder = tmp_path_factory.getbasetemp()
    write_crawl(folder / "crawl.warc.gz", 150, words=60)
    subprocess.run([*COMMAND, str(folder / "crawl.warc.gz"), "--db", str(folder / "one.db"), "--jobs", "1"], check=False, **QUIET)
    assert documents_in(folder / "one.db") == 150
    return dump(folder / "one.db")


def documents_in(case: Path) -> int:
    if not case.exists():
        return 0
    with closing(sqlite3.connect(f"{case.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        except sqlite3.OperationalError:  # not made yet
            return 0


def dump(case: Path) -> bytes:
    """All rows of the store, as SQL, in the order in which they were put in."""
    with closing(sqlite3.connect(case)) as connection:
        return "\n".join(line for line in connection.iterdump() if line.startswith("INSERT")).encode()


def workers_of(process: int) -> Iterator[int]:
    """Processes that read for this one, be they its children or Ray's."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            said = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
            if (b"spawn_main" in said or said.startswith(b"ray::_Worker")) and process in ancestors(int(folder.name)):
                yield int(folder.name)


def ancestors(process: int) -> Iterator[int]:
    while process > 1:
        yield process
        process = int((Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[1])


def test_the_order_is_that_of_the_items_and_each_actor_loads_once(cluster) -> None:
    found = list(cluster.map(square, range(30)))
    assert [result for result, _, _ in found] == [number * number for number in range(30)]
    assert len({process for _, _, process in found}) == 2 and os.getpid() not in {process for _, _, process in found}
    assert cluster.ask(whoami) in {process for _, _, process in found}


def test_an_actor_that_is_killed_is_replaced_and_its_items_are_done_again(cluster, tmp_path: Path) -> None:
    mark = str(tmp_path / "died")
    assert list(cluster.map(die_once, [(number, mark) for number in range(12)])) == list(range(12))
    assert Path(mark).exists()


def test_actors_that_die_at_one_item_again_and_again_end_the_run_in_one_sentence(cluster) -> None:
    with pytest.raises(EngineError, match="run the command again"):
        list(cluster.map(die, range(6)))


def test_what_a_function_or_loading_raises_is_raised_here(cluster) -> None:
    with pytest.raises(UsageError, match="no 0"):
        list(cluster.map(complain, range(3)))
    assert next(cluster.map(square, [3]))[0] == 9


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1"])
def test_a_cluster_that_is_not_there_is_told(address: str) -> None:
    with pytest.raises(EngineError, match=f"{address} cannot be reached"):
        open_engine(load, name="ray", address=address)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("options", [["--jobs", "2"], ["--engine", "ray", "--jobs", "2"]], ids=["local", "ray"])
def test_a_killed_worker_changes_nothing_in_the_store(tmp_path: Path, options: list[str], one_process: bytes) -> None:
    case = tmp_path / "case.db"
    started = subprocess.Popen([*COMMAND, str(tmp_path.parent / "crawl.warc.gz"), "--db", str(case), *options], **QUIET)
    while documents_in(case) < 60:
        assert started.poll() is None, "it ended before a worker could be killed"
        time.sleep(0.02)
    os.kill(next(workers_of(started.pid)), signal.SIGKILL)
    assert started.wait(timeout=300) == 1, "pages in another language are set aside, and nothing else is wrong"
    assert dump(case) == one_process, "the bytes in the store are others"
