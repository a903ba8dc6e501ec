"""Takes the pictures of the documentation anew: the desk over the example reports, in Debian's chromium.

    python -m tools.pictures                    # writes docs/img
    python -m tools.pictures --look FOLDER      # every view, wide, narrow and as a phone, light and dark, to be looked at

It reads the example reports with the shipped model into a case file of its own. The desk's pages must have been built
(`python tools/site.py`), and `chromium` and the dev packages be installed.
"""

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from dateline.api import address_of, listen, make_application, read_site
from dateline.api.shelf import Shelf
from dateline.archive import link_case
from dateline.archive.tables import Tables
from dateline.pipeline import read_into
from dateline.settings import Settings, load_settings
from dateline.stages import load_stages
from dateline.store import Store

ROOT = Path(__file__).parents[1]
REPORTS, IMAGES = ROOT / "examples" / "reports", ROOT / "docs" / "img"
# Plain text says neither its day nor its outlet; the Makefile tells them the same.
DATED = {
    "san-salvador-1989.txt": ("1989-11-17", "Example Wire"),
    "goma-1994.txt": ("1994-07-19", "Example Relief"),
    "sarajevo-1995.txt": ("1995-08-29", "Example Wire"),
    "sri-lanka-2009.txt": ("2009-05-20", "Example Review"),
    "colombia-2016.txt": ("2016-08-29", "Example Network of Women for Peace"),
}
WIDTHS = {1440: 900, 1024: 768, 360: 740}
VIEWS = (
    "overview documents map timeline review events events&mode=timeline events&mode=harm control control&mode=control "
    "control&mode=provinces relations relations&mode=lineage relations&mode=candidates numbers numbers&mode=numbers labels "
    "labels&mode=labels outlook outlook&mode=outlook judgements sources checks alerts aside codebook"
).split()
AT = "militiamen beat people"
"""Words of the statement that pictures look at."""
REREAD = "dateline reread --db examples.db --codebook my-codebook"
ANSWERS = {
    "name": "Attack on health care",
    "definition": "Hospitals, clinics, ambulances or their staff are struck, whoever does it and with whatever weapon.",
    "words": "shelled: hospitals, clinics\nhit: hospital, clinic, ambulance\nhospital ... shell\nbombed: hospitals",
    "yes": "Several hospitals in the capital have been shelled.\nArmy shells hit a makeshift hospital on 12 May.",
    "no": "A hospital received the bodies of 29 children. | it was not struck",
}
"""Of the new type that a picture makes."""


@contextmanager
def desk() -> Iterator[tuple[str, str, str]]:
    """The address of a desk for review over the examples; a document's id, and that of the statement that is looked at."""
    stages = load_stages(Settings())
    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "examples.db") as store:
        for name, (day, outlet) in DATED.items():
            list(read_into([REPORTS / name], store, _settings(day, outlet), stages))
        list(read_into([REPORTS], store, _settings(), stages))
        link_case(store, tables)
        found = next(one for one in store.statements() if AT in one.assertion.anchor.exact)
        shelf = Shelf(stages.codebook, own=Path("my-codebook"), reread=REREAD, stages=lambda: stages)
        application = make_application(store, stages.codebook.entries, site=read_site(), coder="ana", tables=tables, shelf=shelf)
        with listen("127.0.0.1", 0) as taken:
            server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.05)
            yield address_of(taken), found.assertion.document, found.id
            server.should_exit = True
            thread.join(timeout=10)


def _settings(day: str | None = None, outlet: str | None = None) -> Settings:
    return load_settings({"date": day, "outlet": outlet}, environ={}, folder=Path("no such folder"))


class Camera:
    """A browser that opens pages of the desk and keeps them as pictures."""

    def __init__(self, browser, address: str) -> None:
        self.browser, self.address = browser, address

    def take(
        self,
        target: Path,
        query: str,
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        whole: bool = False,
        first: Callable[[Any], None] = lambda page: None,
    ) -> None:
        """Open a page, wait until it is drawn, and keep it.

        Args:
            whole: the page as long as it is, not the window.
            first: what is done in it before.
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(self.address + query)
        page.wait_for_selector(".status strong")
        page.wait_for_load_state("networkidle")
        if page.locator(".map").count():
            page.wait_for_selector(".map[data-ready]")
        first(page)
        page.wait_for_timeout(600)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=str(target), full_page=whole)
        context.close()
        sys.stderr.write(f"{target.name}\n")


def take_for_docs(camera: Camera, document: str, statement: str) -> None:
    """The pictures that pages of the documentation show."""
    at = f"read={document}&statement={statement}"
    camera.take(IMAGES / "desk-overview.png", f"?{at}")
    camera.take(IMAGES / "desk-numbers-dark.png", f"?view=numbers&{at}", dark=True)
    camera.take(IMAGES / "desk-actors.png", f"?view=relations&{at}", height=1000)
    camera.take(IMAGES / "desk-review.png", f"?view=review&statement={statement}")
    camera.take(IMAGES / "desk-codebook.png", "?view=codebook", first=make_type)
    camera.take(IMAGES / "desk-phone.png", f"?view=events&{at}", width=360, height=740)


def make_type(page: Any) -> None:
    """In the codebook's view, answer what a new type is asked, try it, and see what it changes."""
    page.get_by_role("button", name="New event type").click()
    for name, words in ANSWERS.items():
        page.locator(f".questions [name={name}]").fill(words)
    page.get_by_text("It is well formed.").wait_for()
    page.get_by_role("button", name="Try it").click()
    page.locator(".tried li").first.wait_for()
    page.get_by_role("button", name="What it changes").click()
    page.get_by_text("Nothing was written.").wait_for()


def take_all(camera: Camera, document: str, statement: str, folder: Path) -> None:
    """Every view at every width, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    for view in VIEWS:
        at = f"statement={statement}" if view == "review" else f"read={document}&statement={statement}"
        for width, height in WIDTHS.items():
            for dark in (False, True):
                name = f"{view.replace('&mode=', '-')}-{width}-{'dark' if dark else 'light'}.png"
                camera.take(folder / name, f"?view={view}&{at}", width=width, height=height, dark=dark, whole=width < 900)


def main() -> None:
    """Take them."""
    from playwright.sync_api import sync_playwright

    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--look", type=Path, metavar="FOLDER", help="every view at every width into this folder, and none into docs")
    look: Path | None = given.parse_args().look
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is missing: apt-get install chromium")
    with desk() as (address, document, statement), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        camera = Camera(browser, address)
        if look:
            take_all(camera, document, statement, look)
        else:
            take_for_docs(camera, document, statement)
        browser.close()


if __name__ == "__main__":
    main()
