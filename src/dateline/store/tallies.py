"""How many statements of all have each value, kept as numbers: what comes is added, what goes is taken off.

What was counted of a document is kept with it, and a trigger keeps it when the document goes. What is counted is what
`selection.Selected` counts where a query means a part of the statements.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, delete, select

from dateline.records import Document, Statement
from dateline.store.dialect import AddUp
from dateline.store.kept_tables import tallies, untallied
from dateline.store.rows import APART, named_columns

Tally = Counter[tuple[str, str]]
"""(field, value) -> how many statements have it."""
MOST_AT_ONCE = 200_000
"""Values that are in memory together."""
_TALLIED = msgspec.json.Decoder(dict[str, dict[str, int]])


DAYS, NUMBERS, UNPLACED = "days", "numbers", "unplaced"
"""Fields beside those of `Facets`: first day, last day and kind; how many numbers statements of a kind give; and how many
statements name no place that has coordinates."""
AUTHOR = "author"
"""The voice of the document's author, who has no name of his own there."""


def tally_of(document: Document, statements: Iterable[Statement]) -> Tally:
    """What is counted of the statements of one document."""
    tally: Tally = Counter()
    for statement in statements:
        assertion, time = statement.assertion, statement.time
        values = [
            ("kinds", assertion.kind),
            ("types", assertion.type),
            ("hedges", assertion.hedge),
            ("outlets", document.outlet),
            ("voices", AUTHOR if statement.voice.type == AUTHOR else statement.voice.name),
            *((field, value) for field, listed in named_columns(statement).items() for value in set(listed.split(APART))),
        ]
        tally.update((field, value) for field, value in values if value)
        if time:
            tally[DAYS, f"{time.start} {time.end} {assertion.kind}"] += 1
        if statement.quantities:
            tally[NUMBERS, assertion.kind] += len(statement.quantities)
        if all(place.latitude is None or place.longitude is None for place in statement.places):
            tally[UNPLACED, ""] += 1
    return tally


def encoded(tally: Tally) -> str:
    """A tally as JSON: field -> value -> number."""
    found: dict[str, dict[str, int]] = {}
    for (field, value), number in sorted(tally.items()):
        found.setdefault(field, {})[value] = number
    return msgspec.json.encode(found).decode()


class Tallies:
    """The numbers, while one transaction is open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, each: Iterable[Tally]) -> None:
        """Add what was counted of some documents."""
        total: Tally = Counter()
        for tally in each:
            total.update(tally)
            if len(total) >= MOST_AT_ONCE:
                self._add_up(total, 1)
                total.clear()
        self._add_up(total, 1)

    def take_off_gone(self) -> None:
        """Take off what was counted of documents that are gone."""
        total: Tally = Counter()
        for text in self._connection.execute(select(untallied.c.tallied)).scalars():
            for field, values in _TALLIED.decode(text).items():
                total.update({(field, value): number for value, number in values.items()})
        if total:
            self._add_up(total, -1)
            self._connection.execute(delete(tallies).where(tallies.c.number == 0))
            self._connection.execute(delete(untallied))

    def numbers(self, field: str, most: int | None = None) -> dict[str, int]:
        """Value -> number, the most frequent first; at most so many, or all."""
        ours = tallies.c
        query = select(ours.value, ours.number).where(ours.field == field).order_by(ours.number.desc(), ours.value)
        return {value: number for value, number in self._connection.execute(query.limit(most))}  # noqa: C416 - rows are no pairs to dict

    def _add_up(self, total: Mapping[tuple[str, str], int], sign: int) -> None:
        # in the order of their keys, so that two programs never wait for each other
        listed = [{"field": field, "value": value, "number": sign * number} for (field, value), number in sorted(total.items())]
        if listed:
            self._connection.execute(AddUp(tallies), listed)
