"""`dateline codebook`: questions on a terminal, options elsewhere, exit codes, what goes to which stream, the reference page."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from dateline import cli
from dateline.codebook import load_codebook

DOCS = Path(__file__).parents[1] / "docs"
RAID = ("new", "event-type", "Cattle raid", "--definition", "Herds are driven off.", "--word", "rustle",
        "--yes", "Men rustled goats.", "--no", "He sold goats.", "--why", "a sale")  # fmt: skip


@pytest.fixture
def run(run):
    """Run a `dateline codebook` command."""
    return partial(run, "codebook")


COMMANDS = ("new", "check", "test", "explain", "diff", "pack", "import")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_a_worked_example(run, command: str) -> None:
    result = run(command, "--help")
    assert result.code == 0 and f"  dateline codebook {command}" in result.out.partition("Examples:")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_in_the_reference(run, command: str) -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8").partition("## codebook")[2].partition("\n## ")[0]
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{command}")]
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", run(command, "--help").out.partition("Options:")[2])) - {"--help"}
    assert options and {option for option in options if f"`{option}" not in row} == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "event-type", "Cattle raid"],
        ["new", "event-type", "..."],
        [*RAID[:-2]],
        ["new", "event-type", "Attack", *RAID[3:]],
        ["new", "actor", "Hamas", "--source", "s"],
        ["new", "actor", "Lake Guard"],
        ["new", "actor", "Lake Guard", "--source", "s", "--kind", "wizard"],
        ["new", "planet", "Mars"],
        ["check"],
        ["check", "nowhere"],
        ["test"],
        ["explain", "It rained.", "--type", "no_such_type", "--codebook", "."],
        ["diff", "shipped", "nowhere"],
        ["pack"],
        ["import", "nowhere.csv", "--from", "actors-csv"],
        ["import", "nowhere.csv"],
    ],
)
def test_a_command_that_makes_no_sense_exits_with_2_and_touches_nothing(run, tmp_path: Path, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (cli.USAGE, "") and result.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_without_a_terminal_is_named_by_option(run) -> None:
    assert "give --definition, --word, --yes, --no." in run("new", "event-type", "Cattle raid").err


def test_a_type_is_written_shown_checked_tested_and_packed(run, tmp_path: Path) -> None:
    made = run(*RAID)
    path = tmp_path / "my-codebook" / "events" / "cattle_raid.yaml"
    assert made.code == cli.DONE and made.out == path.read_text(encoding="utf-8")
    assert "Next: dateline codebook test my-codebook" in made.err
    again = run(*RAID)
    assert again.code == cli.USAGE and "--replace" in again.err
    assert run("check").code == cli.DONE
    tested = run("test", "--words-only", "--json")
    rows = [json.loads(line) for line in tested.out.splitlines()]
    assert tested.code == cli.DONE and [(row["expected"], bool(row["fired"])) for row in rows] == [(True, True), (False, False)]
    packed = run("pack", "-o", "out")
    assert packed.out == "out/dateline_codebook_my_codebook-1-py3-none-any.whl\n" and (tmp_path / packed.out.strip()).is_file()


def test_a_package_is_not_written_over_by_another_of_the_same_version(run, tmp_path: Path) -> None:
    run(*RAID)
    assert run("pack").code == run("pack").code == cli.DONE
    run("new", "label", "zorblers")
    refused = run("pack")
    assert refused.code == cli.USAGE and "raise `version`" in refused.err
    assert run("pack", "--version", "2").code == cli.DONE


def test_errors_end_with_1_and_keep_the_codebook_from_being_tested_or_packed(run, tmp_path: Path) -> None:
    run(*RAID)
    path = tmp_path / "my-codebook" / "events" / "cattle_raid.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("lemma: rustle", "lemma: Rustle"), encoding="utf-8")
    checked = run("check")
    assert checked.code == 1 and "line 11" in checked.out and "small letters" in checked.out and "1 error" in checked.err
    row = json.loads(run("check", "--json").out)
    assert (row["line"], row["hint"]) == (11, False)
    for command in ("test", "pack"):
        result = run(command)
        assert result.code == cli.FAILED and "dateline codebook check my-codebook" in result.err


def test_an_example_that_fails_ends_with_1_and_cannot_be_packed(run, tmp_path: Path) -> None:
    run(*RAID)
    path = tmp_path / "my-codebook" / "events" / "cattle_raid.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Men rustled goats.", "Men stole goats."), encoding="utf-8")
    tested = run("test", "--words-only")
    assert tested.code == 1 and "WRONG  yes Men stole goats." in tested.out and "1 is wrong" in tested.err
    assert run("pack").code == cli.FAILED and not (tmp_path / "dist").exists()


def test_an_import_tells_what_came_of_it_and_a_dry_run_writes_nothing(run, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("name,country,mood\nZorble Front,Chad,grim\n", encoding="utf-8")
    options = ("import", "groups.csv", "--from", "actors-csv", "--kind", "armed_group")
    dry = run(*options, "--dry-run")
    assert dry.code == cli.DONE and "1  actors" in dry.out and "mood" in dry.out and not (tmp_path / "my-codebook").exists()
    assert run(*options).out == dry.out
    assert "zorble_front" in load_codebook([tmp_path / "my-codebook"]).actors.actors
    (tmp_path / "empty.csv").write_text("name\n", encoding="utf-8")
    nothing = run("import", "empty.csv", "--from", "actors-csv")
    assert nothing.code == 1 and "nothing was written" in nothing.err


def test_an_explanation_can_be_had_as_one_object(run) -> None:
    result = run("explain", "Gunmen abducted nine nurses.", "--json")
    row = json.loads(result.out)
    assert result.code == cli.DONE and row["sentence"] == "Gunmen abducted nine nurses."
    assert ("abducted", "abduction") in {(word["words"], word["entry"]) for word in row["fired"]}


def test_control_characters_of_a_codebook_never_reach_the_terminal(run, tmp_path: Path) -> None:
    run(*RAID)
    path = tmp_path / "my-codebook" / "events" / "cattle_raid.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Men rustled goats.", '"Men\\e[31m rustled goats."'), encoding="utf-8")
    assert "\x1b" not in run("test", "--words-only").out + run("check").out


# ---------------------------------------------------------------------- on a terminal


def converse(folder: Path, arguments: list[str], answers: list[str], *, stop: signal.Signals | None = None) -> tuple[int, str]:
    """Run a command on a terminal of its own and type each answer when it asks."""
    lead, follow = pty.openpty()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "TERM": "dumb"}
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "codebook", *arguments]
    program = subprocess.Popen(
        command, cwd=folder, stdin=follow, stdout=follow, stderr=follow, env=environment, start_new_session=True
    )
    os.close(follow)
    seen, left, deadline = "", list(answers), time.monotonic() + 120
    while time.monotonic() < deadline:
        if select.select([lead], [], [], 0.1)[0]:
            try:
                part = os.read(lead, 4096).decode(errors="replace")
            except OSError:  # the other end is closed: the program is done
                break
            seen += part
        elif re.search(r"> (\[[^]\n]*\] )?$", seen):
            if left:
                os.write(lead, (left.pop(0) + "\n").encode())
                seen += "\n"
            elif stop:
                program.send_signal(stop)
                stop = None
        elif program.poll() is not None:
            break
    os.close(lead)
    return program.wait(timeout=30), seen


def test_on_a_terminal_everything_is_asked_and_an_answer_that_cannot_be_used_is_asked_again(tmp_path: Path) -> None:
    answers = [
        "Armed people drive off herds.",
        "...", "rustle", "stole: cattle, goats", "",
        "Youths stole goats in Turkana.", "",
        "The farmer sold his goats.", "a sale",
        "n",
    ]  # fmt: skip
    code, seen = converse(tmp_path, ["new", "event-type", "Cattle raid"], answers)
    assert code == cli.DONE, seen
    assert "What does it mean?" in seen and "has no word to look for" in seen
    entry = load_codebook([tmp_path / "my-codebook"]).entries["cattle_raid"]
    assert [trigger.lemma for trigger in entry.triggers] == ["rustle", "steal"]
    assert entry.examples.yes == ("Youths stole goats in Turkana.",) and entry.examples.no[0].why == "a sale"


def test_an_actor_is_asked_for_and_a_known_one_is_recognised(tmp_path: Path) -> None:
    answers = ["wizard", "armed_group", "Atlantis", "Kenya", "", "Lake Guards", "", "spring", "2023", "", "field notes"]
    code, seen = converse(tmp_path, ["new", "actor", "Lake Guard"], answers)
    assert code == cli.DONE, seen
    assert "There is no country 'Atlantis'" in seen and "It can be armed_group" in seen
    guard = load_codebook([tmp_path / "my-codebook"]).actors.actors["lake_guard"]
    assert (guard.country, guard.aliases, guard.names[0].since) == (("KE",), ("Lake Guards",), "2023")
    code, seen = converse(tmp_path, ["new", "actor", "Hamas"], ["y", "Men of the Gaza River", ""])
    assert code == cli.DONE and "names Hamas (hamas) already" in seen
    assert "Men of the Gaza River" in load_codebook([tmp_path / "my-codebook"]).actors.actors["hamas"].aliases


def test_stopped_in_the_middle_nothing_is_written(tmp_path: Path) -> None:
    code, _ = converse(tmp_path, ["new", "event-type", "Cattle raid"], ["Armed people drive off herds."], stop=signal.SIGINT)
    assert code == cli.INTERRUPTED and list(tmp_path.iterdir()) == []
