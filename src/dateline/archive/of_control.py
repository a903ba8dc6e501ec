"""What is made of rows of control, kept as they are: provinces, and how places stand on the map that plays.

When parts of control are made anew, so are the provinces that their places lie in, out of rows alone. Rows are kept of all days
and not carried forward; whoever asks has a day to which they are.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.records import Record, Row
from dateline.situation.moments import holding, place_of_holding
from dateline.situation.parts import Part
from dateline.situation.provinces import province_of_row, province_parts

if TYPE_CHECKING:
    from dateline.store import Views

CONTROL, PROVINCES, HOLDINGS = "control", "provinces", "holdings"


def keep_of_control(views: "Views", parts: Iterable[str]) -> None:
    """Make anew what rests on parts of control that were made anew, or that are no more."""
    listed = sorted(set(parts))
    rows = views.rows_by_part(CONTROL, listed)
    views.replace_rows(HOLDINGS, listed, {part: _holdings(theirs) for part, theirs in rows.items()})
    provinces = views.parts_of(PROVINCES, listed)
    views.drop_members(PROVINCES, listed)
    inside: dict[str, set[str]] = {}
    for part, theirs in rows.items():
        for row in theirs:
            if (province := province_of_row(row)) is not None:
                inside.setdefault(province, set()).add(part)
    views.add_members(PROVINCES, {province: sorted(members) for province, members in inside.items()})
    _keep_provinces(views, provinces | inside.keys())


def _keep_provinces(views: "Views", provinces: Iterable[str]) -> None:
    for province in sorted(provinces):
        members = views.members(PROVINCES, [province]).get(province, [])
        rows = [row for theirs in views.rows_by_part(CONTROL, members).values() for row in theirs]
        made: list[Part] = [part for part in province_parts(rows) if part.key == province]
        views.replace_rows(PROVINCES, [province], {part.key: part.rows for part in made})


def _holdings(rows: Iterable[Row]) -> list[tuple[str, str | None, Record]]:
    made = [holding(row) for row in rows if row.cells["latitude"] is not None]
    return [(place_of_holding(one), one.start, one) for one in made]
