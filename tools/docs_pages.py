"""Pages of the documentation site that are made when it is built: reference from the program itself, notebooks, decisions.

MkDocs calls the `on_...` functions. Nothing is written into the source folder. A notebook becomes a page with the outputs it holds,
so that links in it are checked like all others.
"""

import inspect
import json
import re
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
METHODS = ("get", "post", "put", "patch", "delete")
_BOUNDS = (("maxLength", "at most {} characters"), ("maxItems", "at most {} of them"), ("minimum", "from {}"), ("maximum", "to {}"))
_TO_NOTEBOOK = re.compile(r"(\]\([^)\s]+)\.ipynb\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the decision records into the navigation, by number."""
    decisions = [path.relative_to(ROOT / "docs").as_posix() for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    _fill(config.nav, "Decisions", decisions)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made here."""
    for name, text in generated().items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links to notebooks lead to their pages."""
    return _TO_NOTEBOOK.sub(r"\1.md)", markdown)


def generated() -> dict[str, str]:
    """Every page that is made here, by its path below docs."""
    notebooks = {f"notebooks/{path.stem}.md": notebook_page(path) for path in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))}
    return {
        "reference/commands.md": commands_page(),
        "reference/records.md": records_page(),
        "reference/forms.md": forms_page(),
        "reference/routes.md": rest_page(),
        "reference/types.md": types_page(),
        "reference/settings.md": settings_page(),
        "reference/errors.md": errors_page(),
        "reference/quality.md": quality_page(),
        "reference/model-card.md": (ROOT / "src" / "dateline" / "model" / "CARD.md").read_text(encoding="utf-8"),
        **notebooks,
    }


def _fill(nav: Any, title: str, pages: list[str]) -> None:
    for entry in nav if isinstance(nav, list) else ():
        for name, inside in entry.items() if isinstance(entry, dict) else ():
            if name == title:
                entry[name] = pages
            else:
                _fill(inside, title, pages)


# ---------------------------------------------------------------------- the program's own words
def commands_page() -> str:
    """Every command with its help, as the program prints it."""
    from typer.main import get_command

    from dateline.cli import app

    parts = ["# Every command\n", "As `--help` prints it. What it all means: [the command line](../cli.md).\n"]
    for name, command in _commands("dateline", get_command(app)):
        context = command.make_context(name, [], resilient_parsing=True)
        parts.append(f"## {name}\n\n```text\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for inner, one in getattr(command, "commands", {}).items():
        yield from _commands(f"{name} {inner}", one)


def records_page() -> str:
    """Every record with its fields, from its class."""
    from dateline import records

    parts = ["# Records\n", "What passes from stage to stage, in its order. `--json` and the API give the same.\n"]
    for name, record in vars(records).items():
        if inspect.isclass(record) and issubclass(record, records.Record) and record is not records.Record:
            parts.append(f"## {name}\n\n{inspect.cleandoc(record.__doc__ or '')}\n\n{_fields(record)}\n")
    return "\n".join(parts)


def _fields(record: type) -> str:
    told = _field_words(record)
    rows = [f"| `{f.name}` | {_type_words(f.type)} | {told.get(f.name, '')} |" for f in msgspec.structs.fields(record)]  # type: ignore[arg-type]
    return "\n".join(["| field | type | |", "|---|---|---|", *rows])


def _field_words(record: type) -> dict[str, str]:
    """What stands under each field in the source, which Python does not keep."""
    found = re.findall(r'^    (\w+): [^\n]*\n    """(.*?)"""', inspect.getsource(record), re.MULTILINE | re.DOTALL)
    return {name: " ".join(words.split()).replace("|", "\\|") for name, words in found}


def _type_words(kind: Any) -> str:
    words = kind.__name__ if isinstance(kind, type) and not getattr(kind, "__args__", None) else str(kind)
    return "`" + re.sub(r"\b(?:dateline\.records|typing)\.", "", words).replace("NoneType", "None").replace("|", "or") + "`"


def types_page() -> str:
    """Every type of the shipped codebook with its definition and what others call it."""
    from dateline.codebook import load_codebook

    parts = ["# Types of the codebook\n", "What each means, as the codebook says it. Your own: [the codebook](../codebook.md).\n"]
    by_kind: dict[str, list[Any]] = {}
    for entry in load_codebook().entries.values():
        by_kind.setdefault(entry.kind, []).append(entry)
    for kind, entries in by_kind.items():
        parts.append(f"## {kind.capitalize()}\n\n| id | label | definition |\n|---|---|---|")
        parts += [f"| `{one.id}` | {one.label} | {_cell(one.definition)} |" for one in sorted(entries, key=lambda one: one.id)]
        parts.append("")
    return "\n".join(parts)


def forms_page() -> str:
    """Every form of export with what its module says of it, the kinds that it holds and its columns."""
    from dateline.codebook import load_codebook
    from dateline.exports import format_names, load_format
    from dateline.exports.tables import Tables
    from dateline.gazetteer import Gazetteer

    columns = Tables.load(load_codebook(), Gazetteer.open()).columns
    parts = ["# Every form of export\n", "As its module tells it. How to ask for one: [exports](../exports.md).\n"]
    for name in format_names():
        form = load_format(name)
        parts.append(f"## {name}\n\n```text\n{inspect.cleandoc(form.__doc__ or '')}\n```\n")
        parts.append(f"Files end in `{form.SUFFIX}`. It holds: {', '.join(sorted(form.KINDS))}.\n")
        if heads := getattr(columns, name, None) or getattr(form, "COLUMNS", None):
            parts.append(f"Columns: {', '.join(f'`{head}`' for head in heads)}.\n")
    return "\n".join(parts)


def settings_page() -> str:
    """Every setting with its default and bounds."""
    from dateline.settings import PREFIX, describe_settings

    parts = [
        "# Settings\n",
        "An option beats the environment, which beats `dateline.toml` in the current folder, which beats the default.\n",
        "| setting | in the environment | default | bounds | |\n|---|---|---|---|---|",
    ]
    for knob in describe_settings():
        bounds = " to ".join(f"{end:,}" for end in (knob.lowest, knob.highest) if end is not None)
        parts.append(f"| `{knob.name}` | `{PREFIX}{knob.name.upper()}` | `{knob.default}` | {bounds} | {_cell(knob.help)} |")
    return "\n".join(parts) + "\n"


def errors_page() -> str:
    """Every error and every reason for setting aside."""
    from dateline import errors

    parts = ["# Errors and reasons\n", f"```text\n{inspect.cleandoc(errors.__doc__ or '')}\n```\n"]
    parts.append("Exit codes: [the command line](../cli.md#exit-codes).\n\n## Reasons for setting aside\n\n| reason | |\n|---|---|")
    told = dict(re.findall(r'^    \w+ = "(\w+)"\n    """(.*?)"""', inspect.getsource(errors.Reason), re.MULTILINE | re.DOTALL))
    reasons: type[StrEnum] = errors.Reason
    return "\n".join([*parts, *(f"| `{reason.value}` | {_cell(told.get(reason.value, ''))} |" for reason in reasons)]) + "\n"


def quality_page() -> str:
    """How good it is, as the README has it: the table is made from the benchmarks' results."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## How good it is\n")[2].partition("\n## ")[0]
    return "# How good it is\n" + section.replace("[training log](training/LOG.md)", "`training/LOG.md`")


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


# ---------------------------------------------------------------------- the server's own words
def rest_page() -> str:
    """Every route with its parameters, body and answer; then every record that they name."""
    schema, roles = _described()
    parts = [
        "# Every route\n",
        "From the server's own OpenAPI, which a desk gives at `/api/openapi.json`; here of one for a team. Routes of review and\n"
        "changes are there with `--review` or `--team`, those of the session with `--team` alone. What they are for:\n"
        "[the desk](../desk.md#the-api), [a desk for a team](../team.md#the-routes), [health](../operations.md#health).\n"
        "All that is not GET carries the header `X-Dateline-Review`.\n",
    ]
    for path, item in sorted(schema["paths"].items()):
        for method in METHODS:
            if method in item:
                parts.append(_route_words(path, method, item[method], roles[path, method.upper()]))
    parts.append("## Records\n\nThose of the pipeline are told in [records](records.md), field by field.\n")
    for name, one in sorted(schema["components"]["schemas"].items(), key=lambda named: _short(named[0])):
        rows = [f"| `{field}` | `{_sort(value)}` |" for field, value in one.get("properties", {}).items()]
        parts.append("\n".join([f"### {_short(name)}\n", "| field | type |\n|---|---|", *rows, ""]))
    return "\n".join(parts)


def _described() -> tuple[dict[str, Any], dict[tuple[str, str], str]]:
    """The OpenAPI of a team's desk over an empty case, and the role that each route takes."""
    from dateline.accounts.book import Accounts
    from dateline.api import make_application
    from dateline.api.access import OPEN_TO
    from dateline.api.guard import SAFE
    from dateline.api.team import Team
    from dateline.api.throttle import Throttle
    from dateline.store import Store

    with tempfile.TemporaryDirectory() as folder:
        Store.open(Path(folder) / "case.db").close()
        with (
            Store.open(Path(folder) / "case.db", read_only=True) as store,
            Accounts(Path(folder) / "a.db", create=True) as accounts,
        ):
            application = make_application(store, {}, team=Team(accounts=accounts, throttle=Throttle(60)))
            roles = {}
            for route in application.routes:
                for handler in getattr(route, "route_handlers", ()):
                    for method in handler.http_methods:
                        path = re.sub(r":\w+\}", "}", route.path)
                        roles[path, str(method)] = handler.opt.get(OPEN_TO, "reader" if method in SAFE else "editor")
            return application.openapi_schema.to_schema(), roles


def _route_words(path: str, method: str, told: dict[str, Any], role: str) -> str:
    words = " ".join(str(told.get("description") or "").split())
    who = "everybody" if role == "all" else f"{role} (on a team's desk)"
    lines = [f"## {method.upper()} {path}\n", f"{words} For: {who}.\n" if words else f"For: {who}.\n"]
    rows = [
        f"| `{one['name']}` | `{_sort(one['schema'])}` | {_cell(one.get('description') or '')}{_bounds(one['schema'])} |"
        for one in told.get("parameters", ())
    ]
    if rows:
        lines += ["| parameter | type | |\n|---|---|---|", *rows, ""]
    lines += [f"Body: {sort}.\n" for sort in _bodies(told.get("requestBody"))]
    answers = [
        f"{status} {sort}" for status, one in sorted(told.get("responses", {}).items()) for sort in _bodies(one) or ["nothing"]
    ]
    return "\n".join([*lines, f"Answers: {'; '.join(answers)}.\n"])


def _bodies(one: dict[str, Any] | None) -> list[str]:
    held = (one or {}).get("content", {})
    return [f"`{_sort(sort.get('schema', {}))}`" if "json" in media else f"`{media}`" for media, sort in held.items()]


def _bounds(schema: dict[str, Any]) -> str:
    inner = next((one for one in schema.get("oneOf", ()) if one.get("type") != "null"), schema)
    said = [words.format(f"{inner[key]:,.0f}") for key, words in _BOUNDS if key in inner]
    return f" ({', '.join(said)})" if said else ""


def _sort(schema: dict[str, Any]) -> str:
    """What a schema is, in the words of TypeScript."""
    if "$ref" in schema:
        return _short(schema["$ref"].rpartition("/")[2])
    if several := schema.get("oneOf") or schema.get("anyOf"):
        return " or ".join(dict.fromkeys(map(_sort, several)))
    if values := schema.get("enum"):
        return " or ".join(map(str, values)) if len(values) < 9 else "string"
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_sort(schema.get('items') or {})}" if "prefixItems" not in schema else "list"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map of {_sort(schema['additionalProperties'])}"
    return str(kind)


def _short(name: str) -> str:
    outer, _, inner = name.partition("_") if name.endswith("_") else ("", "", name)
    word = re.split(r"[._]", inner.rstrip("_"))[-1]
    return f"{outer} of {word}" if outer else word


# ---------------------------------------------------------------------- notebooks
def notebook_page(path: Path) -> str:
    """A notebook as Markdown with the outputs that it holds."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    parts = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        parts += [_output(output) for output in cell["outputs"]]
    parts.append(f"As a notebook: `docs/notebooks/{path.name}`.")
    return "\n\n".join(parts) + "\n"


def _output(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if "text/html" in data:
        # Frames bring a style element of their own, which would hold for the whole page.
        html = re.sub(r"<style[^>]*>.*?</style>", "", "".join(data["text/html"]), flags=re.DOTALL)
        return f'<div style="overflow-x:auto">{_one_block(html)}</div>'
    words = "".join(data.get("text/plain", output.get("text", "")))
    return f"```text\n{words.rstrip()}\n```"


def _one_block(html: str) -> str:
    """HTML without empty lines, at which Markdown would take it for text again."""
    return "\n".join(line for line in html.splitlines() if line.strip())
