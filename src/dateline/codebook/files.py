"""Which file of a codebook holds what, and what all of them say together: later files over earlier ones, the user's over ours.

It gathers entries and rows; making them searchable is for `load_codebook`, actors are the actor table's.
"""

import difflib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from dateline.codebook.complaints import Fault, Where
from dateline.codebook.entries import KINDS, Entry, MoreWords, Trigger, as_words, convert, read_entry, read_file, trigger_faults
from dateline.codebook.manifest import FILE_NAME as MANIFEST
from dateline.codebook.manifest import read_manifest
from dateline.codebook.words import HedgeRow, LabelRow, LikelihoodRow, MoodRow, ReportingRow, Surroundings, read_rows
from dateline.codebook.yaml_files import find_yaml, refuse
from dateline.errors import CodebookError

DATA = Path(__file__).parent / "data"
FOLDERS = {"events": "event", "control": "control", "relations": "relation"}
LISTS: Mapping[str, type] = {
    "reporting": ReportingRow,
    "hedges": HedgeRow,
    "likelihood": LikelihoodRow,
    "moods": MoodRow,
    "labels": LabelRow,
}
ACTORS = "actors"
MORE_WORDS = "triggers"


def shipped_files() -> list[Path]:
    """The files of the shipped codebook but the actors'."""
    lists = [DATA / f"{name}.yaml" for name in (*LISTS, "words", "quantities", "occurrences")]
    return [*lists, *(file for folder in FOLDERS for file in sorted((DATA / folder).glob("*.yaml")))]


def listed_files(path: Path) -> list[Path]:
    """The entry and list files of a user's path; actors are the actor table's."""
    if not path.is_dir():
        return [] if path.parent.name == ACTORS else [path]
    return [file for file in find_yaml(path) if file.parent.name != ACTORS]


class Files:
    """The files of a codebook as read: what each says, and the hash of them all."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.paths: dict[str, Path] = {}
        """Entry id -> its file."""
        self.lists: dict[str, list[Any]] = {name: [] for name in LISTS}
        self.more_words: list[tuple[MoreWords, Path, int]] = []
        self.surroundings: Surroundings | None = None
        self.quantities = DATA / "quantities.yaml"
        self.occurrences = DATA / "occurrences.yaml"
        self.digests: list[str] = []

    def add(self, path: Path) -> None:
        """Take in one file.

        Raises:
            CodebookError: it is not well formed, or none of the files that a codebook has.
        """
        data, value = read_file(path)
        self.digests.append(f"{path.parent.name}/{path.name} {hashlib.sha256(data).hexdigest()}")
        if path.name == MANIFEST:
            read_manifest(value, path)
        elif path.parent.name in FOLDERS or (isinstance(value, dict) and value.get("kind") in KINDS):
            self._add_entry(value, path)
        elif path.stem in LISTS:
            self.lists[path.stem].extend(read_rows(value, LISTS[path.stem], path))
        elif path.stem == MORE_WORDS:
            rows = convert(value, tuple[MoreWords, ...], path)
            self.more_words += [(row, path, number) for number, row in enumerate(rows)]
        elif path.stem == "quantities":
            self.quantities = path
        elif path.stem == "occurrences":
            self.occurrences = path
        elif path.stem == "words":
            self.surroundings = self._merged(convert(value, Surroundings, path))
        else:
            raise refuse([_unknown_file(value)], path)

    def _add_entry(self, value: Any, path: Path) -> None:
        entry = read_entry(value, path)
        wanted = FOLDERS.get(path.parent.name, entry.kind)
        if entry.kind != wanted:
            folder = next(name for name, kind in FOLDERS.items() if kind == entry.kind)
            what = f"`kind` is {entry.kind!r}, but the folder {path.parent.name} holds another kind"
            raise refuse([Fault(("kind",), what, f"write `kind: {wanted}`, or move the file into the folder {folder}")], path)
        self.entries[entry.id] = entry
        self.paths[entry.id] = path

    def _merged(self, new: Surroundings) -> Surroundings:
        old = self.surroundings
        if old is None:
            return new
        return Surroundings(classes=old.classes | new.classes, forms=old.forms | new.forms)

    def finish(self) -> tuple[dict[str, Entry], Surroundings]:
        """The entries in the order of ids, with the words that `triggers.yaml` adds, and the word classes.

        Raises:
            CodebookError: words are added to a type that is not there, or a trigger names a word class that is not there.
        """
        if self.surroundings is None:
            raise CodebookError(f"{DATA / 'words.yaml'}: is missing; install Dateline again.")
        for row, path, number in self.more_words:
            entry = self.entries.get(row.entry)
            if entry is None:
                near = difflib.get_close_matches(row.entry, list(self.entries), n=1)
                remedy = f"did you mean {near[0]}?" if near else "an entry's id is its file's name without .yaml"
                raise refuse([Fault((number, "entry"), f"there is no type {row.entry!r}", remedy)], path)
            if faults := list(trigger_faults(row, entry.modes, (number,))):
                raise refuse(faults, path)
            self._check_classes(row, path, (number,))
            self.entries[row.entry] = msgspec.structs.replace(entry, triggers=(*entry.triggers, row.trigger()))
        for name, path in self.paths.items():
            for number, trigger in enumerate(self.entries[name].triggers):
                self._check_classes(trigger, path, ("triggers", number))
        return {name: self.entries[name] for name in sorted(self.entries)}, self.surroundings

    def _check_classes(self, trigger: Trigger, path: Path, where: Where) -> None:
        classes = self.surroundings.classes if self.surroundings else {}
        for part in (part for phrase in as_words(trigger.phrase) for part in phrase.split() if part.startswith("#")):
            if part[1:] not in classes:
                what = f"trigger {int(where[-1]) + 1}: there is no word class {part[1:]!r}"
                raise refuse([Fault((*where, "phrase"), what, f"it can be {', '.join(sorted(classes))}")], path)


def _unknown_file(value: Any) -> Fault:
    if isinstance(value, list) and value and isinstance(value[0], dict) and {"names", "adds_to"} & value[0].keys():
        return Fault((), "these are rows of actors, but the file is not in a folder named actors", "move it into one")
    if isinstance(value, dict) and "triggers" in value:
        return Fault((), "this looks like a type, but has no `kind`", f"add `kind: ` and one of {', '.join(KINDS)}")
    stems = (*LISTS, MORE_WORDS, "quantities", "occurrences", "words", MANIFEST.removesuffix(".yaml"))
    names = ", ".join(f"{name}.yaml" for name in stems)
    return Fault(
        (), f"this is neither a type (it has no `kind`) nor one of the lists {names}", "rename it, or move it out of the folder"
    )
