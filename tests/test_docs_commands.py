"""The commands that README and documentation print: each one is one that the program takes; those of the README are run."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from dateline import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "examples").glob("*.md"))]
_LINE = re.compile(r"^(?: {4}|\t)?(?:\.venv/bin/)?dateline +(.*)$")
_END = re.compile(r"\s(?:\||>|<|&&|2>)\s?.*$|\s{2,}\S.*$")
"""What does not belong to the command: another program's part, and words about it in the same line."""
WRONG = (typer.BadParameter.__base__, typer.BadParameter)
NOT_HERE = {
    "fetch": "asks the web", "watch": "asks the web", "serve": "goes on until it is ended", "mcp": "goes on until it is ended",
    "retrain": "needs many reviewed rows (tests/learning)", "compare": "needs a gold set (tests/compare)",
    "match": "needs somebody's table (tests/matching)", "db": "needs a server (tests/test_databases.py)",
    "import": "needs a reviewed sheet (tests/review)", "codebook": "asks on a terminal (tests/test_codebook_page.py)",
    "review": "is told of in tests/review",
}  # fmt: skip


def printed(page: Path) -> Iterator[list[str]]:
    """The arguments of every command that stands on a line of its own in a block of code."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
            continue
        found = _LINE.match(line)
        if found is None or not (fenced or line.startswith(("    ", "\t"))):
            continue
        words = _END.sub("", re.sub(r"\s+#.*$", "", found[1]))
        arguments = shlex.split(words)
        # A line with a part in brackets, or with one of several words, tells the form of a command.
        if "..." not in arguments and not any("|" in one or one.startswith("[") for one in arguments):
            yield arguments


def why_not(arguments: list[str]) -> str | None:
    """What the program says against a command line; None where it takes it."""
    command = get_command(cli.app)
    rest = list(arguments)
    while rest and (inner := getattr(command, "commands", {}).get(rest[0])):
        command = inner
        rest.pop(0)
    if hasattr(command, "commands"):
        return None if not rest or rest[0].startswith("-") else f"there is no command {rest[0]}"
    try:
        command.make_context("dateline", rest)
    except typer.Exit:
        return None
    except WRONG as error:
        return str(error)
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_on_a_page_is_one_that_the_program_takes(page: Path) -> None:
    wrong = {" ".join(arguments): words for arguments in printed(page) if (words := why_not(arguments))}
    assert wrong == {}


def test_what_the_program_does_not_take_is_seen() -> None:
    assert sum(len(list(printed(page))) for page in PAGES) > 150
    assert why_not(["read", "--no-such-option"]) and why_not(["shew"]) and why_not(["codebook", "new", "verb", "x"])


def test_the_commands_of_the_readme_do_what_they_say(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reports = ROOT / "examples" / "reports"
    shutil.copyfile(reports / "khartoum-2023.html", "article.html")
    shutil.copyfile(reports / "feed.xml", "feed.xml")
    (tmp_path / "note.txt").write_text(
        "ISIS seized Mosul on Tuesday, killing at least 12 soldiers, officials said.\n", encoding="utf-8"
    )
    (tmp_path / "reports").mkdir()
    shutil.copyfile(reports / "kherson-2022.html", "reports/kherson.html")
    (tmp_path / "my-codebook").mkdir()
    (tmp_path / "my-codebook" / "labels.yaml").write_text("- {words: [zorbler]}\n", encoding="utf-8")
    done = []
    for arguments in printed(ROOT / "README.md"):
        if arguments[0] in NOT_HERE or "ID" in arguments:
            continue
        result = run(*arguments)
        assert result.code in (cli.DONE, cli.SOME_SET_ASIDE), (arguments, result.err)
        assert result.out or result.err, arguments
        done.append(arguments[0])
    assert len(done) >= 9 and {"read", "show", "ask", "brief", "export", "reread", "diff", "publish"} <= set(done)
    assert (tmp_path / "brief.html").is_file() and (tmp_path / "site" / "index.html").is_file()
