"""One event, ours or theirs, as it is compared: days, places, types in the words of the table, and how many were killed."""

from datetime import date

from dateline.records import Place, Record

LONGEST_DAYS = 31
"""An event whose days are known to no better than a month can be compared by day; a longer one is left out on either side."""


class Event(Record, frozen=True):
    """An event of either side."""

    id: str
    start: str
    """First and last day that it may have been, as ISO dates."""
    end: str
    places: tuple[Place, ...]
    """With coordinates. Never empty."""
    types: tuple[str, ...]
    """What it is in the words of the table's codebook; ours may be several. Never empty."""
    label: str
    """What each side itself calls it."""
    provinces: tuple[str, ...] = ()
    """Names of the first-order divisions that the places lie in, folded."""
    broad: bool = False
    """Whether nothing finer than a province is known of where it was."""
    low: float | None = None
    """Killed, from low to high; both None where nobody counts."""
    high: float | None = None
    line: int = 0
    """Theirs: the line of the file."""
    statements: tuple[str, ...] = ()
    """Ours: what it rests on, by id."""

    @property
    def days(self) -> tuple[int, int]:
        """First and last day, as numbers."""
        return date.fromisoformat(self.start).toordinal(), date.fromisoformat(self.end).toordinal()

    @property
    def counts(self) -> bool:
        """Whether somebody counts the killed."""
        return self.low is not None or self.high is not None


def counts_agree(one: Event, other: Event) -> bool | None:
    """Whether the ranges of the killed have a number in common; None where one side counts none.

    >>> def event(low, high):
    ...     return Event(id="", start="2014-06-09", end="2014-06-09", places=(), types=(), label="", low=low, high=high)
    >>> counts_agree(event(20, 40), event(37, 37)), counts_agree(event(51, 51), event(50, 50))
    (True, False)
    """
    if not (one.counts and other.counts):
        return None
    low = max(one.low or 0.0, other.low or 0.0)
    high = min(end for end in (one.high, other.high, float("inf")) if end is not None)
    return low <= high
