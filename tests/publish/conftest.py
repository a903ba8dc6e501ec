"""A case to publish: the example reports as a perfect reader would have them, and one text with private persons in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from annotated import codebook, document, examples, gazetteer, read, row, sentences_of
from private_words import TEXT

from dateline.api import read_site
from dateline.api.site import SITE
from dateline.archive import link_case
from dateline.archive.tables import Tables, understood
from dateline.publish import Published, make_files
from dateline.records import Anchor, Reading, Resolution, SetAside, Statement
from dateline.store import Run, Store

RUN = Run(dateline="0.1.0", model="hand-1", codebook="table-1", gazetteer="table-1", settings='{"outlet":"secret setting"}')


def _private() -> tuple[Reading, tuple[Statement, ...]]:
    base = document(TEXT)
    told = msgspec.structs.replace(
        base,
        name="vrenok-tolashi-shot",
        title="Baker Vrenok Tolashi Shot",
        byline="Ana Reporter",
        url="https://example.org/news/vrenok-tolashi-shot",
        source="/home/ana/reports/tolashi.txt",
    )
    at = TEXT.index("His sister")
    aside = SetAside(
        stage="read",
        item=f"{told.id}:1",
        reason="nothing_asserted",
        detail="no assertion about Lina Tolashi",
        document=told.id,
        anchor=Anchor(start=at, end=at + 20, exact=TEXT[at : at + 20]),
    )
    statements = read(
        base,
        row(
            "event",
            "shot Vrenok Tolashi, a baker",
            type="attack",
            recipients=["Vrenok Tolashi"],
            places=["Mosul"],
            time="2014-06-09",
        ),
        row("event", "at least 12 people were killed", type="attack", places=["Mosul"], counts=[("killed", 12, None, "12")]),
        row("judgement", "They came at dawn", voice="[Tolashi]"),
    )
    reading = Reading(
        document=told,
        sentences=tuple(sentences_of({told.id: told}).values()),
        assertions=tuple(statement.assertion for statement in statements),
        set_aside=(aside,),
    )
    return reading, tuple(statements)


@pytest.fixture(scope="session")
def tables() -> Tables:
    return Tables(codebook=codebook(), gazetteer=gazetteer())


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("publish") / "case.db"
    documents, statements = examples()
    with Store.open(path) as store:
        for told in documents.values():
            mine = tuple(s for s in statements if s.assertion.document == told.id)
            sentences = tuple(sentences_of({told.id: told}).values())
            reading = Reading(document=told, sentences=sentences, assertions=tuple(s.assertion for s in mine), set_aside=())
            store.add(reading, Resolution(statements=mine, set_aside=()), RUN)
        reading, mine = _private()
        store.add(reading, Resolution(statements=mine, set_aside=()), RUN)
        store.add_set_aside([SetAside(stage="ingest", item="/home/ana/reports/broken.txt", reason="empty")], RUN)
        link_case(store, Tables(codebook=codebook(), gazetteer=gazetteer()))
    return path


@pytest.fixture(scope="session")
def store(case: Path) -> Iterator[Store]:
    with Store.open(case, read_only=True) as store:
        yield store


@pytest.fixture(scope="session")
def publish(store: Store, tables: Tables) -> Callable[..., Published]:
    """Make the files of a query."""
    if not (SITE / "index.html").is_file():
        pytest.skip("the desk's pages were not built: install Dateline from source")

    def publish(query: str = "", **options) -> Published:
        return make_files(store, tables, read_site(), understood(query, tables), title="A case", **options)

    return publish
