"""Bytes -> text: byte order mark, UTF-8, what the file declares, then an informed guess; what is no text is refused.

UTF-8 goes before the declaration: other encodings hardly ever make valid UTF-8, and pages that declare the wrong one are common.

Line ends, odd spaces and everything else in the text stay as they are; only a byte order mark is dropped.
It does not know languages: it cannot tell two single-byte encodings apart where both give plausible words.
"""

import codecs
import re
from typing import Final

from dateline.errors import InputError, Reason

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC: Final = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF; save its text first"),
    (b"\x1f\x8b", "gzip; unpack it first"),
    (b"BZh", "bzip2; unpack it first"),
    (b"\xfd7zXZ", "xz; unpack it first"),
    (b"(\xb5/\xfd", "zstd; unpack it first"),
    (b"PK\x03\x04", "a zip or office file; unpack it or save it as text first"),
    (b"\xd0\xcf\x11\xe0", "an old office file; save it as text first"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"filedesc:", "an archive of the old ARC form; turn it into WARC first, as `warcio recompress` does"),
)
SNIFFED_BYTES: Final = 65_536
# HTML's <meta charset>, XML's encoding="...": both are ASCII and stand near the top.
DECLARED: Final = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE
)
CONTROLS: Final = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r\x1b")))
UTF8_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH_RUN: Final = re.compile(rb"[\x80-\xff]{3,}")


class UndecodableError(InputError):
    """These bytes are not text that can be read without guessing; `reason` says which way."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def decode(data: bytes, told: str | None = None) -> str:
    """The text of a file.

    Args:
        told: the encoding that came with it, as a server's header names it; it goes before what the file itself declares.

    Raises:
        UndecodableError: binary data, damaged UTF-8, or an encoding that cannot be told.

    >>> decode(b"\\xef\\xbb\\xbfOne.\\r\\nTwo.")
    'One.\\r\\nTwo.'
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, "its byte order mark")
    refuse_binary(data[:SNIFFED_BYTES])
    wide = _wide_without_mark(data[:SNIFFED_BYTES])
    if wide:
        return _strictly(data, wide, "its zero bytes")
    if b"\x00" in data:
        raise UndecodableError(Reason.BINARY, f"holds a zero byte at {data.index(0)}, which text does not")
    if (text := _if_decodes(data, "utf-8")) is not None:
        return text
    if told and (text := _if_decodes(data, told)) is not None:
        return text
    declared = DECLARED.search(data[:4096]) if data.lstrip()[:1] == b"<" else None
    if declared and (text := _if_decodes(data, declared[1].decode("ascii"))) is not None:
        return text
    return _legacy(data)


def refuse_binary(head: bytes) -> None:
    """Raise UndecodableError when the first bytes are those of a known binary format or mostly control characters."""
    for magic, what in MAGIC:
        if head.startswith(magic):
            raise UndecodableError(Reason.BINARY, f"is {what}")
    controls = len(head) - len(head.translate(None, CONTROLS))
    if not _wide_without_mark(head) and controls > max(2, len(head) // 100):
        raise UndecodableError(Reason.BINARY, f"holds {controls} control characters in its first {len(head)} bytes")


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 that lost its mark: Latin text has a zero in (nearly) every second byte, always on the same side."""
    half = len(head) // 2
    if half < 4:
        return None
    even, odd = head[0 : half * 2 : 2].count(0), head[1 : half * 2 : 2].count(0)
    if odd > 0.7 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _strictly(data: bytes, encoding: str, because: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(
            Reason.ENCODING, f"is {encoding} by {because}, but byte {error.start} does not fit; save it again"
        ) from error


def _if_decodes(data: bytes, encoding: str) -> str | None:
    try:
        # What pages call Latin-1 is Windows-1252, as browsers have it: the quotation marks live there.
        name = codecs.lookup(encoding).name
        return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (UnicodeError, LookupError):
        return None


def _legacy(data: bytes) -> str:
    """Single-byte and East Asian encodings, and UTF-8 that was damaged."""
    valid = sum(len(found) for found in UTF8_SEQUENCE.findall(data))
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    if valid > 0.7 * high:
        where = _first_misfit(data)
        raise UndecodableError(Reason.ENCODING, f"is UTF-8 but for byte {where}: damaged or cut; save it again as UTF-8")
    # English with the odd accent or curly quote is Windows-1252 (Latin-1 is part of it). Statistics over so few bytes guess
    # worse than that prior: charset-normalizer reads "café in São Paulo" as a Baltic code page.
    if not HIGH_RUN.search(data) and high < 0.3 * len(data) and (text := _if_decodes(data, "cp1252")) is not None:
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise UndecodableError(Reason.ENCODING, "is in an encoding that could not be told; save it as UTF-8")
    return str(best)


def _first_misfit(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)
