"""A real browser for tests of the desk: Debian's chromium, the application behind a port, and axe."""

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from dateline.api import address_of, listen
from dateline.api.site import SITE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: apt-get install chromium")
NEEDS_PAGES = [
    NEEDS_CHROMIUM,
    pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the desk's pages were not built: install Dateline from source"),
]
NEEDS_AXE = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: python tools/site.py puts it into web/node_modules")
WAIT_MS = 30_000


@contextmanager
def chromium() -> Iterator:
    """The browser, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def serving(application) -> Iterator[str]:
    """The address at which an application answers."""
    with listen("127.0.0.1", 0) as taken:
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield address_of(taken)
        server.should_exit = True
        thread.join(timeout=10)


class Pages:
    """Pages of one test, with all that the browser complained of and asked for in them."""

    def __init__(self, browser) -> None:
        self.browser, self.contexts, self.complaints = browser, [], []
        self.asked, self.answered = [], []

    def open(self, address: str, *, width: int = 1440, height: int = 900, **options):
        """A page in a browser of its own, which asks for less motion unless told otherwise."""
        context = self.browser.new_context(
            **{"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", **options}
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("console", lambda one: self.complaints.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("response", lambda answer: self.answered.append((answer.url, answer.status)))
        page.goto(address)
        return page

    def close(self, *allowed: str) -> None:
        """Close them; nothing may have been complained of but what is allowed, and nothing asked of another machine."""
        complaints = list(self.complaints)  # not what breaks off because the page is closed
        for context in self.contexts:
            context.close()
        # What the server refuses is told by the page; the browser notes it too.
        assert [one for one in complaints if not any(words in one for words in allowed)] == []
        assert [url for url in self.asked if not re.match(r"(http://127\.0\.0\.1:\d+/|blob:|data:)", url)] == []


def until(page, expression: str) -> None:
    """Wait until an expression holds. Playwright's own way evaluates words inside the page, which the desk's policy forbids."""
    end = time.monotonic() + WAIT_MS / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never so: {expression}"
        page.wait_for_timeout(50)


def so_many(there, number: int) -> None:
    """Wait until a locator finds so many."""
    end = time.monotonic() + WAIT_MS / 1000
    while there.count() != number:
        assert time.monotonic() < end, f"{there.count()}, not {number}: {there}"
        there.page.wait_for_timeout(50)


def first_row(page) -> str:
    """The words of the first row, once it is there."""
    button = page.locator("#view button.open").first
    button.wait_for()
    return button.inner_text()


def is_as_wide_as_the_window(page) -> bool:
    """Whether nothing needs scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def broken_rules(page, *impacts: str) -> list[tuple[str, str]]:
    """What axe finds: the rule and the first element that breaks it. All of it, or what is of these impacts."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], one["nodes"][0]["html"][:300]) for one in found if not impacts or one["impact"] in impacts]
