"""CSV cells: no spreadsheet runs them, and nothing is lost by that."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.csvfile import number, opened, plain, safe, write_rows
from dateline.errors import InputError

FORMULAS = [
    '=HYPERLINK("http://evil.example","click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1x",
    "＠SUM(1)",
    "|calc",
    "%0A=1",
    "-x",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell: str) -> None:
    assert safe(cell) == "'" + cell and plain(safe(cell)) == cell


@pytest.mark.parametrize("cell", ["-33.9", "+5", "0", "Mosul", "a = b", "", "#event+code", "37 to 40", "3-year-old", "“=1”"])
def test_numbers_and_words_are_left_alone(cell: str) -> None:
    assert safe(cell) == cell


@given(st.text())
def test_whatever_a_cell_holds_comes_back_and_none_begins_a_formula(cell: str) -> None:
    assert plain(safe(cell)) == cell
    first = safe(cell).lstrip()[:1]
    assert first not in tuple("=@|%\uff1d\uff20") or not first
    assert first not in ("+", "-") or number(float(safe(cell))) is not None


def test_rows_come_back_as_they_were() -> None:
    out = io.StringIO()
    rows = [{"a": cell, "b": 'say "x", y\nz'} for cell in FORMULAS]
    assert write_rows(out, ("a", "b"), rows) == len(rows)
    back = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    expected = [[row["a"].replace("\r", "\n"), row["b"]] for row in rows]
    assert back[0] == ["a", "b"] and [[plain(a), b] for a, b in back[1:]] == expected


def test_a_row_without_a_column_is_a_fault_and_no_empty_cell() -> None:
    with pytest.raises(KeyError):
        write_rows(io.StringIO(), ("a", "b"), [{"a": "1"}])


# ---------------------------------------------------------------------- reading
def cells(path: Path) -> list[dict[str, str] | None]:
    with opened(path) as table:
        return [None if line.cells is None else dict(line.cells) for line in table.lines()]


@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_spreadsheets_save_is_read(tmp_path: Path, parted_by: str, encoding: str, ends: str) -> None:
    path = tmp_path / "table.csv"
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=parted_by, lineterminator=ends)
        writer.writerows([["name", "words", ""], ["Ḩaḑramawt", 'say "x",\ny; z', ""], [], ["b", "'=1", ""]])
    assert cells(path) == [{"name": "Ḩaḑramawt", "words": 'say "x",\ny; z'}, {"name": "b", "words": "'=1"}]


def test_a_row_says_in_which_line_it_ends_and_whether_it_fits(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('a,b\n1,"x\ny"\n\n2\n3,4,5\n6,7,,\n', encoding="utf-8")
    with opened(path) as table:
        told = [(line.number, line.values, line.cells is not None) for line in table.lines()]
        assert told == [(again.number, again.values, again.cells is not None) for again in table.lines()]
    assert told == [(3, ("1", "x\ny"), True), (5, ("2",), False), (6, ("3", "4", "5"), False), (7, ("6", "7", "", ""), True)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        ("a,b\ncaf\u00e9,1\n".encode("cp1252"), "is not UTF-8"),
        (b"\xff\xfea", "is not UTF-8"),
        (b"PK\x03\x04xl/workbook.xml", "a spreadsheet's own file"),
        (b"a,b,a\n1,2,3\n", "names the column 'a' twice"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "quotation mark"),
        (b'a,b\n1,2\n3,"4"5\n', "is no CSV at line 3"),
    ],
)
def test_what_cannot_be_read_is_refused_whole_in_one_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=says) as refused, opened(path):
        pass
    assert str(path) in str(refused.value) and "\n" not in str(refused.value)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(InputError, match="cannot be read"), opened(path):
            pass


@given(data=st.binary(max_size=300) | st.text(alphabet="a1,;\t\"'\n\r=\x00\ufeffé", max_size=80).map(str.encode))
def test_any_bytes_are_a_table_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    try:
        with opened(path) as table:
            for line in table.lines():
                assert line.cells is None or tuple(line.cells) == table.columns
    except InputError as refused:
        assert "\n" not in str(refused)


@given(rows=st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.getbasetemp() / "back.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        write_rows(out, ("a", "b"), ({"a": "x" + a, "b": b} for a, b in rows))
    flat = [{"a": "x" + a, "b": b} for a, b in ((_one_end(a), _one_end(b)) for a, b in rows)]
    assert [{name: plain(cell) for name, cell in row.items()} for row in cells(path) if row is not None] == flat


def _one_end(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")
