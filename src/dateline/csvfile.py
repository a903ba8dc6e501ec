"""CSV that a spreadsheet opens as data: UTF-8, RFC 4180, and no cell that it would take for a formula.

A cell that begins with = + - @, a tab or a line end is what spreadsheets run or import as a formula, also after spaces and in
the full-width forms of those signs. Such a cell gets an apostrophe before it, which spreadsheets take for "this is text".
Numbers are left alone: -33.9 is a latitude. `plain` takes the apostrophe off again.

`opened` reads what a spreadsheet saved: parted by commas, semicolons or tabs, as UTF-8 with or without a mark, or as the UTF-16 of
"Unicode text". Other encodings are refused, not guessed: a wrong guess would change names. It goes through the file twice, with one
row in memory: first for whether all of it can be read, so that nothing is done by halves.
"""

import codecs
import csv
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dateline.errors import InputError

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


# ---------------------------------------------------------------------- reading
PARTED_BY = (",", ";", "\t")
LONGEST_CELL = 1_000_000
"""Characters; a longer cell is what an unclosed quotation mark makes of the rest of a file."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Line:
    """One row of a table. Where it has more or fewer cells than there are columns, `cells` is None: nobody knows which is which."""

    number: int
    """The line of the file in which it ends, counted from 1, as an editor shows it."""
    values: tuple[str, ...]
    """As they stand, apostrophes included."""
    cells: Mapping[str, str] | None


@dataclass(frozen=True)
class Table:
    """A table whose bytes are known to be text; the rows can be gone through more than once."""

    name: str
    columns: tuple[str, ...]
    path: Path
    encoding: str
    parted_by: str

    def lines(self) -> Iterator[Line]:
        """The rows below the head, as they come; empty ones are passed over.

        Raises:
            InputError: a row is no CSV.
        """
        for number, values in _records(self.path, self.name, self.encoding, self.parted_by, skip=1):
            # Some programs end each row with empty cells.
            cells = values[: len(self.columns)] if not any(map(str.strip, values[len(self.columns) :])) else values
            fits = len(cells) == len(self.columns)
            yield Line(number, tuple(values), dict(zip(self.columns, cells, strict=True)) if fits else None)


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """A CSV file, or standard input for ``-``, which is kept in a temporary file meanwhile.

    Raises:
        InputError: it cannot be read, is no UTF-8, is no CSV, or its head names a column twice.
    """
    if str(path) != "-":
        yield _table(path, str(path))
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "table.csv"
        with kept.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
        yield _table(kept, "standard input")


def _table(path: Path, name: str) -> Table:
    encoding = _encoding(path, name)
    with path.open(encoding=encoding, newline="") as text:
        head = text.readline(LONGEST_CELL)
    parted_by = max(PARTED_BY, key=head.count)
    records = _records(path, name, encoding, parted_by)
    columns = tuple(plain(cell.strip()) for cell in next(records, (0, ()))[1])
    while columns and not columns[-1]:
        columns = columns[:-1]
    if not columns:
        raise InputError(f"{name} is empty; give a CSV file whose first row names the columns.")
    if twice := next((one for one in columns if columns.count(one) > 1), None):
        raise InputError(f"{name} names the column {twice or 'without a name'!r} twice; take one of the two out.")
    for _ in records:
        pass
    return Table(name, columns, path, encoding, parted_by)


def _encoding(path: Path, name: str) -> str:
    """The encoding by the mark at the head, else UTF-8, of which the whole file has to be."""
    try:
        with path.open("rb") as data:
            head = data.read(4)
        encoding = next((one for mark, one in _MARKS if head.startswith(mark)), "utf-8")
        if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise InputError(f"{name} is a spreadsheet's own file; save it as CSV (UTF-8) and give that.")
        with path.open(encoding=encoding, newline="") as text:
            while text.read(1 << 20):
                pass
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}); give the path of a CSV file.") from error
    except UnicodeError as error:
        raise InputError(f"{name} is not UTF-8, so that names in it would come out wrong; save it as CSV (UTF-8).") from error
    return encoding


def _records(path: Path, name: str, encoding: str, parted_by: str, *, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=parted_by, strict=True)
        try:
            for at, values in enumerate(values for values in reader if any(map(str.strip, values))):
                if at >= skip:
                    yield reader.line_num, values
        except csv.Error as error:
            raise InputError(
                f"{name} is no CSV at line {reader.line_num} ({error}); look for a quotation mark there that is not closed."
            ) from error
