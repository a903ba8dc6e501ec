"""JSON Lines -> Documents: one object a line; a line that is not well formed is set aside with its number, the others are read.

Keys: text (required); doc, name or id; title; published or date; outlet; url; byline. Unknown keys are ignored.
Lines are read one at a time: the limit is for a line, and the file may be of any length.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from dateline.errors import Reason
from dateline.ingest.days import read_day
from dateline.ingest.documents import Origin, make_document, set_aside
from dateline.records import Document, SetAside

LINES_TRIED: Final = 20


class Row(msgspec.Struct, frozen=True):
    """What a line may say."""

    text: str
    doc: str | int | None = None
    name: str | int | None = None
    id: str | int | None = None
    title: str | None = None
    published: str | None = None
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None


def looks_like_jsonl(head: str) -> bool:
    """Whether one of the first lines is a JSON object. The last of a cut head may be half a line: then its beginning decides."""
    lines = [line for line in head.split("\n") if line.strip()][:LINES_TRIED]
    if not lines or not lines[0].lstrip().startswith("{"):
        return False
    return any(_is_object(line) for line in lines) or (len(lines) == 1 and lines[0].lstrip()[1:].lstrip().startswith('"'))


def looks_like_json(text: str) -> bool:
    """Whether the whole is one JSON value of another shape: an array, or an object over several lines."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        msgspec.json.decode(text.strip())
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return False
    return True


def read_jsonl(stream: BinaryIO, origin: Origin, limit_bytes: int) -> Iterator[Document | SetAside]:
    """A document or a SetAside for each line that is not blank."""
    empty = True
    for number, line in enumerate(_lines(stream, limit_bytes), 1):
        at_line = msgspec.structs.replace(origin, item=f"{origin.item}:{number}", name=f"{origin.name}:{number}")
        if line is None:
            yield set_aside(
                at_line, Reason.TOO_LARGE, f"the line is longer than the limit of {limit_bytes} bytes (setting max_bytes)"
            )
        elif line.strip():
            yield _read_line(line, at_line)
        else:
            continue
        empty = False
    if empty:
        yield set_aside(origin, Reason.EMPTY, "holds no records")


def _read_line(line: bytes, origin: Origin) -> Document | SetAside:
    try:
        row = msgspec.json.decode(line, type=Row)
    except UnicodeDecodeError as error:
        return set_aside(origin, Reason.ENCODING, f"holds bytes that are no UTF-8 at {error.start}; save the file as UTF-8")
    except (msgspec.DecodeError, RecursionError) as error:
        return set_aside(origin, Reason.MALFORMED, f"{error}")
    words = row.published or row.date
    day = read_day(words) if words else None
    if words and not day and not origin.published:
        return set_aside(origin, Reason.MALFORMED, f"{words!r} is no date; write it as YYYY-MM-DD")
    names = [str(name) for name in (row.doc, row.name, row.id) if name not in (None, "")]
    named = msgspec.structs.replace(origin, name=names[0]) if names else origin
    return make_document(
        row.text, named, title=row.title, byline=row.byline, outlet=row.outlet, url=row.url, published=day, published_from="record"
    )


def _lines(stream: BinaryIO, limit_bytes: int) -> Iterator[bytes | None]:
    """Each line; None for one over the limit, whose rest is skipped without being kept."""
    while line := stream.readline(limit_bytes + 1):
        if len(line) <= limit_bytes or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        yield None


def _is_object(line: str) -> bool:
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return False
