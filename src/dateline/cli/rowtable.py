"""Rows of a view printed for people: a table where the terminal has room for one, blocks elsewhere, each row with its quotes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.archive.shown import Shown
from dateline.cli.phrases import printable
from dateline.records import Document, Row, Statement
from dateline.situation.cells import cell_words, flat

HEADLINE_CELLS = 3
"""Cells that stand first in a block, without their names."""
MOST_QUOTES = 5
"""Quotes shown under a row; `--json` gives all."""
QUOTE_CELLS = 40
"""Width that the quotes of a table need to be read."""
LONG_WORD = 16
"""A word longer than this may be broken in a table."""
WIDEST = 40
"""No column but that of the quotes grows wider."""
PARTED = 2


def row_object(row: Row, statements: Mapping[str, Statement], documents: Mapping[str, Document]) -> dict[str, Any]:
    """A row for programs: its cells, the ids of its statements, and of each where it stands and what it says."""
    return {
        "view": row.view,
        "cells": row.cells,
        "statements": row.statements,
        "quotes": [_quoted(statements[name], documents) for name in row.statements],
    }


def _quoted(statement: Statement, documents: Mapping[str, Document]) -> dict[str, Any]:
    assertion, document = statement.assertion, documents[statement.assertion.document]
    return {
        "statement": statement.id,
        "kind": assertion.kind,
        "document": document.name,
        "outlet": document.outlet,
        "published": document.published,
        "sentence": assertion.sentence,
        "quote": assertion.anchor.exact,
        "review": statement.review.status if statement.review else None,
    }


class RowPrinter:
    """Prints the rows of a view on one console."""

    def __init__(self, console: Console, shown: Shown, short_ids: Mapping[str, str], *, short: bool) -> None:
        self._console, self._shown, self._ids, self._short = console, shown, short_ids, short

    def print(self) -> None:
        """All rows in their order."""
        # what one row has and another lacks (only forecasts have verdicts) is empty there
        names = dict.fromkeys(name for row in self._shown.rows for name in row.cells)
        words = [{name: printable(cell_words(row.cells.get(name))) for name in names} for row in self._shown.rows]
        widths = _column_widths(words, self._console.width)
        if self._console.is_terminal and widths is not None:
            self._console.print(self._table(words, widths))
            return
        for row, cells in zip(self._shown.rows, words, strict=True):
            self._print_block(row, cells)

    def _print_block(self, row: Row, cells: Mapping[str, str]) -> None:
        named = list(cells.items())
        self._line(Text(" · ".join(words for _, words in named[:HEADLINE_CELLS] if words), style="bold"), 0)
        rest = [f"{name.replace('_', ' ')}: {words}" for name, words in named[HEADLINE_CELLS:] if words]
        if rest:
            self._line(Text(" · ".join(rest), style="dim"), 2)
        for quote in self._quotes(row, self._console.width - 4 if self._short else None):
            self._line(quote, 4)

    def _line(self, line: Text, indent: int) -> None:
        self._console.print(Padding(line, (0, 0, 0, indent)) if self._console.is_terminal else Text(" " * indent) + line)

    def _table(self, words: Sequence[Mapping[str, str]], widths: Mapping[str, int]) -> Table:
        """One column for each cell that any row fills, and one for the quotes."""
        table = Table(box=None, pad_edge=False, padding=(0, PARTED, 1, 0), header_style="bold")
        for name, width in widths.items():
            table.add_column(_heading(name), width=width, overflow="fold")
        table.columns[-1].overflow = "ellipsis" if self._short else "fold"
        table.columns[-1].no_wrap = self._short
        for row, cells in zip(self._shown.rows, words, strict=True):
            table.add_row(*(Text(cells[name]) for name in list(widths)[:-1]), Text("\n").join(self._quotes(row, None)))
        return table

    def _quotes(self, row: Row, width: int | None) -> Iterator[Text]:
        """The words of its statements, each once, with document and sentence; cut to a width where one is given."""
        found = list(dict.fromkeys(self._quote(name) for name in row.statements))
        for words, where in found[:MOST_QUOTES]:
            quote = Text(words)
            if width is not None:
                quote.truncate(max(20, width - cell_len(where) - 2), overflow="ellipsis")
            yield quote + Text(f"  {where}", style="dim")
        if len(found) > MOST_QUOTES:
            yield Text(f"and {len(found) - MOST_QUOTES} more", style="dim")

    def _quote(self, statement: str) -> tuple[str, str]:
        """The words of a statement, and where they stand."""
        resting = self._shown.statements[statement]
        assertion = resting.assertion
        index = assertion.sentence.rpartition(":")[2]
        where = f"{printable(self._shown.documents[assertion.document].name)} {self._ids[assertion.document]}:{index}"
        review = f", {resting.review.words}" if resting.review else ""
        return f"“{printable(flat(assertion.anchor.exact))}”", where + review


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _column_widths(rows: Sequence[Mapping[str, str]], width: int) -> dict[str, int] | None:
    """Widths of the cells that any row fills, and of the quotes last; None where there is no room for a table.

    No ordinary word is broken. What is left goes to the columns, those that need little first, and the quotes take the rest.
    """
    names = [name for name in rows[0] if any(row[name] for row in rows)]
    least = {name: _longest_word([_heading(name), *(row[name] for row in rows)]) for name in names}
    left = width - sum(least.values()) - PARTED * len(names) - QUOTE_CELLS
    if left < 0:
        return None
    wanted = {name: min(max(cell_len(row[name]) for row in rows), WIDEST) - least[name] for name in names}
    given = dict(least)
    for number, name in enumerate(sorted(names, key=lambda name: wanted[name])):
        more = max(0, min(wanted[name], left // (len(names) - number + 2)))
        given[name] += more
        left -= more
    return given | {"rests_on": QUOTE_CELLS + left}


def _longest_word(cells: Sequence[str]) -> int:
    return max((min(cell_len(word), LONG_WORD) for cell in cells for word in cell.split()), default=1)
