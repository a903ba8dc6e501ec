"""The documentation site: it builds strictly, names everything that there is, and loads nothing from elsewhere."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest
from typer.main import get_command

import dateline
from dateline import cli, errors, records
from dateline.exports import format_names
from dateline.notebook.case import Case
from dateline.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def build(settings: Path, into: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(settings), "-d", str(into)]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src"), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = build(ROOT / "mkdocs.yml", folder)
    assert done.returncode == 0 and "WARNING" not in done.stderr, done.stderr
    return folder


def words(site: Path, name: str) -> str:
    """The text of a built page."""
    main = (site / name).read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
    return re.sub(r"<[^>]+>", "", main).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")


def test_every_page_is_built_and_can_be_searched(site: Path) -> None:
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    for path in DOCS.rglob("*"):
        if path.suffix in (".md", ".ipynb"):
            assert path.relative_to(DOCS).with_suffix(".html").as_posix() in built
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert built - {"404.html"} <= found


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        loads = re.findall(
            r"<(?:script|img|iframe|source|link)\b[^>]*\b(?:src|href)=\"?(https?:[^\"\s>]+)", path.read_text(encoding="utf-8")
        )
        assert [one for one in loads if "rel=canonical" not in one] == [], path.name


def test_a_dead_link_and_a_page_that_no_one_reaches_fail_the_build(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    (tmp_path / "docs" / "lost.md").write_text("# Lost\n", encoding="utf-8")
    with (tmp_path / "docs" / "index.md").open("a", encoding="utf-8") as out:
        out.write("\n[nowhere](nowhere.md) and [no part](cli.md#no-such-part)\n")
    hook = ROOT / "tools" / "docs_pages.py"
    (tmp_path / "mkdocs.yml").write_text(f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: docs\nhooks: ['{hook}']\n", encoding="utf-8")
    done = build(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert done.returncode != 0
    assert "nowhere.md" in done.stderr and "no-such-part" in done.stderr and "lost.md" in done.stderr


# ---------------------------------------------------------------------- nothing without a word
def commands() -> list[tuple[str, list[str]]]:
    """Every command with its long options."""
    found = []

    def walk(name: str, command) -> None:
        options = [option for one in command.params for option in getattr(one, "opts", ()) if option.startswith("--")]
        found.append((name, [option for option in options if option != "--help"]))
        for inner, one in getattr(command, "commands", {}).items():
            walk(f"{name} {inner}".strip(), one)

    walk("", get_command(cli.app))
    return found


def test_every_command_and_option_is_in_the_documentation(site: Path) -> None:
    told, printed = page("cli.md"), words(site, "reference/commands.html")
    for name, options in commands():
        assert f"dateline {name}".strip() in printed and name.rpartition(" ")[2] in told, name
        assert [option for option in options if option not in printed] == [], name


def test_every_record_and_field_is_in_the_documentation(site: Path) -> None:
    printed = (site / "reference" / "records.html").read_text(encoding="utf-8")
    for name, record in vars(records).items():
        if isinstance(record, type) and issubclass(record, records.Record) and record is not records.Record:
            section = printed.partition(f'id="{name.lower()}"')[2].partition("<h2")[0]
            for field in msgspec.structs.fields(record):
                assert f"<code>{field.name}</code>" in section, f"{name}.{field.name}"
    assert "Never empty." in printed


def test_every_setting_error_and_reason_is_in_the_documentation(site: Path) -> None:
    settings, told = words(site, "reference/settings.html"), words(site, "reference/errors.html")
    assert [f.name for f in msgspec.structs.fields(Settings) if f"DATELINE_{f.name.upper()}" not in settings] == []
    raised = [name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.DatelineError)]
    assert len(raised) > 5 and [name for name in raised if name not in told] == []
    rows = {reason.value: told.partition(f"\n{reason.value}\n")[2].partition("\n")[0] for reason in errors.Reason}
    assert [reason for reason, meaning in rows.items() if len(meaning) < 10] == []


def test_every_type_of_the_codebook_is_in_the_documentation(site: Path) -> None:
    from dateline.codebook import load_codebook

    told = words(site, "reference/types.html")
    for entry in load_codebook().entries.values():
        assert entry.label in told and " ".join(entry.definition.split()).replace("`", "") in told, entry.id


def test_every_extra_is_in_the_documentation() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"])
    assert {name for name in extras if f"| `{name}` |" in page("install.md")} == extras - {"train", "bench"}
    assert all(f"`{name}`" in page("install.md") for name in extras)


def test_every_tool_form_and_public_name_is_in_the_documentation(site: Path) -> None:
    from dateline.mcp.tools import Tools

    tools = [name for name in vars(Tools) if not name.startswith("_") and name != "all"]
    assert len(tools) == 7 and [name for name in tools if f"| `{name}` |" not in page("assistants.md")] == []
    assert [name for name in format_names() if f"`{name}`" not in page("exports.md")] == []
    forms = words(site, "reference/forms.html")
    assert "Columns: event_id_cnty" in forms and forms.count("Files end in") == len(format_names())
    public = [f"dateline.{name}(" for name in dateline.__all__ if not name.startswith("__")]
    public += [f"case.{name}(" for name in vars(Case) if not name.startswith("_") and name != "close"]
    assert [name for name in public if name not in page("python.md")] == []


def test_every_route_is_in_the_documentation(tmp_path: Path, site: Path) -> None:
    from dateline.accounts.book import Accounts
    from dateline.api import make_application
    from dateline.api.operations import ROUTES
    from dateline.api.team import Team
    from dateline.api.throttle import Throttle
    from dateline.store import Store

    Store.open(tmp_path / "case.db").close()
    with Store.open(tmp_path / "case.db", read_only=True) as store, Accounts(tmp_path / "accounts.db", create=True) as accounts:
        application = make_application(store, {}, team=Team(accounts=accounts, throttle=Throttle(60)))
        found = {
            re.sub(r"\{\w+:str\}", "ID", route.path)
            for route in application.routes
            if route.path.startswith("/api") and "schema" not in route.path
        }
    printed = words(site, "reference/routes.html")
    beginnings = {path.partition("ID")[0] for path in found if "openapi" not in path}
    assert [begin for begin in beginnings if f" {begin}" not in printed] == []
    assert "For: editor (on a team's desk)." in printed and "Write a file of the own folder." in printed
    told = "\n".join(page(name) for name in ("desk.md", "team.md", "operations.md")).replace("/NAME", "/ID")
    rows = [line for line in told.splitlines() if line.startswith("| `/api") or "`/health" in line or "`/metrics" in line]
    named = {f"{begin}{path}" for row in rows for begin, path in named_in(row.split(" | ")[0])}
    assert len(found) > 25 and sorted(found - named - {"/api/openapi.json"}) == []
    assert [route for route in ROUTES if f"`{route}`" not in told] == []


def named_in(cell: str) -> list[tuple[str, str]]:
    """The routes of a table's first cell: `/api/review/queue`, `/state` stands for /api/review/state too."""
    paths = re.findall(r"`(/[^`]*)`", cell)
    begin = paths[0].rpartition("/")[0] if paths else ""
    whole = paths[0] if paths else ""
    return [("", path) for path in paths] + [(one, path) for path in paths for one in (begin, whole)]
