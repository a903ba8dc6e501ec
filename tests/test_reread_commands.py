"""`dateline reread`, `diff`, `show runs`, `--run`: exit codes, what goes to which stream, Ctrl-C. The reader is the real one."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import Result
from makers import old_stages
from readings import make_document

from dateline.pipeline import add_all
from dateline.settings import Settings
from dateline.store import Store

DOCS = Path(__file__).parents[1] / "docs"
REPORTS = {
    "goats": "Armed men stole goats near Dolna on Monday, killing two herders, officials said.",
    "rain": "The army shelled the village of Bar. It rained. The rebels left the town.",
}


@pytest.fixture(scope="module")
def read_by_another(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file whose reports were read by a maker that is not the shipped reader."""
    path = tmp_path_factory.mktemp("archive") / "dateline.db"
    with Store.open(path) as store:
        documents = [make_document(text, name, published="2024-05-08") for name, text in REPORTS.items()]
        list(add_all(documents, store, Settings(), old_stages()))
    return path


@pytest.fixture
def archive(read_by_another: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(read_by_another, tmp_path / "dateline.db"))


def lines(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.out.splitlines()]


def test_reading_again_comparing_and_looking_back(run, archive: Path) -> None:
    before = run("show", "events", "--json")
    done = run("reread", "--jobs", "2")
    assert (done.code, done.out) == (0, "") and "2 documents read again" in done.err, done.err
    after = run("show", "events", "--json")
    assert after.out != before.out and lines(after)
    assert run("show", "events", "--json", "--run", "previous").out == before.out
    old, new = lines(run("show", "runs", "--json"))
    assert (old["model"], old["newest"], old["earlier"]) == ("words-1", 0, 2)
    assert (new["newest"], new["earlier"]) == (2, 0) and new["model"].startswith("dateline-reader")
    for manifest in (old, new):
        assert manifest["id"][:8] in run("show", "runs").out
    compared = run("diff")
    assert compared.code == 0 and "2 documents in both" in compared.err and "Added" in compared.out
    changes = lines(run("diff", old["id"][:8], new["id"][:8], "--json"))
    assert {"what", "kind", "type", "before", "after", "quote", "sentence", "document"} <= changes[0].keys()
    assert lines(run("diff", "newest", new["id"], "--json")) == []
    # What these versions have read is not read again.
    again = run("reread", "--jobs", "1", "--json")
    assert again.code == 0 and "Nothing to do" in again.err and lines(again) == [new]


def test_what_one_run_has_not_read_is_not_compared_and_is_said(run, archive: Path) -> None:
    result = run("diff")
    assert result.code == 1 and result.out == "" and "2 not compared" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["diff", "no-such-run"],
        ["show", "events", "--run", "no-such-run"],
        ["show", "runs", "--run", "previous"],
        ["show", "runs", "place:Mosul"],
        ["ask", "--run", "previous"],
        ["ask", "--save", "x", "--run", "previous", "place:Mosul"],
        ["reread", "--codebook", "nowhere"],
        ["reread", "--jobs", "0"],
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_touched(run, archive: Path, arguments: list[str]) -> None:
    before = archive.read_bytes()
    result = run(*arguments)
    assert (result.code, result.out) == (2, "") and result.err
    assert archive.read_bytes() == before


@pytest.mark.parametrize("command", ["reread", "diff"])
def test_the_help_has_an_example_and_every_option_is_in_the_reference(run, command: str) -> None:
    shown = run(command, "--help").out
    assert f"  dateline {command}" in shown.partition("Examples:")[2]
    page = (DOCS / "cli.md").read_text(encoding="utf-8").partition("## reread and diff")[2].partition("\n## ")[0]
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", shown.partition("Options:")[2])) - {"--help"}
    assert options and {option for option in options if f"`{option}" not in page} == set()


@pytest.mark.skipif(os.name != "posix", reason="sends a signal to a group of processes")
def test_ctrl_c_keeps_what_was_read_and_the_same_command_does_the_rest(run, tmp_path: Path) -> None:
    """The signal goes to all processes, as from a terminal, once a first document is there."""
    with Store.open(tmp_path / "dateline.db") as store:
        texts = [f"Soldiers shelled village {number} on Monday, killing {number} people. " * 40 for number in range(2, 42)]
        list(add_all([make_document(text, f"r{n}") for n, text in enumerate(texts)], store, Settings(), old_stages()))
        command = "from dateline.cli import main\nif __name__ == '__main__':\n    main()\n"
        arguments = [sys.executable, "-c", _LISTEN + command, "reread", "--jobs", "2"]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        process = subprocess.Popen(
            arguments, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            deadline = time.monotonic() + 300
            while len(store.runs()) < 2 and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            os.killpg(process.pid, signal.SIGINT)
            said = process.communicate(timeout=300)[1]
        finally:
            process.kill()
        assert process.returncode == 130 and "Interrupted." in said and "Traceback" not in said
        old, new = store.manifests()
        assert old.newest + new.newest == 40 and new.newest == old.earlier and 0 < new.newest < 40


_LISTEN = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
