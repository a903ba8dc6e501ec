"""WACZ (a web archive with its indexes, in one zip file) -> the documents of the WARC files in it.

Nothing is unpacked to the disk, so names in the zip lead nowhere. A WARC whose hash is not the one that the archive's own
`datapackage.json` states is not read.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from dateline.errors import Reason
from dateline.ingest.archives import looks_like_warc
from dateline.ingest.documents import Each, Origin, set_aside
from dateline.ingest.warc import read_warc
from dateline.records import Document, SetAside

PACKAGE: Final = "datapackage.json"
FOLDER: Final = "archive/"
LARGEST_PACKAGE: Final = 10_000_000
STEP: Final = 1 << 20
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""RuntimeError is what an encrypted file gives; ValueError a name that is no UTF-8, or a place before the file."""


class Resource(msgspec.Struct, frozen=True):
    """A file of the archive, as `datapackage.json` lists it."""

    path: str = ""
    hash: str = ""


class Package(msgspec.Struct, frozen=True):
    """What of `datapackage.json` is asked."""

    resources: list[Resource] = []


def looks_like_wacz(stream: BinaryIO) -> bool:
    """Whether a zip file holds web archives in the place where a WACZ has them."""
    try:
        with zipfile.ZipFile(stream) as zipped:
            return bool(_archives(zipped))
    except (*BROKEN, OSError, ValueError):
        return False
    finally:
        stream.seek(0)


def read_wacz(
    stream: BinaryIO, origin: Origin, limit_bytes: int, *, fast: bool = False, each: Each = map
) -> Iterator[Document | SetAside]:
    """The documents of every WARC in the zip; a SetAside for a WARC that is damaged or was changed."""
    with zipfile.ZipFile(stream) as zipped:
        stated = _stated(zipped)
        for member in _archives(zipped):
            within = f"{origin.item}!{member.filename}"
            inner = msgspec.structs.replace(origin, item=within, source=within)
            try:
                if problem := _changed(zipped, member, stated.get(member.filename)):
                    yield set_aside(inner, Reason.MALFORMED, problem)
                    continue
                with zipped.open(member) as archive:
                    if not looks_like_warc(archive.read(4096)):
                        yield set_aside(inner, Reason.MALFORMED, "is named as a web archive and is none")
                        continue
                    archive.seek(0)
                    yield from read_warc(archive, inner, limit_bytes, fast=fast, each=each)  # type: ignore[arg-type]
            except BROKEN as error:
                yield set_aside(inner, Reason.MALFORMED, f"cannot be read out of the zip file: {error}")


def _archives(zipped: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [
        one for one in zipped.infolist() if one.filename.startswith(FOLDER) and one.filename.lower().endswith((".warc", ".warc.gz"))
    ]
    return sorted(members, key=lambda one: one.filename)


def _stated(zipped: zipfile.ZipFile) -> dict[str, str]:
    """Hashes by path; none where the package is missing or not well formed, as in archives of the first years."""
    try:
        with zipped.open(PACKAGE) as package:
            found = msgspec.json.decode(package.read(LARGEST_PACKAGE), type=Package)
    except (KeyError, msgspec.DecodeError, RecursionError, *BROKEN):
        return {}
    return {resource.path: resource.hash for resource in found.resources if resource.hash}


def _changed(zipped: zipfile.ZipFile, member: zipfile.ZipInfo, stated: str | None) -> str | None:
    algorithm, _, value = (stated or "").partition(":")
    if algorithm not in ("sha256", "md5") or not value:
        return None
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with zipped.open(member) as archive:
        while part := archive.read(STEP):
            digest.update(part)
    if digest.hexdigest() == value.lower():
        return None
    return f"its hash is not the one that {PACKAGE} states: it was changed or damaged, and is not read"
