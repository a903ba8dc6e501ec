"""Rows that are kept and rest on statements that a query means: few are looked up, of many the whole view is read through."""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

import msgspec

from dateline.records import Record

if TYPE_CHECKING:
    from dateline.store import Views

MOST_LOOKED_UP = 2_000
"""Statements of which the rows are looked up: of more, to read all takes less time."""


class _Resting(Record, frozen=True):
    """Of a row what it rests on: to decode all of it takes five times as long."""

    statements: tuple[str, ...]


_RESTING = msgspec.json.Decoder(_Resting)


def resting_on(views: "Views", name: str, meant: Collection[str], looked_up: Callable[[], Iterable[str]]) -> list[str]:
    """The rows of a view that rest on any of these statements, as JSON, in their order.

    Args:
        looked_up: gives all such rows, and others, without reading the whole view; it is asked where few statements are meant.
    """
    wanted = frozenset(meant)
    texts = views.texts(name) if len(wanted) > MOST_LOOKED_UP else looked_up()
    return [text for text in texts if not wanted.isdisjoint(_RESTING.decode(text).statements)]
