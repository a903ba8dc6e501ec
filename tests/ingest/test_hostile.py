"""What is made to do harm is refused with a reason, soon and in little memory; what fuzzing found stays mended."""

import gzip
import io
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from warcs import answer, page, record

from dateline.ingest import ingest_stream
from dateline.ingest.shape import feed_misshapen, page_misshapen
from dateline.records import Document, SetAside

SECONDS = 5.0
MEGABYTES = 150
DEEP = 10**6
LAUGHS = b"".join(b"<!ENTITY l%d '%s'>" % (n, (b"&l%d;" % (n - 1)) * 10) for n in range(1, 10))
SENTENCE = "The army said on Sunday that its troops had left the river town of Tell Rima with the mayor."


def feed(item: bytes, before: bytes = b"") -> bytes:
    return b"<?xml version='1.0'?>" + before + b"<rss version='2.0'><channel><item>" + item + b"</item></channel></rss>"


def read(data: bytes) -> list[Document | SetAside]:
    return list(ingest_stream(io.BytesIO(data), name="hostile", fast_pages=True))


HOSTILE = {
    "a page of a million elements inside one another": (b"<html><body>" + b"<div>" * DEEP, "deeper"),
    "the same with an end to each": (b"<html>" + b"<b>" * DEEP + SENTENCE.encode() + b"</b>" * DEEP, "deeper"),
    "a page of a million elements side by side": (b"<html><body>" + b"<p>a" * DEEP, "more than 40,000 elements"),
    "a page in an archive": (record(answer(b"<html><body>" + b"<i>" * DEEP)), "deeper"),
    "a feed of a million elements inside one another": (feed(b"<a>" * DEEP), "elements"),
    "a feed whose item is such a page": (feed(b"<description>" + b"&lt;div&gt;" * 10_000 + b"</description>"), "deeper"),
    "a feed whose item is a larger one": (feed(b"<description>" + b"&lt;i&gt;" * DEEP + b"</description>"), "elements"),
    "a billion laughs": (feed(b"<title>&l9;</title>", b"<!DOCTYPE r [<!ENTITY l0 'ha'>" + LAUGHS + b"]>"), "entities"),
    "entities of quadratic size": (feed(b"&a;" * 10_000, b"<!DOCTYPE r [<!ENTITY a '" + b"a" * 100_000 + b"'>]>"), "entities"),
    "a file of the system as an entity": (feed(b"&f;", b"<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"), "entities"),
    "a line of a million brackets": (b'{"text": "a", "x": ' + b"[" * DEEP + b"]" * DEEP + b"}\n", "recursion"),
    "a body that unpacks without end": (
        record(answer(gzip.compress(b"<html>" + b"a" * 100_000_000), headers="Content-Encoding: gzip\r\n")),
        "unpacks to more",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_reason_soon_and_in_little_memory(name: str) -> None:
    data, says = HOSTILE[name]
    began = time.process_time()
    tracemalloc.start()
    try:
        found = read(data)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < SECONDS
    assert peak < MEGABYTES
    assert [type(one) for one in found] == [SetAside]
    assert says in found[0].detail, found[0].detail


def test_a_zip_with_names_that_lead_out_writes_nothing_and_reads_nothing_of_it(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("archive/../../../out.warc", record(answer(page())))
        zipped.writestr("../archive/b.warc", record(answer(page(1))))
    found = read(made.getvalue())
    assert not list(tmp_path.iterdir()) and not (tmp_path.parent / "out.warc").exists()
    assert len([one for one in found if isinstance(one, Document)]) == 1, "it is read where it lies, under its strange name"


@pytest.mark.parametrize("length", [b"0", b"10", b"-5", b"99999999999999999999", b"1e9", b""])
def test_a_lying_content_length_costs_its_record_alone(length: bytes) -> None:
    honest = record(answer(page(2)), "https://news.example/2", packed=False)
    lying = record(answer(page(1)), packed=False, digest=False)
    head, _, rest = lying.partition(b"Content-Length: ")
    found = read(head + b"Content-Length: " + length + rest[rest.index(b"\r\n") :] + honest)
    assert "https://news.example/2" in {one.url for one in found if isinstance(one, Document)}
    assert "malformed" in {one.reason for one in found if isinstance(one, SetAside)}


def test_real_pages_and_feeds_have_a_good_shape() -> None:
    live = "<html><body>" + "<article><h3>14:02</h3><p>Words.<br>More.</p><img src=a></article>" * 5_000 + "</body></html>"
    assert page_misshapen(live) is None
    media = "<item><title>A</title><media:content url='a'/><description><![CDATA[<i>a<i>b]]></description></item>"
    assert feed_misshapen("<rss>" + media * 10_000 + "</rss>") is None


# ---------------------------------------------------------------------- what fuzzing found
def test_a_line_with_bytes_that_are_no_utf_8_is_set_aside_and_the_next_is_read() -> None:
    found = read(b'{"text": "The \x91mayor\x92 left."}\n{"text": "The army left the town."}\n')
    assert [getattr(one, "reason", "read") for one in found] == ["encoding", "read"]


def test_an_item_whose_summary_is_there_without_words_is_empty() -> None:
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><summary type='xhtml'></summary><content src='a'/></entry></feed>"
    assert {one.reason for one in read(atom) if isinstance(one, SetAside)} == {"empty"}


def test_a_feed_over_which_its_parser_stumbles_is_malformed() -> None:
    found = read(b"<rss version='2.0' xmlns:a='b c'><channel><a:item>words</a:item></channel></rss>")
    assert [one.reason for one in found if isinstance(one, SetAside)] == ["malformed"]


@pytest.mark.parametrize("said", [b'{"resources": [{"path": "\xb1"}]}', b"\xff\xfe"])
def test_a_package_that_is_no_utf_8_says_nothing_and_the_archive_is_read(said: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("datapackage.json", said)
        zipped.writestr("archive/a.warc", record(answer(page())))
    assert any(isinstance(one, Document) for one in read(made.getvalue()))


def test_a_zip_whose_index_points_before_the_file_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("archive/a.warc", record(answer(page())))
    assert all(isinstance(one, SetAside) for one in read(made.getvalue()[40:]))


@pytest.mark.parametrize("url", ["https://news.ex[mple/0", "http://[::1", "https://a]b/"])
def test_an_address_with_half_a_bracket_is_no_address_and_the_page_is_read(url: str) -> None:
    (found,) = read(record(answer(page()), url))
    assert isinstance(found, Document) and found.url is None and found.capture and found.capture.url == url


def test_an_item_of_a_feed_with_such_an_address_keeps_it_as_it_stands() -> None:
    words = b"<link>http://[half</link><description>Troops left the river town of Tell Rima on Sunday.</description>"
    (found,) = read(record(answer(feed(words), kind="application/rss+xml")))
    assert isinstance(found, Document) and found.url == "http://[half"


# ---------------------------------------------------------------------- what kills found
def test_a_full_folder_for_temporary_files_ends_the_run_and_sets_nothing_aside(tmp_path: Path) -> None:
    """The library that tells languages apart unpacks its model there."""
    (tmp_path / "a.txt").write_text(
        "El ejército dijo el domingo que sus tropas habían salido del pueblo y que el alcalde estaba. " * 3
    )
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from dateline.errors import ModelError\nfrom dateline.ingest import ingest_path\n"
        "try: print(list(ingest_path('a.txt')))\nexcept ModelError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "temporary files" in done.stdout and "run the command again" in done.stdout
