"""Processes: what comes back is in order whatever the number of jobs, loaded once each, and none outlives its maker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.engine import Local
from dateline.errors import EngineError, UsageError


def load() -> list[int]:
    return []


def load_nothing() -> list[int]:
    raise UsageError("There is nothing to load.")


def square(loaded: list[int], number: int) -> tuple[int, int, int]:
    loaded.append(number)
    return number * number, len(loaded), os.getpid()


def die(loaded: list[int], number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def whoami(loaded: list[int]) -> int:
    return os.getpid()


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
        assert len(taken) <= 4


def test_what_loading_raises_reaches_whoever_asked() -> None:
    with Local(load_nothing, 2) as engine, pytest.raises(UsageError, match="nothing to load"):
        engine.ask(whoami)


def test_a_process_that_is_killed_is_told_in_one_sentence() -> None:
    with Local(load, 2) as engine, pytest.raises(EngineError, match="run the command again"):
        list(engine.map(die, range(10)))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_no_process_outlives_the_one_that_made_it() -> None:
    code = (
        "import os, sys, time\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_local import Local, load, whoami\n"
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
