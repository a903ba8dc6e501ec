"""What a user's codebook says of itself, in the file `codebook.yaml` of its folder: name, version, who made it, on what terms."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.codebook.complaints import Fault
from dateline.codebook.entries import convert
from dateline.codebook.yaml_files import refuse
from dateline.records import Record

FILE_NAME = "codebook.yaml"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?")


class Manifest(Record, frozen=True, forbid_unknown_fields=True):
    """Name and version of a codebook, and what a package of it says about it."""

    name: str
    version: str = "1"
    """Numbers parted by points, each change a higher one: 1, 1.1, 2026.3."""
    description: str = ""
    author: str = ""
    licence: str = ""
    """An SPDX name, such as CC-BY-4.0."""


def read_manifest(value: Any, path: Path) -> Manifest:
    """The manifest from what its file says; CodebookError naming the file, the line and the key when something is wrong with it."""
    manifest = convert(value, Manifest, path)
    if faults := list(_faults(manifest)):
        raise refuse(faults, path)
    return manifest


def _faults(manifest: Manifest) -> Iterator[Fault]:
    if not _NAME.fullmatch(manifest.name):
        what = f"`name` is {manifest.name!r}"
        yield Fault(("name",), what, "use small letters and digits, with a hyphen between words: sahel-herding")
    if not _VERSION.fullmatch(manifest.version):
        yield Fault(("version",), f"`version` is {manifest.version!r}", "use numbers parted by points: 1.2")
