"""Views that are kept: the same rows as those made of everything, after additions, removals, reviews and another name decided; and
nothing is answered out of them that is behind what was read."""

import random
from pathlib import Path

import msgspec
import pytest
from annotated import codebook, examples, gazetteer, sentences_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.archive import link_case, resting
from dateline.archive.keeping import made_by
from dateline.archive.moments import Played, moments_of
from dateline.archive.pages import Asked, page
from dateline.archive.selected import days_of, facets_of, map_points
from dateline.archive.selected import view_rows as shown_rows
from dateline.archive.shown import NAMES, Tables, _made, show, show_all, understood
from dateline.query import Filter
from dateline.records import Document, Reading, Resolution, Row, Statement
from dateline.situation.moments import Moments
from dateline.store import Run, Store
from dateline.store.kept_tables import tallies, view_members, view_rows, viewed_documents, wording_keys
from dateline.store.tables import incidents

RUN = Run(dateline="0.1.0", model="hand-1", codebook="table-1", gazetteer="table-1")
TABLES = Tables(codebook=codebook(), gazetteer=gazetteer())
OTHERS = Tables(codebook=msgspec.structs.replace(codebook(), version="another"), gazetteer=gazetteer())
"""With these nothing is kept."""
GONE = (view_rows, view_members, viewed_documents, tallies, wording_keys)
QUERIES = ("", "place:Goma", "actor:M23", "kind:event", "-hedge:asserted", "outlet:Wire since:1990")


def add(store: Store, document: Document, statements: tuple[Statement, ...] | None = None) -> None:
    """One example report as it is annotated, or with other statements."""
    mine = statements if statements is not None else tuple(s for s in examples()[1] if s.assertion.document == document.id)
    sentences = tuple(sentences_of({document.id: document}).values())
    reading = Reading(document=document, sentences=sentences, assertions=tuple(s.assertion for s in mine), set_aside=())
    store.add(reading, Resolution(statements=mine, set_aside=()), RUN, replace=True)


def twice_told(document: Document) -> tuple[Document, tuple[Statement, ...]]:
    """The same text by another outlet, two days later, with the same statements under other ids."""
    other = msgspec.structs.replace(document, id=document.id[::-1], outlet="Second Wire", published="2024-03-02")
    statements = tuple(
        msgspec.json.decode(msgspec.json.encode(s).replace(document.id.encode(), other.id.encode()), type=Statement)
        for s in examples()[1]
        if s.assertion.document == document.id
    )
    renamed = [
        msgspec.structs.replace(s, assertion=msgspec.structs.replace(s.assertion, id="second/" + s.assertion.id))
        for s in statements
    ]
    return other, tuple(renamed)


def assert_kept_is_made(store: Store) -> None:
    """Each view out of what is kept is that made of everything."""
    for name in NAMES:
        found = page(store, name, TABLES, Asked(Filter(), None, None, 0))
        assert found is not None, name
        made = _made(store, name, TABLES, Filter(), None)
        assert [msgspec.json.encode(row) for row in found.rows] == [msgspec.json.encode(row) for row in made], name
        assert found.total == len(found.rows)
    assert_counted_is_kept(store)
    assert_played_is_kept(store)


def assert_counted_is_kept(store: Store) -> None:
    """What the desk draws of everything, out of what is kept, is what it counts where nothing is kept."""
    for most in (5, 10_000):
        assert facets_of(store, Filter(), TABLES, most) == facets_of(store, Filter(), OTHERS, most)
        assert map_points(store, Filter(), TABLES, most) == map_points(store, Filter(), OTHERS, most)
    assert days_of(store, Filter(), TABLES) == days_of(store, Filter(), OTHERS)
    for name in ("numbers", "events"):
        assert shown_rows(store, name, Filter(), TABLES, {}, limit=9) == shown_rows(store, name, Filter(), OTHERS, {}, limit=9)


def assert_played_is_kept(store: Store) -> None:
    """And so is what the map plays."""
    for query in QUERIES:
        kept, made = (moments_of(store, tables, understood(query, tables)) for tables in (TABLES, OTHERS))
        assert isinstance(kept, Played) and isinstance(made, Moments)
        assert msgspec.json.decode(msgspec.json.encode(kept), type=Moments) == made, query


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory):
    with Store.open(tmp_path_factory.mktemp("kept") / "case.db") as store:
        for document in examples()[0].values():
            add(store, document)
            add(store, *twice_told(document))
        link_case(store, TABLES)
        yield store


def test_what_is_kept_is_what_is_made_of_everything(linked: Store) -> None:
    assert_kept_is_made(linked)
    assert {name for name in NAMES if not show(linked, name, TABLES, limit=1).rows} <= {"alerts"}


@pytest.mark.parametrize("name", ["timeline", "harm", "control", "provinces", "numbers"])
@pytest.mark.parametrize("query", QUERIES[1:])
@pytest.mark.parametrize("looked_up", [True, False])
def test_with_a_query_as_well(linked: Store, name: str, query: str, looked_up: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting, "MOST_LOOKED_UP", 10_000 if looked_up else 0)
    wanted = understood(query, TABLES)
    found = page(linked, name, TABLES, Asked(wanted, None, None, 0))
    made = _made(linked, name, TABLES, wanted, None)
    assert found is not None and found.rows == made and found.total == len(made)
    for asked in (Asked(wanted, None, 3, 2), Asked(wanted, None, 5, 1, newest_first=name == "timeline")):
        assert page(linked, name, TABLES, asked) == asked.of(made)


def test_what_plays_of_many_statements_is_what_is_looked_up(linked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting, "MOST_LOOKED_UP", 0)
    assert_played_is_kept(linked)


@pytest.mark.parametrize("name", ["control", "provinces"])
def test_states_are_carried_to_any_day(linked: Store, name: str) -> None:
    for day in ("1994-07-18", "2012-11-20", "2014-06-30", "2030-01-01"):
        found = page(linked, name, TABLES, Asked(Filter(), day, None, 0))
        assert found is not None and found.rows == _made(linked, name, TABLES, Filter(), day)


@pytest.mark.parametrize("name", NAMES)
def test_pages_together_are_the_whole(linked: Store, name: str) -> None:
    whole = show(linked, name, TABLES)
    some: list[Row] = []
    while len(some) < whole.total:
        shown = show(linked, name, TABLES, limit=7, offset=len(some))
        assert shown.total == whole.total and {s for row in shown.rows for s in row.statements} == set(shown.statements)
        some += shown.rows
    assert tuple(some) == whole.rows == tuple(row for shown in show_all(linked, name, TABLES) for row in shown.rows)
    assert show(linked, name, TABLES, limit=7, offset=whole.total).rows == ()


def test_what_comes_later_joins_what_is_there(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        for told in (lambda document: (document,), twice_told):
            for document in examples()[0].values():
                add(store, *told(document))
            link_case(store, TABLES)
        assert_kept_is_made(store)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.randoms(use_true_random=False), step=st.integers(1, 6), gone=st.integers(1, 8))
def test_any_order_and_any_removal_keeps_what_is_made_of_everything(order: random.Random, step: int, gone: int) -> None:
    import tempfile

    told = [(document, None) for document in examples()[0].values()]
    told += [twice_told(document) for document, _ in told[:8]]
    order.shuffle(told)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "case.db") as store:
        for number, (document, statements) in enumerate(told):
            add(store, document, statements)
            if number % step == 0:
                link_case(store, TABLES)
        for document, _ in told[:gone]:
            store.remove(document.id)
        link_case(store, TABLES)
        assert_kept_is_made(store)
        for document, _ in told[gone:]:
            store.remove(document.id)
        link_case(store, TABLES)
        with store.reading() as connection:
            assert not any(connection.execute(table.select()).all() for table in GONE)


def test_nothing_is_answered_out_of_what_is_behind(place: str) -> None:
    documents = list(examples()[0].values())
    with Store.open(place) as store:

        def current() -> bool:
            with store.viewing() as views:
                return views.are_current(made_by(TABLES))

        for document in documents[:6]:
            add(store, document)
        assert not current()
        link_case(store, TABLES)
        assert current()
        add(store, documents[6])
        assert not current()
        assert show(store, "numbers", TABLES).rows == tuple(_made(store, "numbers", TABLES, Filter(), None))
        link_case(store, TABLES)
        store.remove(documents[0].id)
        assert not current()
        link_case(store, TABLES)
        assert current()
        assert_kept_is_made(store)
        # By an engine of its own: a hand at the database, which takes out what it likes.
        with store.linking() as links:
            links._connection.execute(incidents.delete())
        assert not current()


def test_what_is_new_under_queries_stands_after_other_alerts(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        for document in examples()[0].values():
            add(store, document)
        link_case(store, TABLES)
        before = show(store, "alerts", TABLES).rows
        store.save_query("goma", "place:Goma", [])
        after = show(store, "alerts", TABLES)
        assert after.rows[:-1] == before and after.rows[-1].cells["what"] == "goma" and after.total == len(before) + 1
        assert show(store, "alerts", TABLES, limit=1, offset=len(before)).rows == after.rows[-1:]
        assert show(store, "alerts", TABLES, query="place:Goma").rows[-1:] == after.rows[-1:]


def test_other_versions_make_them_anew(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        for document in list(examples()[0].values())[:5]:
            add(store, document)
        link_case(store, TABLES)
        with store.linking() as links:
            links.views.clear("views 0")
        seen: list[tuple[int, int]] = []
        link_case(store, TABLES, listen_views=lambda done, total: seen.append((done, total)))
        assert seen and seen[-1][0] == seen[-1][1] > 5
        assert_kept_is_made(store)
