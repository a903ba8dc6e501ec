"""Reads the actor files: ``*.yaml`` of rows, with ``countries.yaml`` and ``patterns.yaml`` beside them.

Strict: unknown keys, double ids, ids that lead nowhere and dates the wrong way round are refused, naming the file and the row.
All YAML scalars are read as text, so that the code of Norway stays "NO" and dates stay ISO strings; this also makes reading fast.
"""

import gc
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import yaml

from dateline.codebook.actor_rows import KINDS, Actor, ActorName, Country, Office, Span, first_day, last_day
from dateline.codebook.actor_table import ActorTable, Patterns
from dateline.codebook.actor_words import fold
from dateline.errors import CodebookError

__all__ = ["Actor", "ActorName", "ActorTable", "Country", "Office", "fold", "load_actors", "read_yaml"]

DATA = Path(__file__).parent / "data" / "actors"
COUNTRIES = "countries.yaml"
PATTERNS = "patterns.yaml"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NULL = ("", "~", "null")


class _Text(yaml.CBaseLoader):
    """A loader for which every scalar is text, and which asks no resolver."""

    def resolve(self, kind: type, value: object, implicit: object) -> str:
        """One tag per kind of node: nothing is guessed from the value."""
        if kind is yaml.ScalarNode:
            return "tag:yaml.org,2002:str"
        return "tag:yaml.org,2002:seq" if kind is yaml.SequenceNode else "tag:yaml.org,2002:map"

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Nothing to keep: `resolve` looks at the kind alone."""

    def ascend_resolver(self) -> None:
        """See `descend_resolver`."""


def _plain(node: yaml.Node, name: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return None if node.value in _NULL and not node.style else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name) for item in node.value]
    plain: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in plain:
            raise CodebookError(f"{name}, line {key.start_mark.line + 1}: the key {key.value!r} stands twice; keep one.")
        plain[key.value] = _plain(value, name)
    return plain


def read_yaml(text: str, name: str) -> Any:
    """The content of a YAML file with every scalar as text; `name` is for the error message."""
    loader = _Text(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise CodebookError(f"{name} is not well-formed YAML: {' '.join(str(error).split())}.") from error
    finally:
        loader.dispose()
    return None if node is None else _plain(node, name)


def load_actors(extra: Sequence[Path] = ()) -> ActorTable:
    """The shipped actors, and over them the user's own: a row of theirs replaces one of the same id.

    Args:
        extra: files of rows in a folder named ``actors``, or folders that hold such a folder.

    Raises:
        CodebookError: a file is not well formed; the message names the file and the row.
    """
    collecting = gc.isenabled()
    gc.disable()  # Thousands of small nodes live until the end: collecting in between doubles the time and frees nothing.
    try:
        return _load((DATA, *extra))
    finally:
        if collecting:
            gc.enable()


def _load(sources: Sequence[Path]) -> ActorTable:
    actors: dict[str, Actor] = {}
    countries: dict[str, Country] = {}
    where: dict[str, str] = {}
    patterns: Patterns | None = None
    digest = hashlib.sha256()
    for source in sources:
        here: dict[str, str] = {}
        for file in _files(source):
            text = _text(file)
            digest.update(text.encode())
            content = read_yaml(text, file.name)
            if file.name == PATTERNS:
                patterns = _patterns(content, file.name)
                continue
            for row in _rows(content, file.name, Country if file.name == COUNTRIES else Actor):
                if row.id in here:
                    raise CodebookError(f"{file.name}, row {row.id}: the id stands already in {here[row.id]}; choose another.")
                here[row.id] = where[row.id] = file.name
                if isinstance(row, Country):
                    countries[row.id] = row
                else:
                    actors[row.id] = row
    if patterns is None:
        raise CodebookError(f"{PATTERNS} is missing from the actor tables; reinstall Dateline.")
    table = ActorTable(actors.values(), countries.values(), patterns, digest.hexdigest()[:12])
    for row in actors.values():
        _check_links(row, where[row.id], table)
    return table


def _files(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source] if source.parent.name == "actors" else []
    return sorted(file for file in source.rglob("*.yaml") if file.parent.name == "actors")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{file.name} cannot be read: {error}.") from error


def _rows(content: Any, name: str, kind: type[Actor] | type[Country]) -> Iterator[Actor | Country]:
    if not isinstance(content, list):
        raise CodebookError(f"{name} must hold a list of rows.")
    for number, raw in enumerate(content, 1):
        label = (raw.get("id") or raw.get("name")) if isinstance(raw, dict) else None
        row_name = f"{name}, row {label or number}"
        try:
            row = msgspec.convert(raw, kind, strict=False)
        except msgspec.ValidationError as error:
            raise CodebookError(f"{row_name}: {error}.") from error
        _check_row(row, row_name)
        yield row


def _check_row(row: Actor | Country, label: str) -> None:
    spans: tuple[Span, ...] = row.names
    if isinstance(row, Actor):
        if row.kind not in KINDS:
            raise CodebookError(f"{label}: kind is {row.kind!r}; it must be one of {', '.join(KINDS)}.")
        if not row.names:
            raise CodebookError(f"{label}: it has no name.")
        if any(" " in word for word in row.exact):
            raise CodebookError(f"{label}: exact holds single words only; put longer names under aliases.")
        spans = (*row.names, *row.offices)
    elif not row.demonyms:
        raise CodebookError(f"{label}: it has no demonym.")
    for span in spans:
        for end in (span.since, span.until):
            if end is not None and not _is_date(end):
                raise CodebookError(f"{label}: {end!r} is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD.")
        if span.since and span.until and first_day(span.since) > last_day(span.until):
            raise CodebookError(f"{label}: from {span.since} is after until {span.until}.")


def _is_date(words: str) -> bool:
    if not _DATE.fullmatch(words):
        return False
    try:
        date.fromisoformat(first_day(words))
    except ValueError:
        return False
    return True


def _check_links(row: Actor, name: str, table: ActorTable) -> None:
    links = [row.parent, *(office.of for office in row.offices), *row.predecessors]
    for link in links:
        if link is not None and table.get(link) is None:
            raise CodebookError(f"{name}, row {row.id}: there is no actor {link!r}; add its row or mend the id.")


def _patterns(content: Any, name: str) -> Patterns:
    try:
        return msgspec.convert(content, Patterns, strict=False)
    except msgspec.ValidationError as error:
        raise CodebookError(f"{name}: {error}.") from error
