"""A case file of three example reports, read with the shipped model, and tables to look words up in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from reviewed_reports import READ, read_again

from dateline.archive.reviewing import Coder
from dateline.archive.tables import Tables
from dateline.settings import Settings
from dateline.stages import Stages, load_stages
from dateline.store import Store


@pytest.fixture(scope="session")
def stages() -> Stages:
    return load_stages(Settings())


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory, stages: Stages) -> Path:
    path = tmp_path_factory.mktemp("read") / "case.db"
    with Store.open(path) as store:
        for name, day in READ.items():
            read_again(store, stages, name, day)
    return path


@pytest.fixture
def case(read_once: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    shutil.copy(read_once, tmp_path / "dateline.db")
    return tmp_path / "dateline.db"


@pytest.fixture
def store(case: Path) -> Iterator[Store]:
    with Store.open(case) as store:
        yield store


@pytest.fixture(scope="session")
def tables(stages: Stages) -> Tables:
    return Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)


@pytest.fixture
def ana(store: Store, tables: Tables) -> Coder:
    return Coder(store=store, tables=tables, name="ana")


@pytest.fixture
def bea(store: Store, tables: Tables) -> Coder:
    return Coder(store=store, tables=tables, name="bea")


@pytest.fixture
def eva(store: Store, tables: Tables) -> Coder:
    """She settles what the others see differently."""
    return Coder(store=store, tables=tables, name="eva", adjudicates=True)
