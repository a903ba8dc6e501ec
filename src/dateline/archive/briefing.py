"""The briefing of a case file: what belongs to a period, a query and a series, handed to the situation stage."""

from typing import TYPE_CHECKING

from dateline.archive.tables import Tables, understood
from dateline.archive.views import control_rows
from dateline.errors import UsageError
from dateline.records import Record
from dateline.situation.briefing import Briefing, Material, briefing
from dateline.situation.scope import EVERYTHING, Period, Scope
from dateline.situation.wording import day_words

if TYPE_CHECKING:
    from dateline.store import Store


class Wanted(Record, frozen=True):
    """What a briefing is asked to be about."""

    query: str = ""
    start: str | None = None
    """ISO date: from this day on."""
    end: str | None = None
    """ISO date: up to this day; nothing that was published later is in it."""
    series: str | None = None
    """Only what is new since the last briefing of this series."""
    title: str = "Situation briefing"


class Made(Record, frozen=True):
    """A briefing, and what is to be remembered of it."""

    page: Briefing
    unknown: tuple[str, ...]
    """Parts of the query that no table knew, and that were looked for as words."""
    documents: tuple[str, ...]
    """All that there were when it was made."""
    until: str | None
    """The newest day of publication among them."""


def make_briefing(store: "Store", tables: Tables, wanted: Wanted) -> Made:
    """The briefing of a case file that is linked.

    Raises:
        UsageError: the query cannot be understood, or the period ends before it begins.
    """
    if wanted.start and wanted.end and wanted.end < wanted.start:
        raise UsageError(f"The period ends ({wanted.end}) before it begins ({wanted.start}); give --from the earlier day.")
    asked = understood(wanted.query, tables)
    documents = {d.id: d for d in store.documents() if not wanted.end or (d.published or "")[:10] <= wanted.end}
    statements = {s.id: s for s in store.statements() if s.assertion.document in documents}
    meant = {s.id for s in store.statements(wanted=asked)} if asked.conditions else None
    incidents = [one for one in store.incidents() if documents.keys() >= set(one.documents)]
    control = control_rows(incidents, statements, documents, tables.codebook, tables.gazetteer, at=wanted.end)
    material = Material(
        documents=documents,
        statements=statements,
        sentences=store.sentences(),
        incidents=incidents,
        control=control,
        labels={entry.id: entry.label for entry in tables.codebook.entries.values()},
        quantities=tables.codebook.quantities,
        towns=lambda box, most: _towns(tables, box, most),
    )
    scope = _scope(store, wanted, documents.keys(), {name: d.published for name, d in documents.items()})
    if meant is not None:
        scope = scope._replace(is_meant=meant.__contains__)
    page = briefing(material, scope, set_aside=() if scope != EVERYTHING else list(store.set_aside()), title=wanted.title)
    days = [d.published for d in documents.values() if d.published]
    return Made(page=page, unknown=asked.unknown, documents=tuple(documents), until=max(days, default=None))


def _scope(store: "Store", wanted: Wanted, documents, published) -> Scope:
    period = Period(wanted.start, wanted.end)
    if wanted.series is not None:
        last = store.last_briefing(wanted.series)
        if last is None:
            return Scope(period=period)
        until, seen = last
        since = f"what is new since the last one (reports up to {day_words(until)})" if until else "what is new since the last one"
        return Scope(period=period, fresh=frozenset(documents) - seen, only_fresh=True, since=since)
    if wanted.start is None:
        return Scope(period=period)
    fresh = frozenset(name for name, day in published.items() if day and day[:10] >= wanted.start)
    return Scope(period=period, fresh=fresh)


def _towns(tables: Tables, box: tuple[float, float, float, float], most: int) -> list[tuple[str, float, float]]:
    found = tables.gazetteer.settlements(box, most)
    return [(one.name, one.latitude or 0.0, one.longitude or 0.0) for one in found]
