"""Web archives: every record is read or set aside with its reason, whatever is broken, and nothing fills the memory."""

import gzip
import hashlib
import io
import json
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter
from fastwarc.warc import WarcRecordType as Kind
from hypothesis import given, settings
from hypothesis import strategies as st
from warcs import SPANISH, answer, page, record, write

from dateline.errors import Reason
from dateline.ingest import ingest_path, ingest_stream
from dateline.records import Document, SetAside

INFO = record(b"software: test\r\nrobots: classic\r\n", None, Kind.warcinfo)


def read(path: Path, **options: object) -> tuple[list[Document], list[SetAside]]:
    found = list(ingest_path(path, **options))  # type: ignore[arg-type]
    return [one for one in found if isinstance(one, Document)], [one for one in found if isinstance(one, SetAside)]


def reasons(aside: list[SetAside]) -> list[str]:
    return [one.reason for one in aside]


def test_a_page_keeps_where_it_came_from_what_it_said_of_its_use_and_the_hash_of_its_bytes(tmp_path: Path) -> None:
    head = (
        "<meta name='robots' content='noarchive'><meta property='article:published_time' content='2024-05-02T08:00:00Z'>"
        "<link rel='license' href='https://creativecommons.org/licenses/by/4.0/'>"
    )
    body = page(1, head=head).encode()
    url = "https://www.news.example/2024/tell-rima-falls.html"
    block = answer(body, headers="X-Robots-Tag: noai\r\nTDM-Reservation: 1\r\n")
    path = write(tmp_path / "a.warc.gz", INFO, record(block, url, WARC_Truncated="length"))
    (document,), (notes,) = read(path)
    assert (document.name, document.url, document.outlet) == ("tell-rima-falls", url, "news.example")
    assert (document.published, document.published_from, document.language) == ("2024-05-02", "meta", "en")
    assert document.source == f"{path}#{len(INFO)}"
    captured = document.capture
    assert captured is not None
    assert captured.digest == f"sha256:{hashlib.sha256(body).hexdigest()}"
    assert (captured.url, captured.fetched, captured.truncated) == (url, "2024-05-03T10:00:00Z", "length")
    assert captured.record and captured.record.startswith("<urn:uuid:")
    assert captured.robots == ("robots: noarchive", "tdm-reservation: 1", "x-robots-tag: noai")
    assert captured.rights == ("license: https://creativecommons.org/licenses/by/4.0/",)
    assert (notes.item, notes.reason) == (f"{path} (warcinfo records)", "no_page")


ANSWERS: dict[str, tuple[bytes, str]] = {
    "404": (answer(page(), "404 Not Found"), "http_error"),
    "500": (answer(page(), "500 Internal Server Error"), "http_error"),
    "redirect": (answer("", "301 Moved Permanently", headers="Location: https://news.example/b\r\n"), "no_page"),
    "pdf": (answer(b"%PDF-1.7\n\x00\x01", kind="application/pdf"), "binary"),
    "pdf called html": (answer(b"%PDF-1.7\n\x00\x01"), "binary"),
    "picture": (answer(b"\x89PNG\r\n\x1a\n\x00", kind="image/png"), "no_page"),
    "style": (answer("a { color: red }", kind="text/css"), "no_page"),
    "data": (answer('{"a": "The army left the town on Sunday and went."}', kind="text/plain"), "no_page"),
    "sitemap": (answer("<?xml version='1.0'?><urlset><url/></urlset>", kind="text/xml"), "no_page"),
    "nothing": (answer(""), "empty"),
    "menus": (answer("<html><body><nav><a href='/'>Home</a></nav></body></html>"), "no_article"),
    "a list as text": (answer("one\ntwo\n", kind="text/plain"), "no_article"),
    "spanish": (answer(f"<html><body><article><p>{SPANISH * 3}</p></article></body></html>"), "not_english"),
    "no status line": (b"<html>hello</html>\r\n\r\n", "malformed"),
    "damaged gzip": (answer(gzip.compress(page().encode())[:-20], headers="Content-Encoding: gzip\r\n"), "malformed"),
    "unknown compression": (answer(page(), headers="Content-Encoding: lzma\r\n"), "encoding"),
    "broken chunks": (answer(b"fff\r\nhello", headers="Transfer-Encoding: chunked\r\n"), "malformed"),
    "damaged utf-8": (answer((page() + "тест").encode()[:-1]), "encoding"),
    "a million elements deep": (answer("<div>" * 1_000_000 + "text"), "malformed"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_no_readable_page_is_set_aside_with_its_reason(tmp_path: Path, name: str) -> None:
    block, reason = ANSWERS[name]
    documents, aside = read(write(tmp_path / "a.warc.gz", record(block), record(answer(page(2)), "https://news.example/b")))
    assert [document.url for document in documents] == ["https://news.example/b"]
    assert reasons(aside) == [reason]
    assert "https://news.example/a" in aside[0].item and aside[0].detail and Reason(aside[0].reason)


def brotli(data: bytes) -> bytes:
    out = io.BytesIO()
    writer = BrotliWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page(1).encode()[:700], page(1).encode()[700:], b""))
CYRILLIC = page(1, head="<meta charset='utf-8'>", more="<p>They call the village Новое, which means new, she said on Monday.</p>")
PACKED: dict[str, bytes] = {
    "plain": answer(page(1)),
    "gzip": answer(gzip.compress(page(1).encode()), headers="Content-Encoding: gzip\r\n"),
    "gzip in two members": answer(
        gzip.compress(page(1).encode()[:500]) + gzip.compress(page(1).encode()[500:]), headers="Content-Encoding: gzip\r\n"
    ),
    "deflate": answer(zlib.compress(page(1).encode()), headers="Content-Encoding: deflate\r\n"),
    "bare deflate": answer(zlib.compress(page(1).encode(), wbits=-15), headers="Content-Encoding: deflate\r\n"),
    "brotli": answer(brotli(page(1).encode()), headers="Content-Encoding: br\r\n"),
    "chunks": answer(CHUNKED, headers="Transfer-Encoding: chunked\r\n"),
    "unpacked by the crawler already": answer(page(1), headers="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
    "wrong length in the server's headers": answer(page(1)).replace(b"Content-Length: ", b"Content-Length: 9"),
    "no media type": answer(page(1)).replace(b"Content-Type: text/html; charset=utf-8\r\n", b""),
    "line feeds alone": answer(page(1)).replace(b"\r\n", b"\n"),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_page_is_the_same_however_the_server_packed_it(tmp_path: Path, name: str) -> None:
    (document,), aside = read(write(tmp_path / "a.warc.gz", record(PACKED[name])))
    assert aside == [] and document.text.count("This was report 1") == 4
    assert document.text.startswith("The army said on Sunday")


def test_the_encoding_that_the_server_names_goes_before_what_the_page_declares(tmp_path: Path) -> None:
    block = answer(CYRILLIC.encode("cp1251"), kind="text/html; charset=windows-1251")
    (document,), _ = read(write(tmp_path / "a.warc.gz", record(block)))
    assert "the village Новое, which" in document.text


def test_revisits_are_copies_and_other_kinds_are_counted_or_named(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        INFO,
        record(b"GET /a HTTP/1.1\r\n\r\n", kind=Kind.request),
        record(answer(page(1))),
        record(b"GET /a HTTP/1.1\r\n\r\n", kind=Kind.request),
        record(b"HTTP/1.1 304 Not Modified\r\n\r\n", kind=Kind.revisit, WARC_Refers_To_Date="2024-05-01T00:00:00Z"),
        record(b"outlinks: 3\r\n", kind=Kind.metadata),
        record(b"news.example. 60 IN A 192.0.2.1", "dns:news.example", content_type="text/dns"),
        record(b"piece", kind=Kind.continuation, WARC_Segment_Number="2"),
        record(b"\x00", kind=Kind.unknown),
        record(
            answer("User-agent: *\nDisallow: /private/ because the editors asked us to do so.", kind="text/plain"),
            "https://x.example/robots.txt",
        ),
    )
    documents, aside = read(path)
    assert len(documents) == 1
    assert [(one.item.removeprefix(str(path)).split(" ")[-2:], one.reason) for one in aside[-3:]] == [
        (["(metadata", "records)"], "no_page"),
        (["(request", "records)"], "no_page"),
        (["(warcinfo", "records)"], "no_page"),
    ]
    assert [one.detail.split(" ")[0] for one in aside[-3:]] == ["1", "2", "1"]
    assert reasons(aside[:-3]) == ["duplicate", "no_page", "malformed", "no_page", "no_page"]
    assert "2024-05-01" in aside[0].detail


def test_texts_without_a_server_are_read_too(tmp_path: Path) -> None:
    text = "The army left the town on Sunday, and the mayor stayed with the people in the hills."
    path = write(
        tmp_path / "a.warc",
        record(text.encode(), kind=Kind.conversion, content_type="text/plain", packed=False),
        record(page(2).encode(), "https://news.example/b", Kind.resource, content_type="text/html", packed=False),
    )
    documents, aside = read(path)
    assert aside == [] and documents[0].text == text and "report 2" in documents[1].text


# ---------------------------------------------------------------------- broken archives

PAGES = [(f"https://news.example/{at}", answer(page(at))) for at in range(5)]


def five(packed: bool, digest: bool = True) -> list[bytes]:
    return [record(block, url, packed=packed, digest=digest) for url, block in PAGES]


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def flip(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 0xFF]) + data[len(data) // 2 + 1 :]


def restated(length: int) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        packed = data.startswith(b"\x1f\x8b")
        plain = gzip.decompress(data) if packed else data
        before, name, after = plain.partition(b"Content-Length: ")
        changed = before + name + b"%d" % length + after[after.index(b"\r\n") :]
        return gzip.compress(changed) if packed else changed

    return change


DAMAGES = {
    "cut off": cut,
    "a byte changed": flip,
    "length too short": restated(90),
    "length a little too long": restated(1500),
    "length beyond the file": restated(10**15),
    "length negative": restated(-7),
    "nothing but garbage": lambda data: b"garbage " * 30,
    "garbage before": lambda data: b"garbage\r\n" * 30 + data,
}


# A file that does not begin as an archive is none; and without any checksum nothing can tell that a byte was changed.
CASES = [
    (name, where, packed, digest)
    for name in DAMAGES
    for where in (0, 2, 4)
    for packed in (True, False)
    for digest in (True, False)
    if not (where == 0 and "garbage" in name) and (packed or digest or name != "a byte changed")
]


@pytest.mark.parametrize(("name", "where", "packed", "digest"), CASES)
def test_a_broken_record_costs_itself_alone_and_is_told(tmp_path: Path, name: str, where: int, packed: bool, digest: bool) -> None:
    records = five(packed, digest)
    records[where] = DAMAGES[name](records[where])
    path = write(tmp_path / "a.warc", *records)
    documents, aside = read(path, limit_bytes=5000, fast_pages=True)
    whole = {url for at, (url, _) in enumerate(PAGES) if at != where}
    assert {document.url for document in documents} - {PAGES[where][0]} == whole
    assert reasons(aside) and set(reasons(aside)) <= {"malformed"}
    if "garbage before" not in name:
        assert PAGES[where][0] not in {document.url for document in documents}
    assert any(f"#{at}" in one.item for one in aside for at in (sum(map(len, records[:where])), 0))


WHOLE = {packed: b"".join(five(packed)[:3]) for packed in (True, False)}


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_an_archive_with_any_bytes_changed_cut_or_put_in_is_read_to_its_end(data: st.DataObject) -> None:
    archive = WHOLE[data.draw(st.booleans())]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(archive)))
        gone = data.draw(st.integers(0, 300))
        archive = archive[:at] + data.draw(st.binary(max_size=40)) + archive[at + gone :]
    for item in ingest_stream(io.BytesIO(archive), limit_bytes=5000, fast_pages=True):
        assert isinstance(item, Document) or Reason(item.reason)


def test_a_record_over_the_limit_is_set_aside_and_the_next_is_read(tmp_path: Path) -> None:
    big = record(answer("x" * 200_000), "https://news.example/big")
    documents, aside = read(write(tmp_path / "a.warc.gz", big, five(True)[1]), limit_bytes=100_000)
    assert (len(documents), reasons(aside)) == (1, ["too_large"])


def test_an_archive_compressed_as_one_stream_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", gzip.compress(b"".join(five(False))))
    documents, aside = read(path)
    assert (len(documents), aside) == (5, [])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_a_bomb_is_refused_within_bounded_memory(tmp_path: Path, encoding: str) -> None:
    bomb = b"<html>" + b"a" * 60_000_000
    packed = {"deflate": zlib.compress, "br": brotli}.get(encoding, gzip.compress)(bomb)
    packed = gzip.compress(packed) if "," in encoding else packed
    path = write(tmp_path / "a.warc.gz", record(answer(packed, headers=f"Content-Encoding: {encoding}\r\n")), five(True)[1])
    del bomb, packed
    tracemalloc.start()
    try:
        documents, aside = read(path, limit_bytes=5_000_000, fast_pages=True)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert (len(documents), reasons(aside)) == (1, ["too_large"])


def test_an_archive_whose_record_is_a_bomb_is_refused_within_bounded_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", record(answer(b"a" * 100_000_000), digest=False), five(True)[1])
    tracemalloc.start()
    try:
        documents, aside = read(path, limit_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
    assert (len(documents), reasons(aside)) == (1, ["too_large"])


def test_an_archive_comes_through_standard_input(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    found = list(ingest_stream(Pipe(b"".join(five(True)))))
    assert [type(one) for one in found] == [Document] * 5


def test_an_empty_archive_and_an_old_arc_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"WARC/1.0\r\n")
    (tmp_path / "b.arc").write_bytes(b"filedesc://a.arc 0.0.0.0 20100101000000 text/plain 76\n1 0 test\n")
    _, aside = read(tmp_path)
    assert reasons(aside) == ["malformed", "binary"] and "ARC" in aside[1].detail


# ---------------------------------------------------------------------- fast pages


def test_the_fast_way_reads_the_articles_that_the_careful_way_reads(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", *five(True), record(ANSWERS["menus"][0], "https://news.example/menu"))
    careful, fast = read(path), read(path, fast_pages=True)
    assert [(one.text, one.title, one.outlet, one.url) for one in fast[0]] == [
        (one.text, one.title, one.outlet, one.url) for one in careful[0]
    ]
    assert reasons(fast[1]) == reasons(careful[1]) == ["no_article"]


def test_an_english_article_among_menus_of_another_language_is_not_taken_for_foreign(tmp_path: Path) -> None:
    menu = "<nav><ul>" + "<li>Noticias de hoy y de la semana</li>" * 30 + "</ul></nav>"
    block = answer(page(1).replace("<nav>", menu + "<nav>"))
    (document,), _ = read(write(tmp_path / "a.warc.gz", record(block)))
    assert "report 1" in document.text


# ---------------------------------------------------------------------- WACZ


def wacz(path: Path, archives: dict[str, bytes], *, stated: dict[str, str] | None = None, packed: bool = False) -> Path:
    hashes = {name: f"sha256:{hashlib.sha256(data).hexdigest()}" for name, data in archives.items()} | (stated or {})
    resources = [{"name": name.split("/")[-1], "path": name, "hash": value} for name, value in hashes.items()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as zipped:
        zipped.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": resources}))
        zipped.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        for name, data in archives.items():
            zipped.writestr(name, data)
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_a_wacz_is_read_archive_by_archive(tmp_path: Path, packed: bool) -> None:
    records = five(True)
    records[1] = flip(records[1])
    archives = {"archive/b.warc.gz": b"".join(records[:3]), "archive/a.warc.gz": b"".join(records[3:]), "archive/c.txt": b"x"}
    path = wacz(tmp_path / "site.wacz", archives, packed=packed)
    documents, aside = read(path)
    assert [document.url for document in documents] == [PAGES[at][0] for at in (3, 4, 0, 2)]
    assert documents[0].source == f"{path}!archive/a.warc.gz#0"
    assert reasons(aside) == ["malformed"]


def test_a_wacz_that_was_changed_or_damaged_is_not_read(tmp_path: Path) -> None:
    archives = {"archive/a.warc.gz": five(True)[0], "archive/b.warc.gz": five(True)[1], "archive/c.warc.gz": b"no archive"}
    path = wacz(tmp_path / "a.wacz", archives, stated={"archive/a.warc.gz": "sha256:" + "0" * 64})
    documents, aside = read(path)
    assert (len(documents), reasons(aside)) == (1, ["malformed", "malformed"])
    assert "datapackage.json" in aside[0].detail
    data = path.read_bytes()
    path.write_bytes(data.replace(b"https", b"HTTPS")[: len(data) // 2])
    assert reasons(read(path)[1]) == ["binary"]


def test_names_in_a_zip_lead_nowhere_and_another_zip_is_no_archive(tmp_path: Path) -> None:
    path = wacz(tmp_path / "a.wacz", {"archive/../../../escaped.warc.gz": five(True)[0], "../up.warc.gz": b"x"})
    documents, _ = read(path)
    assert len(documents) == 1 and [one.name for one in tmp_path.iterdir()] == ["a.wacz"]
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as zipped:
        zipped.writestr("word/document.xml", "<w/>")
    assert reasons(read(tmp_path / "b.docx")[1]) == ["binary"]
