"""What alerts share: the days that are now, and the row in which one stands with its statements and its rule."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dateline.records import Document, Row, Statement
from dateline.situation.cells import identity, in_role, published
from dateline.situation.wording import day_words

VIEW = "alerts"
WINDOW_DAYS = 7
UNSURE = ("denied", "possible")
"""Hedges of what is not told as having happened."""


class Window(NamedTuple):
    """The days that are now."""

    start: str
    end: str

    @classmethod
    def ending(cls, day: str) -> "Window":
        """The week that ends on an ISO date."""
        return cls(start=(date.fromisoformat(day) - timedelta(days=WINDOW_DAYS - 1)).isoformat(), end=day)

    def holds(self, day: str) -> bool:
        """Whether a day is among them."""
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{WINDOW_DAYS} days to {day_words(self.end)}"


def alert(
    kind: str, *, what: str, place: str | None, now: str, before: str | None, rule: str, statements: Iterable[Statement]
) -> Row:
    """A row of the view.

    Args:
        now: what there is in the window.
        before: what there was before it; None where nothing is known.
        rule: why the row is there, with its parameters.
    """
    cells = {"alert": kind, "what": what, "place": place, "now": now, "before": before, "rule": rule}
    return Row(view=VIEW, cells=cells, statements=tuple(dict.fromkeys(statement.id for statement in statements)))


def day_of(statement: Statement, documents: Mapping[str, Document]) -> str:
    """The last day it speaks of; the day of publication where it names none."""
    return statement.time.end if statement.time else published(statement, documents)


def who(statement: Statement) -> list[str]:
    """Identities of those who act."""
    return [identity(participant) for participant in in_role(statement, "actor")]


def reports(statements: Sequence[Statement]) -> str:
    """In how many documents, in words."""
    number = len({statement.assertion.document for statement in statements})
    return "1 report" if number == 1 else f"{number} reports"
