"""A case file of fourteen short reports, read with the shipped model, and copies of it that coders of two projects reviewed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from learned_reports import TOWNS, as_read, coarse, report
from readings import make_document

from dateline.archive.reviewing import Coder
from dateline.archive.shown import Tables
from dateline.pipeline import add_all
from dateline.records import Statement
from dateline.settings import Settings
from dateline.stages import Stages, load_stages
from dateline.store import Store


@pytest.fixture(scope="session")
def stages() -> Stages:
    return load_stages(Settings())


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory, stages: Stages) -> Path:
    path = tmp_path_factory.mktemp("learning") / "case.db"
    documents = [make_document(report(town, n), town.lower(), published="2024-05-08") for n, town in enumerate(TOWNS)]
    with Store.open(path) as store:
        list(add_all(documents, store, Settings(), stages))
    return path


def _reviewed(case: Path, stages: Stages, decide: Callable[[Coder, Statement], None]) -> Path:
    with Store.open(case) as store:
        coder = Coder(store=store, tables=Tables(codebook=stages.codebook, gazetteer=stages.gazetteer), name="ana")
        for one in list(store.statements()):
            decide(coder, one)
    return case


@pytest.fixture(scope="session")
def taught(read: Path, stages: Stages) -> Path:
    return _reviewed(Path(shutil.copy(read, read.with_name("taught.db"))), stages, coarse)


@pytest.fixture(scope="session")
def content(read: Path, stages: Stages) -> Path:
    return _reviewed(Path(shutil.copy(read, read.with_name("content.db"))), stages, as_read)
