"""A desk over a case of two reports whose codebook folder is the test's own."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browsers import Pages, serving
from litestar.testing import TestClient

from dateline.api import make_application, read_site
from dateline.api.guard import HEADER
from dateline.api.shelf import Shelf
from dateline.archive.tables import Tables
from dateline.pipeline import read_into
from dateline.settings import load_settings
from dateline.store import Store

REPORTS = Path(__file__).parents[3] / "examples" / "reports"
REPORT = """Herders flee after night of raids in Turkana

Armed men rustled two hundred cattle near Lokichoggio on Monday, police said. Two herders were killed when they followed.

On Tuesday youths from across the hills stole goats and camels from a settlement outside Lodwar. The governor accused the guard.
"""


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    """The report of the codebook's page and one of the examples."""
    folder = tmp_path_factory.mktemp("editing")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    with Store.open(folder / "case.db") as store:
        for path, day in ((folder / "report.txt", "2024-05-08"), (REPORTS / "goma-1994.txt", "1994-07-19")):
            settings = load_settings({"date": day}, environ={}, folder=Path("no such folder"))
            list(read_into([path], store, settings, stages))
    return folder / "case.db"


@pytest.fixture
def store(own_copy: Path) -> Iterator[Store]:
    with Store.open(own_copy) as store:
        yield store


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder that changes go into; it is not there yet."""
    return tmp_path / "my-codebook"


@pytest.fixture
def shelf(own: Path, stages) -> Shelf:
    return Shelf(stages.codebook, own=own, reread=f"dateline reread --codebook {own}", stages=lambda: stages)


@pytest.fixture
def application(store: Store, shelf: Shelf, stages):
    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)
    return make_application(store, stages.codebook.entries, coder="ana", tables=tables, shelf=shelf, site=read_site())


@pytest.fixture
def client(application) -> Iterator[TestClient]:
    """Whoever reviews here."""
    with TestClient(application) as client:
        client.headers[HEADER] = "1"
        yield client


@pytest.fixture
def desk(browser, application) -> Iterator:
    """The codebook's view; nothing may be complained of in it but what is refused."""
    pages = Pages(browser)

    def open_desk(**options):
        page = pages.open(stack.enter_context(serving(application)) + "?view=codebook", **options)
        page.wait_for_selector(".codebook .list li")
        return page

    with ExitStack() as stack:
        yield open_desk
        pages.close("400 (Bad Request)")
