"""A page of a selection, by the quick way and by the slow one; numbers counted and paged without reading all."""

from pathlib import Path

import pytest
from annotated import codebook, examples, gazetteer, sentences_of
from older_schemas import WITHOUT_KEPT_VIEWS

from dateline.archive.selected import view_rows
from dateline.archive.tables import Tables
from dateline.query import Filter, parse, understand
from dateline.records import Reading, Resolution
from dateline.store import Run, Store

TABLES = Tables(codebook=codebook(), gazetteer=gazetteer())
RUN = Run(dateline="0.1.0", model="hand-1", codebook="table-1", gazetteer="table-1")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    documents, statements = examples()
    with Store.open(tmp_path_factory.mktemp("selection") / "case.db") as store:
        for document in documents.values():
            mine = tuple(s for s in statements if s.assertion.document == document.id)
            sentences = tuple(sentences_of({document.id: document}).values())
            reading = Reading(document=document, sentences=sentences, assertions=tuple(s.assertion for s in mine), set_aside=())
            store.add(reading, Resolution(statements=mine, set_aside=()), RUN)
        yield store


QUERIES = [
    "",
    "kind:event,quantity",
    "hedge:denied outlet:Example Wire",
    "country:UA since:2022-01-01",
    "text:the",
    "kind:label place:Qwghlm",
]


def meant(query: str) -> Filter:
    return understand(parse(query), codebook(), gazetteer())


@pytest.mark.parametrize("query", QUERIES)
def test_pages_are_the_whole_in_order_and_the_count_is_theirs(store: Store, query: str) -> None:
    selected = store.select(meant(query))
    whole = selected.statements()
    assert whole == list(store.statements(wanted=meant(query)))
    assert selected.count() == len(whole)
    pages = [one for at in range(0, len(whole) + 7, 7) for one in selected.statements(limit=7, offset=at)]
    assert pages == whole
    assert selected.count_numbers() == sum(len(one.quantities) for one in whole)
    numbered = [one for one in whole if one.quantities]
    assert selected.with_numbers(10**6) == numbered
    some = selected.with_numbers(3)
    assert some == numbered[: len(some)] and sum(len(one.quantities) for one in some) >= min(3, selected.count_numbers())


def test_pages_of_numbers_are_all_numbers_once(store: Store) -> None:
    every, total = view_rows(store, "numbers", Filter(), TABLES, {}, limit=10**6)
    assert total == len(every) > 20
    paged = [row for at in range(0, total, 9) for row in view_rows(store, "numbers", Filter(), TABLES, {}, limit=9, offset=at)[0]]
    assert paged == every


def test_an_older_case_file_gets_its_numbers_counted(store: Store, tmp_path: Path) -> None:
    import sqlite3

    old = tmp_path / "old.db"
    with sqlite3.connect(store.path) as source, sqlite3.connect(old) as target:
        source.backup(target)
    with sqlite3.connect(old) as raw:
        for statement in WITHOUT_KEPT_VIEWS:
            raw.execute(statement)
        for table in ("verdicts", "briefing_documents", "briefings", "reviews", "machine_statements", "kept_readings", "spending"):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("DROP INDEX documents_in_order")
        raw.execute("ALTER TABLE set_aside DROP COLUMN run")
        raw.execute("ALTER TABLE statements DROP COLUMN numbers")
        raw.execute("UPDATE alembic_version SET version_num = '0003'")
    with Store.open(old) as upgraded:
        assert upgraded.select(Filter()).count_numbers() == store.select(Filter()).count_numbers() > 20
        assert upgraded.last_briefing("briefing") is None and upgraded.verdicts() == ()
