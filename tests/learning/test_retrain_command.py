"""`dateline retrain`, and reading again with what was learned, from the command line."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Result
from learned_reports import as_read, report

from dateline.archive.reviewing import Coder
from dateline.archive.shown import Tables
from dateline.stages import Stages
from dateline.store import Store

PAGE = (Path(__file__).parents[2] / "docs" / "retraining.md").read_text(encoding="utf-8")
Run = Callable[..., Result]


def test_learned_kept_and_read_with_beside_the_reading_that_was_there(run: Run, taught: Path, tmp_path: Path) -> None:
    case = Path(shutil.copy(taught, tmp_path / "dateline.db"))
    code, out, err = run("retrain", "--db", str(case))
    assert code == 0, err
    lines = out.splitlines()
    assert lines[0].endswith("rows reviewed in 14 documents") and lines[2].split()[:4] == ["rows", "learned", "from", "documents"]
    assert len(lines) == 8 and lines[3].split()[0] == "0" and "+" in lines[-1]
    assert f"and is in {tmp_path / 'dateline-model'} (version" in err and "The last doubling of rows gained" in err
    assert "Next: dateline reread --model" in err
    version = json.loads((tmp_path / "dateline-model" / "measured.json").read_text(encoding="utf-8"))
    assert version["documents"] == 14 and version["curve"][-1]["gain"] > 0.2

    code, out, err = run("reread", "--model", str(tmp_path / "dateline-model"), "--jobs", "1", "--db", str(case), "--json")
    assert code == 0, err
    assert "+" in json.loads(out)["model"]
    assert "judgement" in run("diff", "--db", str(case), "--json").out
    assert "Nothing to do" in run("reread", "--model", str(tmp_path / "dateline-model"), "--jobs", "1", "--db", str(case)).err

    # What is now read as the coder had put it is the coder's statement, and no second one beside it.
    with Store.open(case) as store:
        said = [(s.assertion.document, s.assertion.type, s.assertion.anchor.start) for s in store.statements(["event"])]
    assert len(said) == len(set(said))
    again = json.loads(run("retrain", "--db", str(case), "-o", "again", "--json").out)["measured"]
    assert again["documents"] == 14 and again["rows"] == version["rows"]

    model = f"model:{tmp_path / 'dateline-model'}"
    compared = json.loads(run("compare", "model", model, "--db", str(case), "--json").out)
    assert [reader["name"] for reader in compared["readers"]] == ["model", model] and compared["beside"][0]["difference"] > 0.2


def test_refused_with_one_sentence_and_nothing_written(run: Run, content: Path, tmp_path: Path) -> None:
    before = content.read_bytes()
    code, out, err = run("retrain", "--db", str(content), "-o", "mine")
    assert code == 3 and "no better than the shipped model" in err and err.count("\n") == 1
    assert "rows learned from" in out and not (tmp_path / "mine").exists() and content.read_bytes() == before


def test_documents_half_decided_are_named(run: Run, read: Path, stages: Stages, tmp_path: Path) -> None:
    case = Path(shutil.copy(read, tmp_path / "dateline.db"))
    with Store.open(case) as store:
        coder = Coder(store=store, tables=Tables(codebook=stages.codebook, gazetteer=stages.gazetteer), name="ana")
        for document in list(store.documents()):
            for one in list(store.statements(document=document.id))[1:]:
                as_read(coder, one)
    code, out, err = run("retrain", "--json")
    assert code == 3 and json.loads(out)["measured"]["incomplete"] == 14
    assert "14 documents not decided to the end, where the rest teaches nothing: " in err and "(1 left)" in err
    (command,) = re.findall(r"^To decide one: dateline (.*)$", err, re.MULTILINE)
    assert len(run(*command.split(), "--json").out.splitlines()) == 1
    refused = run("review", "queue", "--document", "nothing")
    assert refused.code == 2 and "There is no document nothing" in refused.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--db", "none.db"), 3, "none.db"),
        (("--gold", "nothing"), 2, "There is no nothing for --gold"),
        (("--codebook", "nothing"), 2, "There is no folder nothing for --codebook"),
    ],
)
def test_what_is_not_there_is_said(run: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    result = run("retrain", *arguments)
    assert result.code == code and says in result.err and result.err.count("\n") == 1


def test_a_case_that_nobody_reviewed(run: Run, read: Path) -> None:
    result = run("retrain", "--db", str(read))
    assert result.code == 3 and "Nothing is reviewed" in result.err


def test_a_folder_without_a_model(run: Run, read: Path, tmp_path: Path) -> None:
    case = shutil.copy(read, tmp_path / "dateline.db")
    result = run("reread", "--model", "nowhere", "--jobs", "1", "--db", str(case))
    assert result.code == 3 and "nowhere" in result.err and "dateline retrain" in result.err


def test_a_language_model_reads_without_what_was_learned(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(report("Homs", 2), encoding="utf-8")
    llm = ("--extractor", "llm", "--llm-address", "http://localhost:1/v1", "--llm-model", "none")
    result = run("read", "new.txt", "--model", "mine", *llm)
    assert result.code == 2 and "--model lays what was learned over the built-in reader" in result.err


def test_the_commands_of_the_page_run_one_after_the_other(run: Run, taught: Path, tmp_path: Path) -> None:
    shutil.copy(taught, tmp_path / "mosul.db")
    commands = [shlex.split(line, comments=True)[1:] for line in re.findall(r"^    (dateline .*)$", PAGE, re.MULTILINE)]
    assert [command[0] for command in commands] == ["review", "retrain", "reread", "diff"]
    for command in commands:
        done = run(*command)
        assert done.code == 0, done.err


def test_the_setting_reads_with_what_was_learned(run: Run, taught: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(taught, tmp_path / "dateline.db")
    assert run("retrain").code == 0
    (tmp_path / "new.txt").write_text(report("Homs", 2), encoding="utf-8")
    (tmp_path / "dateline.toml").write_text('model = "dateline-model"\n', encoding="utf-8")
    read = run("read", "new.txt", "--date", "2024-05-09", "--jobs", "1", "--format", "assertions")
    kinds = {json.loads(line)["kind"] for line in read.out.splitlines()}
    assert read.code == 0 and "event" in kinds and "judgement" not in kinds
