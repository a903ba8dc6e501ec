"""The doors by which foreign bytes come in: a function each, which raises when what comes out is not what the door promises.

What a door needs is imported by its first input, so that a process which tries one door is there at once.
"""

import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from dateline.errors import CodebookError, Reason, UsageError
from dateline.records import SetAside

LIMIT_BYTES = 200_000
KINDS = ("feed", "sitemap", "gdelt", "ccnews", "list")
BOOK = (
    "events/raid.yaml", "control/seizes.yaml", "relations/leads.yaml", "actors/own.yaml", "triggers.yaml", "labels.yaml",
    "hedges.yaml", "reporting.yaml", "likelihood.yaml", "moods.yaml", "words.yaml", "quantities.yaml", "occurrences.yaml",
    "codebook.yaml",
)  # fmt: skip


def ingest(data: bytes) -> None:
    """A file of any content: documents that quote themselves, or reasons that are known."""
    _ingest(data)


def warc(data: bytes) -> None:
    """A web archive, its articles taken the fast way if the first byte is odd."""
    _ingest(data[1:], fast_pages=bool(data[:1] and data[0] & 1))


def answer(data: bytes) -> None:
    """A server's answer in an archive that is whole: its length and its packing are right."""
    how, block = data[:1] or b"\0", data[1:]
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/2014/a\r\nContent-Type: application/http\r\n"
    record = f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    archive = gzip.compress(record, 1) if how[0] & 2 else record
    _ingest(archive, fast_pages=bool(how[0] & 1))


def wacz(data: bytes) -> None:
    """A zip file as it is, or a whole one around an archive and what a `datapackage.json` says of it."""
    if data[:1] and data[0] & 1:
        said, _, archive = data[1:].partition(b"\n\n")
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as zipped:
            zipped.writestr("datapackage.json", said)
            zipped.writestr("archive/../a.warc" if data[0] & 2 else "archive/a.warc", archive)
        data = b"." + made.getvalue()
    _ingest(data[1:], fast_pages=True)


def listing(data: bytes) -> None:
    """What a watched source answers."""
    from dateline.crawl.fetching import Answered
    from dateline.crawl.listings import ListingError, read_listing

    kind = KINDS[(data[0] if data else 0) % len(KINDS)]
    body = data[1:]
    answered = Answered(
        url="https://news.example/list", status=200, reason_phrase="OK", headers=(), body=body, address="", fetched=""
    )
    try:
        found = read_listing(kind, answered, LIMIT_BYTES)
    except ListingError:
        return
    assert all(one.url.startswith(("http://", "https://")) for one in found), found


def codebook(data: bytes) -> None:
    """A file of a user's codebook, each kind in turn of the first byte."""
    from dateline.codebook.actors import read_actor_rows
    from dateline.codebook.entries import read_file
    from dateline.codebook.files import Files
    from dateline.codebook.manifest import read_manifest
    from dateline.codebook.occurrences import load_occurrences
    from dateline.codebook.quantities import load_quantities

    path = _folder() / BOOK[(data[0] if data else 0) % len(BOOK)]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data[1:])
    try:
        if path.parent.name == "actors":
            read_actor_rows(read_file(path)[1], path)
        elif path.name == "codebook.yaml":
            read_manifest(read_file(path)[1], path)
        elif path.stem == "quantities":
            load_quantities(path)
        elif path.stem == "occurrences":
            load_occurrences(path)
        else:
            Files().add(path)
    except CodebookError as error:
        assert str(error).strip(), "an error without words"


def query(data: bytes) -> None:
    """What a person asks: understood and answered, or refused in one sentence."""
    from dateline.query import parse, understand

    tables, store = _case()
    words = data.decode("utf-8", "surrogateescape")  # as the command line takes words that are no UTF-8
    try:
        wanted = understand(parse(words), tables.codebook, tables.gazetteer)
    except UsageError as error:
        assert str(error).strip()
        return
    for _ in store.statements(wanted=wanted):
        break


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": ingest, "html": ingest, "feed": ingest, "jsonl": ingest, "warc": warc, "answer": answer, "wacz": wacz,
    "listing": listing, "codebook": codebook, "query": query,
}  # fmt: skip


def _ingest(data: bytes, *, fast_pages: bool = False) -> None:
    from dateline.ingest import ingest_stream

    for one in ingest_stream(io.BytesIO(data), name="fuzz", limit_bytes=LIMIT_BYTES, fast_pages=fast_pages):
        if isinstance(one, SetAside):
            Reason(one.reason)
            json.dumps(one.item + one.detail).encode()
            continue
        one.text.encode("utf-8")
        assert one.text.strip(), "a document without text"
        assert all(one.text[anchor.start : anchor.end] == anchor.exact for anchor in one.furniture)
        for words in (one.name, one.title, one.byline, one.outlet, one.url):
            (words or "").encode("utf-8")


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="dateline-fuzz-"))


@cache
def _case() -> tuple[Any, Any]:
    from benchmarks.world import World, fill
    from dateline.archive.tables import Tables
    from dateline.store import Store

    path = _folder() / "case.db"
    world = World(50)
    fill(path, [world.report(number) for number in range(50)])
    return Tables.load(), Store.open(path)
