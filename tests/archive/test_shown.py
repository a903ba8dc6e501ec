"""From a case file to rows: what a query keeps, what a day leaves out, and what is new under queries that are kept."""

from pathlib import Path

import pytest
from annotated import codebook, examples, gazetteer, sentences_of

from dateline.archive.judging import judge
from dateline.archive.shown import Shown, Tables, in_no_row, show, understood
from dateline.errors import UsageError
from dateline.records import Document, Reading, Resolution
from dateline.situation.views import VIEWS
from dateline.store import Run, Store

RUN = Run(dateline="0.1.0", model="hand-1", codebook="table-1", gazetteer="table-1")
TABLES = Tables(codebook=codebook(), gazetteer=gazetteer())


def add(store: Store, document: Document) -> None:
    """One example report as it is annotated."""
    _, statements = examples()
    mine = tuple(s for s in statements if s.assertion.document == document.id)
    sentences = tuple(sentences_of({document.id: document}).values())
    reading = Reading(document=document, sentences=sentences, assertions=tuple(s.assertion for s in mine), set_aside=())
    store.add(reading, Resolution(statements=mine, set_aside=()), RUN)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    with Store.open(tmp_path_factory.mktemp("views") / "case.db") as store:
        for document in examples()[0].values():
            add(store, document)
        yield store


def view(store: Store, name: str, **more) -> Shown:
    return show(store, name, TABLES, **more)


@pytest.mark.parametrize("name", list(VIEWS))
def test_every_row_rests_on_statements_that_come_with_it(store: Store, name: str) -> None:
    shown = view(store, name)
    assert shown.rows and {row.view for row in shown.rows} == {name}
    for row in shown.rows:
        assert row.statements and set(row.statements) <= set(shown.statements)
    assert {s.assertion.document for s in shown.statements.values()} == set(shown.documents)
    assert shown.total == len(shown.rows) and shown.unknown == ()
    assert in_no_row(store, name, shown.statements) == 0


@pytest.mark.parametrize("name", list(VIEWS))
@pytest.mark.parametrize("query", ["place:Kherson", "actor:M23", "outlet:Radio", "text:airport", "hedge:denied"])
def test_with_a_query_every_row_rests_on_a_statement_it_means(store: Store, name: str, query: str) -> None:
    meant = {s.id for s in store.statements(wanted=understood(query, TABLES))}
    rows = view(store, name, query=query).rows
    assert all(not meant.isdisjoint(row.statements) for row in rows)
    assert len(rows) < len(view(store, name).rows)


def test_a_query_does_not_blind_a_view_that_sets_statements_against_others(store: Store) -> None:
    """The derived number rests on a rate that the query does not mean."""
    (found,) = [row for row in view(store, "numbers", query="type:aid outlet:Relief").rows if row.cells["basis"] == "derived"]
    assert len(found.statements) == 2


@pytest.mark.parametrize("name", list(VIEWS))
def test_a_day_leaves_out_what_was_published_later(store: Store, name: str) -> None:
    shown = view(store, name, at="2009-05-20")
    assert shown.rows and all((d.published or "") <= "2009-05-20" for d in shown.documents.values())


def test_rows_are_the_same_whatever_order_documents_came_in(store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other.db") as other:
        for document in reversed(examples()[0].values()):
            add(other, document)
        for name in VIEWS:
            assert view(other, name).rows == view(store, name).rows


def test_what_a_table_does_not_know_is_told(store: Store) -> None:
    assert view(store, "numbers", query="place:Qwghlm").unknown == ("place:Qwghlm",)


def test_a_query_that_cannot_be_understood_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="did you mean place"):
        view(store, "numbers", query="plce:Goma")


# ---------------------------------------------------------------------- queries that are kept


def saved(store: Store) -> dict[str, str]:
    return {row.cells["what"]: row.cells["now"] for row in view(store, "alerts").rows if row.cells["alert"] == "saved query"}


def keep(store: Store, name: str, query: str) -> None:
    found = store.statements(wanted=understood(query, TABLES))
    store.save_query(name, query, [s.assertion.document for s in found])


def test_what_is_new_is_what_came_in_since_the_query_was_kept(tmp_path: Path) -> None:
    documents = {document.name: document for document in examples()[0].values()}
    with Store.open(tmp_path / "case.db") as store:
        add(store, documents["goma-1994"])
        keep(store, "goma", "place:Goma")
        keep(store, "kherson", "place:Kherson")
        assert saved(store) == {}
        add(store, documents["goma-2012"])
        add(store, documents["kherson-2022"])
        new = saved(store)
        assert set(new) == {"goma", "kherson"} and new["goma"].endswith("in 1 report: Example Wire")
        keep(store, "goma", "place:Goma")
        assert set(saved(store)) == {"kherson"}


def test_a_kept_query_that_is_no_query_any_more_is_named(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        add(store, next(iter(examples()[0].values())))
        store.save_query("mine", "type:my_own_type", [])
        with pytest.raises(UsageError, match=r"Saved query mine: .*ask --forget mine"):
            view(store, "alerts")
        assert view(store, "numbers").rows


WHEN = "2016-01-01T00:00:00+00:00"


@pytest.fixture
def judged(tmp_path: Path):
    with Store.open(tmp_path / "judged.db") as store:
        for document in examples()[0].values():
            add(store, document)
        yield store


def test_a_verdict_is_shown_and_counted_and_outlives_its_text(judged: Store) -> None:
    first = view(judged, "outlook").rows[0]
    judge(judged, TABLES, first.statements[0], "came_true", check=None, by="Ana", at=WHEN)
    assert view(judged, "outlook").rows[0].cells["verdict"] == "came_true"
    assert sum(row.cells["came_true"] for row in view(judged, "calibration").rows) == 1
    judged.remove(view(judged, "outlook").statements[first.statements[0]].assertion.document)
    assert [verdict.by for verdict in judged.verdicts()] == ["Ana"]


def test_a_verdict_on_what_is_not_there_is_refused(judged: Store) -> None:
    forecast = view(judged, "outlook").rows[0].statements[0]
    event = next(iter(judged.statements(["event"]))).id
    for statement, word, check in (
        (event, "came_true", None),
        (forecast, "true", None),
        ("nothing", "open", None),
        (event, "text_holds", "no such check"),
    ):
        with pytest.raises(UsageError):
            judge(judged, TABLES, statement, word, check=check, by="Ana", at=WHEN)
    assert judged.verdicts() == ()


def test_a_verdict_on_a_finding_stands_beside_it(judged: Store) -> None:
    finding = view(judged, "checks").rows[0]
    check, behind = finding.cells["check"], finding.statements[-1]
    judge(judged, TABLES, behind, "other_holds", check=check, by="Ben", at=WHEN, note="looked up")
    told = [row for row in view(judged, "checks").rows if row.cells["verdict"] != "open"]
    assert told and told[0].cells["verdict_by"] == ["other holds, says Ben, 2016-01-01: looked up"]
