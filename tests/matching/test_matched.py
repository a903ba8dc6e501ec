"""A case file beside event tables: its own exports, which must agree with it, and tables made by hand."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline import cli, open_case
from dateline.matching.scores import BOTH, THEIRS, Compared
from dateline.notebook.case import Case
from dateline.notebook.matching import ComparedRows

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
HEAD = "event_id_cnty,event_date,event_type,sub_event_type,location,admin1,latitude,longitude,fatalities"
DAHYAN = "YEM1,2018-08-09,Explosions/Remote violence,Air/drone strike,Dahyan,Sadah,17.06,43.61,{killed}"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compared") / "dateline.db"
    with open_case(path) as opened:
        opened.read(REPORTS / "dahyan-2018.html")
        opened.read(REPORTS / "san-salvador-1989.txt", date="1989-11-18")
    return path


@pytest.fixture(scope="module")
def opened(case: Path) -> Iterator[Case]:
    with open_case(case) as one:
        yield one


@pytest.fixture
def compare(opened: Case, tmp_path: Path) -> Callable[..., ComparedRows]:
    """Compare with a table of these lines."""

    def compared(*lines: str, query: str = "", **options) -> ComparedRows:
        path = tmp_path / "table.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return opened.match(path, query, **options)

    return compared


def of_standing(rows: ComparedRows, standing: str) -> list[Compared]:
    return [row for row in rows if row.standing == standing]


@pytest.mark.parametrize("form", ["acled", "ucdp", "polecat", "hxl"])
def test_an_export_agrees_with_the_case_that_it_came_from(run, opened: Case, case: Path, tmp_path: Path, form: str) -> None:
    assert run("export", form, "-o", "table.csv", "--db", str(case)).code == cli.DONE
    found = opened.match(tmp_path / "table.csv")
    both = of_standing(found, BOTH)
    assert both and all(row.pair and row.pair.same_type and (row.pair.days, row.pair.km) == (0, 0) for row in both)
    assert all(row.counts_agree in (True, None) for row in both)
    with (tmp_path / "table.csv").open(newline="") as table:
        assert found.scores.theirs + sum(found.scores.theirs_left_out.values()) == len(list(csv.DictReader(table)))


def test_what_is_in_both_and_in_one_alone(compare) -> None:
    elsewhere = "YEM2,2018-08-09,Battles,Armed clash,Aden,Adan,12.78,45.04,1"
    undated = "YEM3,,Battles,Armed clash,Aden,Adan,12.78,45.04,1"
    found = compare(HEAD, DAHYAN.format(killed=51), elsewhere, elsewhere, undated, "too,few")
    [both] = of_standing(found, BOTH)
    assert (both.theirs.id, both.pair.line, both.pair.by, both.pair.same_type) == ("YEM1", 2, "name", True)
    assert (both.ours.low, both.theirs.low, both.counts_agree) == (50, 51, False)
    assert found.resting_on(both) and [row.theirs.id for row in of_standing(found, THEIRS)] == ["YEM2"]
    # Nothing vanishes: every row of the table is compared or left out with a reason.
    scores = found.scores
    assert (scores.theirs, scores.both, scores.share_of_theirs) == (2, 1, 0.5)
    assert scores.theirs_left_out == {
        "its id stands in an earlier row": 1,
        "no day that can be read": 1,
        "not one cell for each column": 1,
    }
    assert scores.ours == len([row for row in found if row.ours])


def test_every_incident_is_compared_or_left_out_with_a_reason(compare, opened: Case) -> None:
    incidents = len(opened.show("timeline"))
    for options in ({}, {"since": "2013-01-01", "until": "2018-08-08"}, {"days": 0, "km": 5.0}):
        scores = compare(HEAD, DAHYAN.format(killed=51), **options).scores
        assert scores.ours + sum(scores.ours_left_out.values()) == incidents


@pytest.mark.parametrize(("killed", "agree"), [("50", True), ("51", False), ("", None)])
def test_numbers_agree_as_ranges(compare, killed: str, agree: bool | None) -> None:
    assert [row.counts_agree for row in of_standing(compare(HEAD, DAHYAN.format(killed=killed)), BOTH)] == [agree]


def test_days_and_query_narrow_what_is_compared(compare) -> None:
    scores = compare(HEAD, DAHYAN.format(killed=50), until="2018-08-01").scores
    assert scores.theirs == 0 and scores.theirs_left_out == {"outside the days asked for": 1}
    asked = compare(HEAD, DAHYAN.format(killed=50), query="place:Goma").scores
    assert asked.theirs == 1 and asked.both == 0 and asked.ours_left_out["not meant by the query"] > 0


def test_programs_get_each_row_or_the_figures(run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(f"{HEAD}\n{DAHYAN.format(killed=51)}\n", encoding="utf-8")
    rows = [json.loads(line) for line in run("match", "table.csv", "--db", str(case), "--json").out.splitlines()]
    [figures] = [json.loads(line) for line in run("match", "table.csv", "--db", str(case), "--json", "--scores").out.splitlines()]
    assert rows[0]["standing"] == "both" and rows[0]["statements"] and rows[0]["line"] == 2
    assert figures["both"] == 1 and figures["ours"] == len([row for row in rows if row["ours_id"]])


def test_people_see_figures_rows_and_the_sentences_of_ours(run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(f"{HEAD}\n{DAHYAN.format(killed=51)}\n", encoding="utf-8")
    told = run("match", "table.csv", "--db", str(case), "-o", "compared.csv")
    assert told.code == cli.DONE and "1 in both" in told.out and "same type" in told.out and "Only ours" not in told.out
    assert "rows written to compared.csv" in told.err
    with (tmp_path / "compared.csv").open(newline="") as file:
        assert next(csv.DictReader(file))["counts_agree"] == "no"
    told = run("match", "table.csv", "--db", str(case))
    assert "theirs, line 2: 2018-08-09 Dahyan: Explosions/Remote violence: Air/drone strike, 51 killed" in told.out
    assert "same day, 34.7 km (same name), same type, killed differ" in told.out and "“An air strike hit a bus" in told.out
    assert "Only ours" in told.out


@pytest.mark.parametrize(
    ("arguments", "data", "code", "says"),
    [
        (("table.csv",), "a,b\n1,2\n", cli.FAILED, "not the columns of an event table"),
        (("table.csv",), "statement,as_given\n", cli.FAILED, "dateline import"),
        (("none.csv",), "", cli.FAILED, "cannot be read"),
        (("table.csv", "--from", "June"), HEAD, cli.USAGE, "is no day"),
        (("table.csv", "-o", "none/c.csv"), HEAD, cli.USAGE, "cannot be written"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(
    run, case: Path, tmp_path: Path, arguments, data: str, code: int, says: str
) -> None:
    (tmp_path / "table.csv").write_text(data, encoding="utf-8")
    failed = run("match", *arguments, "--db", str(case))
    assert failed.code == code and says in failed.err and failed.err.count("\n") == 1 and failed.out == ""


def test_in_python_rows_are_a_list_a_frame_and_figures(compare) -> None:
    found = compare(HEAD, DAHYAN.format(killed=51))
    frame = found.to_pandas()
    assert list(frame["standing"]) == [row.standing for row in found] and frame["statement_ids"][0]
    assert len(found.to_geopandas()) == len(found) and "Dahyan" in found._repr_html_() and "in both" in repr(found)
