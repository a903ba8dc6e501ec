"""Changing a codebook folder of one's own, a file at a time: each is tried in a copy of the folder, and written when it stands.

What a file says after the change is its whole text; no text takes the file out. Whoever writes says what the file said when they
began, so that nobody's change is written over.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from dateline.codebook.complaints import Complaint
from dateline.codebook.files import ACTORS, FOLDERS, LISTS, MORE_WORDS
from dateline.codebook.yaml_files import find_yaml
from dateline.errors import InputError, UsageError
from dateline.records import Record
from dateline.workbench.checks import Checked, check_folder
from dateline.workbench.folders import begin, write_whole

ROOT_FILES = (*LISTS, MORE_WORDS, "quantities", "occurrences", "words")
_FILE = re.compile(rf"(?:(?:{'|'.join([*FOLDERS, ACTORS])})/[a-z0-9][a-z0-9_-]{{0,79}}|{'|'.join(ROOT_FILES)})\.yaml")


class Edit(Record, frozen=True):
    """What one file of a folder is to say."""

    file: str
    """Within the folder, as `events/cattle_raid.yaml`."""
    text: str
    """All that it will say; nothing takes the file out."""


def refuse_strange_file(file: str) -> None:
    """Refuse a file that is none of a codebook's.

    Raises:
        UsageError: it is none, or lies elsewhere.
    """
    if not _FILE.fullmatch(file):
        known = ", ".join([*(f"{folder}/NAME.yaml" for folder in (*FOLDERS, ACTORS)), *(f"{name}.yaml" for name in ROOT_FILES)])
        raise UsageError(f"{file!r} is no file of a codebook; it can be {known}, with NAME in small letters, digits and _.")


def texts_of(folder: Path) -> dict[str, str]:
    """The files of a folder that can be changed here, and what they say; none of a folder that is not there yet.

    Raises:
        InputError: one cannot be read.
    """
    found = {}
    for path in find_yaml(folder):
        name = path.relative_to(folder).as_posix()
        if _FILE.fullmatch(name):
            try:
                found[name] = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(f"{path} cannot be read; see that it is a text in UTF-8 that you may read.") from error
    return found


def base_of(text: str | None) -> str:
    """What tells two states of a file apart; nothing where there is none."""
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()[:16]


@contextmanager
def tried(folder: Path, edit: Edit) -> Iterator[Path]:
    """A copy of the folder as it would be, under the same name; it goes away in the end."""
    refuse_strange_file(edit.file)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / (folder.absolute().name or "codebook")
        copy.mkdir()
        for path in find_yaml(folder):
            target = copy / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        begin(copy)
        target = copy / edit.file
        if edit.text.strip():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(edit.text, encoding="utf-8", newline="\n")
        else:
            target.unlink(missing_ok=True)
        yield copy


def checked(copy: Path, under: Sequence[Path]) -> Checked:
    """What the checker says of a folder; its complaints name files within it."""
    found = check_folder(copy, under)
    found.complaints = [_within(copy, one) for one in found.complaints]
    return found


def _within(folder: Path, one: Complaint) -> Complaint:
    place = f"{folder}/"
    file = "" if one.file == str(folder) else one.file.removeprefix(place)
    return msgspec.structs.replace(one, file=file, what=one.what.replace(place, ""), remedy=one.remedy.replace(place, ""))


def write(folder: Path, edit: Edit, base: str) -> None:
    """Write a change that was tried.

    Args:
        base: `base_of` what the file said when the change was begun.

    Raises:
        UsageError: the file says something else by now, or is none of a codebook's.
        InputError: it cannot be written.
    """
    refuse_strange_file(edit.file)
    path = folder / edit.file
    if base_of(path.read_text(encoding="utf-8") if path.is_file() else None) != base:
        raise UsageError(f"{edit.file} was changed by somebody else meanwhile; load it again, and say there what you changed.")
    if edit.text.strip():
        begin(folder)
        write_whole(path, edit.text)
    else:
        path.unlink(missing_ok=True)
