"""A form of one's own, as docs/exports.md has it, literally; and what is said of a file that is none."""

import re
from pathlib import Path

import pytest

from dateline import cli

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## A form of your own") :]
CODE = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)[0]
REPORT = "Shelling killed three people in Kherson on Monday, police said. A bomb killed two soldiers in Mosul on Sunday.\n"


@pytest.fixture
def case(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    assert run("read", "report.txt", "--date", "2022-11-16", "--outlet", "Example Wire").code == cli.DONE
    return tmp_path


def test_the_form_of_the_page_writes_what_a_query_means(run, case: Path) -> None:
    (case / "my_form.py").write_text(CODE, encoding="utf-8")
    [command] = re.findall(r"^    dateline (export .*)$", SECTION, re.MULTILINE)
    told = run(*command.split())
    assert told.code == cli.DONE, told.err
    [line] = (case / "kherson.txt").read_text(encoding="utf-8").splitlines()
    assert line.startswith("2022-11-14 Kherson: Shelling, 3 to 3 killed. Example Wire: 'Shelling killed three people")
    assert "1 row written" in told.err
    assert run("export", "my_form.py", "place:Basra", "-o", "-").out == ""


def test_forms_of_other_projects_take_a_query_too(run, case: Path) -> None:
    everything = run("export", "acled", "-o", "-").out.splitlines()
    kherson = run("export", "acled", "place:Kherson", "-o", "-").out.splitlines()
    assert len(everything) > len(kherson) == 2 and "Kherson" in kherson[1]
    assert run("export", "acled", "nonsense:Kherson", "-o", "-").code == cli.USAGE


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "There is no Python file own.py"),
        ("KINDS = frozenset()", "it lacks BINARY, SUFFIX, write"),
        ("import nothing_of_that_name", "fails when it is loaded (ModuleNotFoundError"),
        ("def", "fails when it is loaded (SyntaxError"),
    ],
)
def test_a_file_that_is_no_form_is_one_sentence(run, case: Path, content: str | None, says: str) -> None:
    if content is not None:
        (case / "own.py").write_text(content, encoding="utf-8")
    failed = run("export", "own.py", "-o", "events.txt")
    assert failed.code == cli.USAGE and says in failed.err and not (case / "events.txt").exists()
