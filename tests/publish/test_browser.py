"""The published desk in a real browser, from a plain file server and under an address of its own; no program answers."""

import functools
import http.server
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dateline.publish import Published, write_folder
from dateline.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: apt-get install chromium")
WAIT_MS = 20_000
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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, address: str):
    """Open the desk; at the end nothing may have been complained of, and nothing asked but files of its folder."""
    contexts, complaints, asked = [], [], []

    def open_page(query: str = "", **options):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda answer: asked.append((answer.url, answer.status)))
        page.goto(address + query)
        page.wait_for_selector(".status strong")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    strange = [one for one in asked if not (one[0].startswith((address, "blob:", "data:")) and one[1] in (200, 304))]
    assert strange == [] and not any("/api/" in url for url, _ in asked)


def count(page, number: int) -> None:
    """Wait until so many rows are there."""
    end = time.monotonic() + WAIT_MS / 1000
    while page.locator("#view tbody tr").count() != number:
        assert time.monotonic() < end, f"{page.locator('#view tbody tr').count()} rows, not {number}"
        page.wait_for_timeout(50)


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
    assert again.locator(".sentence.chosen").inner_text() == words and again.locator("tr.chosen").count() == 1
    page.locator("#search").fill("type:atack")
    page.locator("#query-wrong", has_text="no type of the codebook").wait_for()


def test_the_map_is_drawn_and_a_withheld_name_is_a_mark(open_page) -> None:
    page = open_page("?view=map")
    page.wait_for_selector(".map[data-ready]")
    assert page.locator(".names .place").count() > 5
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


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: run python tools/site.py")
def test_axe_finds_nothing_serious(open_page) -> None:
    page = open_page("?view=aside")
    page.locator("#view table").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
