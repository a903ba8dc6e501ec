"""What the map plays: incidents and control of the case file, as far as they rest on statements that a filter means."""

from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from dateline.archive.keeping import HAPPENINGS, UNSEEN, made_by
from dateline.archive.of_control import CONTROL, HOLDINGS
from dateline.archive.resting import resting_on
from dateline.archive.shown import found
from dateline.archive.tables import Tables
from dateline.query import Filter
from dateline.records import Incident
from dateline.situation.moments import Holding, Moments, Unseen, carried, moments
from dateline.situation.parts import key_of
from dateline.store import Store, Views

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
    if (played := _played(store, tables, wanted)) is not None:
        return played
    control = found(store, "control", tables).rows
    if not wanted.conditions:
        incidents: Iterable[Incident] = store.incidents()
    else:
        incidents = store.incidents_by_id(name for name, _ in store.incidents_meant(wanted)).values()
        meant = {statement for statement, _ in store.statement_ids(wanted=wanted)}
        control = [row for row in control if not meant.isdisjoint(row.statements)]
    return msgspec.structs.replace(moments(incidents, control), unlinked=store.unlinked())


def _played(store: Store, tables: Tables, wanted: Filter) -> Played | None:
    """What is kept of it; None where something was read since."""
    last = store.newest_day()
    with store.viewing() as views:
        if not views.are_current(made_by(tables)):
            return None
        if wanted.conditions:
            happenings, unseen, holdings = _texts_meant(store, views, wanted)
        else:
            happenings, unseen, holdings = (views.texts(name) for name in (HAPPENINGS, UNSEEN, HOLDINGS))
        stretches = map(_HOLDING.decode, holdings)
        return Played(
            happenings=[msgspec.Raw(text.encode()) for text in happenings],
            holdings=[carried(one, last) for one in stretches if last is None or one.start <= last],
            unseen=[_STATEMENTS.decode(text).statements for text in unseen],
            unlinked=0,
        )


def _texts_meant(store: Store, views: Views, wanted: Filter) -> Iterator[list[str]]:
    """Of each of the three what rests on statements that a filter means."""
    meant = {statement for statement, _ in store.statement_ids(wanted=wanted)}

    @cache
    def told() -> list[str]:
        return [incident for incident, _ in store.incidents_meant(wanted)]

    for name in (HAPPENINGS, UNSEEN):
        # each incident is a part of its own there
        yield resting_on(views, name, meant, lambda name=name: views.texts_of_parts(name, map(key_of, told())))
    yield resting_on(views, HOLDINGS, meant, lambda: views.texts_of_parts(HOLDINGS, views.parts_of(CONTROL, told())))
