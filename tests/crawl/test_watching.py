"""A watch against a real server: what is asked again and what is not, what is remembered, and how failures are told."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sites import Answer, Site, site
from warcs import page

from dateline.crawl import Fetcher, Keeper, Polled, Source, State, Visitor, Watch
from dateline.errors import StoreError
from dateline.ingest import ingest_path
from dateline.records import Document, SetAside

HOUR = 3600.0
START = 1_700_000_000.0


class Clock:
    """The time, as a test sets it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class Watched:
    """A watch over a test's server that can be put down and taken up again."""

    def __init__(self, folder: Path, web: Site) -> None:
        self.folder, self.web, self.clock = folder, web, Clock()

    def round(self, *sources: Source, fetch: bool = True) -> tuple[list[Polled], list[SetAside], list[str]]:
        """Open it, poll, fetch all that waits, close: what was polled, given up, and asked of the server."""
        before = len(self.web.asked)
        fetcher = Fetcher(agent="test", limit_bytes=1_000_000, seconds=3, may_connect=lambda address: True)
        with fetcher, State(self.folder / "memory.sqlite") as state:
            visitor = Visitor(fetcher, pause_seconds=0)
            watch = Watch(sources, state, visitor, self.keeper, folder=self.folder, limit_bytes=1_000_000, now=self.clock)
            polled = list(watch.poll())
            given_up = [aside for aside in watch.fetch() if aside] if fetch else []
            self.idle = watch.idle_seconds()
            self.dead = [known.url for known in watch.dead()]
            self.unread = state.unread()
        return polled, given_up, [path for path, _ in self.web.asked[before:] if path != "/robots.txt"]

    def keeper(self) -> Keeper:
        return Keeper(self.folder, "test")

    def read(self) -> tuple[list[Document], list[SetAside]]:
        found = [one for path in sorted(self.folder.glob("*.warc.gz")) for one in ingest_path(path)]
        return [one for one in found if isinstance(one, Document)], [one for one in found if isinstance(one, SetAside)]


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        yield served


@pytest.fixture
def watched(tmp_path: Path, web: Site) -> Watched:
    return Watched(tmp_path / "pages", web)


def feed(*paths: str) -> str:
    items = "".join(
        f"<item><title>t</title><link>{path}</link><pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate></item>" for path in paths
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>"


def conditional(body: str, etag: str) -> Any:
    """A feed that knows when nothing is new."""

    def answer(told: dict[str, str]) -> Answer:
        if told.get("if-none-match") == etag:
            return Answer(status=304)
        return Answer(body, kind="application/rss+xml", headers={"ETag": etag, "Last-Modified": "Fri, 03 May 2024 10:00:00 GMT"})

    return answer


def test_a_feed_without_news_costs_one_line_and_a_page_is_fetched_once(watched: Watched, web: Site) -> None:
    source = Source(url=web.address + "/rss")
    web.pages |= {
        "/rss": conditional(feed("/1", "/2"), '"v1"'),
        "/1": Answer(page(1)),
        "/2": Answer(page(2)),
        "/3": Answer(page(3)),
    }
    polled, given_up, asked = watched.round(source)
    assert (polled[0].new, polled[0].listed, given_up, asked) == (2, 2, [], ["/rss", "/1", "/2"])
    assert len(watched.unread) == 1 and watched.idle == HOUR
    assert watched.round(source)[2] == []
    watched.clock.now += HOUR
    polled, _, asked = watched.round(source)
    assert (polled[0].unchanged, asked) == (True, ["/rss"])
    assert web.asked[-1][1]["if-none-match"] == '"v1"' and web.asked[-1][1]["if-modified-since"] == "Fri, 03 May 2024 10:00:00 GMT"
    web.pages["/rss"] = conditional(feed("/3", "/1"), '"v2"')
    watched.clock.now += HOUR
    assert watched.round(source)[2] == ["/rss", "/3"]
    assert sorted(document.name for document in watched.read()[0]) == ["1", "2", "3"]


def test_a_watch_that_was_put_down_between_poll_and_fetch_fetches_what_waits(watched: Watched, web: Site) -> None:
    source = Source(url=web.address + "/rss")
    web.pages |= {"/rss": conditional(feed("/1", "/2"), '"v1"'), "/1": Answer(page(1)), "/2": Answer(page(2))}
    assert watched.round(source, fetch=False)[2] == ["/rss"]
    assert watched.round(source)[2] == ["/1", "/2"]


def test_a_source_that_fails_is_asked_less_and_less_and_told_dead_until_it_answers(watched: Watched, web: Site) -> None:
    source = Source(url=web.address + "/rss")
    web.pages["/rss"] = Answer("broken", 500)
    waits, dead = [], []
    for _ in range(8):
        (polled,), _, _ = watched.round(source)
        assert polled.problem == "the server answered 500"
        dead.append(polled.dead)
        waits.append(watched.idle / HOUR)
        watched.clock.now += watched.idle
    assert waits == [2, 4, 8, 16, 24, 24, 24, 24]
    assert dead == [False] * 4 + [True] * 4 and watched.dead == [source.url]
    web.pages["/rss"] = Answer(feed())
    (polled,), _, _ = watched.round(source)
    assert polled.problem is None and watched.dead == [] and watched.idle == HOUR


@pytest.mark.parametrize(
    ("answer", "says", "dead"),
    [
        (Answer("gone", 410), "410", True),
        (Answer("<html>Maintenance</html>"), "is no feed", False),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "must begin with http", False),
        (Answer(raw=lambda out: out.write(b"nonsense")), "web server", False),
    ],
)
def test_why_a_source_failed_is_told(watched: Watched, web: Site, answer: Answer, says: str, dead: bool) -> None:
    web.pages["/rss"] = answer
    (polled,), _, _ = watched.round(Source(url=web.address + "/rss"))
    assert polled.problem and says in polled.problem and polled.dead is dead


@pytest.mark.parametrize("after", ["18000", "Tue, 14 Nov 2023 03:13:20 GMT"])
def test_a_server_that_asks_for_time_gets_it(watched: Watched, web: Site, after: str) -> None:
    watched.clock.now = 1_699_913_600.0  # Mon, 13 Nov 2023 22:13:20 GMT
    web.pages["/rss"] = Answer("slow down", 429, headers={"Retry-After": after})
    watched.round(Source(url=web.address + "/rss"))
    assert watched.idle == 5 * HOUR


def test_a_source_that_moved_for_good_is_told_once(watched: Watched, web: Site) -> None:
    web.pages |= {"/old": Answer(status=301, headers={"Location": "/new"}), "/new": Answer(feed())}
    source = Source(url=web.address + "/old")
    assert watched.round(source)[0][0].moved_to == web.address + "/new"
    watched.clock.now += HOUR
    assert watched.round(source)[0][0].moved_to is None


def test_pages_that_cannot_be_had_now_are_tried_again_and_given_up_at_last(watched: Watched, web: Site) -> None:
    source = Source(url=web.address + "/rss", every_minutes=60 * 24 * 30)
    web.pages |= {
        "/rss": Answer(feed("/down", "/broken", "/gone", "/up")),
        "/down": Answer("later", 503),
        "/gone": Answer("gone", 404),
    }
    web.pages |= {"/broken": Answer(raw=lambda out: out.write(b"nonsense")), "/up": Answer(page(1))}
    tried: list[str] = []
    given_up: list[SetAside] = []
    for _ in range(8):
        _, aside, asked = watched.round(source)
        tried += asked
        given_up += aside
        watched.clock.now += 24 * HOUR
    assert [tried.count(path) for path in ("/down", "/broken", "/gone", "/up")] == [5, 5, 1, 1]
    assert [(aside.item, aside.reason) for aside in given_up] == [(web.address + "/broken", "unreachable")]
    documents, aside = watched.read()
    assert len(documents) == 1
    assert sorted(one.detail for one in aside if one.reason == "http_error") == [
        "the server answered 404",
        "the server answered 503",
    ]


def test_what_robots_txt_forbids_is_set_aside_and_not_asked_for(watched: Watched, web: Site) -> None:
    web.pages |= {
        "/robots.txt": Answer("User-agent: *\nDisallow: /no\n"),
        "/rss": Answer(feed("/no", "/yes")),
        "/yes": Answer(page(1)),
    }
    _, given_up, asked = watched.round(Source(url=web.address + "/rss"))
    assert asked == ["/rss", "/yes"] and [one.reason for one in given_up] == ["robots"]


def test_only_addresses_that_match_and_are_new_enough_are_fetched(watched: Watched, web: Site) -> None:
    def entry(path: str, day: str) -> str:
        return f"<url><loc>{web.address}{path}</loc><lastmod>{day}</lastmod></url>"

    entries = [entry("/world/1", "2023-11-14"), entry("/world/2", "2023-10-01"), entry("/sport", "2023-11-14")]
    web.pages |= {
        "/map.xml": Answer(
            f"<sitemapindex><sitemap><loc>{web.address}/old.xml</loc><lastmod>2023-10-01</lastmod></sitemap>"
            f"<sitemap><loc>{web.address}/new.xml</loc><lastmod>2023-11-14</lastmod></sitemap></sitemapindex>"
        ),
        "/new.xml": conditional(f"<urlset>{''.join(entries)}</urlset>", '"1"'),
        "/world/1": Answer(page(1)),
    }  # fmt: skip
    source = Source(url=web.address + "/map.xml", kind="sitemap", matching="/world/", since_days=7)
    assert watched.round(source)[2] == ["/map.xml", "/new.xml", "/world/1"]
    watched.clock.now += HOUR
    assert watched.round(source)[2] == ["/map.xml", "/new.xml"] and web.asked[-1][1]["if-none-match"] == '"1"'


def test_a_feed_may_be_read_by_the_texts_that_it_carries(watched: Watched, web: Site) -> None:
    text = "The army left the town on Sunday, and the mayor stayed with the people in the hills."
    web.pages["/rss"] = Answer(
        feed("/1").replace("<title>t</title>", f"<title>t</title><description>{text}</description>"), kind="text/xml"
    )
    assert watched.round(Source(url=web.address + "/rss", items=True))[2] == ["/rss"]
    (document,), _ = watched.read()
    assert (document.text, document.published, document.url) == (text, "2024-05-03", web.address + "/1")


def test_an_archive_that_a_list_names_goes_to_the_disk_and_is_to_be_read(watched: Watched, web: Site, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "theirs", "them")
    web.pages["/1"] = Answer(page(1))
    with Fetcher(agent="t", limit_bytes=10_000, seconds=3, may_connect=lambda address: True) as fetcher:
        keeper.keep(fetcher.get(web.address + "/1").answers[0])
    assert keeper.path is not None
    web.pages |= {
        "/paths": Answer("crawl-data/CC-NEWS/a.warc.gz\n"),
        "/crawl-data/CC-NEWS/a.warc.gz": Answer(keeper.path.read_bytes()),
    }
    with State(watched.folder / "memory.sqlite") as state:
        state.add_pages([(web.address + "/crawl-data/CC-NEWS/a.warc.gz", None)], web.address + "/paths", "2024")
    source = Source(url=web.address + "/paths", kind="ccnews")
    assert watched.round(source)[2][:2] == ["/paths", "/crawl-data/CC-NEWS/a.warc.gz"]
    assert watched.unread == ["a.warc.gz"] and (watched.folder / "a.warc.gz").read_bytes() == keeper.path.read_bytes()


def test_hosts_are_asked_by_turns(watched: Watched, web: Site) -> None:
    """Both names are this machine's; each has three pages."""
    paths = [f"{host}/{at}" for host in (web.address, f"http://localhost:{web.port}") for at in range(3)]
    web.pages |= {"/list": Answer("\n".join(paths)), **{f"/{at}": Answer(page(at)) for at in range(3)}}
    asked = watched.round(Source(url=web.address + "/list", kind="list"))[2]
    assert asked == ["/list", "/0", "/0", "/1", "/1", "/2", "/2"]


def test_a_memory_of_another_form_or_that_is_none_is_refused(tmp_path: Path) -> None:
    with State(tmp_path / "a.sqlite"):
        pass
    with sqlite3.connect(tmp_path / "a.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    (tmp_path / "b.sqlite").write_text("no database, only words that are long enough to be taken for one" * 20)
    for name in ("a.sqlite", "b.sqlite"):
        with pytest.raises(StoreError, match=name):
            State(tmp_path / name)


def test_ten_thousand_addresses_are_noted_in_a_moment(tmp_path: Path) -> None:
    started = time.process_time()
    with State(tmp_path / "a.sqlite") as state:
        pages = [(f"https://news.example/{at}", None) for at in range(10_000)]
        assert state.add_pages(pages, "s", "2024") == 10_000 and state.add_pages(pages, "s", "2024") == 0
        assert [one.url for one in state.waiting(1.0, 3)] == [url for url, _ in pages[:3]]
    assert time.process_time() - started < 5
