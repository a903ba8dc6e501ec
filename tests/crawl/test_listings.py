"""Sources and what they name: each kind of list read, each kind of trick refused in bounded time and memory."""

import gzip
import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.crawl.fetching import Answered
from dateline.crawl.listings import Listed, ListingError, read_listing
from dateline.crawl.sources import load_sources
from dateline.errors import UsageError

AT = "https://news.example/lists/index"
LIMIT = 1_000_000


def answered(body: bytes | str, **headers: str) -> Answered:
    body = body.encode() if isinstance(body, str) else body
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answered(url=AT, status=200, reason_phrase="OK", headers=named, body=body, address="192.0.2.1", fetched="")


def read(kind: str, body: bytes | str, **headers: str) -> list[tuple[str, str | None]]:
    return [(one.url, one.day) for one in read_listing(kind, answered(body, **headers), LIMIT)]


def zipped(*files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for at, text in enumerate(files):
            made.writestr(f"{at}.csv", text)
    return out.getvalue()


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<item><title>A</title><link>/world/a</link><pubDate>Wed, 11 Jun 2014 23:30:00 -0500</pubDate></item>
<item><title>B</title><link>https://news.example/b#comments</link></item>
<item><title>B again</title><link>https://NEWS.example/b</link></item>
<item><title>no link</title></item><item><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>A</title><id>1</id>
<link href="https://news.example/a"/><published>2014-06-11T23:30:00-05:00</published></entry></feed>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://news.example/a </loc><lastmod>2024-05-09</lastmod><news:news><news:publication_date>2024-05-02T10:00:00Z
</news:publication_date></news:news></url><url><loc>https://news.example/b</loc><lastmod>2024-05-03</lastmod></url>
<url><loc>https://news.example/c</loc></url><url/></urlset>"""
EVENT = "\t".join(["x"] * 60)


def test_feeds_name_pages_with_their_days_as_written() -> None:
    assert read("feed", RSS) == [("https://news.example/world/a", "2014-06-11"), ("https://news.example/b", None)]
    assert read("feed", ATOM) == [("https://news.example/a", "2014-06-11")]


def test_sitemaps_name_pages_or_further_sitemaps() -> None:
    want = [("https://news.example/a", "2024-05-02"), ("https://news.example/b", "2024-05-03"), ("https://news.example/c", None)]
    assert read("sitemap", SITEMAP) == read("sitemap", gzip.compress(SITEMAP.encode())) == want
    index = "<sitemapindex><sitemap><loc>https://news.example/1.xml.gz</loc><lastmod>2024-05-03</lastmod></sitemap></sitemapindex>"
    assert read_listing("sitemap", answered(index), LIMIT) == [
        Listed(url="https://news.example/1.xml.gz", day="2024-05-03", further=True)
    ]
    assert read("sitemap", "https://news.example/a\nhttps://news.example/b\n") == [(url, None) for url, _ in want[:2]]


def test_lists_of_addresses_may_be_packed_and_have_remarks() -> None:
    body = "# mine\n\nhttps://a.example/1\r\nfile:///etc/passwd\nhttps://a.example/1\n  https://b.example/ü \n"
    want = [("https://a.example/1", None), ("https://b.example/%C3%BC", None)]
    assert read("list", body)[0] == want[0] and read("list", body)[-1] == want[1] and len(read("list", body)) == 2
    assert read("list", gzip.compress(gzip.compress(body.encode())), Content_Encoding="gzip") == want


def test_gdelt_names_its_files_and_these_name_articles() -> None:
    update = "1 aa http://data.example/1.export.CSV.zip\n2 bb http://data.example/1.mentions.CSV.zip\n3 cc http://data.example/1.gkg.csv.zip\n"
    found = read_listing("gdelt", answered(update), LIMIT)
    assert [(one.url, one.further) for one in found] == [("http://data.example/1.export.CSV.zip", True)]
    events = f"{EVENT}\thttps://news.example/a\n{EVENT}\thttps://news.example/a\nshort row\n{EVENT}\tBBC Monitoring\n"
    assert read("gdelt", zipped(events))[0] == ("https://news.example/a", None)
    graph = "\t".join(["1", "2", "3", "4", 'https://news.example/"b"', *["x"] * 22])
    assert read("gdelt", zipped(graph)) == [("https://news.example/%22b%22", None)]


def test_common_crawl_names_archives() -> None:
    body = gzip.compress(b"crawl-data/CC-NEWS/2024/05/CC-NEWS-20240501010101-00001.warc.gz\n")
    assert read("ccnews", body) == [
        ("https://data.commoncrawl.org/crawl-data/CC-NEWS/2024/05/CC-NEWS-20240501010101-00001.warc.gz", None)
    ]


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(12))
ENTITY = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("feed", "<html><body>Maintenance</body></html>"),
        ("feed", b""),
        ("feed", LAUGHS + "]><html>&m;</html>"),
        ("sitemap", "<html/>"),
        ("sitemap", LAUGHS + "]><x>&m;</x>"),
        ("sitemap", gzip.compress(SITEMAP.encode())[:-40] + b"damaged damaged damaged"),
        ("list", gzip.compress(b"https://a.example/\n" * 1_000_000)),
        ("gdelt", "nothing\n"),
        ("gdelt", b"PK\x03\x04 broken"),
        ("gdelt", zipped("a", "b")),
        ("gdelt", zipped("a\tb\n")),
        ("gdelt", zipped("x" * 50_000_000)),
    ],
)
def test_what_is_no_list_or_a_trick_has_failed_in_bounded_time_and_memory(kind: str, body: bytes | str) -> None:
    given_ = answered(body)
    tracemalloc.start()
    started = time.process_time()
    try:
        with pytest.raises(ListingError):
            read_listing(kind, given_, LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < 5


def test_entities_are_not_resolved() -> None:
    sitemap = ENTITY.replace("DOCTYPE l", "DOCTYPE urlset") + "<urlset><url><loc>https://news.example/&a;</loc></url></urlset>"
    found = read("sitemap", sitemap)
    assert all("hostname" not in url and Path("/etc/hostname").read_text().strip() not in url for url, _ in found)


@settings(deadline=None)  # a loaded machine is no fault
@given(st.sampled_from(["feed", "sitemap", "list", "gdelt", "ccnews"]), st.binary(max_size=300))
def test_any_bytes_are_a_list_or_none(kind: str, body: bytes) -> None:
    try:
        assert all(one.url.isascii() for one in read_listing(kind, answered(body), LIMIT))
    except ListingError as error:
        assert str(error)


# ---------------------------------------------------------------------- feeds.toml


def test_sources_are_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        '[[source]]\nurl = "https://a.example/rss"\noutlet = "Wire"\n\n'
        '[[source]]\nurl = "https://a.example/map.xml"\nkind = "sitemap"\nevery_minutes = 5\nmatching = "/world/"\nsince_days = 3\n'
    )
    feed, sitemap = load_sources(tmp_path / "feeds.toml")
    assert (feed.kind, feed.outlet, feed.every_minutes) == ("feed", "Wire", 60)
    assert (sitemap.kind, sitemap.every_minutes, sitemap.since_days) == ("sitemap", 5, 3)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "source"),
        ("source = []", "length >= 1"),
        ("[[source]]", "url"),
        ("[[source]]\nurl = 5", "str"),
        ('[[source]]\nurl = "feed.xml"', "http"),
        ('[[source]]\nurl = "https://a.example"\ncolour = "red"', "colour"),
        ('[[source]]\nurl = "https://a.example"\nkind = "blog"', "blog"),
        ('[[source]]\nurl = "https://a.example"\nevery_minutes = 0', ">= 1"),
        ('[[source]]\nurl = "https://a.example"\nmatching = "("', "regular expression"),
        ('[[source]]\nurl = "https://a.example"\nkind = "list"\nitems = true', "items"),
        ('[[source]]\nurl = "https://a.example"\n[[source]]\nurl = "https://A.example/"', "twice"),
        ("[[source", "TOML"),
    ],
)
def test_a_file_that_says_something_else_is_refused_by_name(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "feeds.toml").write_text(content)
    with pytest.raises(UsageError, match=r"feeds\.toml") as caught:
        load_sources(tmp_path / "feeds.toml")
    assert says in str(caught.value)


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.toml"):
        load_sources(tmp_path / "nowhere.toml")
