"""YAML text -> plain values with every scalar as text, and from a value back to its line; what is no YAML is explained plainly.

All scalars are read as text, so that the code of Norway stays "NO" and dates stay ISO strings; this also makes reading fast.
It knows nothing of what the values mean.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from dateline.codebook.complaints import Complaint, Fault, refusal
from dateline.errors import CodebookError

DEEPEST = 50
"""Levels of a file; those of a codebook have five."""
_OPENING, _CLOSING = (MappingStartEvent, SequenceStartEvent), (MappingEndEvent, SequenceEndEvent)
DRAFTS = "drafts"
"""Folder of entries that are not finished: nothing reads it but the workbench."""
_NULL = frozenset(("", "~", "null"))
_QUOTES = "put the words in double quotes"
# What the YAML library says (a part of it, in small letters) -> what is wrong, and what to do about it.
_EXPLAINED = (
    ("tab", "a tab stands at the beginning of the line", "use spaces, as many as in the lines around it"),
    ("mapping values are not allowed", "this is either set in too far, or has a colon inside words without quotes",
     f"begin it under the first letter of its neighbours, or {_QUOTES}"),
    ("found unexpected end of stream", "a quotation mark is opened here and never closed", "close it at the end of the words"),
    ("did not find expected ',' or ']'", "a square bracket is opened in line {first} and not closed before this",
     "close it with ], and part what is inside with commas"),
    ("did not find expected ',' or '}'", "a curly bracket is opened in line {first} and not closed before this",
     "close it with }}, and part what is inside with commas"),
    ("did not find expected key",
     "this line does not fit to the ones above it: it is set in differently, or has a quotation mark too many",
     "begin it under the first letter of its neighbours; where words have quotation marks, put 'single quotes' around all of them"),
    ("did not find expected '-'", "this line does not fit to the list above it, or goes on after a closing quotation mark",
     "begin it with a dash under the dashes above; where some of the words are quoted, put 'single quotes' around all of them"),
    ("could not find expected ':'", "a line just before this has no colon after its first word",
     "write `key: words`, or begin the line with a dash where it goes on a list"),
    ("cannot start any token", "the words begin with a sign that YAML keeps for itself (@, `, %)", _QUOTES),
    ("undefined alias", "the words begin with a star, which YAML keeps for itself", _QUOTES),
    ("another document", "a line of three dashes divides the file in two", "take it out"),
    ("expected comment or line break", "the words begin with > or |, which YAML keeps for itself", _QUOTES),
)  # fmt: skip


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


class _Unusual(Exception):
    """Something that codebooks do not have; the nodes tell what and in which line."""


def read_yaml(text: str, name: str) -> Any:
    """The content of a YAML text with every scalar as text; `name` is the file's, for the error message.

    Raises:
        CodebookError: it is not YAML, or uses what codebooks do not; the message names the line and the remedy.
    """
    try:
        return _quick(text)
    except (_Unusual, yaml.YAMLError, RecursionError):
        pass
    node = _parse(text, name)
    return None if node is None else _plain(node, name, set())


def _quick(text: str) -> Any:
    """The content of a text without faults, straight from the parser's events: start-up waits for it."""
    event = yaml.CBaseLoader(text).get_event
    event()  # The stream begins.
    if isinstance(event(), StreamEndEvent):
        return None
    content = _value(event(), event)
    event()  # The document ends.
    if not isinstance(event(), StreamEndEvent):
        raise _Unusual
    return content


def _value(event: Any, following: Callable[[], Any]) -> Any:
    kind = type(event)
    if kind is ScalarEvent:
        return None if event.value in _NULL and not event.style else event.value
    if kind is SequenceStartEvent:
        return _sequence(following)
    if kind is MappingStartEvent:
        return _mapping(following)
    raise _Unusual


def _sequence(following: Callable[[], Any]) -> list[Any]:
    values: list[Any] = []
    scalar, null = ScalarEvent, _NULL
    while type(event := following()) is not SequenceEndEvent:
        values.append(event.value if type(event) is scalar and event.value not in null else _value(event, following))
    return values


def _mapping(following: Callable[[], Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    scalar, null = ScalarEvent, _NULL
    while type(event := following()) is scalar:
        key = event.value
        if key in values:
            raise _Unusual
        event = following()
        values[key] = event.value if type(event) is scalar and event.value not in null else _value(event, following)
    if type(event) is not MappingEndEvent:
        raise _Unusual
    return values


def _refuse_deep(text: str, name: str) -> None:
    """Refuse what stands deeper than any codebook: the library goes down by calling itself, and would end the process."""
    event: Any
    depth, loader = 0, yaml.CBaseLoader(text)
    try:
        while (event := loader.get_event()) is not None and type(event) is not StreamEndEvent:
            depth += (type(event) in _OPENING) - (type(event) in _CLOSING)
            if depth > DEEPEST:
                raise _refused(name, event.start_mark, "brackets stand inside brackets too often for a codebook", "take some out")
    except yaml.YAMLError:
        pass  # what is wrong is explained where the text is read
    finally:
        loader.dispose()


def _parse(text: str, name: str) -> yaml.Node | None:
    _refuse_deep(text, name)
    try:
        loader = _Text(text)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise _explained(error, name) from error


def _refused(name: str, mark: Any, what: str, remedy: str) -> CodebookError:
    return refusal([Complaint(file=name, line=mark.line + 1 if mark else None, what=what, remedy=remedy)])


def _explained(error: yaml.YAMLError, name: str) -> CodebookError:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        said = " ".join(str(error).split())
        return _refused(name, None, f"the file is not well-formed YAML ({said})", "save it as plain text in UTF-8")
    problem = error.problem or ""
    first = error.context_mark or error.problem_mark
    for part, what, remedy in _EXPLAINED:
        if part in problem:
            # An unclosed quotation mark is found out at the end of the file; where it was opened is what helps.
            mark = first if part == "found unexpected end of stream" else error.problem_mark
            return _refused(name, mark, f"not well-formed YAML: {what.format(first=first.line + 1)}", remedy.format())
    return _refused(name, error.problem_mark, f"not well-formed YAML ({problem})", "compare the line with those around it")


def _plain(node: yaml.Node, name: str, met: set[int]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return None if node.value in _NULL and not node.style else node.value
    if id(node) in met:  # a reference, by which ten lines could stand for a million
        raise _refused(name, node.start_mark, "the references & and * are not read in codebooks", "write the words out")
    met.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name, met) for item in node.value]
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _refused(name, key.start_mark, "a list stands where a key is expected", _QUOTES)
        if key.value in found:
            raise _refused(name, key.start_mark, f"the key {key.value!r} stands twice", "keep one")
        found[key.value] = _plain(value, name, met)
    return found


def find_yaml(folder: Path) -> list[Path]:
    """The YAML files under a codebook folder, in one order; what lies in `drafts` or a hidden folder is not of the codebook yet."""
    found = (path.relative_to(folder) for path in folder.rglob("*.yaml"))
    return sorted(folder / path for path in found if not any(part.startswith(".") or part == DRAFTS for part in path.parts))


def located(faults: Sequence[Fault], path: Path, *, hint: bool = False, text: str | None = None) -> list[Complaint]:
    """The faults of a file with their lines, in the order of lines; `text` is what a file will say that is not written yet."""
    if not faults:
        return []
    node = _parse(path.read_text(encoding="utf-8") if text is None else text, str(path))
    complaints = [
        Complaint(file=str(path), line=_line(node, fault.where), what=fault.what, remedy=fault.remedy, hint=hint)
        for fault in faults
    ]
    return sorted(complaints, key=lambda complaint: complaint.line or 0)


def key_lines(text: str, name: str) -> dict[str, int]:
    """The line (from 0) on which each key of a file's outermost level stands; none where the file is no mapping.

    Raises:
        CodebookError: it is not YAML.
    """
    node = _parse(text, name)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: key.start_mark.line for key, _ in node.value if isinstance(key, yaml.ScalarNode)}


def refuse(faults: Sequence[Fault], path: Path, text: str | None = None) -> CodebookError:
    """The error for a file with faults; `text` as for `located`."""
    return refusal(located(faults, path, text=text))


def _line(node: yaml.Node | None, where: Sequence[str | int]) -> int | None:
    """The line (from 1) of the value at `where`, or of the nearest thing around it that is there; None of an empty file."""
    if node is None:
        return None
    line = node.start_mark.line
    for step in where:
        key, node = _step(node, step)
        if node is None:
            break
        line = (key or node).start_mark.line
    return line + 1


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The key node, if it has one, and the value node one step down."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), (None, None))
    return None, None
