"""What other packages add to Dateline by entry points: codebooks. Their code is never run.

A package names a folder of YAML files in the group `dateline.codebooks`; the folder is found where the package lies or on the
import path, without importing anything. Order: the shipped codebook, then installed ones by name, then the folders that a command
is given; what comes later stands over what comes before.
"""

import importlib.util
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from dateline import codebook
from dateline.codebook import Codebook
from dateline.codebook.entries import read_file
from dateline.codebook.files import FOLDERS, listed_files
from dateline.codebook.manifest import FILE_NAME, read_manifest
from dateline.errors import CodebookError
from dateline.records import Record

GROUP = "dateline.codebooks"


class InstalledCodebook(Record, frozen=True):
    """A codebook that came with a package."""

    name: str
    version: str
    package: str
    """The name by which pip knows the package."""
    folder: str


def load_codebook(given: Sequence[Path] = ()) -> Codebook:
    """The shipped codebook, over it the installed ones, and over these the folders given.

    Raises:
        CodebookError: a file is not well formed, or two installed codebooks have a type of one name.
    """
    return codebook.load_codebook(codebook_folders(given))


def codebook_folders(given: Sequence[Path] = ()) -> list[Path]:
    """The folders of the installed codebooks and those given, in the order in which they stand over one another.

    A folder given takes the place of an installed codebook of the same name, so that a new version can be tried before packing it.
    """
    names = {name for folder in given if (name := codebook_name(folder))}
    installed = [one for one in installed_codebooks() if one.name not in names]
    _check_apart(installed, given)
    return [*(Path(one.folder) for one in installed), *given]


def installed_codebooks() -> tuple[InstalledCodebook, ...]:
    """The codebooks of installed packages, by name.

    Raises:
        CodebookError: a package names a folder that is not there.
    """
    found = {}
    for point in entry_points(group=GROUP):
        package = point.dist.name if point.dist else point.value
        folder = _folder(point)
        if folder is None:
            raise CodebookError(
                f"The codebook {point.name} of the package {package} has no folder; install the package again, or take it away "
                f"with pip uninstall {package}."
            )
        version = point.dist.version if point.dist else ""
        found[point.name] = InstalledCodebook(name=point.name, version=version, package=package, folder=str(folder))
    return tuple(found[name] for name in sorted(found))


def codebook_name(folder: Path) -> str | None:
    """The name that a codebook folder gives itself; None when it gives none."""
    path = folder / FILE_NAME
    return read_manifest(read_file(path)[1], path).name if path.is_file() else None


def _folder(point: EntryPoint) -> Path | None:
    """The folder that an entry point names, as `package` or `package.folder`; found without importing the package."""
    parts = point.value.partition(":")[0].strip().split(".")
    for start in _starts(point, parts[0]):
        folder = start.joinpath(*parts[1:])
        if folder.is_dir():
            return folder
    return None


def _starts(point: EntryPoint, package: str) -> Iterator[Path]:
    # The list of files comes first: the import path begins with the current folder, where the author's own copy may lie.
    if point.dist is not None:
        yield Path(str(point.dist.locate_file(package)))
    spec = importlib.util.find_spec(package)  # of a name without points: looks for it, imports nothing
    if spec is not None and spec.submodule_search_locations:
        yield from map(Path, spec.submodule_search_locations)


def _check_apart(installed: Sequence[InstalledCodebook], given: Sequence[Path]) -> None:
    decided = {file.stem for folder in given for file in listed_files(folder)}
    holders: dict[str, InstalledCodebook] = {}
    for one in installed:
        for file in listed_files(Path(one.folder)):
            if file.parent.name not in FOLDERS or file.stem in decided:
                continue
            if file.stem in holders:
                other = holders[file.stem]
                raise CodebookError(
                    f"The installed codebooks {other.name} and {one.name} both have a type {file.stem}; take one away with "
                    f"pip uninstall {one.package}, or decide with a file {file.stem}.yaml in a folder given with --codebook."
                )
            holders[file.stem] = one
