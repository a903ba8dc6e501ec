"""A page of a view, out of what is kept: found by index, whatever the size of the archive.

None where what is kept is behind what was read, or cannot answer: then the view is made of everything (`shown`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dateline.archive.alerting import current_alerts
from dateline.archive.keeping import KEPT, made_by
from dateline.archive.resting import resting_on
from dateline.archive.tables import Tables
from dateline.query import Filter
from dateline.records import Document, Incident, Row, Statement
from dateline.situation.bearing import Traits, first_bearing
from dateline.situation.candidates import name_of_place, spelled_alike, with_spellings
from dateline.situation.control import carried
from dateline.situation.outlook import with_reports
from dateline.situation.parts import key_of
from dateline.situation.provinces import carried as carried_province
from dateline.situation.timeline import newest_first, timeline
from dateline.situation.verdicts import counted_rows, judged_rows

if TYPE_CHECKING:
    from dateline.store import Store, Views

OF_INCIDENTS = ("timeline", "harm", "control", "provinces")
"""Views of incidents: a query keeps the rows that rest on a statement that it means."""


class Page(NamedTuple):
    """Some of the rows of a view, and how many there are."""

    rows: list[Row]
    total: int


class Asked(NamedTuple):
    """Which page of a view is asked for; all of it without a word."""

    wanted: Filter = Filter()
    """Which statements are meant."""
    at: str | None = None
    """ISO date: the picture of what was published by then; of control, the day to which states are carried."""
    limit: int | None = None
    offset: int = 0
    newest_first: bool = False
    """Of the timeline: the last day first; those without a day stay last."""

    def of(self, rows: Iterable[Row]) -> Page:
        """The page, out of all rows."""
        every = newest_first(rows) if self.newest_first else list(rows)
        return Page(every[self.offset : None if self.limit is None else self.offset + self.limit], len(every))


def page(store: "Store", name: str, tables: Tables, asked: Asked) -> Page | None:
    """A page of a view; None where it has to be made of everything."""
    if asked.wanted.conditions and name not in (*OF_INCIDENTS, "numbers"):
        return None
    if asked.at is not None and name not in ("control", "provinces"):
        return None
    with store.viewing() as views:
        if not views.are_current(made_by(tables)):
            return None
        if asked.wanted.conditions:
            return _meant(store, views, name, asked)
        if name == "alerts":
            return asked.of(current_alerts(store, views, tables))
        return _PAGES[name](store, views, name, asked)


def is_paged(wanted: Filter) -> bool:
    """Whether a page is found without all others being made."""
    return not wanted.conditions


# ---------------------------------------------------------------------- without a query
def _rows(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    return Page(views.rows(name, limit=asked.limit, offset=asked.offset), views.count(name))


def _timeline(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    def read(start: int, end: int) -> list[Incident]:
        return views.incidents(start, end)

    return _turned(asked, views.incident_count(), views.dated_incident_count() if asked.newest_first else 0, read)


def _timeline_meant(store: "Store", asked: Asked) -> Page:
    meant = store.incidents_meant(asked.wanted)

    def read(start: int, end: int) -> list[Incident]:
        return list(store.incidents_by_id(name for name, _ in meant[start:end]).values())

    return _turned(asked, len(meant), sum(dated for _, dated in meant) if asked.newest_first else 0, read)


def _turned(asked: Asked, total: int, dated: int, read: Callable[[int, int], list[Incident]]) -> Page:
    """A page of the timeline.

    Args:
        dated: how many incidents have a day, where the newest come first; else 0.
        read: the incidents from the one number to before the other, in any order.
    """
    start, end = asked.offset, total if asked.limit is None else min(asked.offset + asked.limit, total)
    # The last of those with a day come first, found from the other end.
    turned = read(dated - min(end, dated), dated - start) if start < dated else []
    rest = read(max(start, dated), end)
    return Page([*reversed(timeline(turned)), *timeline(rest)], total)


def _control(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    last = asked.at or store.newest_day()
    days = (None, last)
    rows = views.rows("control", days, limit=asked.limit, offset=asked.offset)
    return Page(_carried(rows, last), views.count("control", days))


def _provinces(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    last = asked.at or store.newest_day()
    days = (None, last)
    rows = views.rows("provinces", days, limit=asked.limit, offset=asked.offset)
    return Page(_carried(rows, last, carried_province), views.count("provinces", days))


def _outlook(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    found = _rows(store, views, name, asked)
    documents: dict[str, Document] = {}
    statements: dict[str, Statement] = {}

    def reports(key: int, after: str, until: str, limit: int) -> list[tuple[str, Statement]]:
        there = views.reports(key, after, until, limit=limit)
        new = store.statements_by_id(statement for _, statement in there if statement not in statements)
        statements.update(new)
        documents.update(store.documents_by_id({s.assertion.document for s in new.values()} - documents.keys()))
        return [(day, statements[statement]) for day, statement in there]

    def bearing(made: str, traits: Traits) -> list[Statement]:
        return first_bearing(made, traits, reports, documents)

    rows = [with_reports(row, bearing, documents) for row in found.rows]
    return found._replace(rows=judged_rows(rows, store.verdicts()))


def _checks(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    found = _rows(store, views, name, asked)
    return found._replace(rows=judged_rows(found.rows, store.verdicts()))


def _calibration(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    found = _rows(store, views, name, asked)
    return found._replace(rows=counted_rows(found.rows, store.verdicts()))


def _candidates(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    placed = views.placed_rows(name, limit=asked.limit, offset=asked.offset)
    near = spelled_alike((name_of_place(place) for place, _ in placed), map(name_of_place, views.places(name)))
    shown = views.rows_by_part(name, (key_of(other) for others in near.values() for other in others))
    rows = []
    for place, row in placed:
        others = near[name_of_place(place)]
        rows.append(with_spellings(row, (shown[key_of(other)][0].cells["name"] for other in others)))
    return Page(rows, views.count(name))


_PAGES: Mapping[str, Callable[["Store", "Views", str, Asked], Page]] = {
    "timeline": _timeline,
    "harm": _rows,
    "control": _control,
    "provinces": _provinces,
    "lineage": _rows,
    "numbers": _rows,
    "labels": _rows,
    "outlook": _outlook,
    "checks": _checks,
    "calibration": _calibration,
    "sources": _rows,
    "candidates": _candidates,
}


# ---------------------------------------------------------------------- with a query
_ROW = msgspec.json.Decoder(Row)


def _meant(store: "Store", views: "Views", name: str, asked: Asked) -> Page:
    """The rows that rest on a statement that a query means."""
    if name == "timeline":
        return _timeline_meant(store, asked)
    meant = dict(store.statement_ids(KEPT["numbers"].kinds if name == "numbers" else None, wanted=asked.wanted))

    def looked_up() -> list[str]:
        if name == "numbers":
            return views.texts_of_members(name, meant.values())
        members = [incident for incident, _ in store.incidents_meant(asked.wanted)]
        # the members of provinces are the parts of control
        return views.texts_of_members(name, views.parts_of("control", members) if name == "provinces" else members)

    found = resting_on(views, name, meant, looked_up)
    if name in CARRIED:
        return asked.of(_carried(map(_ROW.decode, found), asked.at or store.newest_day(), CARRIED[name]))
    start, end = asked.offset, None if asked.limit is None else asked.offset + asked.limit
    return Page([_ROW.decode(text) for text in found[start:end]], len(found))


CARRIED: Mapping[str, Callable[[Row, str | None], Row | None]] = {"control": carried, "provinces": carried_province}
"""Views of which rows are carried to a day."""


def _carried(rows: Iterable[Row], last: str | None, carry: Callable[[Row, str | None], Row | None] = carried) -> list[Row]:
    return [shown for row in rows if (shown := carry(row, last)) is not None]


assert {*KEPT, "sources", "candidates"} <= set(_PAGES), "what is kept can be asked for"
