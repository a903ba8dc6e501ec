"""What is wrong with a codebook folder, all of it at once, and what is allowed there and may yet not be meant.

Errors keep the codebook from being used; hints do not. Whether the words fire where they should is not asked here: see `trials`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import simplemma

from dateline.codebook import Codebook, LabelRow, load_codebook
from dateline.codebook.actor_rows import Actor, ActorAddition
from dateline.codebook.actors import read_actor_rows
from dateline.codebook.complaints import Complaint, Fault
from dateline.codebook.entries import Entry, MoreWords, Trigger, as_words, convert, read_file
from dateline.codebook.files import ACTORS, MORE_WORDS, Files, listed_files, shipped_files
from dateline.codebook.manifest import FILE_NAME
from dateline.codebook.yaml_files import DRAFTS, find_yaml, located
from dateline.errors import CodebookError
from dateline.workbench.entry_drafts import better_form, opens_as_verb

_WRONG_ENDING = frozenset((".yml", ".txt", ".json", ".csv", ".doc", ".docx", ".xls", ".xlsx"))
TOO_COMMON = 3
"""A strong word without surroundings that fires in more example sentences of other types than this is worth a hint."""


@dataclass
class Checked:
    """What a look at a folder found."""

    folder: Path
    complaints: list[Complaint] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    """The types that are well formed."""
    actors: list[Actor | ActorAddition] = field(default_factory=list)
    more_words: int = 0
    """Rows that add words to a type."""
    lists: dict[str, list[Any]] = field(default_factory=dict)
    """Rows of the other lists, by the list's name."""
    drafts: int = 0

    @property
    def errors(self) -> list[Complaint]:
        """The complaints that keep the codebook from being used."""
        return [complaint for complaint in self.complaints if not complaint.hint]


def check_folder(folder: Path, under: Sequence[Path] = ()) -> Checked:
    """Look at every file of a codebook folder.

    Args:
        under: folders that it stands over, whose types and actors its rows may name.
    """
    checked = Checked(folder=folder)
    for path in find_yaml(folder):
        try:
            _check_file(path, checked)
        except CodebookError as error:
            checked.complaints += _complaints(error, path)
    if not checked.errors:
        try:
            codebook = load_codebook([*under, folder])
        except CodebookError as error:  # what only shows when the files stand together: ids that lead nowhere, words for no type
            checked.complaints += _complaints(error, folder)
        else:
            checked.complaints += _hints(checked, codebook)
    checked.complaints += _unread_files(checked)
    checked.complaints.sort(key=lambda complaint: (complaint.file, complaint.line or 0, complaint.what))
    return checked


def _complaints(error: CodebookError, path: Path) -> list[Complaint]:
    return list(error.complaints) or [Complaint(file=str(path), line=None, what=str(error).rstrip("."), remedy="mend it")]


def _check_file(path: Path, checked: Checked) -> None:
    if path.parent.name == ACTORS:
        rows = read_actor_rows(read_file(path)[1], path)
        checked.actors += [row for row in rows if isinstance(row, Actor | ActorAddition)]
        return
    files = Files()
    files.add(path)
    checked.entries += files.entries.values()
    checked.more_words += len(files.more_words)
    for name, rows in files.lists.items():
        if rows:
            checked.lists.setdefault(name, []).extend(rows)


def _unread_files(checked: Checked) -> Iterator[Complaint]:
    for path in sorted(checked.folder.rglob("*")):
        parts = path.relative_to(checked.folder).parts
        if any(part.startswith(".") for part in parts) or not path.is_file():
            continue
        if DRAFTS in parts and path.suffix == ".yaml":
            checked.drafts += 1
            what = "this is a draft, which nothing reads yet"
            remedy = "complete it (its first lines say what is missing) and move it into events, control or relations"
            yield Complaint(file=str(path), line=None, what=what, remedy=remedy, hint=True)
        elif path.suffix.lower() in _WRONG_ENDING and path.name.lower() not in ("readme.txt", "licence.txt", "license.txt"):
            what = f"files ending in {path.suffix} are not read"
            remedy = (
                "rename it so that it ends in .yaml"
                if path.suffix == ".yml"
                else "write it as YAML, or use `dateline codebook import`"
            )
            yield Complaint(file=str(path), line=None, what=what, remedy=remedy, hint=True)
    if not (checked.folder / FILE_NAME).is_file():
        remedy = f"write {FILE_NAME} with `name:` and `version:`; packing needs it"
        yield Complaint(file=str(checked.folder), line=None, what="the codebook has no name and version", remedy=remedy, hint=True)


def _hints(checked: Checked, codebook: Codebook) -> Iterator[Complaint]:
    shipped = {path.stem for path in shipped_files()}
    sentences = [(e.id, s) for e in codebook.entries.values() for s in (*e.examples.yes, *(row.text for row in e.examples.no))]
    for path in listed_files(checked.folder):
        value = read_file(path)[1]
        if entry := next((one for one in checked.entries if one.id == path.stem and path.name != FILE_NAME), None):
            faults = list(_entry_hints(entry, codebook, sentences))
            if entry.id in shipped:
                what, remedy = (
                    f"this takes the place of Dateline's own type {entry.id}",
                    f"to add words to it, use {MORE_WORDS}.yaml",
                )
                faults.append(Fault((), what, remedy))
            yield from located(faults, path, hint=True)
        elif path.stem == MORE_WORDS:
            rows = convert(value, tuple[MoreWords, ...], path)
            yield from located([f for n, row in enumerate(rows) for f in _word_hints(row, (n,))], path, hint=True)
        elif path.stem == "labels":
            rows = convert(value, tuple[LabelRow, ...], path)
            yield from located(list(_label_hints(rows)), path, hint=True)
    for path in find_yaml(checked.folder):
        if path.parent.name == ACTORS:
            rows = read_actor_rows(read_file(path)[1], path)
            yield from located([f for n, row in enumerate(rows) for f in _actor_hints(row, n, codebook)], path, hint=True)


def _entry_hints(entry: Entry, codebook: Codebook, sentences: list[tuple[str, str]]) -> Iterator[Fault]:
    for number, trigger in enumerate(entry.triggers):
        where = ("triggers", number)
        yield from _word_hints(trigger, where)
        if trigger.strength != "strong" or trigger.object or trigger.subject or trigger.near:
            continue
        index = codebook.triggers.of([Entry(**{**_fields(entry), "triggers": (trigger,)})])
        others = [id for id, sentence in sentences if id != entry.id and index.find(sentence)]
        if len(others) > TOO_COMMON:
            words = ", ".join(as_words(trigger.lemma or trigger.phrase))
            kinds = ", ".join(sorted(set(others))[:4])
            what = f"“{words}” fires also in {len(others)} example sentences of other types ({kinds})"
            yield Fault(where, what, "say what must stand by it with `object` or `near`, or add `strength: weak`")


def _fields(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


def _word_hints(trigger: Trigger, where: tuple[str | int, ...]) -> Iterator[Fault]:
    """Words in a form by which only that form is found."""
    phrases = [phrase.split() for phrase in as_words(trigger.lemma) + as_words(trigger.phrase)]
    own = [(word, n == 0 and opens_as_verb(parts)) for parts in phrases for n, word in enumerate(parts)]
    for word, verb in own:
        if better := better_form(word, verb=verb and trigger.pos in ("verb", "any")):
            yield Fault(where, f"“{word}” finds only this very form", f"write “{better}”, which finds {better} in all its forms")


def _label_hints(rows: tuple[LabelRow, ...]) -> Iterator[Fault]:
    for number, row in enumerate(rows):
        for word in row.words:
            if better := better_form(word.split()[-1]):
                yield Fault((number,), f"“{word}” finds only this very form", f"write “{better}”, which finds one and several")


def _actor_hints(row: object, number: int, codebook: Codebook) -> Iterator[Fault]:
    if not isinstance(row, Actor | ActorAddition):
        return
    id = row.id if isinstance(row, Actor) else row.adds_to
    for surface in [*(name.name for name in row.names), *row.aliases]:
        others = [other for other in codebook.actors.bearing(surface) if other.id != id]
        if others:
            who = ", ".join(f"{other.names[-1].name} ({other.id})" for other in others)
            what = f"“{surface}” names also {who}"
            yield Fault((number,), what, "if they are one, use `adds_to`; if not, dates and countries decide which is meant")
        if " " not in surface and surface.isalpha() and not surface.isupper() and simplemma.is_known(surface.lower(), lang="en"):
            what = f"“{surface.lower()}” is an ordinary word too, and would be taken for the actor in small letters"
            yield Fault((number,), what, "move it from `aliases` to `exact`, where only the capital counts")
