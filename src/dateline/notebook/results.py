"""What a question gives back: a list of records that shows itself as a table and becomes a data frame."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.notebook import frames
from dateline.notebook.flatten import STATEMENT_COLUMNS, Record, place_records, row_record, statement_record
from dateline.notebook.html import quotes_cell, table
from dateline.records import Document, Place, Row, Statement
from dateline.situation.cells import cell_words

if TYPE_CHECKING:
    import geopandas
    import pandas
    import polars

MOST_SHOWN = 20
"""Rows of a table in a notebook; the others are counted."""
FOR_PROGRAMS = frozenset(("latitude", "longitude", "incident"))
SHOWN = {"what": "What", "when": "When", "places": "Where", "voice": "Who says so", "hedge": "How surely"}


class Frames:
    """Data frames of flat records; for lists of records."""

    def records(self) -> list[Record]:
        """Each as a flat row of text and numbers; None for what is not stated."""
        raise NotImplementedError

    def _columns(self) -> Sequence[str]:
        records = self.records()
        names = dict.fromkeys(name for record in records for name in record)
        # A range that one row lacks is a plain None there, and its ends are columns by the other rows.
        parted = {name for name in names if any(other.startswith(f"{name}_") for other in names)}
        return [name for name in names if name not in parted or any(record.get(name) is not None for record in records)]

    def _placed(self) -> Iterator[Record]:
        raise NotImplementedError

    def to_polars(self) -> "polars.DataFrame":
        """One line for each, as a polars frame. Days are ISO text; `str.to_date` makes dates of them.

        Raises:
            UsageError: polars is not installed.
        """
        return frames.polars_frame(self.records(), self._columns())

    def to_pandas(self) -> "pandas.DataFrame":
        """One line for each, as a pandas frame. Days are ISO text; `pandas.to_datetime` makes dates of them.

        Raises:
            UsageError: pandas is not installed.
        """
        return frames.pandas_frame(self.records(), self._columns())

    def to_geopandas(self) -> "geopandas.GeoDataFrame":
        """One line for each and each of its places that has coordinates; what has no such place stays, without a geometry.

        Raises:
            UsageError: geopandas is not installed.
        """
        placed = list(self._placed())
        return frames.geo_frame(
            placed, [*self._columns(), *(n for n in ("located_at", "latitude", "longitude") if n not in self._columns())]
        )


class Statements(list[Statement], Frames):
    """Statements, in the order of the archive."""

    def __init__(self, statements: Iterable[Statement], documents: Mapping[str, Document], labels: Mapping[str, str]) -> None:
        """
        Args:
            documents: those they stand in, by id.
            labels: type -> the codebook's label.
        """
        super().__init__(statements)
        self._documents, self._labels = documents, labels

    def records(self) -> list[Record]:
        """Each as a flat row."""
        return [statement_record(one, self._documents[one.assertion.document], self._labels) for one in self]

    def _columns(self) -> Sequence[str]:
        return STATEMENT_COLUMNS

    def __repr__(self) -> str:
        return f"<{len(self)} statements>"

    def _placed(self) -> Iterator[Record]:
        for statement, record in zip(self, self.records(), strict=True):
            yield from place_records(record, statement.places)

    def _repr_html_(self) -> str:
        shown = self[:MOST_SHOWN]
        rows = []
        for statement in shown:
            record = statement_record(statement, self._documents[statement.assertion.document], self._labels)
            days = " to ".join(dict.fromkeys(day for day in (record["start"], record["end"]) if day))
            cells = {**record, "when": days}
            rows.append(
                ([statement.assertion.kind, *(cells[name] or "" for name in SHOWN)], [(statement, self._document(statement))])
            )
        return table(["Kind", *SHOWN.values()], [(cells, quotes_cell(quotes)) for cells, quotes in rows], len(self), "statement")

    def _document(self, statement: Statement) -> Document:
        return self._documents[statement.assertion.document]


class Rows(list[Row], Frames):
    """Rows of a view, with the statements they rest on."""

    def __init__(self, rows: Iterable[Row], statements: Mapping[str, Statement], documents: Mapping[str, Document]) -> None:
        """
        Args:
            statements: those that the rows rest on, by id.
            documents: those the statements stand in, by id.
        """
        super().__init__(rows)
        self._statements, self._documents = statements, documents

    def records(self) -> list[Record]:
        """Each as a flat row."""
        return [row_record(row) for row in self]

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {self[0].view}>" if self else "<no rows>"

    def resting_on(self, row: Row) -> list[Statement]:
        """The statements that a row rests on."""
        return [self._statements[name] for name in row.statements]

    def _placed(self) -> Iterator[Record]:
        for row, record in zip(self, self.records(), strict=True):
            if "latitude" in record:
                yield {"located_at": record.get("place"), **record}
            else:
                yield from place_records(record, self._places(row))

    def _places(self, row: Row) -> Iterable[Place]:
        return [place for statement in self.resting_on(row) for place in statement.places]

    def _repr_html_(self) -> str:
        shown = self[:MOST_SHOWN]
        names = [
            name for name in dict.fromkeys(name for row in shown for name in row.cells) if any(_words(row, name) for row in shown)
        ]
        rows = []
        for row in shown:
            quotes = [(one, self._documents[one.assertion.document]) for one in self.resting_on(row)]
            rows.append(([_words(row, name) for name in names], quotes_cell(quotes)))
        return table([name.replace("_", " ").capitalize() for name in names], rows, len(self), "row")


def _words(row: Row, name: str) -> str:
    """A cell in words; nothing for what only programs read, which frames have."""
    value = row.cells.get(name)
    if name in FOR_PROGRAMS or (isinstance(value, list) and value and not isinstance(value[0], str)):
        return ""
    return cell_words(value)
