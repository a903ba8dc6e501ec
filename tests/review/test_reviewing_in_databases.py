"""Review in a file and in a PostgreSQL database: the same acts come to the same case, and what coders did cannot be changed."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from reviewed_reports import READ, read_again
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from dateline.archive import link_case, resolve_again
from dateline.archive.importing import imported
from dateline.archive.queueing import Queue
from dateline.archive.reviewing import Coder
from dateline.archive.sheets import written
from dateline.archive.tables import Tables
from dateline.csvfile import opened, write_rows
from dateline.engine import Local
from dateline.errors import DatelineError, StoreError
from dateline.readings import Choice, as_read_by, choose, compare_readings, versions_of
from dateline.readings import read_again as read_archive_again
from dateline.review.corrections import Correction
from dateline.review.sheet import COLUMNS
from dateline.stages import Stages
from dateline.store import Store
from dateline.store.address import where_of


@pytest.fixture
def shared(place: str, read_once: Path) -> Iterator[Store]:
    """The example reports in a case of each kind in turn."""
    with Store.open(read_once, read_only=True) as source, Store.open(place) as store:
        store.copy_from(source)
        yield store


@pytest.fixture
def ana(shared: Store, tables: Tables) -> Coder:
    return Coder(store=shared, tables=tables, name="ana")


def dump(store: Store) -> list[bytes]:
    """Everything that views are made of, and what the machine read."""
    with store.reviewing() as reviews:
        read = sorted(msgspec.json.encode(statement) for statement in reviews.read())
    return [*(msgspec.json.encode(each) for each in (*store.statements(), *store.set_aside())), *read]


def several(coder: Coder) -> tuple[str, str, str, str]:
    """Correct, reject, accept and add; the ids."""
    document = next(iter(coder.store.documents())).id
    one, two, three, *_ = [statement.id for statement in coder.store.statements(document=document)]
    coder.correct(one, Correction(hedge="denied", places=("Kigali",)), at="2020-01-01T00:00:00+00:00")
    coder.reject(two, note="a film", at="2020-01-02T00:00:00+00:00")
    coder.accept(three, at="2020-01-03T00:00:00+00:00")
    added = coder.add(document, "judgement", Correction(span=(0, 30)), at="2020-01-04T00:00:00+00:00")
    return one, two, three, added.act.statement


def test_the_same_acts_come_to_the_same_case(ana: Coder, store: Store, tables: Tables) -> None:
    several(ana)
    several(Coder(store=store, tables=tables, name="ana"))
    link_case(ana.store, tables)
    link_case(store, tables)
    assert dump(ana.store) == dump(store) and ana.store.contents() == store.contents()
    assert list(ana.store.incidents()) == list(store.incidents())
    for mode in ("open", "mine", "second"):
        assert Queue(ana.store).tasks("ana", mode, limit=500) == Queue(store).tasks("ana", mode, limit=500)


def test_undoing_everything_leaves_the_case_as_it_was_read(ana: Coder) -> None:
    before = dump(ana.store)
    several(ana)
    assert dump(ana.store) != before
    for _ in range(4):
        ana.undo()
    assert dump(ana.store) == before


def test_what_coders_did_can_only_be_added_to(ana: Coder) -> None:
    ana.accept(next(ana.store.statements()).id)
    where = where_of(str(ana.store.path)) if isinstance(ana.store.path, Path) else ana.store.path
    engine = create_engine(f"sqlite:///{where}" if isinstance(where, Path) else where.url)
    changes = ["DELETE FROM reviews", "UPDATE reviews SET note = 'x'", "DELETE FROM reviews WHERE number = 1"]
    for change in changes if isinstance(where, Path) else [*changes, "TRUNCATE reviews"]:
        with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
            connection.execute(text(change))
    engine.dispose()
    with ana.store.reviewing() as reviews:
        assert [act.note for act in reviews.acts()] == [""]


def test_a_copied_case_takes_further_acts(ana: Coder, tables: Tables, new_place: Callable[[], str]) -> None:
    one, *_ = several(ana)
    with Store.open(new_place()) as copy:
        copy.copy_from(ana.store)
        assert copy.contents() == ana.store.contents()
        again = Coder(store=copy, tables=tables, name="bea")
        assert not again.reject(one).decides
        with copy.reviewing() as reviews:
            assert [act.by for act in reviews.acts()] == ["ana"] * 4 + ["bea"]


def test_the_same_act_twice_is_refused(ana: Coder) -> None:
    id = next(ana.store.statements()).id
    ana.accept(id, at="2020-01-01T00:00:00+00:00")
    with pytest.raises(StoreError, match="there already"):
        ana.accept(id, at="2020-01-01T00:00:00+00:00")


def test_coders_who_act_at_once_lose_no_act(ana: Coder, tables: Tables) -> None:
    ids = [statement.id for statement, _ in zip(ana.store.statements(), range(5), strict=False)]
    failed: list[DatelineError] = []

    def work(name: str) -> None:
        try:
            with Store.open(str(ana.store.path) if isinstance(ana.store.path, Path) else place) as store:
                coder = Coder(store=store, tables=tables, name=name)
                for id in ids:
                    coder.accept(id)
        except DatelineError as error:
            failed.append(error)

    place = ana.store.path if isinstance(ana.store.path, Path) else ana.store.path.url.render_as_string(hide_password=False)
    threads = [threading.Thread(target=work, args=(name,)) for name in ("bea", "eva", "ida")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with ana.store.reviewing() as reviews:
        assert len(reviews.acts()) == 15
    for id in ids:
        found = ana.store.statement(id)
        assert found is not None and found.review is not None and found.review.coders == 3


def test_a_text_that_is_read_again_keeps_what_coders_made_of_it(ana: Coder, stages: Stages) -> None:
    several(ana)
    before = dump(ana.store)
    for name, day in READ.items():
        read_again(ana.store, stages, name, day)
    assert dump(ana.store) == before


def test_names_that_are_decided_leave_what_coders_made_of_a_text(ana: Coder, tables: Tables) -> None:
    store = ana.store
    read = dump(store)
    one, two, _, added = several(ana)
    before = dump(store)
    words = ["the"]
    changed = resolve_again(store, tables.codebook, tables.gazetteer, words, version="1")
    assert changed.documents == len(READ) and changed.statements == 0
    assert [(run.dateline, run.newest) for run in store.manifests()] == [("1", len(READ))]
    assert dump(store) == before, "the same tables came to another case"
    stands = store.statement(one)
    assert stands is not None and stands.assertion.hedge == "denied" and store.statement(added) is not None
    assert store.statement(two) is None
    for _ in range(4):
        ana.undo()
    assert dump(store) == read


def by_any(encoded: list[bytes]) -> list[bytes]:
    """Records whatever version of the reader made them."""
    return [re.sub(rb'"extractor":"[^"]*"', b"", one) for one in encoded]


def later(stages: Stages) -> Stages:
    """The same stages as another version of the reader."""
    reader = object.__new__(type("Later", (type(stages.reader),), {"version": "later"}))
    reader.__dict__.update({name: value for name, value in vars(stages.reader).items() if name != "version"})
    return Stages(reader=reader, resolve=stages.resolve, codebook=stages.codebook, gazetteer=stages.gazetteer)


def test_an_archive_that_is_read_again_keeps_what_coders_made_and_earlier_readings_have_none_of_it(
    ana: Coder, stages: Stages
) -> None:
    store = ana.store
    read = list(store.statements())
    (counted,) = store.manifests()
    several(ana)
    before = dump(store)
    assert store.manifests() == (counted,), "what coders did was counted as read"
    with Local(lambda: later(stages), 1) as engine:
        run = engine.ask(versions_of)
        assert [added for _, added in read_archive_again(store, engine, run, store.unread(run))] == [True] * len(READ)
    assert by_any(dump(store)) == by_any(before)
    earlier, newest = store.manifests()
    assert (earlier.earlier, newest.newest, newest.model) == (len(READ), len(READ), "later")
    assert earlier.statements == newest.statements == counted.statements
    with as_read_by(store, choose(store, "previous")) as case:
        assert list(case.statements()) == read
    compared = list(compare_readings(store, Choice(words="previous"), Choice(words="newest")))
    assert all(one.both and not one.changes for one in compared)
    for _ in range(4):
        ana.undo()
    told = [msgspec.json.encode(statement) for statement in store.statements()]
    assert by_any(told) == by_any([msgspec.json.encode(statement) for statement in read])
    assert list(store.set_aside(["review"])) == []


def test_a_sheet_goes_out_and_comes_back(ana: Coder, tmp_path: Path) -> None:
    several(ana)
    rows = list(written(ana))
    event = next(row for row in rows if row["kind"] == "event" and not row["reviewed"])
    event["hedge"] = "possible"
    with (tmp_path / "sheet.csv").open("w", encoding="utf-8", newline="") as out:
        write_rows(out, COLUMNS, rows)
    with opened(tmp_path / "sheet.csv") as table:
        done = [one for one, _ in imported(ana, table) if one.did != "nothing"]
        again = {one.did for one, _ in imported(ana, table)}
    assert [(one.did, one.statement) for one in done] == [("correct", event["statement"].removeprefix("#"))]
    assert again == {"nothing", "already"}
