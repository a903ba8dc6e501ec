"""The block of a web archive's response record -> the server's answer: status, headers, body unpacked.

What the archive says was chunked or compressed often no longer is: bytes that do not look so are taken as they are. Unpacking
stops at a limit, so that a small record cannot fill the memory. It does not know what is in the body.
"""

import io
import re
import zlib
from typing import Any, Final

from dateline.errors import Reason
from dateline.records import Record

END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
STATUS: Final = re.compile(rb"HTTP/[0-9](?:\.[0-9])?\s+([0-9]{3})\b", re.IGNORECASE)
CHUNK: Final = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n")
CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
MOST_LAYERS: Final = 3
"""More compressions around one another are no page but an attack."""


class AnswerError(Exception):
    """The answer cannot be taken apart; `reason` says which way."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Answer(Record, frozen=True):
    """What a server sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in small letters, in their order; a name may come twice."""
    sent: bytes
    """The body as it stands in the archive."""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a header."""
        return tuple(value for key, value in self.headers if key == name)

    @property
    def media_type(self) -> str:
        """As in `text/html`; empty when the server did not say."""
        return next(iter(self.all("content-type")), "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the server named."""
        found = CHARSET.search(next(iter(self.all("content-type")), ""))
        return found[1] if found else None


def read_answer(block: bytes) -> Answer:
    """Take a block apart into status, headers and body.

    Raises:
        AnswerError: it does not begin as an answer of a web server does.

    >>> answer = read_answer(b"HTTP/1.1 200 OK\\r\\nContent-Type: Text/HTML; charset=cp1251\\r\\n\\r\\n<p>")
    >>> answer.status, answer.media_type, answer.charset, answer.sent
    (200, 'text/html', 'cp1251', b'<p>')
    """
    end = END_OF_HEAD.search(block)
    status = STATUS.match(block)
    if not end or not status:
        raise AnswerError(Reason.MALFORMED, "does not hold a server's answer: it has no status line, or its headers do not end")
    headers: list[tuple[str, str]] = []
    for line in block[: end.start()].splitlines()[1:]:
        words = line.decode("utf-8", "replace")
        name, colon, value = words.partition(":")
        if words[:1] in (" ", "\t") and headers:  # a value that runs on
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {words.strip()}")
        elif colon:
            headers.append((name.strip().lower(), value.strip()))
    return Answer(status=int(status[1]), headers=tuple(headers), sent=block[end.end() :])


def unpack(answer: Answer, limit_bytes: int) -> bytes:
    """The body without chunks and compression.

    Raises:
        AnswerError: it is broken off, larger than the limit, or packed in a way we do not know.
    """
    body = answer.sent
    if "chunked" in _listed(answer, "transfer-encoding") and CHUNK.match(body):
        body = _through(_stream("ChunkedReader", body), limit_bytes, "its chunks are broken")
    layers = [name for name in _listed(answer, "content-encoding") if name not in ("identity", "")]
    if len(layers) > MOST_LAYERS:
        raise AnswerError(Reason.MALFORMED, f"is compressed {len(layers)} times over")
    for name in reversed(layers):
        body = _decompress(name, body, limit_bytes)
    return body


def _listed(answer: Answer, name: str) -> list[str]:
    return [part.strip().lower() for value in answer.all(name) for part in value.split(",")]


def _decompress(name: str, body: bytes, limit_bytes: int) -> bytes:
    match name:
        case "gzip" | "x-gzip":
            return _inflate(body, 31, limit_bytes) if body.startswith(b"\x1f\x8b") else body
        case "deflate":
            # Some servers send the bare stream, some the one with zlib's two bytes before it, which are a multiple of 31.
            wrapped = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
            return body if body.lstrip()[:1] == b"<" else _inflate(body, 15 if wrapped else -15, limit_bytes)
        case "br":
            return body if body.lstrip()[:1] == b"<" else _through(_stream("BrotliReader", body), limit_bytes, "is broken off")
        case "zstd":
            packed = body.startswith(b"(\xb5/\xfd")
            return _through(_stream("ZstdReader", body), limit_bytes, "is broken off") if packed else body
    raise AnswerError(Reason.ENCODING, f"is compressed as {name!r}, which is not known here")


def _inflate(body: bytes, window: int, limit_bytes: int) -> bytes:
    found = b""
    while body:
        unpacker = zlib.decompressobj(window)
        try:
            found += unpacker.decompress(body, limit_bytes + 1 - len(found))
        except zlib.error as error:
            raise AnswerError(Reason.MALFORMED, f"its compressed body is damaged: {error}") from error
        _check_size(found, limit_bytes)
        if not unpacker.eof:
            raise AnswerError(Reason.MALFORMED, "its compressed body is cut off")
        # A further member follows, or filling, which is nothing.
        body = unpacker.unused_data if unpacker.unused_data.startswith(b"\x1f\x8b") and window == 31 else b""
    return found


def _stream(reader: str, body: bytes) -> Any:
    from fastwarc import stream_io

    return getattr(stream_io, reader)(io.BytesIO(body))


def _through(stream: Any, limit_bytes: int, problem: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        while size <= limit_bytes and (part := stream.read(min(1 << 20, limit_bytes + 1 - size))):
            parts.append(part)
            size += len(part)
    except OSError as error:
        raise AnswerError(Reason.MALFORMED, f"its body {problem}: {error}") from error
    found = b"".join(parts)
    _check_size(found, limit_bytes)
    return found


def _check_size(found: bytes, limit_bytes: int) -> None:
    if len(found) > limit_bytes:
        raise AnswerError(Reason.TOO_LARGE, f"unpacks to more than the limit of {limit_bytes} bytes (setting max_bytes)")
