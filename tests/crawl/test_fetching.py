"""Fetching against a real server on this machine: what is refused, where limits cut, and that the archive has what was sent."""

import contextlib
import gzip
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import Answer, Site, site
from warcs import page

from dateline.crawl import Fetcher, Keeper, RefusedError, Visitor
from dateline.crawl.fetching import tidy_address
from dateline.errors import InputError, Reason
from dateline.ingest import ingest_path
from dateline.network.addresses import is_public
from dateline.records import Document, SetAside


def anywhere(address: str) -> bool:
    return True


def fetcher(**options: Any) -> Fetcher:
    return Fetcher(**{"agent": "dateline/test", "limit_bytes": 100_000, "seconds": 3.0, "may_connect": anywhere, **options})


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        yield served


# ---------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.5.4", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "192.0.2.7", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "localhost", "", "1.2.3",
    ],
)  # fmt: skip
def test_private_loopback_and_link_local_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "172.32.0.1"]
)
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


@settings(deadline=None)  # a loaded machine is no fault
@given(st.text(max_size=60))
def test_any_words_are_a_tidy_address_or_refused(words: str) -> None:
    for url in (words, f"http://{words}", f"https://example.org/{words}"):
        with contextlib.suppress(RefusedError):
            tidy = tidy_address(url)
            assert tidy.isascii() and tidy.startswith(("http://", "https://")) and tidy_address(tidy) == tidy


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:text/html,x", "example.org", "http:///x", "",
     "http://user:secret@example.org/", "http://[::1", "http://example.org:99999/", "gopher://127.0.0.1/", "http://" + "a" * 3000],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused_before_anything_is_sent(url: str) -> None:
    with fetcher() as fetch:
        visit = fetch.get(url)
    assert (visit.reason, visit.answers) == (Reason.REFUSED, ()) and visit.detail


# ---------------------------------------------------------------------- private networks


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]"])
def test_without_being_told_so_nothing_is_fetched_from_this_machine(web: Site, host: str) -> None:
    web.pages["/"] = Answer(page())
    with fetcher(may_connect=is_public) as fetch:
        visit = fetch.get(f"http://{host}:{web.port}/")
    assert visit.reason == Reason.REFUSED and "open internet" in visit.detail
    assert web.asked == []


def test_a_host_name_that_leads_into_a_private_network_is_refused_even_among_public_addresses(web: Site) -> None:
    with fetcher(may_connect=is_public, resolve=lambda host, port: ["93.184.215.14", "127.0.0.1"]) as fetch:
        visit = fetch.get(f"http://news.example:{web.port}/")
    assert visit.reason == Reason.REFUSED and web.asked == []


def test_the_connection_goes_to_the_address_that_was_checked_whatever_the_name_says_next(web: Site) -> None:
    names: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        names.append(host)
        return ["127.0.0.1"] if len(names) == 1 else ["192.0.2.1"]

    web.pages["/"] = Answer(page())
    with fetcher(resolve=rebinding) as fetch:
        visit = fetch.get(f"http://news.example:{web.port}/")
    assert visit.last is not None and visit.last.address == "127.0.0.1"
    assert names == ["news.example"]
    assert web.asked[0][1]["host"] == f"news.example:{web.port}"


@pytest.mark.parametrize("host", ["127.0.0.2", "inside.example"])
def test_a_redirect_into_a_private_network_is_refused(web: Site, host: str) -> None:
    """As if 127.0.0.1 stood on the open internet, and 127.0.0.2 did not."""
    web.pages["/"] = Answer(status=302, headers={"Location": f"http://{host}:{web.port}/secret"})
    web.pages["/secret"] = Answer(page())

    def resolve(name: str, port: int) -> list[str]:
        return ["127.0.0.1"] if name == "news.example" else ["127.0.0.2"]

    with fetcher(resolve=resolve, may_connect=lambda address: address == "127.0.0.1") as fetch:
        visit = fetch.get(f"http://news.example:{web.port}/")
    assert (visit.reason, [answer.status for answer in visit.answers]) == (Reason.REFUSED, [302])
    assert web.paths() == ["/"]


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)"])
def test_a_redirect_away_from_the_web_is_refused(web: Site, to: str) -> None:
    web.pages["/"] = Answer(status=302, headers={"Location": to})
    with fetcher() as fetch:
        visit = fetch.get(web.address + "/")
    assert (visit.reason, len(visit.answers)) == (Reason.REFUSED, 1)


# ---------------------------------------------------------------------- limits


def test_few_redirects_are_followed(web: Site) -> None:
    for at in range(10):
        web.pages[f"/{at}"] = Answer(status=301, headers={"Location": f"/{at + 1}"})
    web.pages["/10"] = Answer(page())
    with fetcher() as fetch:
        many, few = fetch.get(web.address + "/0"), fetch.get(web.address + "/6")
    assert many.reason == Reason.UNREACHABLE and len(many.answers) == 6
    assert few.last is not None and few.last.url == web.address + "/10" and len(few.answers) == 5


@pytest.mark.parametrize("stated", [True, False])
def test_a_body_over_the_limit_is_given_up_early(web: Site, stated: bool) -> None:
    sent: list[int] = []

    def endless(out: Any) -> None:
        out.write(b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: 99000000\r\n" if stated else b"") + b"\r\n")
        with contextlib.suppress(OSError):
            for _ in range(990):
                sent.append(out.write(b"x" * 100_000))

    web.pages["/"] = Answer(raw=endless)
    with fetcher() as fetch:
        visit = fetch.get(web.address + "/")
    assert visit.reason == Reason.TOO_LARGE and len(sent) < 900


def dripping(head: bytes, drop: bytes) -> Any:
    def drip(out: Any) -> None:
        with contextlib.suppress(OSError):
            out.write(head)
            for _ in range(100):
                out.write(drop)
                out.flush()
                time.sleep(0.1)

    return drip


@pytest.mark.parametrize(
    ("head", "drop"),
    [(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), (b"HTTP/1.1 200 OK\r\n\r\n", b"a"), (b"", b""), (b"HTTP/1.1 200", b"")],
)
def test_a_server_that_drips_is_left_when_the_time_is_up(web: Site, head: bytes, drop: bytes) -> None:
    web.pages["/"] = Answer(raw=dripping(head, drop))
    started = time.monotonic()
    with fetcher(seconds=1.0) as fetch:
        visit = fetch.get(web.address + "/")
    assert visit.reason == Reason.UNREACHABLE and "in time" in visit.detail
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "said",
    [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000,
     b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"\x00" * 200,
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
)  # fmt: skip
def test_a_server_that_does_not_speak_http_is_unreachable(web: Site, said: bytes) -> None:
    def write(out: Any) -> None:
        with contextlib.suppress(OSError):
            out.write(said)

    web.pages["/"] = Answer(raw=write)
    with fetcher() as fetch:
        assert fetch.get(web.address + "/").reason == Reason.UNREACHABLE


def test_a_host_that_is_not_there_is_unreachable() -> None:
    with fetcher() as fetch:
        assert fetch.get("http://nowhere.invalid/").reason == Reason.UNREACHABLE
        assert fetch.get("http://127.0.0.1:1/").reason == Reason.UNREACHABLE


# ---------------------------------------------------------------------- robots and pace


def test_what_robots_txt_forbids_is_not_asked_for(web: Site) -> None:
    web.pages |= {
        "/robots.txt": Answer("User-agent: *\nDisallow: /private\nAllow: /private/open\n", kind="text/plain"),
        "/a": Answer(page()), "/private/x": Answer(page()), "/private/open": Answer(page()),
        "/b": Answer(status=302, headers={"Location": "/private/x"}),
    }  # fmt: skip
    with fetcher() as fetch:
        visitor = Visitor(fetch, pause_seconds=0)
        visits = {path: visitor.visit(web.address + path) for path in ("/a", "/private/x", "/private/open", "/b")}
    assert [visit.reason for visit in visits.values()] == [None, Reason.ROBOTS, None, Reason.ROBOTS]
    assert web.paths() == ["/a", "/private/open", "/b"]
    assert [path for path, _ in web.asked].count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [(Answer("gone", 404), True), (Answer("no", 403), True), (Answer("wait", 503), False), (Answer("wait", 429), False),
     (Answer("\x00\xff not rules", 200), True), (Answer("User-agent: dateline\nDisallow: /\n", 200), False),
     (Answer("User-agent: otherbot\nDisallow: /\n", 200), True)],
)  # fmt: skip
def test_rules_that_are_not_there_allow_and_rules_that_cannot_be_had_forbid(web: Site, answer: Answer, allowed: bool) -> None:
    web.pages |= {"/robots.txt": answer, "/a": Answer(page())}
    with fetcher() as fetch:
        visit = Visitor(fetch, pause_seconds=0).visit(web.address + "/a")
    assert (visit.reason is None) is allowed
    # A refusal for good and one for the time being are told apart: the latter is tried again.
    assert allowed or (visit.reason == Reason.UNREACHABLE) is (answer.status != 200)


@pytest.mark.parametrize(
    ("rules", "pause"), [("", 2.0), ("User-agent: *\nCrawl-delay: 7\n", 7.0), ("User-agent: *\nCrawl-delay: 9999\n", 60.0)]
)
def test_a_host_is_left_in_peace_between_two_requests(web: Site, rules: str, pause: float) -> None:
    web.pages |= {"/robots.txt": Answer(rules, kind="text/plain"), "/a": Answer(page()), "/b": Answer(page())}
    slept: list[float] = []
    with fetcher() as fetch:
        visitor = Visitor(fetch, pause_seconds=2.0, clock=lambda: sum(slept), sleep=slept.append)
        for path in ("/a", "/b"):
            assert visitor.visit(web.address + path).last
    assert slept == [pause, pause]


# ---------------------------------------------------------------------- the archive


def test_the_archive_has_what_the_server_sent_and_is_read_with_its_hash(web: Site, tmp_path: Path) -> None:
    packed = gzip.compress(page(1).encode())
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page(2).encode()), page(2).encode())
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    web.pages |= {
        "/old": Answer(status=301, headers={"Location": "/1"}),
        "/1": Answer(packed, headers={"Content-Encoding": "gzip", "X-Robots-Tag": "noarchive"}),
        "/2": Answer(raw=lambda out: out.write(head + chunks)),
        "/gone": Answer("gone", 410),
    }
    keeper = Keeper(tmp_path / "pages", "dateline/test")
    with fetcher() as fetch:
        for path in ("/old", "/2", "/gone"):
            for answer in fetch.get(web.address + path).answers:
                keeper.keep(answer)
    assert keeper.path is not None
    found = list(ingest_path(keeper.path))
    one, two = (each for each in found if isinstance(each, Document))
    assert (one.url, two.url) == (web.address + "/1", web.address + "/2")
    assert "report 1" in one.text and "report 2" in two.text
    assert one.capture and one.capture.digest == f"sha256:{hashlib.sha256(packed).hexdigest()}"
    assert one.capture.robots == ("x-robots-tag: noarchive",)
    assert two.capture and two.capture.digest == f"sha256:{hashlib.sha256(page(2).encode()).hexdigest()}"
    assert sorted(each.reason for each in found if isinstance(each, SetAside)) == ["http_error", "no_page", "no_page"]
    assert web.asked[0][1]["user-agent"] == "dateline/test" and "cookie" not in web.asked[0][1]


def test_nothing_fetched_makes_no_file_and_a_folder_that_cannot_be_written_is_an_error(web: Site, tmp_path: Path) -> None:
    assert Keeper(tmp_path / "pages", "a").path is None and not (tmp_path / "pages").exists()
    (tmp_path / "file").write_text("x")
    web.pages["/"] = Answer(page())
    with fetcher() as fetch, pytest.raises(InputError, match="--keep"):
        Keeper(tmp_path / "file" / "pages", "a").keep(fetch.get(web.address + "/").answers[0])
