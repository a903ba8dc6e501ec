"""Results in Python: what a question gives is shown with its words, and becomes frames in which nothing is lost or made up."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from example_reports import read_examples

import dateline
from dateline.errors import StoreError, UsageError
from dateline.notebook import Rows, Statements
from dateline.notebook.case import Case
from dateline.notebook.flatten import STATEMENT_COLUMNS
from dateline.settings import Settings
from dateline.stages import load_stages

VIEWS = ["timeline", "harm", "control", "lineage", "numbers", "labels", "outlook", "sources", "checks", "alerts"]
TEXT = "At least 12 soldiers were killed on Tuesday when gunmen attacked a checkpoint near Mosul, the army said."
HOSTILE = "Gunmen killed 12 soldiers in Mosul on Tuesday, <script>alert(1)</script> the army said. <img src=x onerror='alert(2)'>"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("notebook") / "examples.db"
    read_examples(path, load_stages(Settings()), link=False)
    with dateline.open_case(path) as case:
        yield case


def test_statements_become_frames_line_by_line(case: Case) -> None:
    found = case.ask("kind:event,control")
    assert isinstance(found, Statements) and len(found) > 50
    polars, pandas = found.to_polars(), found.to_pandas()
    assert polars.columns == list(pandas.columns) == list(STATEMENT_COLUMNS)
    assert polars["id"].to_list() == pandas["id"].to_list() == [statement.id for statement in found]
    for statement, record in zip(found, polars.to_dicts(), strict=True):
        assert (record["kind"], record["hedge"]) == (statement.assertion.kind, statement.assertion.hedge)
        assert record["start"] == (statement.time.start if statement.time else None)
        assert record["quote"] == " ".join(statement.assertion.anchor.exact.split())


def test_a_map_has_every_place_with_coordinates_and_keeps_what_has_none(case: Case) -> None:
    found = case.ask("kind:event")
    frame = found.to_geopandas()
    expected = {(s.id, p.latitude, p.longitude) for s in found for p in s.places if p.latitude is not None}
    placed = frame[frame.geometry.notna()]
    assert {(row.id, row.geometry.y, row.geometry.x) for row in placed.itertuples()} == expected and len(placed) == len(expected)
    assert set(frame["id"]) == {statement.id for statement in found} and frame.geometry.isna().any()
    assert frame.crs.to_epsg() == 4326


@pytest.mark.parametrize("view", VIEWS)
def test_rows_of_every_view_become_frames_that_lead_back(case: Case, view: str) -> None:
    rows = case.show(view)
    assert isinstance(rows, Rows) and rows
    frames = rows.to_polars(), rows.to_pandas()
    for frame in frames:
        assert len(frame) == len(rows)
        assert list(frame["statement_ids"]) == ["; ".join(row.statements) for row in rows]
    assert set(rows.to_geopandas()["statement_ids"]) == set(frames[1]["statement_ids"])
    html = rows._repr_html_()
    assert "“" in html and html.count("<tr>") == min(len(rows), 20) + 1


def test_ranges_keep_both_ends(case: Case) -> None:
    rows = case.show("numbers")
    for row, record in zip(rows, rows.to_polars().to_dicts(), strict=True):
        assert (record["range_low"], record["range_high"]) == (row.cells["range"]["low"], row.cells["range"]["high"])


def test_control_is_on_the_map(case: Case) -> None:
    frame = case.show("control", at="2014-01-01").to_geopandas().set_index("place")
    assert frame.loc["Gao", "holder"] == "French special forces" and round(frame.loc["Gao"].geometry.y) == 16


def test_nothing_found_is_an_empty_table_with_its_columns(case: Case) -> None:
    found = case.ask("place:Reykjavik")
    assert found == [] and found.to_polars().columns == list(STATEMENT_COLUMNS) and len(found.to_geopandas()) == 0
    assert "No statements" in found._repr_html_() and len(case.show("labels", "place:Reykjavik").to_pandas()) == 0


def test_a_document_shows_every_word_once_with_its_spans(case: Case) -> None:
    text = case.text("khartoum-2023")
    html = text._repr_html_()
    shown = re.sub(r"<[^>]*>", "", html.replace("<br>", "\n").rpartition("line-height")[2].partition(">")[2])
    assert shown.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&") == text.document.text
    assert "control seizes" in html and "voice:" in html
    assert case.text(text.document.id[:8]).document == text.document


def test_what_a_text_says_is_never_markup() -> None:
    statements = dateline.read_text(HOSTILE, published="2014-06-11", outlet="<b>Wire</b>")
    assert statements and "<script" not in (html := statements._repr_html_()) and "<img" not in html and "<b>" not in html


def test_reading_a_text_gives_a_list_that_becomes_a_frame(tmp_path: Path) -> None:
    statements = dateline.read_text(TEXT, published="2014-06-11", outlet="Example Wire")
    (event,) = (row for row in statements.to_polars().to_dicts() if row["kind"] == "event")
    assert (event["places"], event["start"], event["counts"], event["outlet"]) == (
        "Mosul",
        "2014-06-10",
        "killed at least 12",
        "Example Wire",
    )


def test_reading_into_a_case_counts_and_adds_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    with dateline.open_case(tmp_path / "case.db") as case:
        came = case.read(tmp_path / "report.txt", date="2014-06-11", outlet="Example Wire")
        again = case.read(tmp_path / "report.txt", date="2014-06-11")
        assert (came.documents, again.documents, len(case.documents())) == (1, 0, 1)
        assert case.show("timeline", "place:Mosul")[0].cells["counts"]["killed"]["low"] == 12


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda case: case.ask("plce:x"), "did you mean place"),
        (lambda case: case.show("timelime"), "there are timeline"),
        (lambda case: case.text("nobody"), "There is no document"),
        (lambda case: case.text(""), "Several documents"),
        (lambda case: case.read("x", date="Monday"), "date"),
    ],
)
def test_what_cannot_be_done_says_what_can(case: Case, wrong, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        wrong(case)


def test_a_case_file_that_is_not_there_is_made_only_when_wanted(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        dateline.open_case(tmp_path / "none.db", create=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("package", "method"), [("polars", "to_polars"), ("pandas", "to_pandas"), ("geopandas", "to_geopandas")])
def test_without_a_package_the_message_says_how_to_get_it(package: str, method: str) -> None:
    program = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from dateline.notebook import Statements\nfrom dateline.errors import UsageError\n"
        f"try: Statements((), {{}}, {{}}).{method}()\nexcept UsageError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == f"{method} needs the package {package}; add it with `pip install 'dateline[frames]'`.\n", done.stderr


def test_importing_loads_no_frame_and_no_store() -> None:
    heavy = ("pandas", "polars", "geopandas", "sqlalchemy")
    program = f"import sys, dateline, dateline.notebook; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
