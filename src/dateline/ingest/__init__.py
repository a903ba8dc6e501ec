"""Bytes -> Document. A file's content decides how it is read, never its name; docs/formats.md says what becomes of each.

`ingest_path` for files and folders, `ingest_stream` for standard input, `ingest_text` for a text already at hand. What cannot be
read becomes a SetAside with its reason; only a path that is not there, or a folder without files, is an error.
"""

import importlib.util
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from dateline.errors import Reason
from dateline.ingest.archives import looks_like_warc
from dateline.ingest.days import check_option
from dateline.ingest.decode import SNIFFED_BYTES, UndecodableError, decode, refuse_binary
from dateline.ingest.documents import Each, Origin, build_document, set_aside
from dateline.ingest.feed import looks_like_feed, read_feed
from dateline.ingest.html import looks_like_html, read_html
from dateline.ingest.jsonl import looks_like_json, looks_like_jsonl, read_jsonl
from dateline.ingest.shape import declares_entities
from dateline.ingest.text import read_plain_text
from dateline.ingest.walk import find_files
from dateline.records import Document, SetAside

LIMIT_BYTES: Final = 20_000_000
ZIP: Final = b"PK\x03\x04"
CRAWL_EXTRA: Final = ("fastwarc", "resiliparse")

__all__ = ["LIMIT_BYTES", "ingest_path", "ingest_stream", "ingest_text"]


class _How(NamedTuple):
    """What callers may choose."""

    limit_bytes: int
    fast_pages: bool
    each: Each


def ingest_text(
    text: str, *, name: str = "text", published: str | None = None, outlet: str | None = None, url: str | None = None
) -> Document:
    """The document of a text at hand: unchanged, whatever its length and language.

    >>> ingest_text("The bridge fell.\\r\\nREAD MORE: The river war", name="note", published="2014-06-11").furniture[0].exact
    'READ MORE: The river war'
    """
    return build_document(text, Origin(item=name, name=name, published=check_option(published), outlet=outlet, url=url))


def ingest_path(
    path: str | Path,
    *,
    published: str | None = None,
    outlet: str | None = None,
    limit_bytes: int = LIMIT_BYTES,
    fast_pages: bool = False,
    each: Each = map,
) -> Iterator[Document | SetAside]:
    """Every document of a file, or of the files of a folder in sorted order; SetAside for what cannot be read.

    Args:
        path: a file or a folder.
        published: the day of publication (YYYY-MM-DD); wins over what the files say.
        outlet: who published; wins over what the files say.
        limit_bytes: the largest file (for JSON Lines: line; for web archives: record) that is read.
        fast_pages: take the articles of web archives by the fast way instead of the careful one.
        each: what takes the records of web archives apart: `map`, or the like of it in other processes.

    Raises:
        InputError: at once, when the path does not exist or is a folder without files.
        UsageError: at once, when `published` is no date.
    """
    day = check_option(published)
    files = find_files(Path(path))
    return (found for file in files for found in _read_file(file, day, outlet, _How(limit_bytes, fast_pages, each)))


def ingest_stream(
    stream: BinaryIO,
    *,
    name: str = "stdin",
    published: str | None = None,
    outlet: str | None = None,
    limit_bytes: int = LIMIT_BYTES,
    fast_pages: bool = False,
    each: Each = map,
) -> Iterator[Document | SetAside]:
    """Every document of a stream of bytes, such as standard input, read as a file of that content would be."""
    origin = Origin(item=name, name=name, published=check_option(published), outlet=outlet)
    return _read(stream, origin, _How(limit_bytes, fast_pages, each))


def _read_file(path: Path, day: str | None, outlet: str | None, how: _How) -> Iterator[Document | SetAside]:
    origin = Origin(item=str(path), name=path.stem, source=str(path), published=day, outlet=outlet)
    try:
        if not path.is_file():  # a pipe or a device could make us wait for ever
            yield set_aside(origin, Reason.UNREADABLE, "is no regular file")
            return
        with path.open("rb") as stream:
            yield from _read(stream, origin, how)
    except OSError as error:
        yield set_aside(origin, Reason.UNREADABLE, f"cannot be opened or read: {error.strerror or error}")


def _read(stream: BinaryIO, origin: Origin, how: _How) -> Iterator[Document | SetAside]:
    """Sniff the first bytes, then read by records, by lines or as a whole."""
    limit_bytes = how.limit_bytes
    head = stream.read(min(SNIFFED_BYTES, limit_bytes + 1))
    if looks_like_warc(head) or head.startswith(ZIP):
        with _wound_back(head, stream) as archive:
            if looks_like_warc(head) or _is_wacz(archive):
                yield from _read_archive(archive, origin, how)
                return
    try:
        refuse_binary(head)
        if b"\x00" not in head and looks_like_jsonl(head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")):
            yield from read_jsonl(io.BufferedReader(_Rejoined(head.removeprefix(b"\xef\xbb\xbf"), stream)), origin, limit_bytes)
            return
        data = head + stream.read(limit_bytes + 1 - len(head))
        if len(data) > limit_bytes:
            yield set_aside(origin, Reason.TOO_LARGE, f"is larger than the limit of {limit_bytes} bytes (setting max_bytes)")
            return
        text = decode(data)
    except UndecodableError as error:
        yield set_aside(origin, error.reason, error.detail)
        return
    del head, data
    yield from _read_text(text, origin, limit_bytes)


@contextmanager
def _wound_back(head: bytes, stream: BinaryIO) -> Iterator[BinaryIO]:
    """The whole stream from its start, and at the end where it was; what cannot be wound back is put on the disk for the time."""
    if stream.seekable():
        stream.seek(0)
        yield stream
        stream.seek(len(head))
        return
    with tempfile.TemporaryFile() as kept:
        kept.write(head)
        shutil.copyfileobj(stream, kept)
        kept.seek(0)
        yield kept


def _is_wacz(archive: BinaryIO) -> bool:
    from dateline.ingest.wacz import looks_like_wacz

    return looks_like_wacz(archive)


def _read_archive(archive: BinaryIO, origin: Origin, how: _How) -> Iterator[Document | SetAside]:
    if not all(importlib.util.find_spec(name) for name in CRAWL_EXTRA):
        needs = "is a web archive, which needs packages of its own; add them with `pip install 'dateline[crawl]'`"
        yield set_aside(origin, Reason.UNREADABLE, needs)
        return
    from dateline.ingest.wacz import read_wacz
    from dateline.ingest.warc import read_warc

    start = archive.read(len(ZIP))
    archive.seek(0)
    yield from (read_wacz if start == ZIP else read_warc)(archive, origin, how.limit_bytes, fast=how.fast_pages, each=how.each)


def _read_text(text: str, origin: Origin, limit_bytes: int) -> Iterator[Document | SetAside]:
    head = text[:SNIFFED_BYTES]
    if declares_entities(head):
        yield set_aside(origin, Reason.MALFORMED, "is XML that declares entities of its own, which can grow without end")
    elif looks_like_feed(head):
        yield from read_feed(text, origin)
    elif looks_like_html(head):
        yield read_html(text, origin)
    elif looks_like_jsonl(head):  # in UTF-16 or the like; in UTF-8 it was read by lines
        yield from read_jsonl(io.BytesIO(text.encode("utf-8")), origin, limit_bytes)
    elif looks_like_json(text):
        yield set_aside(origin, Reason.MALFORMED, "is JSON, but not one object a line with a key `text`; write it as JSON Lines")
    else:
        yield read_plain_text(text, origin)


class _Rejoined(io.RawIOBase):
    """The bytes already taken from a stream, then the rest of it: standard input cannot be wound back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head = head
        self.rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        part = self.head[: len(buffer)] or self.rest.read(len(buffer))
        self.head = self.head[len(part) :] if self.head else self.head
        buffer[: len(part)] = part
        return len(part)
