"""What the map plays: incidents and control of the case file, as far as they rest on statements that a filter means."""

import msgspec

from dateline.archive.shown import found
from dateline.archive.tables import Tables
from dateline.query import Filter
from dateline.situation.moments import Moments, moments
from dateline.store import Store


def moments_of(store: Store, tables: Tables, wanted: Filter) -> Moments:
    """What a map that plays shows of the case file.

    How a place stands rests on all reports of it: a filter leaves out whole stretches, and never one report of a stretch.
    """
    incidents = tuple(store.incidents())
    control = found(store, "control", tables).rows
    if wanted.conditions:
        meant = {statement for statement, _ in store.statement_ids(wanted=wanted)}
        incidents = tuple(incident for incident in incidents if not meant.isdisjoint(incident.statements))
        control = [row for row in control if not meant.isdisjoint(row.statements)]
    return msgspec.structs.replace(moments(incidents, control), unlinked=store.unlinked())
