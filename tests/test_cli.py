"""The command line: exit codes, what goes to which stream, and what a user meets when something is wrong.

Commands run in this process where they can, in one of their own where a signal or a start-up time is the matter. The reader is the
real one; that what it reads is right is not asked here.
"""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from readings import Table, WordReader, listen, make_document, resolve

from dateline import __version__, cli
from dateline.pipeline import Stages, add_all
from dateline.settings import Settings
from dateline.store import Store

REPORT = (
    "Soldiers shelled the village of Dolna on Monday, killing at least 12 people, officials said. "
    "The rebels seized the bridge over the river. It rained all day. The fighting will probably go on."
)
OTHER = "Gunmen abducted nine teachers in the town of Kesra on 3 May 2009. The government denied that it had attacked the school."
MARKED = "The army shelled Bar. It rained. Officials said troops seized the [big] bridge\nand \x1b[31mleft."


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as end:
            cli.main()
        return Result(int(end.value.code or 0), *capfd.readouterr())

    return run


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case file whose one document is known by heart."""
    stages = Stages(reader=WordReader(), resolve=resolve, codebook=Table(), gazetteer=Table())
    with Store.open(tmp_path / "dateline.db") as store:
        document = make_document(MARKED, "marked", outlet="The Courier", published="1999-04-03")
        assert len(list(add_all([document], store, Settings(), stages))) == 1
    return tmp_path / "dateline.db"


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode())


def documents(case: Path) -> int:
    return sqlite3.connect(case).execute("SELECT count(*) FROM documents").fetchone()[0]


# ---------------------------------------------------------------------- help and usage


@pytest.mark.parametrize("command", ["read", "show", "brief", "serve"])
def test_the_help_of_each_command_has_a_worked_example(run, command: str) -> None:
    result = run(command, "--help")
    assert result.code == 0 and f"  dateline {command}" in result.out.partition("Examples:")[2]


def test_the_help_says_what_exit_codes_mean(run) -> None:
    out = run("--help").out
    assert all(f"  {code} " in out for code in (cli.DONE, cli.SOME_SET_ASIDE, cli.USAGE, cli.FAILED, cli.INTERRUPTED))


def test_help_starts_without_the_heavy_parts() -> None:
    program = (
        "import sys; sys.argv = ['dateline', '--help']\nfrom dateline.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'onnxruntime', 'sqlalchemy', 'rich', 'trafilatura', 'yaml', 'dateparser', 'litestar', 'uvicorn'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'imported: {sorted(heavy)}' if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env=environment())


def test_the_version_names_dateline_model_and_codebook(run) -> None:
    result = run("--version")
    assert [line.split()[0] for line in result.out.splitlines()] == ["dateline", "model", "codebook"]
    assert result.out.startswith(f"dateline {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "nowhere.txt"],
        ["read", ".", "--date", "11 June 2014"],
        ["read", ".", "--date", "2014-02-30"],
        ["read", ".", "--format", "xml"],
        ["read", ".", "--codebook", "nowhere"],
        ["show", "everything"],
        ["show", "sentence"],
        ["show", "events", "abc"],
        ["brief", "-o", "nowhere/brief.html"],
        ["draw"],
    ],
)
def test_a_command_that_makes_no_sense_exits_with_2_and_touches_nothing(run, tmp_path: Path, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (cli.USAGE, "") and result.err
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------- reading


def test_reading_prints_by_kind_adds_to_the_case_file_and_says_what_is_next(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT)
    result = run("read", "in/report.txt", "--date", "2009-05-05", "--outlet", "The Courier")
    assert result.code == cli.DONE
    assert result.out.startswith("report (The Courier, 2009-05-05)\n")
    assert "1 document read" in result.err and "4 sentences" in result.err and "dateline brief" in result.err
    assert "no known date" not in result.err
    assert documents(tmp_path / "dateline.db") == 1


def test_reading_the_same_text_twice_adds_nothing_and_is_no_failure(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT)
    run("read", "in", "--date", "2009-05-05")
    before = "\n".join(sqlite3.connect(tmp_path / "dateline.db").iterdump())
    result = run("read", "in", "--date", "2009-05-05")
    assert (result.code, result.out) == (cli.DONE, "") and "1 duplicate" in result.err
    assert "\n".join(sqlite3.connect(tmp_path / "dateline.db").iterdump()) == before


def test_a_missing_date_is_warned_of_and_can_be_given_later(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT)
    assert "times relative to it stay unresolved; give --date" in run("read", "in").err
    result = run("read", "in", "--date", "2009-05-05")
    assert result.code == cli.DONE and "1 document read" in result.err and documents(tmp_path / "dateline.db") == 1


def test_assertions_are_json_lines_and_nothing_else_and_no_case_file_is_made(run, tmp_path: Path) -> None:
    text = "\ufeff" + REPORT.replace(". ", ".\r\n")
    write(tmp_path / "in", report=text, other=OTHER)
    result = run("read", "in", "--date", "2009-05-05", "--format", "assertions")
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == cli.DONE and rows and {row["doc"] for row in rows} <= {"report", "other"}
    with Store.open(tmp_path / "case.db") as store:
        assert store.counts().documents == 0
    run("read", "in", "--date", "2009-05-05", "--db", "case.db")
    with Store.open(tmp_path / "case.db") as store:
        texts = {document.name: document.text for document in store.documents()}
    assert all(texts[row["doc"]][slice(*row["span"])] == row["quote"] for row in rows)
    assert not (tmp_path / "dateline.db").exists()


def test_order_and_batches_change_no_byte_of_the_output(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", a=REPORT, b=OTHER, c=REPORT.replace("Dolna", "Gorna"))
    first = run("read", "in/a.txt", "in/b.txt", "in/c.txt", "--format", "assertions")
    monkeypatch.setenv("DATELINE_BATCH_DOCUMENTS", "1")
    second = run("read", "in/c.txt", "in/b.txt", "in/a.txt", "--format", "assertions")
    assert first.out == second.out and first.out


def test_assertions_of_a_known_text_come_from_the_case_file(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=f"{REPORT} {OTHER}")
    options = ("read", "in", "--date", "2009-05-05", "--format", "assertions", "--db", "case.db")
    assert run(*options).out == run(*options).out != ""


def test_standard_input_is_read(run, tmp_path: Path) -> None:
    result = run("read", "-", "--format", "json", "--date", "2009-05-05", stdin=f"{REPORT} {OTHER}".encode())
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == cli.DONE and rows and {row["document"]["name"] for row in rows} == {"stdin"}


def test_what_cannot_be_read_is_set_aside_with_its_reason_and_the_rest_is_read(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT, empty="")
    (tmp_path / "in" / "picture.txt").write_bytes(bytes(range(256)) * 20)
    result = run("read", "in", "--date", "2009-05-05")
    assert result.code == cli.SOME_SET_ASIDE
    assert "Set aside (empty): in/empty.txt" in result.err and "Set aside (binary): in/picture.txt" in result.err
    assert documents(tmp_path / "dateline.db") == 1
    assert {row["reason"] for row in map(json.loads, run("show", "aside", "--json").out.splitlines())} >= {"empty", "binary"}


def test_a_folder_without_files_fails_with_one_sentence(run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = run("read", "in")
    assert result.code == cli.FAILED and result.out == "" and result.err.count("\n") == 1
    assert not (tmp_path / "dateline.db").exists()


# ---------------------------------------------------------------------- case files that cannot be used


def _text_file(path: Path) -> None:
    path.write_text("not a database " * 100)


def _newer(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()


@pytest.mark.parametrize("make", [Path.mkdir, _text_file, _newer])
@pytest.mark.parametrize("command", [["read", "in"], ["show"], ["brief"]])
def test_a_case_file_that_cannot_be_used_fails_with_one_sentence(run, tmp_path: Path, make, command: list[str]) -> None:
    write(tmp_path / "in", report=REPORT)
    make(tmp_path / "bad.db")
    before = (tmp_path / "bad.db").read_bytes() if (tmp_path / "bad.db").is_file() else None
    result = run(*command, "--db", "bad.db")
    assert (
        (result.code, result.out) == (cli.FAILED, "") and result.err.startswith("dateline: bad.db") and result.err.count("\n") == 1
    )
    assert before is None or (tmp_path / "bad.db").read_bytes() == before
    assert not (tmp_path / "brief.html").exists()


def test_looking_at_a_case_file_that_is_not_there_makes_none(run, tmp_path: Path) -> None:
    assert run("show", "events").code == cli.FAILED and list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------- showing


def test_a_row_has_voice_hedge_date_place_and_its_sentence(run, case: Path) -> None:
    lines = run("show", "control").out.splitlines()
    assert "Officials · reported · 1999-04-01 to 1999-04-03 · Prizren (XK)" in lines[1]
    assert "troops seized the [big] bridge and" in lines[2]


def test_control_characters_of_a_text_never_reach_the_terminal(run, case: Path) -> None:
    ident = json.loads(run("show", "control", "--json").out)["id"]
    assert "\x1b" not in run("show", "control").out + run("show", "sentence", ident).out


def test_rows_for_programs_are_json_lines_with_the_whole_record(run, case: Path) -> None:
    (row,) = map(json.loads, run("show", "events", "--json").out.splitlines())
    assert row["quote"] == "The army shelled Bar." and row["document"]["outlet"] == "The Courier"
    assert row["statement"]["assertion"]["trigger"] == {"start": 9, "end": 16, "exact": "shelled"}
    assert json.loads(run("show", "documents", "--json").out)["name"] == "marked"
    assert json.loads(run("show", "--json").out)["statements"] == {"control": 1, "event": 1}


def test_a_sentence_is_shown_with_spans_entry_trigger_and_versions(run, case: Path) -> None:
    row = json.loads(run("show", "events", "--json").out)
    for ident in (row["sentence"]["id"], row["sentence"]["id"][:8] + ":0", row["id"], row["id"][:10]):
        out = run("show", "sentence", ident).out
        assert "[[The army ][shelled] Bar.]" in out
        for words in (
            "event: shelling",
            "codebook    shelling: ",
            "trigger     “shelled”",
            "hedge       asserted",
            "model words-1",
        ):
            assert words in out


@pytest.mark.parametrize(("ident", "says"), [("zzzz", "has no sentence"), ("", "give more of the id")])
def test_an_unknown_or_ambiguous_id_is_a_usage_error(run, case: Path, ident: str, says: str) -> None:
    result = run("show", "sentence", ident)
    assert result.code == cli.USAGE and says in result.err


@pytest.mark.parametrize("view", ["relations", "numbers", "labels", "outlook", "judgements"])
def test_an_empty_view_says_so_on_stderr(run, case: Path, view: str) -> None:
    result = run("show", view)
    assert (result.code, result.out) == (cli.DONE, "") and "has none of these" in result.err


def test_a_briefing_is_written_whole(run, case: Path, tmp_path: Path) -> None:
    assert run("brief").code == cli.DONE
    page = (tmp_path / "brief.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "The army shelled Bar." in page
    assert run("brief", "-o", "-").out == page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.html", "dateline.db"]


# ---------------------------------------------------------------------- a process of its own


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def start(folder: Path, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-c", "from dateline.cli import main; main()", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, env=environment(), text=True, preexec_fn=listen)


@pytest.mark.parametrize(("blow", "code"), [(signal.SIGINT, cli.INTERRUPTED), (signal.SIGKILL, -signal.SIGKILL)])
def test_stopped_in_the_middle_the_second_run_finishes_the_rest(run, tmp_path: Path, blow: signal.Signals, code: int) -> None:
    count = 40
    write(tmp_path / "in", **{f"report-{n:03}": f"{n} {REPORT} {OTHER}" for n in range(count)})
    program = start(tmp_path, "read", "in", "--date", "2009-05-05")
    assert program.stdout and program.stdout.readline()
    program.send_signal(blow)
    _, errors = program.communicate(timeout=60)
    assert program.returncode == code
    kept = documents(tmp_path / "dateline.db")
    assert 1 <= kept < count
    if blow is signal.SIGINT:
        assert "run the same command again for the rest" in errors
    result = run("read", "in", "--date", "2009-05-05", "--format", "json")
    assert result.code == cli.DONE and documents(tmp_path / "dateline.db") == count


def test_a_reader_that_closes_early_ends_the_command_quietly(case: Path, tmp_path: Path) -> None:
    program = start(tmp_path, "show", "events", "--json")
    assert program.stdout and program.stderr
    program.stdout.close()
    program.wait(timeout=60)
    assert "Traceback" not in program.stderr.read()


def test_help_is_there_in_a_moment() -> None:
    best = 9.0
    for _ in range(3):
        began = time.process_time(), os.times().children_user + os.times().children_system
        subprocess.run(
            [sys.executable, "-c", "from dateline.cli import main; main()", "--help"],
            check=True,
            capture_output=True,
            env=environment(),
        )
        best = min(best, os.times().children_user + os.times().children_system - began[1])
    assert best < 0.3, f"{best:.2f} s of processor time"
