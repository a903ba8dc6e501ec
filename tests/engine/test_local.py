"""Processes: what comes back is in order whatever the number of jobs, loaded once each, and none outlives its maker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_work import complain, die, die_once, load, load_nothing, square, whoami

from dateline.engine import Local
from dateline.errors import EngineError, UsageError


def test_the_order_is_that_of_the_items_and_each_process_loads_once() -> None:
    with Local(load, 2) as engine:
        found = list(engine.map(square, range(30)))
    assert [result for result, _, _ in found] == [number * number for number in range(30)]
    by_process: dict[int, list[int]] = {}
    for _, count, process in found:
        by_process.setdefault(process, []).append(count)
    assert os.getpid() not in by_process and len(by_process) <= 2
    assert all(sorted(counts) == list(range(1, len(counts) + 1)) for counts in by_process.values())


def test_one_job_stays_in_this_process() -> None:
    with Local(load, 1) as engine:
        assert [process for _, _, process in engine.map(square, range(3))] == [os.getpid()] * 3
        assert engine.ask(whoami) == os.getpid()


def test_no_more_items_are_taken_than_are_soon_needed() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with Local(load, 2) as engine:
        next(engine.map(square, items()))
        assert len(taken) <= 8


def test_what_loading_raises_reaches_whoever_asked() -> None:
    with Local(load_nothing, 2) as engine, pytest.raises(UsageError, match="nothing to load"):
        engine.ask(whoami)


def test_processes_that_die_at_one_item_again_and_again_end_the_run_in_one_sentence() -> None:
    with Local(load, 2) as engine, pytest.raises(EngineError, match="run the command again"):
        list(engine.map(die, range(10)))


def test_a_process_that_is_killed_is_replaced_and_its_items_are_done_again(tmp_path: Path) -> None:
    with Local(load, 2) as engine:
        assert list(engine.map(die_once, [(number, str(tmp_path / "died")) for number in range(30)])) == list(range(30))
    assert (tmp_path / "died").exists()


def test_one_map_may_feed_another_and_both_outlive_a_killed_process(tmp_path: Path) -> None:
    with Local(load, 2) as engine:
        items = engine.map(die_once, ((number, str(tmp_path / "died")) for number in range(30)))
        assert [result for result, _, _ in engine.map(square, items)] == [number * number for number in range(30)]


def test_what_a_function_raises_is_raised_here_and_kills_nothing() -> None:
    with Local(load, 2) as engine:
        with pytest.raises(UsageError, match="no 0"):
            list(engine.map(complain, range(3)))
        assert next(engine.map(square, [3]))[0] == 9


def test_a_process_that_has_loaded_already_does_the_first_items_itself() -> None:
    with Local(load, 2, loaded=load()) as engine:
        found = list(engine.map(square, range(20)))
    assert [result for result, _, _ in found] == [number * number for number in range(20)]
    assert [process == os.getpid() for _, _, process in found] == [True] * 8 + [False] * 12


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_no_process_outlives_the_one_that_made_it() -> None:
    code = (
        "import os, sys, time\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
        "from engine_work import load, whoami\n"
        "from dateline.engine import Local\n"
        "if __name__ == '__main__':\n"
        "    engine = Local(load, 2)\n"
        "    print(engine.ask(whoami), flush=True)\n"
        "    time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    worker = int(process.stdout.readline())
    assert Path(f"/proc/{worker}").is_dir()
    process.kill()
    process.wait()
    deadline = time.monotonic() + 60
    while Path(f"/proc/{worker}").is_dir() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{worker}").is_dir()
