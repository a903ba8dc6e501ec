"""Real case files behind the real command, asked by the official client over stdin and stdout."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from assistants import Assistant, served
from example_reports import read_examples, settings_for

from dateline.archive import link_case
from dateline.archive.tables import Tables
from dateline.pipeline import read_into
from dateline.settings import Settings
from dateline.stages import load_stages
from dateline.store import Store


@pytest.fixture(scope="session")
def stages():
    return load_stages(Settings())


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    """The example reports, read and linked."""
    path = tmp_path_factory.mktemp("assistants") / "examples.db"
    read_examples(path, stages)
    return path


@pytest.fixture(scope="session")
def assistant(case: Path) -> Iterator[Assistant]:
    with served(case) as asked:
        yield asked


@pytest.fixture(scope="session")
def read_case(tmp_path_factory: pytest.TempPathFactory, stages) -> Callable[..., Path]:
    """Makes a case file of one article as JSON."""

    def read(article: str, *, link: bool = True) -> Path:
        folder = tmp_path_factory.mktemp("article")
        (folder / "article.jsonl").write_text(article + "\n", encoding="utf-8")
        with Store.open(folder / "case.db") as store:
            list(read_into([folder / "article.jsonl"], store, settings_for(), stages))
            assert store.counts().documents == 1
            if link:
                link_case(store, Tables(codebook=stages.codebook, gazetteer=stages.gazetteer))
        return folder / "case.db"

    return read
