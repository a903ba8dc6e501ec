"""`dateline review`: what goes to which stream, exit codes, and that the documentation says what there is."""

import json
from functools import partial
from pathlib import Path

import pytest

from dateline import cli
from dateline.cli.review import app
from dateline.store import Store

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


@pytest.fixture
def run(run, case: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a `dateline review` command in the folder of the case file."""
    monkeypatch.chdir(case.parent)
    return partial(run, "review")


def test_from_the_queue_to_agreement_by_commands_alone(run, case: Path) -> None:
    queued = [json.loads(line) for line in run("queue", "--json", "--limit", "3", "--coder", "ana").out.splitlines()]
    one, other, third = (task["statement"]["assertion"]["id"] for task in queued)
    assert run("accept", one[:8], "--coder", "ana").code == cli.DONE
    done = run("correct", other, "--hedge", "denied", "--place", "Kigali", "--coder", "ana", "--note", "as it stands")
    assert done.code == cli.DONE and "denied" in done.out and "Kigali (RW)" in done.out and "corrected" in done.out
    assert "rejected" in run("reject", third, "--coder", "ana").err
    second = run("correct", other, "--hedge", "possible", "--coder", "bea")
    # What ana said is neither told nor shown to her.
    assert "Kigali" not in second.out and "denied" not in second.out and "possible" in second.out
    assert "ana: correct: hedge denied, place Kigali (RW)" in run("queue", "--mode", "disputed").out
    assert "disputed  1" in run("status").out
    assert run("correct", other, "--hedge", "denied", "--adjudicate", "--coder", "eva").code == cli.DONE
    lines = run("log").out.splitlines()
    assert len(lines) == 5 and "as it stands" in lines[1] and "adjudication" in lines[4]
    assert run("undo", "--coder", "eva").code == cli.DONE and "disputed  1" in run("status").out
    found = [json.loads(line) for line in run("agreement", "--json").out.splitlines()]
    assert {tuple(row["between"]) for row in found} == {("ana", "bea"), ("ana", "machine"), ("bea", "machine")}
    assert "alpha" in run("agreement").out
    assert run("export", "gold", "-o", "gold").code == cli.DONE and (case.parent / "gold" / "gold.jsonl").is_file()
    assert run("export", "examples", "-o", "-").code == cli.DONE


def test_a_missed_statement_is_added_by_its_words(run, case: Path) -> None:
    with Store.open(case) as store:
        sentence = next(s for s in store.sentences() if s.index == 4)
    words = " ".join(sentence.anchor.exact.split()[:4])
    added = run("add", sentence.id, "event", "--type", "aid", "--span", words, "--who", "actor=Red Cross", "--coder", "ana")
    assert added.code == cli.DONE and "added" in added.out and f"[{words}" in added.out
    assert run("add", sentence.id, "event", "--type", "aid", "--span", words, "--coder", "ana").code == cli.USAGE


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("accept", "zzzz"), "no statement zzzz"),
        (("queue", "--mode", "all"), "there are open"),
        (("undo",), "nothing to undo"),
        (("accept", "", "--coder", "ana"), "Several statements"),
        (("log", "zzzz"), "no statement zzzz"),
        (("add", "zzzz", "event"), "no sentence"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, arguments: tuple[str, ...], says: str) -> None:
    failed = run(*arguments)
    assert failed.code == cli.USAGE and says in failed.err and failed.err.count("\n") == 1 and failed.out == ""


def test_a_correction_of_nothing_is_refused(run, case: Path) -> None:
    with Store.open(case) as store:
        id = next(store.statements()).id
    failed = run("correct", id)
    assert failed.code == cli.USAGE and "dateline review accept" in failed.err


def test_the_documentation_names_every_command_and_option() -> None:
    page = PAGE.read_text(encoding="utf-8").partition("## review")[2].partition("\n## ")[0]
    import typer

    group = typer.main.get_group(app)
    for name, command in group.commands.items():
        assert f"dateline review {name}" in page, name
        for parameter in command.params:
            option = next((one for one in parameter.opts if one.startswith("--")), None)
            assert option is None or f"`{option}" in page or option == "--help", (name, option)
