"""Which files a path stands for: itself, or all within a folder, in an order that is the same everywhere.

Hidden files and folders are left out, and links to folders are not followed. It does not know what is in a file.
"""

import os
from pathlib import Path

from dateline.errors import InputError


def find_files(path: Path) -> list[Path]:
    """The files to read.

    Raises:
        InputError: nothing is there, or a folder without files.
    """
    if not path.exists():
        raise InputError(f"{path} does not exist; give the path of a file or a folder.")
    if not path.is_dir():
        return [path]
    files = [
        Path(folder) / name
        for folder, folders, names in os.walk(path, onerror=_refuse)
        for name in names
        if not any(part.startswith(".") for part in (Path(folder) / name).relative_to(path).parts)
    ]
    if not files:
        raise InputError(f"{path} holds no files to read; give a folder with text, HTML, JSONL or feed files.")
    return sorted(files, key=lambda file: file.parts)


def _refuse(error: OSError) -> None:
    raise InputError(f"{error.filename} cannot be opened: {error.strerror}; check who may read it.") from error
