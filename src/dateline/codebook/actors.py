"""Reads the actor files: ``*.yaml`` of rows, with ``countries.yaml`` and ``patterns.yaml`` beside them.

Strict: unknown keys, double ids, ids that lead nowhere and dates the wrong way round are refused, naming the file, the line and the
row.
"""

import gc
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from dateline.codebook.actor_rows import (
    KINDS,
    Actor,
    ActorAddition,
    ActorName,
    Called,
    Country,
    Office,
    Rejection,
    Span,
    first_day,
    last_day,
)
from dateline.codebook.actor_table import ActorTable, Patterns
from dateline.codebook.actor_words import fold
from dateline.codebook.complaints import Fault, Where
from dateline.codebook.shapes import shape_faults
from dateline.codebook.yaml_files import find_yaml, read_yaml, refuse
from dateline.errors import CodebookError

__all__ = ["Actor", "ActorName", "ActorTable", "Country", "Office", "fold", "load_actors", "read_yaml"]

DATA = Path(__file__).parent / "data" / "actors"
COUNTRIES = "countries.yaml"
PATTERNS = "patterns.yaml"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ADDS = "adds_to"
REJECTS = "rejects"
ActorRow = Actor | ActorAddition | Rejection | Country
_SPANS: dict[str, type[Span]] = {"names": ActorName, "called": Called, "offices": Office}


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
    where: dict[str, tuple[Path, int]] = {}
    additions: list[tuple[ActorAddition, Path, int]] = []
    rejected: set[str] = set()
    patterns: Patterns | None = None
    digest = hashlib.sha256()
    for source in sources:
        here: dict[str, Path] = {}
        for file in _files(source):
            text = _text(file)
            digest.update(text.encode())
            content = read_yaml(text, str(file))
            if file.name == PATTERNS:
                patterns = _patterns(content, file)
                continue
            for number, row in enumerate(read_actor_rows(content, file)):
                if isinstance(row, ActorAddition):
                    additions.append((row, file, number))
                    continue
                if isinstance(row, Rejection):
                    rejected.add(fold(row.rejects))
                    continue
                if row.id in here:
                    fault = Fault((number,), f"the id {row.id!r} stands already in {here[row.id].name}", "choose another")
                    raise refuse([fault], file)
                here[row.id], where[row.id] = file, (file, number)
                if isinstance(row, Country):
                    countries[row.id] = row
                else:
                    actors[row.id] = row
    for addition, file, number in additions:
        if addition.adds_to not in actors:
            raise refuse([unknown_actor(addition.adds_to, (number, ADDS))], file)
        actors[addition.adds_to] = addition.to(actors[addition.adds_to])
    if patterns is None:
        raise CodebookError(f"{PATTERNS} is missing from the actor tables; reinstall Dateline.")
    table = ActorTable(actors.values(), countries.values(), patterns, digest.hexdigest()[:12], rejected)
    for row in actors.values():
        file, number = where[row.id]
        if faults := list(link_faults(row, number, table)):
            raise refuse(faults, file)
    return table


def _files(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source] if source.parent.name == "actors" else []
    return [file for file in find_yaml(source) if file.parent.name == "actors"]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{file} cannot be read: {error}.") from error


def read_actor_rows(content: Any, file: Path) -> list[ActorRow]:
    """The rows of a file of actors; CodebookError naming the file, the line and the row when something is wrong with one."""
    countries = file.name == COUNTRIES
    if isinstance(content, list | None):
        try:
            rows = [msgspec.convert(raw, _kind(raw, countries), strict=False) for raw in content or ()]
        except msgspec.ValidationError:
            pass
        else:
            if not any(next(_row_faults(row), None) for row in rows):
                return rows
    raise refuse(actor_faults(content, countries=countries), file)


def actor_faults(content: Any, *, countries: bool = False) -> list[Fault]:
    """All that is wrong with the rows of a file of actors, each looked at on its own."""
    if not isinstance(content, list | None):
        return [Fault((), "the file must hold a list of rows", "begin each actor with a dash: `- id: ...`")]
    found: list[Fault] = []
    for number, raw in enumerate(content or ()):
        kind = _kind(raw, countries)
        label = next((raw[key] for key in ("id", ADDS, REJECTS, "name") if raw.get(key)), None) if isinstance(raw, dict) else None
        try:
            row = msgspec.convert(raw, kind, strict=False)
        except msgspec.ValidationError:
            faults = shape_faults(raw, kind)
        else:
            faults = list(_row_faults(row))
        found += [fault._replace(where=(number, *fault.where), what=f"row {label or number + 1}: {fault.what}") for fault in faults]
    return found


def _kind(raw: Any, countries: bool) -> type[Actor] | type[ActorAddition] | type[Rejection] | type[Country]:
    if countries:
        return Country
    if isinstance(raw, dict) and REJECTS in raw:
        return Rejection
    return ActorAddition if isinstance(raw, dict) and ADDS in raw else Actor


def _row_faults(row: ActorRow) -> Iterator[Fault]:
    if isinstance(row, Rejection):
        if not fold(row.rejects):
            yield Fault((REJECTS,), "it rejects no word", "write the name as it is printed")
        return
    spans: tuple[Span, ...] = row.names
    if isinstance(row, Actor):
        if row.kind not in KINDS:
            yield Fault(("kind",), f"kind is {row.kind!r}", f"it can be {', '.join(KINDS)}")
        if not row.names:
            yield Fault(("names",), "it has no name", "add a line `- {name: ..., source: ...}` under `names`")
    if isinstance(row, Country):
        if not row.demonyms:
            yield Fault(("demonyms",), "it has no demonym", "add the word for what is of the country: `demonyms: [Syrian]`")
    else:
        if any(" " in word for word in row.exact):
            yield Fault(("exact",), "`exact` holds single words only", "put longer names under `aliases`")
        spans = (*row.names, *row.called, *row.offices)
    for span in spans:
        ends = [end for end in (span.since, span.until) if end]
        for end in ends:
            if not is_date(end):
                yield Fault(_place(span), f"{end!r} is not a date", "write YYYY, YYYY-MM or YYYY-MM-DD")
        if len(ends) == 2 and all(map(is_date, ends)) and first_day(ends[0]) > last_day(ends[1]):
            yield Fault(_place(span), f"from {ends[0]} is after until {ends[1]}", "the earlier day goes under `from`")


def _place(span: Span) -> Where:
    return (next(key for key, kind in _SPANS.items() if isinstance(span, kind)),)


@lru_cache(maxsize=8192)
def is_date(words: str) -> bool:
    """Whether words are a day that may be cut to year or month, as the rows write it."""
    if not _DATE.fullmatch(words):
        return False
    try:
        date.fromisoformat(first_day(words))
    except ValueError:
        return False
    return True


def link_faults(row: Actor, number: int, table: ActorTable) -> Iterator[Fault]:
    """What leads nowhere in a row: the body it is part of, those it grew out of, those whose office it holds."""
    for key, links in (
        ("parent", [row.parent]),
        ("offices", [office.of for office in row.offices]),
        ("predecessors", row.predecessors),
    ):
        for link in links:
            if link is not None and table.get(link) is None:
                yield unknown_actor(link, (number, key), f"row {row.id}: ")


def unknown_actor(id: str, where: Where, row: str = "") -> Fault:
    """The fault of an id that no actor has."""
    return Fault(
        where, f"{row}there is no actor {id!r}", "add its row, or mend the id; `dateline codebook explain` tells an actor's id"
    )


def _patterns(content: Any, file: Path) -> Patterns:
    try:
        return msgspec.convert(content, Patterns, strict=False)
    except msgspec.ValidationError as error:
        raise refuse(shape_faults(content, Patterns), file) from error
