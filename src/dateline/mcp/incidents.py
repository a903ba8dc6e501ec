"""Answers made of incidents: the timeline, one incident with all its versions, who holds what on a day."""

from collections.abc import Iterator
from datetime import date as Day
from typing import Any

from dateline.archive.pages import Asked
from dateline.archive.shown import found
from dateline.errors import UsageError
from dateline.mcp.answers import Answer
from dateline.mcp.case import OpenCase
from dateline.records import Incident, Row
from dateline.situation.timeline import timeline as timeline_rows

MOST_CITED = 12
"""Statements cited for one version of an incident."""


def timeline(case: OpenCase, query: str, *, newest_first: bool, limit: int, offset: int) -> Answer:
    """Incidents by day, each with the values that are agreed and disputed about it."""
    wanted, citer = case.understood(query), case.citer()
    there = found(case.store, "timeline", case.tables, Asked(wanted, limit=limit, offset=offset, newest_first=newest_first))
    lines, _ = case.page(there.rows, citer, limit=limit, offset=0)
    more = there.total > offset + limit
    return case.answer("timeline", citer, lines, more=more, notes=[*case.links(), *case.about(wanted, there.total)])


def incident(case: OpenCase, id: str) -> Answer:
    """One incident: what it is, then every value of every attribute with who holds it.

    Args:
        id: of the incident or of a statement in it, or the start of either.

    Raises:
        UsageError: there is none, or there are several.
    """
    one = _find(case, id)
    citer = case.citer()
    (row,) = timeline_rows([one])
    cells = {name: value for name, value in row.cells.items() if name != "counts"}
    head = Row(view="incident", cells={"row": "incident", **cells}, statements=row.statements)
    rows = [head, *_versions(one)]
    statements = case.existing(one.statements)
    return case.answer("incident", citer, [citer.line(r, statements, most=MOST_CITED) for r in rows], notes=case.links())


def control(case: OpenCase, query: str, at: str | None, *, limit: int, offset: int) -> Answer:
    """Who holds each place on a day: the last reported state, with its age.

    Args:
        at: ISO date; the newest document's day when None.
    """
    wanted, citer = case.understood(query), case.citer()
    newest = case.store.newest_day()
    day = at or newest
    rows = [row for row in found(case.store, "control", case.tables, Asked(wanted, day)).rows if _covers(row, day)]
    lines, more = case.page(rows, citer, limit=limit, offset=offset)
    notes = [f"The state on {day}, as reported." if day else "No document has a day of publication.", *case.links()]
    if newest and day and day > newest:
        notes.append(f"The newest document is of {newest}; what came after is not known.")
    return case.answer("control", citer, lines, more=more, notes=[*notes, *case.about(wanted, rows)])


def checked_day(words: str | None) -> str | None:
    """A day as given, in the one form that days have.

    Raises:
        UsageError: it is none.
    """
    try:
        return Day.fromisoformat(words).isoformat() if words else None
    except ValueError:
        raise UsageError("The day is none that there is; write YYYY-MM-DD.") from None


def _covers(row: Row, day: str | None) -> bool:
    return day is None or row.cells["from"] <= day <= row.cells["to"]


def _find(case: OpenCase, id: str) -> Incident:
    wanted = id.strip().lower()
    if not wanted:
        raise UsageError("Name an incident by its id, as `timeline` gives it, or by the id of a statement.")
    several = case.store.find_incidents(wanted)
    if not several:
        raise UsageError(
            f"There is no incident {wanted[:40]!r}; `timeline` gives the ids of incidents. {' '.join(case.links())}".strip()
        )
    if len(several) > 1:
        raise UsageError(
            f"Several incidents begin with {wanted[:40]!r} ({', '.join(one.id for one in several[:3])}); give more of the id."
        )
    return several[0]


def _versions(one: Incident) -> Iterator[Row]:
    for version in one.versions:
        cells: dict[str, Any] = {
            "row": "version",
            "attribute": version.attribute,
            "value": version.value,
            "standing": version.standing,
            "against": list(version.against),
            "voices": list(version.voices),
            "since": version.since,
            "stories": version.stories,
        }
        yield Row(view="incident", cells=cells, statements=version.statements)
