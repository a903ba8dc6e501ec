"""The desk in a browser over a large case: when something is seen, how soon a filter is a picture, and what blocks the page.

    python -m benchmarks.desk [--statements 100000] [--db CASE] [--runs 5]

`first_paint` is the browser's first contentful paint, with nothing cached; `open_NAME` from the click on a view,
`filter_FILTER_NAME` from the click on a filter, until the frame is drawn in which the view changed last, the server's answer
included; `server_...` how much of that the slowest answer took to come, `asked_...` how many were asked for. `blocked_...` is the
longest stretch in which the page answered to nothing (a long task; 0 below 50 ms).

These are by the clock, and other programs make them longer. Three are by the processor's: `worked_...` the longest task of the
page's thread; `picture_...` what server and page worked from the click until the view changed last: on a machine that does nothing
else, a picture takes no longer, but that its process for graphics draws; `cost_...` the same until all was done, menus of values
and what the map plays included. All in milliseconds, the middle of several runs, in Debian's chromium without a window, which draws
maps with the processor. The server is `dateline serve` in a process of its own.
The archive is that of `world`, linked; `--db` takes a case that is there.
"""

import argparse
import json
import math
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.world import World, fill_all
from dateline.archive import link_case
from dateline.archive.shown import NAMES, show
from dateline.archive.tables import Tables
from dateline.store import Store

PROGRAM = "from dateline.cli import main; main()"
WATCH = Path(__file__).with_name("desk_watch.js")
STATEMENTS_A_DOCUMENT = 2.67
WATCHED_S = 0.01
QUIET_MS, LONGEST_S = 1_200, 120
"""A page is done when nothing is asked for and nothing in the view changes for so long: what can wait is asked within 1 s."""
MENU = (
    "const menu = document.querySelectorAll('.menus select')[{}]; menu.selectedIndex = {}; "
    "menu.dispatchEvent(new Event('change', {{bubbles: true}}))"
)
FILTERS: dict[str, str] = {
    "kind": "document.querySelector('.kind-event').click()",
    "actor": MENU.format(1, 1),
    "place": MENU.format(2, 2),
    "typed": "const box = document.querySelector('#search'); box.value = 'place:Aleppo'; "
    "box.dispatchEvent(new Event('input', {bubbles: true}))",
}
"""What a person does, as script, so that the clock starts with the click itself."""
FILTERED = ("overview", "map", "timeline", "events")
Figures = dict[str, list[float]]


def make(path: Path, statements: int) -> None:
    """A linked case file of about so many statements."""
    documents, words = round(statements / STATEMENTS_A_DOCUMENT), Tables.load()
    fill_all(path, World(documents), documents)
    with Store.open(path) as store:
        link_case(store, words)
        # What is made when it is first asked for is made before a desk that only reads is.
        for name in NAMES:
            show(store, name, words, limit=1)


@contextmanager
def served(path: Path) -> Iterator[tuple[str, int]]:
    """The address of a desk over a case file, in a process of its own, and the number of that process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, "serve", "--db", str(path), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr and "desk of" in process.stderr.readline()
        yield f"http://127.0.0.1:{port}/", process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def settle(page: Page, since: float = 0) -> dict[str, float]:
    """Wait until the page is done; what it took since a moment of its clock."""
    end = time.monotonic() + LONGEST_S
    while not page.evaluate(
        f"__watch.flying === 0 && performance.now() - Math.max({since}, __watch.changed, __watch.landed) > {QUIET_MS}"
    ):
        if time.monotonic() > end:
            raise TimeoutError(f"The page was not done within {LONGEST_S} s: {page.url}")
        page.wait_for_timeout(50)
    return page.evaluate(
        f"""() => {{
            const asked = __watch.asked.filter((one) => one.from >= {since});
            const tasks = __watch.tasks.filter((one) => one.from + one.ms >= {since});
            return {{
                seen: __watch.changed - {since},
                server: Math.max(0, ...asked.map((one) => one.to - one.from)),
                asked: asked.length,
                blocked: Math.max(0, ...tasks.map((one) => one.ms)),
            }};
        }}"""
    )


def do(page: Page, script: str, server: int) -> dict[str, float]:
    """Do something in the page and wait until it is done."""
    with traced(page, server) as worked:
        since = page.evaluate(f"() => {{ const since = performance.now(); {script}; return since; }}")
        took = settle(page, since)
        worked["until"] = time.monotonic() - page.evaluate("performance.now() - __watch.changed") / 1000
    return took | worked


def processor_ms(process: int) -> float:
    """What a process has worked."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def watched(process: int) -> Iterator[list[tuple[float, float]]]:
    """What a process has worked at moments of the clock, every few milliseconds; there at the end."""
    seen: list[tuple[float, float]] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(WATCHED_S):
            seen.append((time.monotonic(), processor_ms(process)))

    thread = threading.Thread(target=watch)
    thread.start()
    yield seen
    done.set()
    thread.join()


@contextmanager
def traced(page: Page, server: int) -> Iterator[dict[str, float]]:
    """What page and server work, in milliseconds of the processor; there at the end.

    Until a moment of the clock as well, if that is put in as `until`.
    """
    browser, worked, before = page.context.browser, dict[str, float](), processor_ms(server)
    assert browser
    browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-devtools.timeline"])
    with watched(server) as seen:
        yield worked
    events = json.loads(browser.stop_tracing())["traceEvents"]
    names = {(e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"}
    # microseconds of the same clock as Python's
    tasks = [
        (e["ts"] / 1e6, e["tdur"] / 1000)
        for e in events
        if e["name"] == "RunTask" and (e["pid"], e["tid"]) in names and "tdur" in e
    ]
    worked["worked"] = max((ms for _, ms in tasks), default=0)

    def by(end: float) -> float:
        return max((ms - before for at, ms in seen if at <= end), default=0) + sum(ms for at, ms in tasks if at <= end)

    worked["cost"] = by(math.inf)
    worked["picture"] = by(worked.pop("until", math.inf))


def note(figures: Figures, name: str, took: dict[str, float]) -> None:
    """Keep what something took under its name."""
    figures.setdefault(name, []).append(took["seen"])
    for kind in ("server", "asked", "blocked", "worked", "picture", "cost"):
        figures.setdefault(f"{kind}_{name}", []).append(took[kind])


@contextmanager
def new_page(browser: Browser) -> Iterator[Page]:
    """A page with nothing in its cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(path=WATCH)
    yield context.new_page()
    context.close()


def run_once(browser: Browser, address: str, server: int, figures: Figures, only: list[str] | None = None) -> None:
    """The desk opened, every view looked at, and some filtered."""
    with new_page(browser) as page:
        with traced(page, server) as worked:
            page.goto(address)
            took = settle(page)
        note(figures, "open", took | worked)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        figures.setdefault("first_paint", []).append(paint)
        views = page.evaluate("[...document.querySelectorAll('[role=tab]')].map((one) => one.id.slice(4))")
        for view in views:
            if view != "overview" and (only is None or view in only):
                note(figures, f"open_{view}", do(page, f"document.getElementById('tab-{view}').click()", server))
        for view in FILTERED if only is None else ():
            do(page, f"document.getElementById('tab-{view}').click()", server)
            for name, script in FILTERS.items():
                note(figures, f"filter_{name}_{view}", do(page, script, server))
                note(figures, f"clear_{name}_{view}", do(page, "document.querySelector('.clear').click()", server))


def measure(
    browser: Browser, address: str, server: int, runs: int, only: list[str] | None, told: Callable[[str], Any]
) -> dict[str, float]:
    """The middle of several runs, by name."""
    figures: Figures = {}
    for number in range(runs):
        run_once(browser, address, server, figures, only)
        told(f"run {number + 1} of {runs}")
    return {name: round(statistics.median(values), 1) for name, values in figures.items()}


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--statements", type=int, default=100_000)
    given.add_argument("--db", type=Path, metavar="CASE", help="a case file that is there, in place of one that is made")
    given.add_argument("--runs", type=int, default=5)
    given.add_argument("--views", nargs="*", help="only these are opened, and none is filtered")
    args = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = args.db or Path(folder) / "case.db"
        if args.db is None:
            make(path, args.statements)
        told = partial(print, file=sys.stderr, flush=True)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with served(path) as (address, server):
            for name, value in measure(browser, address, server, args.runs, args.views, told).items():
                print(f"{name:36s} {value:10.1f}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
