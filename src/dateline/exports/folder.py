"""Files into a folder: all of them or none, over what was written before and over nothing else."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from dateline.errors import InputError, UsageError
from dateline.records import Record

LIST = "dateline.json"
"""Lists what was written, by which a folder is known as one that may be replaced."""


class Written(Record, frozen=True):
    """What was written into a folder."""

    files: dict[str, str]
    """Path -> SHA-256 of the content, in hexadecimal."""


def check_folder(folder: Path) -> None:
    """See that a folder may be written: it is not there, or empty, or holds nothing but what was written into it so.

    Raises:
        UsageError: it holds something else; the message names it.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} is no folder; name a new or empty one.")
    if not folder.absolute().parent.is_dir():
        raise UsageError(f"{folder} cannot be made: {folder.parent} does not exist; make it first, or name another folder.")
    if not folder.is_dir():
        return
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()}
    if not there:
        return
    known = _listed(folder)
    if known is None:
        raise UsageError(f"{folder} is not empty, and nothing was written into it by Dateline before; name a new or empty folder.")
    strange = sorted(there - known.files.keys() - {LIST})
    if strange:
        raise UsageError(f"{folder} holds {strange[0]}, which Dateline did not write; move it away, or name another folder.")


def _listed(folder: Path) -> Written | None:
    try:
        return msgspec.json.decode((folder / LIST).read_bytes(), type=Written)
    except (OSError, msgspec.DecodeError):
        return None


def write_folder(folder: Path, files: Mapping[str, bytes]) -> int:
    """Write the files, over all that was published there before.

    Returns:
        How many bytes were written.

    Raises:
        UsageError: the folder holds something that was not written so.
        InputError: it cannot be written; what was there before is still there.
    """
    with new_folder(folder) as new:
        for name, data in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return sum(map(len, files.values())) + (folder / LIST).stat().st_size


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A new folder to write files into, which is put in the place of all that was written there before; at a failure, nothing is.

    Raises:
        UsageError: the folder holds something that was not written so.
        InputError: it cannot be written; what was there before is still there.
    """
    check_folder(folder)
    new: Path | None = None
    try:
        new = Path(tempfile.mkdtemp(dir=folder.absolute().parent, prefix=f".{folder.absolute().name}-"))
        yield new
        listed = Written(files=_hashes(new))
        (new / LIST).write_bytes(msgspec.json.format(msgspec.json.encode(listed), indent=1))
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o777 & ~mask)
        _replace(folder, new)
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror or error}); name another folder.") from error
    finally:
        if new is not None:
            shutil.rmtree(new, ignore_errors=True)


def _hashes(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _replace(folder: Path, new: Path) -> None:
    """Put the new folder in the place of the old one; the old one is gone only when the new one is there."""
    if not folder.exists():
        new.rename(folder)
        return
    old = Path(tempfile.mkdtemp(dir=new.parent, prefix=f".{folder.absolute().name}-old-"))
    folder.rename(old / "was")
    try:
        new.rename(folder)
    except OSError:
        (old / "was").rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
