"""Lines of the exchange form as they come from outside: read, and held to the text that they speak of."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from dateline.errors import InputError
from dateline.records import KINDS

Json = dict[str, Any]
Position = Annotated[int, msgspec.Meta(ge=0)]
TYPE_FIELD = {"event": "type", "control": "change", "relation": "type"}
"""Kind -> the key under which the exchange form has its type."""


class _Row(msgspec.Struct):
    """What no row can do without."""

    doc: str
    kind: str
    span: tuple[Position, Position]
    quote: str | None = None


def type_of(row: Json) -> str | None:
    """The type of an event, of a change of control or of a relation; None for the other kinds."""
    return row.get(TYPE_FIELD[row["kind"]]) if row["kind"] in TYPE_FIELD else None


def read_lines(path: Path) -> list[tuple[str, Json]]:
    """The objects of a JSON Lines file, each with where it stands.

    Raises:
        InputError: it cannot be opened, or a line is no JSON object.
    """
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8; write it again as UTF-8.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be opened ({error.strerror or error}); check the name.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}:{number} is no JSON ({error}); each line is one object.") from error
        if not isinstance(row, dict):
            raise InputError(f"{path}:{number} is no JSON object; each line is one object.")
        found.append((f"{path}:{number}", row))
    return found


def read_rows(path: Path, texts: Mapping[str, str]) -> dict[str, list[Json]]:
    """The assertions of a file in the exchange form, by document; those of documents without a text are left out.

    Args:
        texts: document -> its text.

    Raises:
        InputError: a line is no assertion, or its words do not stand where it says.
    """
    found: dict[str, list[Json]] = {}
    for where, row in read_lines(path):
        try:
            head = msgspec.convert(row, _Row)
        except msgspec.ValidationError as error:
            raise InputError(f"{where} is no assertion in the exchange form: {error}.") from error
        if head.kind not in KINDS:
            raise InputError(f"{where} has no kind of assertion, {head.kind!r}; there are {', '.join(KINDS)}.")
        text = texts.get(head.doc)
        if text is None:
            continue
        start, end = head.span
        if not start < end <= len(text):
            raise InputError(f"{where} points at {start} to {end}, which is not in the text of {head.doc}; offsets count letters.")
        if head.quote is not None and text[start:end] != head.quote:
            raise InputError(
                f"{where} quotes words that do not stand at {start} to {end} of the text of {head.doc}; was the text changed?"
            )
        found.setdefault(head.doc, []).append({"id": where, **row, "span": [start, end]})
    return found


def documents_of(lines: Iterable[tuple[str, Json]]) -> list[str]:
    """The documents that lines speak of, in their order.

    Raises:
        InputError: a line names none, or by what cannot be a file's name.
    """
    names: dict[str, None] = {}
    for where, row in lines:
        name = row.get("doc")
        if not isinstance(name, str) or not name or "/" in name or "\\" in name or "\0" in name:
            raise InputError(f"{where} names no document; `doc` is the name of its text without .txt.")
        names[name] = None
    return list(names)
