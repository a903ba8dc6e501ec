"""A comparison with an event table: a list of rows that shows itself as a table, becomes a data frame, and has its figures."""

from collections.abc import Iterator, Mapping, Sequence

from dateline.archive.matching import Comparison
from dateline.matching.flat import COLUMNS, record
from dateline.matching.scores import Compared, Scores
from dateline.notebook.flatten import Record
from dateline.notebook.html import quotes_cell, table
from dateline.notebook.results import MOST_SHOWN, Frames
from dateline.records import Document, Statement
from dateline.situation.cells import cell_words

SHOWN = {
    "standing": "In",
    "ours_from": "Ours",
    "ours_place": "Where",
    "ours_label": "What",
    "theirs_from": "Theirs",
    "theirs_place": "Where",
    "theirs_label": "What",
    "days_apart": "Days apart",
    "km_apart": "Km apart",
}


class ComparedRows(list[Compared], Frames):
    """What is in both, what is ours alone, and what is theirs alone."""

    def __init__(self, found: Comparison, statements: Mapping[str, Statement], documents: Mapping[str, Document]) -> None:
        """
        Args:
            statements: those that ours rest on, by id.
            documents: those the statements stand in, by id.
        """
        super().__init__(found.rows())
        self.scores: Scores = found.scores()
        self._statements, self._documents = statements, documents

    def records(self) -> list[Record]:
        """Each as a flat row."""
        ids = ["; ".join(row.ours.statements) if row.ours else "" for row in self]
        return [{**_without_statements(row), "statement_ids": each} for row, each in zip(self, ids, strict=True)]

    def resting_on(self, row: Compared) -> list[Statement]:
        """The statements that ours rests on; none where it is theirs alone."""
        return [self._statements[name] for name in (row.ours.statements if row.ours else ())]

    def __repr__(self) -> str:
        return f"<{self.scores.ours} of ours, {self.scores.theirs} of theirs, {self.scores.both} in both>"

    def _columns(self) -> Sequence[str]:
        return (*(name for name in COLUMNS if name != "statements"), "statement_ids")

    def _placed(self) -> Iterator[Record]:
        for row, flat in zip(self, self.records(), strict=True):
            event = row.ours or row.theirs
            for place in event.places[:1] if event else ():
                yield {**flat, "located_at": place.name, "latitude": place.latitude, "longitude": place.longitude}

    def _repr_html_(self) -> str:
        rows = []
        for row, flat in zip(self[:MOST_SHOWN], self.records(), strict=False):
            quotes = [(one, self._documents[one.assertion.document]) for one in self.resting_on(row)]
            rows.append(([cell_words(flat[name]) for name in SHOWN], quotes_cell(quotes)))
        return table(list(SHOWN.values()), rows, len(self), "row")


def _without_statements(row: Compared) -> Record:
    return {name: value for name, value in record(row).items() if name != "statements"}
