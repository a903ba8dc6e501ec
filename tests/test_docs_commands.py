"""The commands that README and documentation print: each one is one that the program takes; what can be run here is run."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command
from warcs import answer as http_answer
from warcs import page, record

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


NEEDS = {
    "llm": "a language model (tests/test_llm_commands.py)", "postgresql://": "a server (tests/test_databases.py)",
    "ray": "a cluster (tests/engine)", "-model": "weights that retraining made (tests/learning)", ".wacz": "tests/ingest",
    "3f2a": "runs of somebody's case (tests/test_reread_commands.py)",
    "merge": "a name of the case (tests/test_actors_commands.py)",
    "accept": "a name of the case", "reject": "a name of the case", "undo": "a decision", "verdict": "a statement of the case",
    "users": "asks on a terminal (tests/accounts)",
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


@pytest.fixture
def desk(run, tmp_path: Path) -> Path:
    """A folder with the files that pages speak of, and two case files."""
    reports = ROOT / "examples" / "reports"
    shutil.copyfile(reports / "khartoum-2023.html", "article.html")
    shutil.copyfile(reports / "feed.xml", "feed.xml")
    told = "ISIS seized Mosul on Tuesday, killing at least 12 soldiers, officials said.\n"
    for name in ("note.txt", "article.txt", "report.txt"):
        (tmp_path / name).write_text(told, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    shutil.copyfile(reports / "kherson-2022.html", "reports/kherson.html")
    archive = record(http_answer(page(1)), "https://news.example/1")
    for name in ("crawl.warc.gz", "crawl-1.warc.gz"):
        (tmp_path / name).write_bytes(archive)
    (tmp_path / "my-codebook").mkdir()
    (tmp_path / "my-codebook" / "labels.yaml").write_text("- {words: [zorbler]}\n", encoding="utf-8")
    form = re.search(r"```python\n(\"\"\"Events as lines.*?)```", (ROOT / "docs/exports.md").read_text(encoding="utf-8"), re.DOTALL)
    assert form is not None
    (tmp_path / "my_form.py").write_text(form[1], encoding="utf-8")
    for case in ([], ["--db", "mosul.db"]):
        assert run("read", "note.txt", "--date", "2014-06-11", "reports/", *case).code == cli.DONE
    (tmp_path / "house.jinja").write_text(run("brief", "--print-template").out, encoding="utf-8")
    return tmp_path


def can_run(arguments: list[str]) -> bool:
    """Whether a line says all that is needed, and needs nothing that is not here."""
    told = " ".join(arguments)
    placeholder = any(re.fullmatch(r"[A-Z]{2,}(\.{3})?|[0-9a-f]{4,6}(:\d+)?", one) for one in arguments)
    return arguments[0] not in NOT_HERE and not placeholder and not any(part in told for part in NEEDS)


RUN = ["README.md", *(f"docs/{one}.md" for one in ("archives", "assistants", "cli", "duckdb", "exports", "publish"))]


@pytest.mark.parametrize("name", RUN)
def test_the_commands_of_a_page_do_what_they_say(run, desk: Path, name: str) -> None:
    lines = [arguments for arguments in printed(ROOT / name) if can_run(arguments)]
    assert lines
    for arguments in lines:
        whole = [
            file for one in arguments for file in ([str(found.name) for found in sorted(desk.glob(one))] if "*" in one else [one])
        ]
        result = run(*whole)
        assert result.code in (cli.DONE, cli.SOME_SET_ASIDE), (arguments, result.err)
        assert result.out or result.err or "-o" in arguments, arguments
    for arguments in lines:
        if "-o" in arguments and (wanted := arguments[arguments.index("-o") + 1]) != "-":
            assert (desk / wanted).exists(), arguments
