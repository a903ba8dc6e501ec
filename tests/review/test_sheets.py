"""Review in a spreadsheet: a sheet that comes back unchanged does nothing, and every row that is changed is done or set aside."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.archive.importing import RowDone, imported
from dateline.archive.reviewing import Coder
from dateline.archive.sheets import written
from dateline.csvfile import opened, write_rows
from dateline.errors import InputError
from dateline.pipeline import read_into
from dateline.review.corrections import Correction
from dateline.review.sheet import COLUMNS, FIELDS
from dateline.settings import load_settings
from dateline.stages import Stages
from dateline.store import Store

BAKER = "Gunmen killed Karim Haddad, a baker, in Mosul on Monday. Police said that Karim Haddad had died of his wounds."
Rows = list[dict[str, str]]


def rows_of(coder: Coder, *, with_names: bool = False) -> Rows:
    """The rows of a sheet as they stand in the file, apostrophes of formulas included."""
    out = io.StringIO(newline="")
    write_rows(out, COLUMNS, written(coder, with_names=with_names))
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def bring(coder: Coder, rows: Rows, folder: Path, *, dry_run: bool = False, columns: tuple[str, ...] = COLUMNS) -> list[RowDone]:
    """What comes of a sheet with these rows."""
    path = folder / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    with opened(path) as table:
        return [done for done, _ in imported(coder, table, dry_run=dry_run)]


def acts(store: Store) -> int:
    with store.reviewing() as reviews:
        return len(reviews.acts())


def stands(store: Store, row: dict[str, str]):
    return store.statement(row["statement"].removeprefix("#"))


@pytest.fixture
def rows(ana: Coder) -> Rows:
    """The sheet of a case in which nobody has decided about anything."""
    return rows_of(ana)


@pytest.fixture
def baker(store: Store, stages: Stages, tmp_path: Path) -> Iterator[None]:
    """A document that names a private person, in the case beside the others."""
    path = tmp_path / "baker.txt"
    path.write_text(BAKER, encoding="utf-8")
    list(read_into([path], store, load_settings({"date": "2014-06-11"}, environ={}, folder=Path("none")), stages))
    return


@pytest.mark.parametrize("with_names", [False, True])
def test_a_sheet_that_comes_back_unchanged_does_nothing(ana: Coder, baker: None, tmp_path: Path, with_names: bool) -> None:
    ids = [statement.id for statement in ana.store.statements()]
    ana.accept(ids[0])
    ana.correct(ids[1], Correction(hedge="denied", places=("Kigali",)))
    ana.reject(ids[2])
    before = acts(ana.store)
    rows = rows_of(ana, with_names=with_names)
    assert {row["statement"] for row in rows} >= {f"#{id}" for id in ids}
    assert Counter(row["reviewed"] for row in rows if row["reviewed"]) == {"accepted": 1, "corrected": 1, "rejected": 1}
    assert {done.did for done in bring(ana, rows, tmp_path)} == {"nothing"}
    assert {done.did for done in bring(ana, list(reversed(rows)), tmp_path)} == {"nothing"}
    assert acts(ana.store) == before


EDITS: list[tuple[str, str, Callable]] = [
    ("hedge", "possible", lambda s: s.assertion.hedge == "possible"),
    ("type", "protest", lambda s: s.assertion.type == "protest"),
    ("place", "Kigali, RW", lambda s: [p.country for p in s.places] == ["RW"]),
    ("time", "1994-07-01..1994-07-03", lambda s: (s.time.start, s.time.end) == ("1994-07-01", "1994-07-03")),
    ("count", "killed=3..5; injured=12", lambda s: next((q.of, q.low, q.high) for q in s.quantities) == ("killed", 3, 5)),
    ("actor", "United Nations; the bakers", lambda s: [p.name for p in s.participants if p.role == "actor"][1] == "the bakers"),
    ("voice", "unnamed: officials", lambda s: s.voice.type == "source" and s.voice.name is None),
    ("actor", "", lambda s: not [p for p in s.participants if p.role == "actor"]),
]


@pytest.mark.parametrize(("column", "cell", "holds"), EDITS)
def test_a_changed_cell_becomes_a_correction(ana: Coder, tmp_path: Path, column: str, cell: str, holds: Callable) -> None:
    row = next(r for r in rows_of(ana) if r["kind"] == "event" and r["actor"] and r["type"] != "protest")
    changed = row | {column: cell, "note": "=as the text has it"}
    tried, done = bring(ana, [changed], tmp_path, dry_run=True), bring(ana, [changed], tmp_path)
    # A dry run says the same, and does nothing.
    assert [one.changes for one in tried] == [one.changes for one in done] and tried[0].act == ""
    assert done[0].did == "correct" and done[0].changes[0].field == column
    statement = stands(ana.store, row)
    assert statement is not None and holds(statement) and statement.review is not None
    with ana.store.reviewing() as reviews:
        act = reviews.act(done[0].act)
    assert act is not None and (act.by, act.note) == ("ana", "=as the text has it")
    # Brought back once more, it is done already.
    assert [one.did for one in bring(ana, [changed], tmp_path)] == ["already"]
    assert acts(ana.store) == 1


def test_decisions_are_done_once(ana: Coder, tmp_path: Path) -> None:
    one, other, third, *_ = rows_of(ana)
    asked = [
        one | {"decision": "accept"},
        other | {"decision": "Reject", "note": "a film"},
        third | {"decision": "accept", "hedge": "denied"},
    ]
    assert [done.did for done in bring(ana, asked, tmp_path)] == ["accept", "reject", "correct"]
    assert stands(ana.store, other) is None and "a film" in {aside.detail for aside in ana.store.set_aside()}
    assert [done.did for done in bring(ana, asked, tmp_path)] == ["already"] * 3
    assert acts(ana.store) == 3


def test_what_other_acts_have_changed_since_is_not_written_over(ana: Coder, tmp_path: Path) -> None:
    row = next(r for r in rows_of(ana) if r["kind"] == "event")
    ana.correct(row["statement"].removeprefix("#"), Correction(hedge="denied"))
    # The coder left the row as it was: it asks for nothing. Where they changed it, it is not done.
    untouched, changed = bring(ana, [row], tmp_path), bring(ana, [row | {"place": "Kigali"}], tmp_path)
    assert untouched[0].did == "nothing" and changed[0].did == "aside" and "write the sheet anew" in changed[0].reason
    statement = stands(ana.store, row)
    assert statement is not None and statement.assertion.hedge == "denied" and acts(ana.store) == 1


def test_a_second_coder_sees_and_says_nothing_of_the_first_ones(ana: Coder, bea: Coder, eva: Coder, tmp_path: Path) -> None:
    row = next(r for r in rows_of(ana) if r["kind"] == "event")
    assert bring(ana, [row | {"hedge": "denied"}], tmp_path)[0].did == "correct"
    seen = next(r for r in rows_of(bea) if r["statement"] == row["statement"])
    assert seen == row
    assert bring(bea, [seen | {"hedge": "possible"}], tmp_path)[0].did == "correct"
    statement = stands(ana.store, row)
    assert statement is not None and statement.review is not None and statement.review.disputed
    # Who adjudicates sees what stands, and settles it.
    standing = next(r for r in rows_of(eva) if r["statement"] == row["statement"])
    assert standing["hedge"] == "denied"
    assert bring(eva, [standing | {"hedge": "probable"}], tmp_path)[0].did == "correct"
    statement = stands(ana.store, row)
    assert statement is not None and statement.review is not None and statement.review.adjudicated


def test_names_that_were_withheld_stay_whose_they_were(ana: Coder, baker: None, tmp_path: Path) -> None:
    row = next(r for r in rows_of(ana) if "[private person 1]" in r["recipient"])
    assert "Karim" not in "".join(row.values()) and "Karim Haddad" in "".join(
        "".join(r.values()) for r in rows_of(ana, with_names=True)
    )
    changed = row | {"recipient": f"{row['recipient']}; the police"}
    assert bring(ana, [changed], tmp_path)[0].did == "correct"
    statement = stands(ana.store, row)
    assert statement is not None
    names = [who.name for who in statement.participants if who.role == "recipient"]
    assert names[0] == "Karim Haddad" and names[-1] == "the police"
    [refused] = bring(ana, [row | {"actor": "[private person 9]"}], tmp_path)
    assert refused.did == "aside" and "--with-names" in refused.reason


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"statement": ""}, "names no statement"),
        ({"statement": "#zzzz", "decision": "accept"}, "no statement zzzz"),
        ({"statement": "1.23E+15", "decision": "accept"}, "no statement 1.23E+15"),
        ({"decision": "maybe"}, "no decision"),
        ({"decision": "correct"}, "no cell says anything else"),
        ({"note": "look here"}, "a note but no decision"),
        ({"note": "x" * 3000, "decision": "accept"}, "at most"),
        ({"as_given": "#000000000000", "decision": "accept"}, "write the sheet anew"),
        ({"type": "nonsense"}, "no type of event"),
        ({"type": ""}, "type is empty"),
        ({"time": "09/06/2014"}, "YYYY-MM-DD"),
        ({"time": "2014-06-10..2014-06-09"}, "earlier day first"),
        ({"count": "killed=many"}, "killed=3..5"),
        ({"count": "eaten=3"}, "nothing that is counted"),
        ({"number": "3"}, "nothing that is counted"),
        ({"quote": "words that the text has not"}, "has no words"),
        ({"subject": "ISIS"}, "has no subject"),
        ({"likelihood": "likely"}, "of forecasts"),
        ({"conditional": "maybe"}, "neither yes nor no"),
        ({"hedge": "sure"}, "no hedge"),
        ({"place": "geonames:99999999999999"}, "no place"),
    ],
)
def test_what_cannot_be_done_is_set_aside_with_the_reason(ana: Coder, tmp_path: Path, change: dict[str, str], says: str) -> None:
    row = next(r for r in rows_of(ana) if r["kind"] == "event")
    [done] = bring(ana, [row | change], tmp_path)
    assert done.did == "aside" and says in done.reason and "\n" not in done.reason
    assert acts(ana.store) == 0


def test_of_a_statement_that_stands_twice_neither_row_is_done(ana: Coder, tmp_path: Path) -> None:
    one, other, *_ = rows_of(ana)
    asked = [one | {"decision": "accept"}, other | {"decision": "accept"}, one | {"decision": "reject"}]
    assert [done.did for done in bring(ana, asked, tmp_path)] == ["aside", "accept", "aside"]


def test_columns_may_be_moved_or_taken_out(ana: Coder, tmp_path: Path) -> None:
    row = next(r for r in rows_of(ana) if r["kind"] == "event")
    few = ("as_given", "hedge", "statement")
    assert bring(ana, [row | {"hedge": "denied"}], tmp_path, columns=few)[0].did == "correct"
    with pytest.raises(InputError, match="no review sheet"):
        bring(ana, [row], tmp_path, columns=("statement", "hedge"))


CELLS = st.sampled_from(
    ["", "none", "x", "=1+1", "'", ";", "..", "3..", "killed=", "killed=3", "geonames:1", "unnamed:", "[private person 1]", "yes"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_its_cells_a_row_is_done_or_set_aside(
    ana: Coder, rows: Rows, tmp_path: Path, data: st.DataObject
) -> None:
    picked = data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=3, unique_by=lambda row: row["statement"]))
    wild = CELLS | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    changed = [
        row | data.draw(st.dictionaries(st.sampled_from([*FIELDS, "decision", "note", "as_given"]), wild, max_size=4))
        for row in picked
    ]
    done = bring(ana, changed, tmp_path, dry_run=True)
    assert len(done) == len(changed)
    for one in done:
        assert (one.did == "aside") == bool(one.reason) and (one.did == "correct") == bool(one.changes)
    assert acts(ana.store) == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_brought_back_asks_for_nothing_more(ana: Coder, tmp_path: Path, data: st.DataObject) -> None:
    events = [row for row in rows_of(ana) if row["kind"] == "event"]
    row = data.draw(st.sampled_from(events))
    legal = {
        "hedge": st.sampled_from(["asserted", "reported", "denied"]),
        "place": st.sampled_from(["", "Kigali", "Goma, CD", "a bridge; Sarajevo"]),
        "time": st.dates().map(lambda day: f"{day}..{day}"),
        "count": st.integers(0, 10**6).map(lambda n: f"killed={n}.."),
        "actor": st.sampled_from(["", "NATO", "NATO; somebody"]),
        "decision": st.sampled_from(["", "accept", "reject"]),
    }
    changed = row | data.draw(st.fixed_dictionaries({}, optional=legal))
    bring(ana, [changed], tmp_path)
    before = acts(ana.store)
    assert bring(ana, [changed], tmp_path)[0].did in ("already", "nothing")
    assert {done.did for done in bring(ana, rows_of(ana), tmp_path)} == {"nothing"}
    assert acts(ana.store) == before


def test_the_documentation_names_every_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "review.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in page.partition("## In a spreadsheet")[2]] == []
