"""The case file gives back what was put in, once, in one order, and holds nothing by halves."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from readings import Table, WordReader, make_document, resolve

from dateline.records import Reading, Resolution, SetAside
from dateline.store import Run, Store

RUN = Run(dateline="0.1.0", model="words-1", codebook="table-1", gazetteer="table-1")
TEXT = "The army shelled the town. It rained. Officials said troops seized the bridge. More will come."


def read(text: str = TEXT, name: str = "report", **fields: str | None) -> tuple[Reading, Resolution]:
    (reading,) = WordReader().read([make_document(text, name, **fields)])
    return reading, resolve(reading, Table(), Table())


@pytest.fixture
def store(place: str):
    with Store.open(place) as store:
        yield store


def test_what_was_added_comes_back_equal(store: Store) -> None:
    reading, resolution = read(outlet="The Courier", published="1999-04-03")
    assert store.add(reading, resolution, RUN)
    assert list(store.documents()) == [reading.document]
    assert tuple(store.sentences()) == reading.sentences
    assert tuple(store.statements()) == resolution.statements
    assert tuple(store.set_aside()) == reading.set_aside
    assert store.document(reading.document.id) == reading.document
    assert store.run_of(reading.document.id) == RUN


def test_the_same_text_twice_adds_nothing(store: Store) -> None:
    reading, resolution = read()
    store.add(reading, resolution, RUN)
    before = store.contents()
    assert not store.add(reading, resolution, RUN)
    assert store.contents() == before and before.rows["statements"] == len(resolution.statements) > 0


def test_replacing_leaves_nothing_of_the_old_reading(store: Store) -> None:
    store.add(*read(), RUN)
    reading, _ = read(published="1999-04-03")
    fewer = Reading(document=reading.document, sentences=reading.sentences, assertions=(), set_aside=())
    assert store.add(fewer, Resolution(statements=(), set_aside=()), RUN, replace=True)
    counts = store.counts()
    assert (counts.documents, counts.sentences, counts.statements, counts.set_aside) == (1, 4, {}, {})


def test_order_of_adding_does_not_show(new_place: Callable[[], str]) -> None:
    given = ((1, "b", None), (2, "a", "1999-01-01"), (3, "c", None))
    readings = [read(f"Troops seized hill {n}. {TEXT}", name, published=day) for n, name, day in given]
    seen = []
    for order in (readings, readings[::-1]):
        with Store.open(new_place()) as store:
            for reading, resolution in order:
                store.add(reading, resolution, RUN)
            seen.append((list(store.documents()), list(store.sentences()), list(store.statements()), list(store.set_aside())))
    assert seen[0] == seen[1]
    assert [document.name for document in seen[0][0]] == ["b", "c", "a"]


def test_a_document_that_fails_half_way_leaves_nothing(store: Store) -> None:
    reading, resolution = read()
    twice = Resolution(statements=(*resolution.statements, resolution.statements[0]), set_aside=())
    with pytest.raises(Exception, match=r"(?i)unique"):
        store.add(reading, twice, RUN)
    assert store.counts().documents == 0 and not list(store.sentences())


def test_statements_by_kind_and_document(store: Store) -> None:
    store.add(*read(), RUN)
    other, resolution = read("The army shelled a mill.", "other")
    store.add(other, resolution, RUN)
    assert [s.assertion.kind for s in store.statements(["forecast", "control"])] == ["control", "forecast"]
    assert tuple(store.statements(document=other.document.id)) == resolution.statements


def test_items_set_aside_are_noted_once(store: Store) -> None:
    item = SetAside(stage="ingest", item="empty.txt", reason="empty")
    store.add_set_aside([item, item])
    store.add_set_aside([item])
    assert list(store.set_aside()) == [item]


def test_columns_can_be_queried_with_sql(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        store.add(*read(outlet="The Courier"), RUN)
    rows = sqlite3.connect(tmp_path / "case.db").execute(
        "SELECT a.type, a.trigger, s.voice, s.voice_name, s.countries, json_extract(s.record, '$.quantities[0].low') "
        "FROM statements s JOIN assertions a USING (id) WHERE a.kind IN ('event', 'control') ORDER BY a.start"
    )
    assert rows.fetchall() == [
        ("shelling", "shelled", "author", None, "XK", 2.0),
        ("seizes", "seized", "source", "Officials", "XK", None),
    ]


@pytest.mark.parametrize(
    "cut",
    [
        lambda r: r.document.id[:5] + ":2",
        lambda r: r.sentences[2].id,
        lambda r: r.assertions[1].id,
        lambda r: r.assertions[1].id[:12],
    ],
)
def test_a_sentence_is_found_by_the_start_of_an_id(store: Store, cut) -> None:
    reading, resolution = read()
    store.add(reading, resolution, RUN)
    assert store.find_sentences(cut(reading)) == (reading.sentences[2].id,)


@pytest.mark.parametrize("start", ["zzz", "%", "_", ":99", "a:b"])
def test_an_unknown_or_odd_id_finds_nothing(store: Store, start: str) -> None:
    store.add(*read(), RUN)
    assert store.find_sentences(start) == ()


def test_any_unicode_comes_back_unchanged(store: Store) -> None:
    text = "قصف الجيش shelled البلدة 🕊️.\r\nE\u0301tat\u2028 seized \u202eright\u202c\x00 end"
    reading, resolution = read(text)
    store.add(reading, resolution, RUN)
    assert next(iter(store.documents())).text == text
    assert all(text[s.anchor.start : s.anchor.end] == s.anchor.exact for s in store.sentences())
