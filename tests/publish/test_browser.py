"""The published desk in a real browser, from a plain file server and under an address of its own; no program answers."""

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from browsers import NEEDS_AXE, NEEDS_CHROMIUM, Pages, broken_rules, chromium, so_many

from dateline.publish import Published, write_folder
from dateline.store import Store

pytestmark = NEEDS_CHROMIUM
UNDER = "/cases/here/"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that does not print."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def address(publish: Callable[..., Published], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("web")
    (root / "cases").mkdir()
    write_folder(root / UNDER.strip("/"), publish().files)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{UNDER}"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser, address: str):
    """Open the desk; at the end nothing may have been complained of, and nothing asked but files of its folder."""
    pages = Pages(browser)

    def open_page(query: str = "", **options):
        page = pages.open(address + query, **options)
        page.wait_for_selector(".status strong")
        return page

    yield open_page
    pages.close()
    strange = [one for one in pages.answered if not (one[0].startswith((address, "blob:", "data:")) and one[1] in (200, 304))]
    assert strange == [] and not any("/api/" in url for url, _ in pages.answered)


def count(page, number: int) -> None:
    """Wait until so many rows are there."""
    so_many(page.locator("#view tbody tr"), number)


def test_it_filters_opens_sentences_and_is_cited_by_its_address(open_page, store: Store) -> None:
    told = len(list(store.statements(["control"])))
    page = open_page("?view=control")
    count(page, told)
    page.locator("#search").fill("country:Syria")
    page.wait_for_url("**q=country**")
    syrian = [s for s in store.statements(["control"]) if any(place.country == "SY" for place in s.places)]
    count(page, len(syrian))
    page.locator("tbody tr").first.click()
    sentence = page.locator(".sentence.chosen")
    sentence.wait_for()
    words, link = sentence.inner_text(), page.url
    assert syrian[0].assertion.anchor.exact.split()[0] in words and "codebook" in page.locator(".why").inner_text()
    again = open_page("?" + urlsplit(link).query)
    again.locator(".sentence.chosen").wait_for()
    assert again.locator(".sentence.chosen").inner_text() == words
    so_many(again.locator("tr.chosen"), 1)
    page.locator("#search").fill("type:atack")
    page.locator("#query-wrong", has_text="no type of the codebook").wait_for()


def test_the_map_is_drawn_and_a_withheld_name_is_a_mark(open_page) -> None:
    page = open_page("?view=map")
    page.wait_for_selector(".map[data-ready]")
    page.locator(".names .place").nth(5).wait_for()
    page.goto(re.sub(r"\?.*", "?view=events&q=text:baker", page.url))
    count(page, 1)
    page.locator("#view button.open").click()
    page.locator(".text", has_text="Soldiers shot [private person 1], a baker").wait_for()
    assert page.locator(".span.current").first.inner_text().startswith("shot")


def test_what_needs_a_server_is_not_there_and_that_is_said(open_page) -> None:
    page = open_page()
    assert "published" in page.locator(".status .case").inner_text()
    assert page.get_by_role("tab", name="Review").count() == 0 and page.get_by_text("Take away").count() == 0
    page.get_by_role("tab", name="Set aside").click()
    page.get_by_text("counted and not published").wait_for()


@NEEDS_AXE
def test_axe_finds_nothing_serious(open_page) -> None:
    page = open_page("?view=aside")
    page.locator("#view table").wait_for()
    assert broken_rules(page, "serious", "critical") == []
