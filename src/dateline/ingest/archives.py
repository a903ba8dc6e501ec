"""A web archive (WARC, plain or gzip) -> its records, one after the other, whatever is broken in it.

A broken record costs itself and nothing else: reading goes on at the next place where a record begins. What lies between is told as
`Damage`. The body of a record is kept in memory up to a limit; archives may be of any size. It does not know what a page is.
"""

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from dateline.errors import Reason
from dateline.records import Record

BEGIN: Final = b"WARC/1."
GZIP: Final = b"\x1f\x8b\x08"
LONGEST_HEADER: Final = 64 * 1024
"""More bytes of headers than that are no headers."""
STEP: Final = 1 << 20
HEAD_OF_RECORD: Final = re.compile(rb"WARC/1\.[0-9]\r\n(?:[^\r\n]{1,2000}\r\n){0,20}?WARC-Type: ", re.IGNORECASE)
BETWEEN: Final = b"\r\n\r\n"
"""What stands behind a record's headers, and behind its block."""
ALGORITHMS: Final = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5, "sha512": hashlib.sha512}


class Entry(Record, frozen=True):
    """One record of an archive."""

    offset: int
    """Where it begins in the archive's bytes."""
    kind: str
    """WARC-Type: response, request, revisit, ..."""
    headers: dict[str, str]
    """Those of the record, names in small letters."""
    block: bytes = b""
    """What it holds; for a response, the server's headers and the body. Empty when there is a problem."""
    reason: Reason | None = None
    problem: str = ""
    """What is wrong with it, in words; empty when nothing is."""


class Damage(Record, frozen=True):
    """A stretch of an archive that is no record."""

    start: int
    end: int | None
    """None when no record follows."""
    problem: str


class _LostError(Exception):
    """A record ran into the next one: where the next begins must be searched for."""


def looks_like_warc(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a WARC, as it is or under gzip."""
    return head.startswith(BEGIN) or (head.startswith(GZIP) and _begins_under_gzip(head))


def archive_entries(stream: BinaryIO, limit_bytes: int) -> Iterator[Entry | Damage]:
    """Every record of an archive, and every stretch that is none.

    Args:
        stream: the archive; it must be possible to wind it back.
        limit_bytes: the largest block that is kept; a larger record is yielded without it.
    """
    start: int | None = 0
    while start is not None:
        held: Entry | None = None
        problem = ""
        try:
            for entry in _entries_from(stream, start, limit_bytes):
                # A record is sure only when the next one follows where it should: a broken end is met on the way there.
                if held is not None:
                    yield held
                held = entry
            if held is not None:
                yield held
            return
        except _LostError:
            pass
        except OSError as error:
            problem = " ".join(str(error).split())
        if held is not None and held.reason is None:
            end = _end_of(stream, held)
            yield held if end else _broken(held, f"its end is damaged, or its stated length is wrong ({problem})")
            start = _next_begin(stream, end or held.offset + 1)
            if end and start != end:
                yield Damage(start=end, end=start, problem=problem)
        elif held is not None:
            yield held
            start = _next_begin(stream, held.offset + 1)
        else:
            broken, start = start, _next_begin(stream, start + 1)
            yield Damage(start=broken, end=start, problem=problem)


def _entries_from(stream: BinaryIO, start: int, limit_bytes: int) -> Iterator[Entry]:
    from fastwarc.warc import ArchiveIterator

    stream.seek(start)
    # A generator would hide from the caller which record it stopped after: each is yielded before the next is asked for.
    for record in ArchiveIterator(stream, parse_http=False, fsspec_args=False, max_header_len=LONGEST_HEADER):
        entry, lost = _entry(record, limit_bytes)
        yield entry
        if lost:
            raise _LostError


def _entry(record: Any, limit_bytes: int) -> tuple[Entry, bool]:
    """The record, and whether the place where the next one begins was lost with it."""
    headers = {name.lower(): value for name, value in record.headers.to_tuples()}
    stated = record.content_length
    block = record.reader.read(min(stated, limit_bytes + 1))
    entry = Entry(offset=record.stream_pos, kind=headers.get("warc-type", "").lower(), headers=headers, block=block)
    fits = _fits(block, headers.get("warc-block-digest")) if len(block) == stated else None
    if fits is not True and HEAD_OF_RECORD.search(block):
        return _broken(entry, f"states a length of {stated} bytes, which runs into the next record"), True
    if len(block) > limit_bytes:
        rest = record.reader.consume()
        if len(block) + rest < stated:
            return _broken(entry, f"is cut off after {len(block) + rest} of {stated} bytes"), True
        said = f"is {stated} bytes long, over the limit of {limit_bytes} (setting max_bytes)"
        return Entry(offset=entry.offset, kind=entry.kind, headers=headers, reason=Reason.TOO_LARGE, problem=said), False
    if len(block) < stated:
        return _broken(entry, f"is cut off after {len(block)} of {stated} bytes"), True
    if fits is False:
        return _broken(entry, "its bytes do not give the digest that the archive states: they were changed or damaged"), False
    return entry, False


def _broken(entry: Entry, problem: str) -> Entry:
    return Entry(offset=entry.offset, kind=entry.kind, headers=entry.headers, reason=Reason.MALFORMED, problem=problem)


def _fits(block: bytes, stated: str | None) -> bool | None:
    """Whether a block has the digest that is stated for it; None when none is, or one that we do not know."""
    name, _, value = (stated or "").partition(":")
    if name.lower() not in ALGORITHMS or not value:
        return None
    found = ALGORITHMS[name.lower()](block, usedforsecurity=False)
    # Base32 is the custom for SHA-1, hexadecimal for the longer ones; both are met for all.
    written = (found.hexdigest(), base64.b32encode(found.digest()).decode().rstrip("=").lower())
    return value.strip().rstrip("=").lower() in written


def _end_of(stream: BinaryIO, entry: Entry) -> int | None:
    """Where a record ends; None when what stands there is not the end of this record."""
    stream.seek(entry.offset)
    if stream.read(len(GZIP)) == GZIP:
        return _end_of_member(stream, entry)
    stream.seek(entry.offset)
    head = stream.read(LONGEST_HEADER).find(BETWEEN)
    end = entry.offset + head + len(BETWEEN) + len(entry.block)
    stream.seek(end)
    return end + len(BETWEEN) if head >= 0 and stream.read(len(BETWEEN)) == BETWEEN else None


def _end_of_member(stream: BinaryIO, entry: Entry) -> int | None:
    """The end of a gzip member that holds this record and nothing else, and whose checksum is right."""
    stream.seek(entry.offset)
    unpacker = zlib.decompressobj(31)
    tail, position = b"", entry.offset
    wanted = (entry.block + BETWEEN)[-LONGEST_HEADER:]
    try:
        while not unpacker.eof and (data := unpacker.unconsumed_tail or stream.read(LONGEST_HEADER)):
            found = unpacker.decompress(data, STEP)
            position += len(data) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
            tail = (tail + found)[-len(wanted) :]
    except zlib.error:
        return None
    return position if unpacker.eof and tail == wanted else None


def _next_begin(stream: BinaryIO, position: int) -> int | None:
    """Where the first record from this place on begins; None when there is none."""
    tail = b""
    stream.seek(0)
    mark = GZIP if stream.read(len(GZIP)) == GZIP else BEGIN
    stream.seek(position)
    while data := stream.read(STEP):
        window = tail + data
        base = position - len(tail)
        at = window.find(mark)
        while at >= 0:
            if _is_begin(stream, base + at, mark):
                return base + at
            at = window.find(mark, at + 1)
        position += len(data)
        tail = window[-len(mark) + 1 :]
        stream.seek(position)
    return None


def _is_begin(stream: BinaryIO, at: int, mark: bytes) -> bool:
    stream.seek(at)
    head = stream.read(4096)
    return _begins_under_gzip(head) if mark == GZIP else HEAD_OF_RECORD.match(head) is not None


def _begins_under_gzip(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data, len(BEGIN)) == BEGIN
    except zlib.error:
        return False
