"""What a coder decides about names that no table knows: rows of a codebook of the case file's own, beside it, with its own version.

A decision is one row at the end of one file: an actor, a further name of one, or a name that is nobody's. Undoing takes the row out
again. Nothing else is in the folder, and it can be read, mended and shared like any codebook.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dateline.codebook import Codebook
from dateline.codebook.actor_words import fold
from dateline.codebook.actors import REJECTS, read_actor_rows
from dateline.codebook.manifest import FILE_NAME
from dateline.codebook.yaml_files import read_yaml
from dateline.errors import CodebookError, UsageError
from dateline.plugins import load_codebook
from dateline.records import Record
from dateline.workbench.folders import DECISIONS, append_rows, begin, row_blocks, write_whole
from dateline.workbench.row_drafts import ActorAnswers, add_actor, known_actors
from dateline.workbench.yaml_text import flow_map

HEADING = (
    "# What was decided about names of this case file, the latest last.\n"
    "# `dateline actors accept`, `merge` and `reject` add rows, `undo` takes one out.\n\n"
)
_VERSION = re.compile(r'^(version: *"?)([\d.]*?)(\d+)(".*|\s*)$', re.MULTILINE)


class Decision(Record, frozen=True):
    """One row, in words."""

    what: str
    """accept, merge or reject."""
    names: tuple[str, ...]
    """The names it is about."""
    actor: str | None
    """The actor's id; None for a rejection."""
    row: str
    """The row as it is written."""


def folder_of(case: str) -> Path:
    """Where the decisions about a case file lie: beside it, under its name."""
    path = Path(case.partition("://")[2].rpartition("/")[2].partition("?")[0]) if "://" in case else Path(case)
    return path.with_name(f"{path.stem or 'dateline'}-actors")


def with_decisions(given: Sequence[Path] | None, case: str) -> list[Path]:
    """The codebook folders of a command, with the decisions about the case file over them."""
    folder = folder_of(case)
    return [*(given or ()), *([folder] if (folder / "actors" / DECISIONS).is_file() else [])]


def decisions(folder: Path) -> list[Decision]:
    """All that was decided, in its order.

    Raises:
        CodebookError: the file is not well formed.
    """
    path = folder / "actors" / DECISIONS
    if not path.is_file():
        return []
    blocks = _blocks(path)[1]
    return [_decision(read_yaml(block, str(path))[0], block) for block in blocks]


def accept(answers: ActorAnswers, codebook: Codebook, folder: Path) -> Decision:
    """Make a name an actor of its own.

    Raises:
        UsageError: the name is somebody's already, or something is missing or unknown.
    """
    if known := known_actors(answers.name, codebook):
        who = known[0]
        raise UsageError(
            f"{answers.name!r} names {who.names[-1].name} ({who.id}) already; to say so of another name, use "
            f"`dateline actors merge NAME {who.id}`."
        )
    return _decided(folder, lambda: add_actor(answers, codebook, folder, file=DECISIONS))


def merge(name: str, into: str, codebook: Codebook, folder: Path, *, since: str | None, until: str | None, source: str) -> Decision:
    """Make a name a further name of a known actor.

    Raises:
        UsageError: there is no such actor, or the name is its already.
    """
    if into not in codebook.actors.actors:
        raise UsageError(f"There is no actor {into}; `dateline show candidates` gives ids, `dateline codebook explain NAME` too.")
    if into in codebook.actors.countries:
        raise UsageError(f"{into} is a country: its words stand in countries.yaml; to give its government a name, merge into that.")
    if any(actor.id == into for actor in known_actors(name, codebook)):
        raise UsageError(f"{name!r} is a name of {into} already.")
    answers = ActorAnswers(name=name, adds_to=into, since=since, until=until, source=source)
    return _decided(folder, lambda: add_actor(answers, codebook, folder, file=DECISIONS))


def reject(name: str, codebook: Codebook, folder: Path, *, source: str) -> Decision:
    """Note that a name is nobody's who is worth a row; it is no candidate any more.

    Raises:
        UsageError: it is rejected already, or has no letter.
    """
    if not fold(name):
        raise UsageError("A name needs a letter.")
    if fold(name) in codebook.actors.rejected:
        raise UsageError(f"{name!r} is rejected already.")
    row = f"- {flow_map({REJECTS: name, 'source': source})}\n"
    path = folder / "actors" / DECISIONS

    def add() -> tuple[Path, str]:
        append_rows(path, row, HEADING, read_actor_rows)
        return path, row

    return _decided(folder, add)


def undo(folder: Path, name: str | None = None, *, others: Sequence[Path] = ()) -> Decision:
    """Take the last decision back, or the last one about a name.

    Args:
        others: the other codebook folders in use, for the check that what is left still stands.

    Raises:
        UsageError: there is none, or a later one rests on it.
    """
    path = folder / "actors" / DECISIONS
    made = decisions(folder)
    wanted = [n for n, one in enumerate(made) if name is None or fold(name) in map(fold, one.names)]
    if not wanted:
        raise UsageError(f"Nothing was decided about {name!r}." if name else f"Nothing was decided yet: {path} has no row.")
    opening, blocks = _blocks(path)
    undone = made[wanted[-1]]
    before = path.read_text(encoding="utf-8")
    del blocks[wanted[-1]]
    write_whole(path, opening + "".join(blocks))
    try:
        load_codebook([*others, folder])
    except CodebookError as error:
        write_whole(path, before)
        raise UsageError(f"Other decisions rest on {undone.actor or undone.names[0]!r}: {error} Undo those first.") from error
    _raise_version(folder)
    return undone


def _decided(folder: Path, add: Any) -> Decision:
    new = begin(folder)
    if not (folder / "actors" / DECISIONS).exists():
        write_whole(folder / "actors" / DECISIONS, HEADING)
    path, row = add()
    if not new:
        _raise_version(folder)
    return _decision(read_yaml(row, str(path))[0], row)


def _raise_version(folder: Path) -> None:
    """Each change of what was decided is a version of its own: the last number goes up."""
    path = folder / FILE_NAME
    text = path.read_text(encoding="utf-8")
    write_whole(path, _VERSION.sub(lambda m: f"{m[1]}{m[2]}{int(m[3]) + 1}{m[4]}", text, count=1))


def _blocks(path: Path) -> tuple[str, list[str]]:
    return row_blocks(path.read_text(encoding="utf-8"), str(path))


def _decision(value: Any, row: str) -> Decision:
    if REJECTS in value:
        return Decision(what="reject", names=(str(value[REJECTS]),), actor=None, row=row)
    names = tuple(_names(value))
    if "adds_to" in value:
        return Decision(what="merge", names=names, actor=str(value["adds_to"]), row=row)
    return Decision(what="accept", names=names, actor=str(value["id"]), row=row)


def _names(value: Any) -> Iterable[str]:
    yield from (str(name["name"]) for name in value.get("names", ()))
    yield from map(str, value.get("aliases", ()))
