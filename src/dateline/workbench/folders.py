"""A codebook folder on disk: finding it, making it, and writing files into it whole or not at all."""

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from dateline.codebook.actor_words import fold
from dateline.codebook.entries import read_file
from dateline.codebook.files import FOLDERS
from dateline.codebook.manifest import FILE_NAME, Manifest, read_manifest
from dateline.codebook.yaml_files import read_yaml
from dateline.errors import CodebookError, InputError, UsageError
from dateline.workbench.yaml_text import scalar

USUAL = Path("my-codebook")
"""The folder that is made where none is named and none is there."""
DECISIONS = "decisions.yaml"
"""The file of what was decided about the names of a case file; its folder belongs to the case file, and is no other codebook."""


def find_folder(given: Path | None) -> Path:
    """The codebook folder that is meant: the one named, else the current folder or the one folder in it that is a codebook.

    Raises:
        UsageError: there is none, or more than one.
    """
    if given is not None:
        if not given.is_dir():
            raise UsageError(f"There is no folder {given}; check the name, or make it with `dateline codebook new`.")
        return given
    found = _codebooks_here()
    if len(found) > 1:
        raise UsageError(f"There are several codebooks here ({', '.join(map(str, found))}); name one of them.")
    if not found:
        raise UsageError("There is no codebook here; name its folder, or begin one with `dateline codebook new event-type NAME`.")
    return found[0]


def folder_to_write(given: Path | None) -> Path:
    """The folder that a new entry goes into: as `find_folder`, or, where there is none yet, one that is to be made."""
    if given is not None:
        if given.exists() and not given.is_dir():
            raise UsageError(f"{given} is a file; name a folder with --folder.")
        return given
    found = _codebooks_here()
    return find_folder(None) if found else USUAL


def _codebooks_here() -> list[Path]:
    here = Path()
    if (here / FILE_NAME).is_file() or any((here / name).is_dir() for name in FOLDERS):
        return [here]
    found = (path.parent for path in here.glob(f"*/{FILE_NAME}"))
    return sorted(folder for folder in found if not (folder / "actors" / DECISIONS).is_file())


def read_own_manifest(folder: Path) -> Manifest | None:
    """What the codebook says of itself; None when it has no `codebook.yaml`."""
    path = folder / FILE_NAME
    return read_manifest(read_file(path)[1], path) if path.is_file() else None


def begin(folder: Path) -> list[Path]:
    """Make the folder and its `codebook.yaml` where they are missing; returns what was made."""
    path = folder / FILE_NAME
    if path.exists():
        return []
    name = re.sub(r"[^a-z0-9]+", "-", fold(folder.absolute().name)).strip("-") or "codebook"
    text = (
        "# What this codebook is called, and which version of it this is: a higher one for each change that others get.\n"
        f"name: {scalar(name if name[0].isalpha() else f'codebook-{name}')}\n"
        'version: "1"\n'
        '# description: ""\n# author: ""\n# licence: CC-BY-4.0\n'
    )
    write_whole(path, text)
    return [path]


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and rename it, so that nobody meets half of it; folders are made.

    Raises:
        InputError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8", newline="\n"
        ) as part:
            part.write(text)
        mask = os.umask(0)
        os.umask(mask)
        Path(part.name).chmod(0o666 & ~mask)
        Path(part.name).replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); check the permissions of the folder.") from error


def append_rows(path: Path, rows: str, heading: str, check: Callable[[object, Path], object]) -> None:
    """Add rows to a list file, which is made with `heading` when it is missing; what stood there stays as it was written.

    Args:
        rows: YAML, each row beginning with a dash at the start of its line.
        check: is given what the whole file would say, and refuses it if that is wrong.

    Raises:
        CodebookError: the file as it is, or with the rows, is not well formed; it is left as it was.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    before = read_yaml(old, str(path)) if old else None
    text = (old if not old or old.endswith("\n") else old + "\n") or heading
    added = len(read_yaml(rows, str(path)))
    try:
        value = read_yaml(text + rows, str(path))
    except CodebookError as error:
        value = error
    if not isinstance(value, list) or len(value) != len(before or ()) + added:
        raise CodebookError(
            f"{path}: rows cannot be added at its end; write each row on a line that begins with a dash, or add this:\n{rows}"
        )
    check(value, path)
    write_whole(path, text + rows)


def row_blocks(text: str, name: str) -> tuple[str, list[str]]:
    """What stands before the first row of a list file, and each row as it is written.

    Raises:
        CodebookError: rows do not begin on lines of their own with a dash.
    """
    opening, *rows = re.split(r"(?m)^(?=- )", text)
    if len(rows) != len(read_yaml(text, name) or ()):
        raise CodebookError(f"{name}: rows cannot be told apart; begin each on a line of its own with a dash.")
    return opening, rows
