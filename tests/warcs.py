"""Web archives for tests, written with fastwarc's own writer; dirt is put into them afterwards, byte by byte."""

import io
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

LINES = (
    "The army said on Sunday that its troops had left the river town of Tell Rima and that the mayor was with them in the hills.",
    "Shelling killed at least 12 people in the market of Ain Dara, doctors who were there told reporters on Monday.",
    "Rebels seized the bridge over the Orontes after the garrison had been cut off for three days, officials said.",
    "Thousands of families fled along the road to Deir Salim, and the road to the south remained closed to aid.",
)
SPANISH = (
    "El ejército dijo el domingo que sus tropas habían salido del pueblo y que el alcalde estaba con ellas en las montañas. "
    "Los médicos contaron que doce personas murieron en el mercado, y miles de familias huyeron por la carretera del sur. "
    "El gobierno no respondió a las preguntas de los periodistas, que pidieron una explicación durante toda la semana. "
)


def page(number: int = 0, *, head: str = "", more: str = "") -> str:
    """An article of a little more than a hundred words; pages of different numbers share no paragraph as a whole."""
    paragraphs = "".join(f"<p>{line} This was report {number}, part {at}.</p>" for at, line in enumerate(LINES))
    menu = "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
    title = f"<title>Report {number}</title>"
    return f"<!doctype html><html><head>{title}{head}</head><body>{menu}<article>{paragraphs}{more}</article></body></html>"


def answer(body: bytes | str, status: str = "200 OK", kind: str = "text/html; charset=utf-8", headers: str = "") -> bytes:
    """A server's answer as it stands in the block of a response record."""
    body = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def record(
    block: bytes,
    url: str | None = "https://news.example/a",
    kind: WarcRecordType = WarcRecordType.response,
    *,
    packed: bool = True,
    digest: bool = True,
    **headers: str,
) -> bytes:
    """One record, its own gzip member when packed; with the digest of its block unless told otherwise."""
    made = WarcRecord()
    made.init_headers(kind)
    made.headers["WARC-Date"] = "2024-05-03T10:00:00Z"
    if url is not None:
        made.headers["WARC-Target-URI"] = url
    web = kind in (WarcRecordType.response, WarcRecordType.request, WarcRecordType.revisit)
    made.headers["Content-Type"] = headers.pop("content_type", "application/http" if web else "application/warc-fields")
    for name, value in headers.items():
        made.headers[name.replace("_", "-")] = value
    made.set_bytes_content(block)
    out = io.BytesIO()
    if packed:
        writer = GzipWriter(out)
        made.write(writer, checksum_data=digest)
        writer.close()
    else:
        made.write(out, checksum_data=digest)
    return out.getvalue()


def write(path: Path, *records: bytes) -> Path:
    """An archive of these records."""
    path.write_bytes(b"".join(records))
    return path
