"""CSV cells: no spreadsheet runs them, and nothing is lost by that."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.csvfile import number, plain, safe, write_rows

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
