"""What the map plays: incidents and control of the case file, as far as they rest on statements that a filter means."""

from collections.abc import Iterable

import msgspec

from dateline.archive.keeping import HAPPENINGS, UNSEEN, made_by
from dateline.archive.of_control import HOLDINGS
from dateline.archive.shown import found
from dateline.archive.tables import Tables
from dateline.query import Filter
from dateline.records import Incident
from dateline.situation.moments import Holding, Moments, Unseen, carried, moments
from dateline.store import Store

_HOLDING = msgspec.json.Decoder(Holding)
_STATEMENTS = msgspec.json.Decoder(Unseen)


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What `Moments` is, with what is kept as it is kept: decoding tens of thousands of records to encode them again takes longer
    than all else."""

    happenings: list[msgspec.Raw]
    holdings: list[Holding]
    unseen: list[tuple[str, ...]]
    unlinked: int


def moments_of(store: Store, tables: Tables, wanted: Filter) -> Moments | Played:
    """What a map that plays shows of the case file.

    How a place stands rests on all reports of it: a filter leaves out whole stretches, and never one report of a stretch.
    """
    if not wanted.conditions and (played := _played(store, tables)) is not None:
        return played
    control = found(store, "control", tables).rows
    if not wanted.conditions:
        incidents: Iterable[Incident] = store.incidents()
    else:
        incidents = store.incidents_by_id(name for name, _ in store.incidents_meant(wanted)).values()
        meant = {statement for statement, _ in store.statement_ids(wanted=wanted)}
        control = [row for row in control if not meant.isdisjoint(row.statements)]
    return msgspec.structs.replace(moments(incidents, control), unlinked=store.unlinked())


def _played(store: Store, tables: Tables) -> Played | None:
    """All that is kept; None where something was read since."""
    last = store.newest_day()
    with store.viewing() as views:
        if not views.are_current(made_by(tables)):
            return None
        return Played(
            happenings=[msgspec.Raw(text.encode()) for text in views.texts(HAPPENINGS)],
            holdings=[carried(_HOLDING.decode(text), last) for text in views.texts(HOLDINGS, (None, last))],
            unseen=[_STATEMENTS.decode(text).statements for text in views.texts(UNSEEN)],
            unlinked=0,
        )
