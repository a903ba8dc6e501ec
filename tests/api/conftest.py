"""A real case file for the desk: the example reports, read with the shipped model; and one whose article attacks its readers."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from dateline.api import make_application
from dateline.archive import link_case
from dateline.archive.tables import Tables
from dateline.codebook import load_codebook
from dateline.pipeline import read_into
from dateline.settings import Settings, load_settings
from dateline.stages import load_stages
from dateline.store import Store

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
# Plain text says neither its day nor its outlet.
DATED = {
    "san-salvador-1989.txt": ("1989-11-17", "Example Wire"),
    "goma-1994.txt": ("1994-07-19", "Example Relief"),
    "sarajevo-1995.txt": ("1995-08-29", "Example Wire"),
    "sri-lanka-2009.txt": ("2009-05-20", "Example Review"),
    "colombia-2016.txt": ("2016-08-29", "Example Network of Women for Peace"),
}
SCRIPT = "<script>document.title='taken over'</script>"
IMAGE = "<img src=x onerror=\"document.title='taken over'\">"
HOSTILE = (
    f'{{"text": "Soldiers shelled the village of Dolna on Monday, killing at least 12 people, {SCRIPT} officials said. '
    f'{IMAGE.replace(chr(34), chr(39))} The rebels seized the bridge at Mostar.", '
    f'"title": "{SCRIPT} {IMAGE.replace(chr(34), chr(39))}", "outlet": "{SCRIPT}", "url": "javascript:alert(1)", '
    '"date": "1999-04-05"}\n'
)


def settings_for(day: str | None = None, outlet: str | None = None) -> Settings:
    """Settings in which nothing of the user's own environment is seen."""
    return load_settings({"date": day, "outlet": outlet}, environ={}, folder=Path("no such folder"))


@pytest.fixture(scope="session")
def stages():
    return load_stages(Settings())


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    """The example reports as a case file."""
    path = tmp_path_factory.mktemp("desk") / "examples.db"
    with Store.open(path) as store:
        for name, (day, outlet) in DATED.items():
            list(read_into([REPORTS / name], store, settings_for(day, outlet), stages))
        list(read_into([REPORTS], store, settings_for(), stages))
        link_case(store, Tables(codebook=stages.codebook, gazetteer=stages.gazetteer))
    return path


@pytest.fixture(scope="session")
def hostile_case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    """A case file whose one article has script in its text, title and outlet."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "article.jsonl").write_text(HOSTILE, encoding="utf-8")
    with Store.open(folder / "case.db") as store:
        list(read_into([folder / "article.jsonl"], store, settings_for(), stages))
        assert store.counts().documents == 1
    return folder / "case.db"


@pytest.fixture(scope="session")
def entries():
    return load_codebook().entries


@pytest.fixture(scope="session")
def client(case: Path, entries) -> Iterator[TestClient]:
    """The API over the examples, without pages."""
    with Store.open(case, read_only=True) as store, TestClient(make_application(store, entries)) as client:
        yield client


@pytest.fixture
def own_copy(case: Path, tmp_path: Path) -> Path:
    """A copy of the examples that a test may spoil."""
    with sqlite3.connect(case) as original, sqlite3.connect(tmp_path / "case.db") as copy:
        original.backup(copy)
    return tmp_path / "case.db"
