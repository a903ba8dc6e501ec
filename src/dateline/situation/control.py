"""Incidents and their statements of control -> who holds each place: held, contested or unknown, from which day, by which reports.

A row begins on a day for which something is reported and is carried forward to the next one's day, with its age; between reports
nothing is asserted anew. Reports that cannot both be true make a place contested, with both sides shown; a denial changes nothing
and is shown; so does what is only possible. What it does not know: borders, fronts, and whether a place's parts are held by
different sides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from dateline.records import Document, Incident, Place, Row, Statement
from dateline.situation.parts import Part, part_of, place_of, rows_of

VIEW = "control"
HELD, CONTESTED, UNKNOWN = "held", "contested", "unknown"
TAKES, LEAVES, CONTESTS = frozenset(("seizes", "holds")), frozenset(("loses", "withdraws")), frozenset(("contests", "besieges"))
CHANGES = TAKES | LEAVES | CONTESTS
UNSURE = frozenset(("denied", "possible"))
SameSide = Callable[[str, str], bool]
ProvinceOf = Callable[[Place], str | None]


class _Side(NamedTuple):
    """Somebody by codebook id, or by name where it has none."""

    key: str
    name: str


class _State(NamedTuple):
    """How a place stands after a day."""

    status: str = UNKNOWN
    holders: tuple[_Side, ...] = ()
    contesting: tuple[_Side, ...] = ()
    confirmed: str | None = None
    """The last day for which a report says so."""
    since: str | None = None
    """The first day from which reports, without one to the contrary, say so."""


class _Report(NamedTuple):
    day: str
    statement: Statement
    incident: str
    sides: tuple[_Side, ...]


def control(
    incidents: Iterable[Incident],
    statements: Mapping[str, Statement],
    documents: Mapping[str, Document],
    *,
    at: str | None = None,
    same_side: SameSide = lambda one, other: one == other,
    province_of: ProvinceOf = lambda place: None,
) -> tuple[Row, ...]:
    """One row for each place and day with a report on control, by place and day.

    Args:
        incidents: those of any kind; only statements of control in them are looked at.
        statements: by id; those of control are needed.
        documents: by id; their days of publication date states that have no day of their own.
        at: the day to which the last row of a place is carried; the archive's last day of publication when None.
        same_side: whether two codebook ids are one side (an army and its government).
        province_of: the first-order division that a place lies in, or is; None where that is not known.
    """
    last = at or max((d.published[:10] for d in documents.values() if d.published), default=None)
    parts = control_parts(incidents, statements, documents, same_side=same_side, province_of=province_of)
    return tuple(shown for row in rows_of(parts) if (shown := carried(row, last)) is not None)


def control_parts(
    incidents: Iterable[Incident],
    statements: Mapping[str, Statement],
    documents: Mapping[str, Document],
    *,
    same_side: SameSide,
    province_of: ProvinceOf,
) -> Iterator[Part]:
    """The rows of each place, of all days; the last one of each is not carried forward yet (`carried`)."""
    by_place: dict[tuple[str, str], list[tuple[Place, _Report]]] = {}
    for place, report in _reports(incidents, statements, documents):
        by_place.setdefault((place.name, _key(place)), []).append((place, report))
    for shared, told in by_place.items():
        place, _ = min(told, key=lambda one: (one[1].incident, one[1].statement.id))
        reports = [report for _, report in told]
        rows = list(_rows(place, province_of(place), reports, documents, same_side))
        days = [row.cells["from"] for row in rows]
        inside = (report.incident for report in reports)
        yield part_of(shared, inside, zip((place_of(*shared, day) for day in days), rows, strict=True), days=days)


def carried(row: Row, last: str | None) -> Row | None:
    """A row as it stands on a day: carried forward to it, with its age; None where it begins later."""
    day, until, confirmed = row.cells["from"], row.cells["to"], row.cells["last_confirmed"]
    if last is not None and day > last:
        return None
    if until is None or (last is not None and until > last):
        until = last or day
    age = (date.fromisoformat(until) - date.fromisoformat(confirmed)).days if confirmed else None
    return Row(view=row.view, cells=row.cells | {"to": until, "age_days": age}, statements=row.statements)


def _key(place: Place) -> str:
    return str(place.geonames) if place.geonames is not None else f"{place.name.casefold()} {place.country or ''}"


def _reports(
    incidents: Iterable[Incident], statements: Mapping[str, Statement], documents: Mapping[str, Document]
) -> Iterable[tuple[Place, _Report]]:
    for incident in incidents:
        ours = [s for name in incident.statements if (s := statements.get(name)) is not None and s.assertion.kind == "control"]
        for statement in ours:
            day = _day(statement, documents[statement.assertion.document])
            # who is not named in one report is named in another of the same change
            same = (s for s in ours if s.assertion.type == statement.assertion.type)
            sides = _sides(statement) or next((named for s in same if (named := _sides(s))), ())
            if day is not None:
                yield from ((place, _Report(day, statement, incident.id, sides)) for place in spots_of(statement.places))


def _sides(statement: Statement) -> tuple[_Side, ...]:
    who = (p for p in statement.participants if p.role == "actor")
    return tuple(dict.fromkeys(_Side(p.actor or p.name.casefold(), p.name) for p in who))


def spots_of(places: Sequence[Place]) -> list[Place]:
    """The places that a statement of control is about: the towns and sites it names, or else the regions; never the country that
    these lie in, nor a description beside a name."""
    named = [place for place in places if place.name[:1].isupper()] or list(places)
    fine = [place for place in named if not (place.feature or "").startswith(("A.", "L."))]
    regions = [place for place in named if not (place.feature or "").startswith("A.PCL")]
    return fine or regions or named


def _day(statement: Statement, document: Document) -> str | None:
    """The day for which it is reported: of a change its last possible one, of a state the day of the report."""
    published = document.published[:10] if document.published else None
    if statement.assertion.type == "holds" and published:
        start = statement.time.start[:10] if statement.time else published
        end = statement.time.end[:10] if statement.time else published
        return published if start <= published <= end or not statement.time else end
    return statement.time.end[:10] if statement.time else published


def _rows(
    place: Place,
    province: str | None,
    reports: Sequence[_Report],
    documents: Mapping[str, Document],
    same_side: SameSide,
) -> Iterable[Row]:
    days = sorted({report.day for report in reports})
    state = _State()
    for number, day in enumerate(days):
        of_day = sorted((r for r in reports if r.day == day), key=lambda r: (r.statement.assertion.document, r.statement.id))
        state = _after(state, day, of_day, same_side)
        until = _before(days[number + 1]) if number + 1 < len(days) else None
        yield Row(
            view=VIEW,
            cells=_cells(place, province, day, until, state, of_day, documents),
            statements=tuple(dict.fromkeys(r.statement.id for r in of_day)),
        )


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _after(state: _State, day: str, reports: Sequence[_Report], same_side: SameSide) -> _State:
    """The state after a day's reports; denials and mere possibilities change nothing."""
    said = [report for report in reports if report.statement.assertion.hedge not in UNSURE]
    if not said:
        return state
    new = _told(state, day, said, same_side)
    same = new.status == state.status and [s.key for s in new.holders] == [s.key for s in state.holders]
    return new._replace(since=state.since if same and state.since else day)


def _told(state: _State, day: str, said: Sequence[_Report], same_side: SameSide) -> _State:
    """The state that a day's reports, none of them denied or a mere possibility, tell of."""

    def sides(types: frozenset[str]) -> list[_Side]:
        return list(dict.fromkeys(side for r in said if r.statement.assertion.type in types for side in r.sides))

    takes, leaves, contests = _one_each(sides(TAKES), same_side), sides(LEAVES), tuple(sides(CONTESTS))
    told = {r.statement.assertion.type for r in said}
    if takes:
        together = any(all(_among(side, r.sides, same_side) for side in takes) for r in said if r.statement.assertion.type in TAKES)
        left = tuple(side for side in takes if not _among(side, leaves, same_side))
        agree = len(left) == 1 or (bool(left) and together)
        status = HELD if agree and told.isdisjoint(CONTESTS) else CONTESTED
        return _State(status, left if agree else tuple(takes), contests, day)
    if not told.isdisjoint(CONTESTS):
        return _State(CONTESTED, state.holders, contests, day)
    # taken, lost or left by sides that are not named: nobody is known to hold it, but for those who are not said to have gone
    stay = () if not told.isdisjoint(TAKES) else tuple(side for side in state.holders if not _among(side, leaves, same_side))
    return _State(HELD if stay and leaves else UNKNOWN, stay if leaves else (), (), day)


def _one_each(sides: Sequence[_Side], same_side: SameSide) -> list[_Side]:
    """Each side once, by its first name."""
    found: list[_Side] = []
    for side in sides:
        if not _among(side, found, same_side):
            found.append(side)
    return found


def _among(side: _Side, others: Iterable[_Side], same_side: SameSide) -> bool:
    return any(side.key == other.key or same_side(side.key, other.key) for other in others)


def _cells(
    place: Place,
    province: str | None,
    day: str,
    until: str | None,
    state: _State,
    reports: Sequence[_Report],
    documents: Mapping[str, Document],
) -> dict[str, Any]:
    return {
        "place": place.name,
        "province": province,
        "country": place.country,
        "from": day,
        "to": until,
        "status": state.status,
        "holder": [side.name for side in state.holders],
        "contested_by": [side.name for side in state.contesting],
        "since": state.since,
        "last_confirmed": state.confirmed,
        "age_days": None,
        "reports": [_report_cell(report, documents) for report in reports],
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _report_cell(report: _Report, documents: Mapping[str, Document]) -> dict[str, Any]:
    statement = report.statement
    document = documents[statement.assertion.document]
    voice = statement.voice
    return {
        "change": statement.assertion.type,
        "by": [side.name for side in report.sides],
        "hedge": statement.assertion.hedge,
        "days": [statement.time.start, statement.time.end] if statement.time else None,
        "voice": voice.name or (voice.anchor.exact if voice.anchor else document.outlet or document.name),
        "outlet": document.outlet or document.name,
        "published": document.published,
        "incident": report.incident,
        "statement": statement.id,
    }
