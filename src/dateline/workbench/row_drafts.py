"""A new actor or label: from a coder's answers to a row of a list file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from dateline.codebook import Codebook, LabelRow
from dateline.codebook.actor_rows import KINDS, Actor
from dateline.codebook.actor_words import fold
from dateline.codebook.actors import is_date, read_actor_rows
from dateline.codebook.words import read_rows
from dateline.errors import UsageError
from dateline.records import Record
from dateline.workbench.entry_drafts import better_form
from dateline.workbench.folders import append_rows
from dateline.workbench.yaml_text import flow_list, scalar

ACTORS = "# Actors: who they are, by which names, and from when until when. After a change: dateline codebook check.\n\n"
LABELS = "# Nouns with which a voice names a side. After a change: dateline codebook check.\n\n"


class ActorAnswers(Record, frozen=True):
    """What a coder says of an actor. Dates are ISO and may be cut to year or month."""

    name: str
    kind: str = "armed_group"
    country: tuple[str, ...] = ()
    """Names or ISO codes."""
    aliases: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    parent: str | None = None
    source: str = ""
    adds_to: str | None = None
    """Id of the actor whose further name this is."""


def known_actors(name: str, codebook: Codebook) -> list[Actor]:
    """The actors that bear a name already."""
    wanted = fold(name)
    table = codebook.actors
    found = [actor for actor in table.actors.values() if any(fold(surface) == wanted for surface in actor.surfaces())]
    return found or [actor for actor in [table.find(name)] if actor is not None and actor.kind != "people"]


def add_actor(
    answers: ActorAnswers, codebook: Codebook, folder: Path, *, another: bool = False, file: str = "actors.yaml"
) -> tuple[Path, str]:
    """Write the row of an actor, or of a further name of one, into a file of the folder's `actors`.

    Args:
        another: also where somebody else bears the name already.

    Returns:
        The file and the row.

    Raises:
        UsageError: something is missing or unknown, or the name is somebody's already.
        CodebookError: the row, or the file it goes into, is not well formed.
    """
    known = [] if answers.adds_to or another else known_actors(answers.name, codebook)
    if known:
        who = ", ".join(f"{actor.names[-1].name} ({actor.id})" for actor in known)
        raise UsageError(
            f"{answers.name!r} names somebody already: {who}. To give that actor more names say --adds-to {known[0].id}; for "
            f"another actor of the same name say --another."
        )
    row = actor_row(answers, codebook)
    path = folder / "actors" / file
    append_rows(path, row, ACTORS, read_actor_rows)
    return path, row


def actor_row(answers: ActorAnswers, codebook: Codebook, id: str | None = None) -> str:
    """The row of an actor, or of a further name of one.

    Args:
        id: of the actor whose row is written anew; a new one gets an id that is free.

    Raises:
        UsageError: something is missing or unknown.
    """
    if not fold(answers.name):
        raise UsageError("An actor needs a name with a letter in it.")
    return _addition(answers, codebook) if answers.adds_to else _actor(answers, codebook, id)


def _addition(answers: ActorAnswers, codebook: Codebook) -> str:
    if codebook.actors.get(answers.adds_to or "") is None:
        raise UsageError(f"There is no actor {answers.adds_to}; `dateline codebook explain NAME` tells an actor's id.")
    if not (answers.since or answers.until):
        return f"- {{adds_to: {answers.adds_to}, aliases: {flow_list([answers.name, *answers.aliases])}}}\n"
    lines = [f"- adds_to: {answers.adds_to}\n", "  names:\n", f"    - {_name(answers)}\n"]
    return "".join([*lines, f"  aliases: {flow_list(answers.aliases)}\n" if answers.aliases else ""])


def _actor(answers: ActorAnswers, codebook: Codebook, id: str | None) -> str:
    if answers.kind not in KINDS:
        raise UsageError(f"An actor cannot be of the kind {answers.kind!r}; it can be {', '.join(KINDS)}.")
    if answers.parent and codebook.actors.get(answers.parent) is None:
        raise UsageError(f"There is no actor {answers.parent} to be part of; `dateline codebook explain NAME` tells an actor's id.")
    id = id or _free_id(fold(answers.name).replace(" ", "_"), codebook)
    lines = [f"- id: {id}\n", f"  kind: {answers.kind}\n"]
    if codes := country_codes(answers.country, codebook):
        lines.append(f"  country: [{', '.join(codes)}]\n")
    lines += ["  names:\n", f"    - {_name(answers)}\n"]
    if answers.aliases:
        lines.append(f"  aliases: {flow_list(answers.aliases)}\n")
    if answers.parent:
        lines.append(f"  parent: {answers.parent}\n")
    return "".join(lines)


def _name(answers: ActorAnswers) -> str:
    if not answers.source.strip():
        raise UsageError("A name needs its source: a report, a list, a link. Give it with --source.")
    given = (("from", answers.since), ("until", answers.until))
    dates = "".join(f", {key}: {day if is_date(day) else scalar(day)}" for key, day in given if day)
    return f"{{name: {scalar(answers.name)}{dates}, source: {scalar(answers.source)}}}"


def _free_id(id: str, codebook: Codebook) -> str:
    """The id, or the id with a number where another actor has it."""
    number, free = 2, id
    while codebook.actors.get(free) is not None:
        free, number = f"{id}_{number}", number + 1
    return free


def country_codes(countries: Iterable[str], codebook: Codebook) -> list[str]:
    """ISO codes of countries given by name or by code.

    Raises:
        UsageError: there is no such country.
    """
    table = codebook.actors
    known = {country.iso for country in table.countries.values()}
    codes = []
    for words in countries:
        actor = table.find(words)
        code = words.upper() if words.upper() in known else next(iter(actor.country), None) if actor else None
        if code is None:
            raise UsageError(f"There is no country {words!r}; give its English name or its two-letter code, such as ML for Mali.")
        codes.append(code)
    return codes


class LabelAnswers(Record, frozen=True):
    """What a coder says of a noun that names a side, or (`label` False) only looks so."""

    words: tuple[str, ...]
    tone: Literal["plain", "hostile", "friendly"] = "plain"
    weak: bool = False
    """Only with words that say whose side it is."""
    label: bool = True


def add_label(answers: LabelAnswers, folder: Path) -> tuple[Path, str]:
    """Write a row into the folder's `labels.yaml`.

    Returns:
        The file and the row.

    Raises:
        UsageError: there is no word.
        CodebookError: the row, or the file it goes into, is not well formed.
    """
    row = label_row(answers)
    path = folder / "labels.yaml"
    append_rows(path, row, LABELS, lambda value, at: read_rows(value, LabelRow, at))
    return path, row


def label_row(answers: LabelAnswers) -> str:
    """The row of a label.

    Raises:
        UsageError: there is no word.
    """
    written = [_label_words(words) for words in answers.words if fold(words)]
    if not written:
        raise UsageError("A label needs a word with a letter in it.")
    pairs: dict[str, Any] = {
        "tone": answers.tone if answers.tone != "plain" else None,
        "strength": "weak" if answers.weak else None,
        "label": None if answers.label else "false",
    }
    extra = "".join(f", {key}: {value}" for key, value in pairs.items() if value)
    return f"- {{words: {flow_list(written)}{extra}}}\n"


def _label_words(words: str) -> str:
    parts = fold(words).split()
    parts[-1] = better_form(parts[-1]) or parts[-1]
    return " ".join(parts)
