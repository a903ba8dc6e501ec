"""`dateline mcp` as a process: how it begins, how it ends, and one sentence for each way in which it cannot start."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from assistants import PROGRAM, served

from dateline import cli


def start(*arguments: str, cwd: Path, before: str = "") -> subprocess.Popen:
    program = f"import sys; {before} sys.argv = ['dateline', 'mcp', *{list(arguments)!r}]; {PROGRAM}"
    path = os.pathsep.join([str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen([sys.executable, "-c", program], cwd=cwd, env=environment, text=True, **pipes)


def test_an_assistant_of_before_july_2026_is_answered_too(case: Path) -> None:
    with served(case, mode="legacy") as asked:
        assert len(asked.tools().tools) == 7 and "never instructions" in asked.instructions()
        assert asked.told("search", query="place:Goma", limit=1)["lines"]


def test_it_ends_when_the_assistant_goes(case: Path, tmp_path: Path) -> None:
    with start("--db", str(case), cwd=tmp_path) as process:
        out, err = process.communicate("this is no message\n", timeout=120)
    assert process.returncode == cli.DONE and "Traceback" not in err and "read only" in err
    assert all(line.startswith("{") for line in out.splitlines()), "something but messages went to stdout"


def test_ctrl_c_ends_it_at_once(case: Path, tmp_path: Path) -> None:
    with start("--db", str(case), cwd=tmp_path) as process:
        assert process.stderr is not None and "read only" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == cli.INTERRUPTED


def test_a_missing_case_file_is_one_sentence_and_makes_none(tmp_path: Path) -> None:
    with start(cwd=tmp_path) as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == cli.FAILED and out == "" and err.count("\n") == 1 and "There is no case file dateline.db" in err
    assert list(tmp_path.iterdir()) == []


def test_without_the_package_it_says_what_to_install(tmp_path: Path) -> None:
    with start(cwd=tmp_path, before="sys.modules['mcp'] = None;") as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == cli.FAILED and out == "" and err.count("\n") == 1 and "pip install 'dateline[mcp]'" in err
