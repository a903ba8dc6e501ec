"""`dateline review sheet` and `dateline import`: streams, exit codes, and rows that are set aside."""

import csv
import io
from pathlib import Path

import pytest

from dateline import cli, open_case

REPORT = Path(__file__).parents[1] / "examples" / "reports" / "goma-1994.txt"


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheets") / "dateline.db"
    with open_case(path) as case:
        case.read(REPORT, date="1994-07-19")
    return path


@pytest.fixture
def case(run, read_once: Path, tmp_path: Path) -> Path:
    (tmp_path / "dateline.db").write_bytes(read_once.read_bytes())
    return tmp_path


def test_a_sheet_goes_out_and_comes_back(run, case: Path) -> None:
    written = run("review", "sheet", "-o", "sheet.csv", "--coder", "ana")
    assert written.code == cli.DONE and "rows written to sheet.csv" in written.err and written.out == ""
    assert run("review", "sheet", "--coder", "ana").out == (case / "sheet.csv").read_text(encoding="utf-8")
    with (case / "sheet.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    events = [row for row in rows if row["kind"] == "event"]
    asked = len(list(csv.DictReader(io.StringIO(run("review", "sheet", "kind:event").out))))
    assert asked == len(events) and 0 < asked < len(rows)
    events[0]["decision"], events[1]["hedge"], events[2]["type"] = "accept", "denied", "nonsense"
    with (case / "edited.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, [*rows[0], "mine"], delimiter=";", restval="=x")
        writer.writeheader()
        writer.writerows(rows)
    tried = run("import", "edited.csv", "--dry-run", "--coder", "ana")
    assert tried.code == cli.SOME_SET_ASIDE and "1 would be accepted, 1 would be corrected" in tried.err
    assert run("review", "log").out == ""
    done = run("import", "edited.csv", "--coder", "ana", "--aside", "again.csv")
    assert done.out == tried.out and "hedge asserted -> denied" in done.out and "1 set aside, in again.csv" in done.err
    assert "The column mine is none of a sheet's" in done.err and "'nonsense' is no type of event" in done.err
    assert [" ana accept " in line or " ana correct " in line for line in run("review", "log").out.splitlines()] == [True, True]
    # The rows set aside are a sheet again: mended, they are done.
    again = (case / "again.csv").read_text(encoding="utf-8")
    assert run("import", "-", "--coder", "ana", stdin=again.replace("nonsense", "attack").encode()).code == cli.DONE
    assert run("import", "sheet.csv", "--coder", "ana", "--json").out.count('"did":"nothing"') == len(rows)


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", cli.FAILED, "is empty"),
        (b"a,b\n1,2\n", cli.FAILED, "no review sheet"),
        ("statement,as_given\ncaf\u00e9,1\n".encode("cp1252"), cli.FAILED, "not UTF-8"),
        (b"statement,as_given,statement\n", cli.FAILED, "twice"),
        (b"event_id_cnty,event_date,event_type,sub_event_type,latitude,longitude\n", cli.USAGE, "dateline match"),
        (b'statement,as_given\n"#1,2\n', cli.FAILED, "quotation mark"),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_sentence(run, case: Path, data: bytes, code: int, says: str) -> None:
    (case / "sheet.csv").write_bytes(data)
    failed = run("import", "sheet.csv", "--coder", "ana")
    assert failed.code == code and says in failed.err and failed.err.count("\n") == 1 and failed.out == ""


def test_without_a_case_nothing_is_made(run, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("statement,as_given\n", encoding="utf-8")
    assert run("import", "sheet.csv", "--coder", "ana").code == cli.FAILED and not (tmp_path / "dateline.db").exists()
