"""CSV that a spreadsheet opens as data: UTF-8, RFC 4180, and no cell that it would take for a formula.

A cell that begins with = + - @, a tab or a line end is what spreadsheets run or import as a formula, also after spaces and in
the full-width forms of those signs. Such a cell gets an apostrophe before it, which spreadsheets take for "this is text".
Numbers are left alone: -33.9 is a latitude. `plain` takes the apostrophe off again.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20|%]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs.

    >>> safe("=HYPERLINK(1)"), safe("-33.9"), safe("a=b")
    ("'=HYPERLINK(1)", '-33.9', 'a=b')
    """
    if _NUMBER.fullmatch(cell) or not (_FORMULA.match(cell) or cell.startswith("'")):
        return cell
    return "'" + cell


def plain(cell: str) -> str:
    """What `safe` was given.

    >>> plain(safe("@cmd")), plain(safe("'tis")), plain("plain")
    ('@cmd', "'tis", 'plain')
    """
    return cell[1:] if cell.startswith("'") else cell


def write_rows(out: IO[str], columns: Sequence[str], rows: Iterable[Mapping[str, str]], heads: Iterable[Sequence[str]] = ()) -> int:
    """Write a header, further head rows, and the rows as they come; return how many.

    Raises:
        KeyError: a row lacks a column: the form's own fault, never silently an empty cell.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    # Tags of HXL begin with # and are no formulas; they are ours, not a text's.
    writer.writerows(heads)
    count = 0
    for row in rows:
        writer.writerow([safe(_with_one_line_end(row[column])) for column in columns])
        count += 1
    return count


def number(value: float | None) -> str:
    """A number without a decimal point where it is whole; empty for none.

    >>> number(37.0), number(0.5), number(None)
    ('37', '0.5', '')
    """
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _with_one_line_end(cell: str) -> str:
    """A lone carriage return would not be quoted by Python's writer, and would end the row for a reader."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")
