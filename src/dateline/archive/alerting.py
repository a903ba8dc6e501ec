"""Alerts of a case file, made of what they may rest on and of nothing else.

The week that is now and the weeks before it are read, and of what was before only the last that was said of who holds a place, and
whether somebody acted. So an alert is found as fast in a large archive as in a small one; many reports of nine weeks take longer.
"""

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from dateline.archive.keeping import HOLDS, JUMPS
from dateline.archive.tables import Tables
from dateline.records import Row, Statement
from dateline.situation.alerts import alerts, window_of
from dateline.situation.alerts.alert import UNSURE, Window, day_of
from dateline.situation.alerts.control import CHANGES, Holds
from dateline.situation.alerts.jumps import of_window
from dateline.situation.alerts.newcomers import ACTING, acting_groups
from dateline.situation.alerts.surges import first_day
from dateline.situation.cells import identity, place_ids
from dateline.situation.parts import key_of

if TYPE_CHECKING:
    from dateline.store import Store, Views

_HOLDS = msgspec.json.Decoder(Holds)


def current_alerts(store: "Store", views: "Views", tables: Tables) -> list[Row]:
    """All alerts of the week that ends on the day of the newest document; `views` are up to date with what was read."""
    newest = store.newest_day()
    window = window_of([newest] if newest else [])
    if window is None:
        return []
    recent = store.recent(first_day(window), window.start, window.end, ACTING)
    resting = {statement.id: statement for statement in chain(recent.happened, recent.reported)}
    resting |= store.statements_by_id(
        (*_last_holds(store, views, resting.values(), window), *_first_acts(store, recent.reported, tables, window))
    )
    jumps = [of_window(row, window) for row in views.rows(JUMPS, (window.start, window.end))]
    documents = store.documents_by_id(statement.assertion.document for statement in resting.values())
    actors = tables.codebook.actors
    return alerts(resting.values(), documents, actors, at=newest, days=recent.days, jumps=jumps)


def _last_holds(store: "Store", views: "Views", statements: Iterable[Statement], window: Window) -> Iterable[str]:
    """What was said last, before the week, of who holds the places that change hands in it."""
    control = [s for s in statements if s.assertion.kind == "control" and s.assertion.type in CHANGES]
    documents = store.documents_by_id(statement.assertion.document for statement in control)
    now = (statement for statement in control if window.holds(day_of(statement, documents)))
    for place in sorted({place for statement in now for place in place_ids(statement)}):
        for text in views.last_texts(HOLDS, key_of(place), before=window.start):
            yield _HOLDS.decode(text).statement


def _first_acts(store: "Store", reported: Iterable[Statement], tables: Tables, window: Window) -> Iterable[str]:
    """Of each group that acts in the week: what it did before, if it did; of those that no table knows all."""
    found: dict[str, str | None] = {}
    for statement in reported:
        for participant in acting_groups(statement, tables.codebook.actors):
            found.setdefault(identity(participant), participant.actor)
    for who, actor in sorted(found.items()):
        yield from store.acts_of(who, actor, ACTING, UNSURE, before=window.start)
