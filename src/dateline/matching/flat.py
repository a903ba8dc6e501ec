"""A row of a comparison flat, the same in JSON, CSV and data frames: both sides beside each other, then how far apart they are."""

from typing import Any

from dateline.matching.scores import THEIRS, Compared


def record(row: Compared) -> dict[str, Any]:
    """A row; None for what a side that is not there would say. Statements are ids."""
    pair = row.pair
    cells: dict[str, Any] = {"standing": row.standing}
    for side, event in (("ours", row.ours), ("theirs", row.theirs)):
        cells |= {
            f"{side}_id": event.id if event else None,
            f"{side}_from": event.start if event else None,
            f"{side}_to": event.end if event else None,
            f"{side}_place": "; ".join(place.name for place in event.places) if event else None,
            f"{side}_types": "; ".join(event.types) if event else None,
            f"{side}_label": event.label if event else None,
            f"{side}_killed_low": event.low if event else None,
            f"{side}_killed_high": event.high if event else None,
        }
    return cells | {
        "line": row.theirs.line if row.theirs else None,
        "days_apart": pair.days if pair else None,
        "km_apart": pair.km if pair else None,
        "near_by": pair.by if pair else None,
        "same_type": pair.same_type if pair else None,
        "counts_agree": row.counts_agree,
        "statements": list(row.ours.statements) if row.ours else [],
    }


COLUMNS = tuple(record(Compared(standing=THEIRS, ours=None, theirs=None, pair=None)))
