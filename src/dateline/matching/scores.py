"""What a comparison comes to: how many are in both, and of these how many agree, each figure with what it is a share of."""

from collections import Counter
from statistics import median

from dateline.matching.events import Event, counts_agree
from dateline.matching.pairing import Pair
from dateline.records import Record

BOTH, OURS, THEIRS = "both", "only ours", "only theirs"


class Compared(Record, frozen=True):
    """One row of a comparison: an event that both have, or only one side."""

    standing: str
    """both, only ours, only theirs."""
    ours: Event | None
    theirs: Event | None
    pair: Pair | None

    @property
    def counts_agree(self) -> bool | None:
        """Whether the numbers of killed have one in common; None where one side counts none, or is not there."""
        return counts_agree(self.ours, self.theirs) if self.ours and self.theirs else None


class OfType(Record, frozen=True):
    """How it stands with one of the table's types."""

    type: str
    theirs: int
    both: int
    same_type: int
    """Of those in both: ours is of that type, too."""
    ours: int
    """Ours that are of the type, or may be."""


class Scores(Record, frozen=True):
    """The figures of a comparison. A share is None where there is nothing to take it of."""

    ours: int
    theirs: int
    both: int
    first: str | None
    """First and last day of ours: a table that goes further has much that no report could tell."""
    last: str | None
    share_of_ours: float | None
    """both / ours: how much of what is told the table has."""
    share_of_theirs: float | None
    """both / theirs: how much of the table is told."""
    same_type: int
    """Of those in both."""
    same_day: int
    median_km: float | None
    counted: int
    """Of those in both: both sides count the killed."""
    counts_agree: int
    types: tuple[OfType, ...]
    ours_left_out: dict[str, int]
    theirs_left_out: dict[str, int]


class Tally:
    """Counts rows as they come."""

    def __init__(self) -> None:
        self._of: Counter[str] = Counter()
        self._days: list[str] = []
        self._km: list[float] = []
        self._types: dict[str, Counter[str]] = {}
        self.ours_left_out: Counter[str] = Counter()
        self.theirs_left_out: Counter[str] = Counter()

    def add(self, row: Compared) -> None:
        """Count one row."""
        for name, event in (("ours", row.ours), ("theirs", row.theirs)):
            for kind in event.types if event else ():
                self._types.setdefault(kind, Counter())[name] += 1
            self._of[name] += event is not None
        if row.ours is not None:
            self._days = [min([*self._days[:1], row.ours.start]), max([*self._days[1:], row.ours.end])]
        if row.pair is None or row.theirs is None:
            return
        self._km.append(row.pair.km)
        self._of.update(both=1, same_type=row.pair.same_type, same_day=row.pair.days == 0)
        self._of.update(counted=row.counts_agree is not None, counts_agree=bool(row.counts_agree))
        for kind in row.theirs.types:
            self._types[kind].update(both=1, same_type=row.pair.same_type)

    def scores(self) -> Scores:
        """What it came to."""
        of = self._of
        return Scores(
            ours=of["ours"],
            theirs=of["theirs"],
            both=of["both"],
            first=self._days[0] if self._days else None,
            last=self._days[1] if self._days else None,
            share_of_ours=_share(of["both"], of["ours"]),
            share_of_theirs=_share(of["both"], of["theirs"]),
            same_type=of["same_type"],
            same_day=of["same_day"],
            median_km=round(median(self._km), 1) if self._km else None,
            counted=of["counted"],
            counts_agree=of["counts_agree"],
            types=tuple(_of_type(kind, counts) for kind, counts in sorted(self._types.items())),
            ours_left_out=_ordered(self.ours_left_out),
            theirs_left_out=_ordered(self.theirs_left_out),
        )


def _of_type(kind: str, counts: Counter[str]) -> OfType:
    return OfType(type=kind, theirs=counts["theirs"], both=counts["both"], same_type=counts["same_type"], ours=counts["ours"])


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _ordered(reasons: Counter[str]) -> dict[str, int]:
    return dict(sorted(reasons.items(), key=lambda one: (-one[1], one[0])))
