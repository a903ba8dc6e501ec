"""Event tables of other projects, row by row: ACLED's, UCDP's georeferenced events, POLECAT's. The columns say which it is.

A row that cannot be compared (no day, no point, known to no better than a country or by more than a month) is left out with the
reason. What it does not know: whether a row is right.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from dateline.gazetteer.names import fold
from dateline.matching.events import LONGEST_DAYS, Event
from dateline.records import Place, Record

Cells = Mapping[str, str]
MONTHS = ("january february march april may june july august september october november december").split()
AREAS = frozenset("province governorate state region district department county oblast prefecture".split())
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T].*)?")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d+)?")
_AROUND_DAYS = {"1": 0, "2": 3, "3": 15}
"""ACLED's precision of time -> days before and after: a day, a week, a month."""
_VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
NO_DAY, NO_POINT = "no day that can be read", "no point: latitude or longitude is missing"
COUNTRY_ONLY, TOO_LONG = "no place finer than a country", f"days known to no better than {LONGEST_DAYS} days"
NO_TYPE, MISSHAPEN, TAGS = "no type", "not one cell for each column", "a row of HXL tags"


class Form(Record, frozen=True):
    """The form of one project's tables."""

    name: str
    """As `dateline export` has it."""
    label: str
    marks: tuple[str, ...]
    """Columns by which a table of the form is known, all of which it needs."""
    read: Callable[[Cells, int], Event | str]
    """A row and the line that it stands in -> an event, or why it is none that can be compared."""


def form_of(columns: Sequence[str]) -> Form | None:
    """The form that a table with these columns has; None where it is none that is known.

    >>> form_of(("event_id_cnty", "event_date", "event_type", "sub_event_type", "latitude", "longitude")).name
    'acled'
    """
    return next((form for form in FORMS if set(form.marks) <= set(columns)), None)


def _acled(cells: Cells, line: int) -> Event | str:
    if cells["event_id_cnty"].startswith("#"):
        return TAGS
    day = _day(cells["event_date"])
    around = _AROUND_DAYS.get(cells.get("time_precision", "") or "1", 0)
    broad = cells.get("geo_precision", "") == "3"
    kind, finer = cells["event_type"].strip(), cells["sub_event_type"].strip()
    return _event(
        cells, line, cells["event_id_cnty"], day, day, around=around, types=kind, label=f"{kind}: {finer}" if finer else kind,
        name=cells.get("location", ""), province=cells.get("admin1", ""), broad=broad,
        low=_number(cells.get("fatalities", "")), high=_number(cells.get("fatalities", "")),
    )  # fmt: skip


def _ucdp(cells: Cells, line: int) -> Event | str:
    if cells.get("where_prec", "") == "6":
        return COUNTRY_ONLY
    low, best, high = (_number(cells.get(name, "")) for name in ("low", "best", "high"))
    violence = cells["type_of_violence"].strip()
    sides = " - ".join(side for side in (cells.get("side_a", ""), cells.get("side_b", "")) if side)
    kind = _VIOLENCE.get(violence, "")
    return _event(
        cells, line, cells["id"], _day(cells["date_start"]), _day(cells["date_end"]), types=kind,
        label=f"{kind}: {sides}" if sides else kind, name=cells.get("where_coordinates", ""), province=cells.get("adm_1", ""),
        broad=cells.get("where_prec", "") in ("4", "5"), low=best if low is None else low, high=best if high is None else high,
    )  # fmt: skip


def _polecat(cells: Cells, line: int) -> Event | str:
    city, province = _said(cells.get("City", "")), _said(cells.get("Province", ""))
    if not (city or _said(cells.get("District", "")) or province):
        return COUNTRY_ONLY
    day, kind, mode = _day(cells["Event Date"]), cells["Event Type"].strip().upper(), _said(cells.get("Event Mode", ""))
    return _event(
        cells, line, cells["Event ID"], day, day, types=kind, label=f"{kind}/{mode}" if mode else kind, broad=not city,
        name=_said(cells.get("Placename", "")) or city, province=province, latitude="Latitude", longitude="Longitude",
    )  # fmt: skip


def _event(
    cells: Cells, line: int, id: str, start: date | None, end: date | None, *, types: str, label: str, name: str, province: str,
    broad: bool, around: int = 0, low: float | None = None, high: float | None = None, latitude: str = "latitude",
    longitude: str = "longitude",
) -> Event | str:  # fmt: skip
    north, east = _number(cells[latitude]), _number(cells[longitude])
    if start is None or end is None or start > end:
        return NO_DAY
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        return NO_POINT
    if not types:
        return NO_TYPE
    try:
        first, last = start - timedelta(days=around), end + timedelta(days=around)
    except OverflowError:
        return NO_DAY
    if (last - first).days + 1 > LONGEST_DAYS:
        return TOO_LONG
    return Event(
        id=id.strip(),
        start=first.isoformat(),
        end=last.isoformat(),
        places=(Place(name=name.strip(), latitude=north, longitude=east),),
        provinces=_provinces(province),
        broad=broad,
        types=(types,),
        label=label,
        low=low,
        high=high,
        line=line,
    )


def _provinces(name: str) -> tuple[str, ...]:
    """A province's name, with and without the word for what it is.

    >>> _provinces("Hadramawt governorate")
    ('hadramawt governorate', 'hadramawt')
    """
    key = fold(name)
    bare, _, last = key.rpartition(" ")
    return tuple(dict.fromkeys(one for one in (key, bare if last in AREAS else "") if one))


def _day(words: str) -> date | None:
    """A day as these projects write it: `2014-06-09`, with or without a time, or `09 June 2014`.

    >>> _day("2014-06-09 00:00:00.000"), _day("9 June 2014"), _day("09/06/2014")
    (datetime.date(2014, 6, 9), datetime.date(2014, 6, 9), None)
    """
    if found := _ISO.fullmatch(words.strip()):
        year, month, day = (int(part) for part in found.groups())
    elif found := _WORDS.fullmatch(words.strip()):
        known = [at for at, name in enumerate(MONTHS, 1) if name.startswith(found[2].casefold())]
        year, month, day = int(found[3]), known[0] if known else 0, int(found[1])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(words: str) -> float | None:
    return float(words.strip()) if _NUMBER.fullmatch(words.strip()) else None


def _said(words: str) -> str:
    """POLECAT writes None where it has nothing."""
    return "" if words.strip() in ("None", "none", "NA") else words.strip()


FORMS = (
    Form(
        name="acled",
        label="ACLED",
        marks=("event_id_cnty", "event_date", "event_type", "sub_event_type", "latitude", "longitude"),
        read=_acled,
    ),
    Form(
        name="ucdp",
        label="UCDP",
        marks=("id", "type_of_violence", "date_start", "date_end", "latitude", "longitude"),
        read=_ucdp,
    ),
    Form(name="polecat", label="POLECAT", marks=("Event ID", "Event Date", "Event Type", "Latitude", "Longitude"), read=_polecat),
)
