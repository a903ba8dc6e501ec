"""A desk for review over two of the example reports, in a real browser."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browsers import Pages, serving
from litestar.testing import TestClient
from reviewed_reports import READ, read_again

from dateline.api import make_application, read_site
from dateline.archive.tables import Tables
from dateline.store import Store


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    """Two of the example reports: enough to review, and soon read."""
    path = tmp_path_factory.mktemp("review") / "case.db"
    with Store.open(path) as store:
        for name, day in list(READ.items())[:2]:
            read_again(store, stages, name, day)
    return path


@pytest.fixture
def client(case: Path, entries) -> Iterator[TestClient]:
    """The API over these two: the one of all examples is kept for the session, and would be kept with whichever case came first."""
    with Store.open(case, read_only=True) as store, TestClient(make_application(store, entries)) as client:
        yield client


@pytest.fixture
def store(own_copy: Path) -> Iterator[Store]:
    with Store.open(own_copy) as store:
        yield store


@pytest.fixture
def desk(browser, store: Store, stages) -> Iterator:
    """The review view of a coder's desk; nothing may be complained of in it."""
    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)
    pages = Pages(browser)

    def open_desk(coder: str, query: str = "?view=review", **options):
        application = make_application(store, tables.codebook.entries, site=read_site(), coder=coder, tables=tables)
        page = pages.open(stack.enter_context(serving(application)) + query, **options)
        page.wait_for_selector(".review .said")
        return page

    with ExitStack() as stack:
        yield open_desk
        pages.close("400 (Bad Request)")
