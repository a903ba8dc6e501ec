"""The derived tables of views that are kept: rows by place, the members of each part, what is to be made anew.

Written in the transaction that links; read a page at a time. Which parts there are, and how their rows are made, is decided
elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, func, insert, select

from dateline.records import Incident, Record, Row
from dateline.store import rows as encoding
from dateline.store.dialect import InsertOnce, begins
from dateline.store.kept_tables import (
    kept_by,
    report_keys,
    stale_parts,
    tallies,
    untallied,
    view_members,
    view_rows,
    viewed_documents,
    viewed_incidents,
    wording_keys,
)
from dateline.store.kinds import kind_of
from dateline.store.tables import INCIDENT_ORDER, documents, incidents, story_members, tellings
from dateline.store.tallies import Tallies, Tally, encoded

AT_ONCE = 500
"""Keys in one query: databases limit how many parameters a query has."""
KEPT = (
    view_rows, view_members, report_keys, wording_keys, tallies, viewed_documents, viewed_incidents, stale_parts, untallied,
    kept_by,
)  # fmt: skip
K = TypeVar("K", str, int)
_ROW = msgspec.json.Decoder(Row)
_INCIDENT = msgspec.json.Decoder(Incident)
_OF_KEY = select(report_keys.c.day, report_keys.c.statement).where(report_keys.c.key == bindparam("key"))
_IN_ORDER = _OF_KEY.order_by(report_keys.c.day, report_keys.c.statement)
# asked by the hundred for one page: made once
_REPORTS = _IN_ORDER.where(report_keys.c.day > bindparam("after"), report_keys.c.day <= bindparam("until")).limit(bindparam("most"))
_REPORTS_OF_DAY = _IN_ORDER.where(report_keys.c.day == bindparam("day"))
Placed = tuple[str, str | None, Record]
"""A row with its place in the view, and its day where the view is asked for by day."""
Days = tuple[str | None, str | None]
"""From the one to the other, both inclusive; None leaves an end open."""
ANY_DAY: Days = (None, None)


class Views:
    """The kept views, while one transaction is open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.tallies = Tallies(connection)
        """What is counted of all statements, in the same transaction."""

    # ---------------------------------------------------------------- what there is
    def made_by(self) -> str | None:
        """The versions that made what is there."""
        return self._connection.execute(select(kept_by.c.made_by)).scalar_one_or_none()

    def are_current(self, made_by: str) -> bool:
        """Whether these versions made them, of all that there is."""
        if self.made_by() != made_by or self.any_gone():
            return False
        counted = [self._count(table) for table in (documents, story_members, viewed_documents)]
        return len(set(counted)) == 1 and self._count(incidents) == self._count(viewed_incidents)

    def count(self, view: str, days: Days = ANY_DAY) -> int:
        """How many rows a view has, of some days alone if they are given."""
        return self._count(view_rows, view_rows.c.view == view, *_within(days))

    def rows(self, view: str, days: Days = ANY_DAY, *, limit: int | None = None, offset: int = 0) -> list[Row]:
        """Rows of a view in their order."""
        return [_ROW.decode(text) for text in self.texts(view, days, limit=limit, offset=offset)]

    def texts(self, view: str, days: Days = ANY_DAY, *, limit: int | None = None, offset: int = 0) -> list[str]:
        """The same as JSON, of views that have other records for rows as well."""
        ours = view_rows.c
        query = select(ours.record).where(ours.view == view, *_within(days)).order_by(ours.place, ours.part, ours.number)
        return list(self._connection.execute(query.limit(limit).offset(offset or None)).scalars())

    def placed_rows(self, view: str, *, limit: int | None = None, offset: int = 0) -> list[tuple[str, Row]]:
        """Rows of a view in their order, each with its place."""
        ours = view_rows.c
        query = select(ours.place, ours.record).where(ours.view == view).order_by(ours.place, ours.part, ours.number)
        return [(place, _ROW.decode(text)) for place, text in self._connection.execute(query.limit(limit).offset(offset or None))]

    def places(self, view: str) -> list[str]:
        """The places of all rows of a view."""
        return list(self._connection.execute(select(view_rows.c.place).where(view_rows.c.view == view)).scalars())

    def last_texts(self, view: str, part: str, *, before: str) -> list[str]:
        """The rows of a part, as JSON, of the last day that it has before a day."""
        ours = view_rows.c
        within = (ours.view == view, ours.part == part, ours.day < before)
        last = self._connection.execute(select(func.max(ours.day)).where(*within)).scalar_one()
        return list(self._connection.execute(select(ours.record).where(*within, ours.day == last)).scalars())

    def texts_of_members(self, view: str, members: Iterable[str]) -> list[str]:
        """Rows of the parts that any of the members is in, as JSON, in the order of the view."""
        return self.texts_of_parts(view, self.parts_of(view, members))

    def texts_of_parts(self, view: str, parts: Iterable[str]) -> list[str]:
        """Rows of parts as JSON, in the order of the view."""
        placed: dict[tuple[str, str, int], str] = {}
        ours = view_rows.c
        for chunk in _chunks(parts):
            query = select(ours.place, ours.part, ours.number, ours.record).where(ours.view == view, ours.part.in_(chunk))
            placed.update(((place, part, number), text) for place, part, number, text in self._connection.execute(query))
        return [placed[key] for key in sorted(placed)]

    def rows_by_part(self, view: str, parts: Iterable[str]) -> dict[str, list[Row]]:
        """Part -> its rows in their order, of those that have any."""
        found: dict[str, list[Row]] = {}
        ours = view_rows.c
        for chunk in _chunks(parts):
            query = select(ours.part, ours.record).where(ours.view == view, ours.part.in_(chunk))
            for part, text in self._connection.execute(query.order_by(ours.part, ours.place, ours.number)):
                found.setdefault(part, []).append(_ROW.decode(text))
        return found

    def incidents(self, start: int, end: int) -> list[Incident]:
        """Incidents in their order, from the one number to before the other."""
        if end <= start:
            return []
        query = select(incidents.c.record).order_by(*INCIDENT_ORDER).limit(end - start).offset(start)
        return [_INCIDENT.decode(text) for text in self._connection.execute(query).scalars()]

    def incident_count(self) -> int:
        """How many incidents there are."""
        return self._count(incidents)

    def dated_incident_count(self) -> int:
        """How many of them have a day."""
        return self._count(incidents, incidents.c.time_start.is_not(None))

    def incidents_beginning(self, start_of_id: str, *, most: int) -> list[Incident]:
        """Incidents whose id begins so; `most` at the most."""
        query = select(incidents.c.record).where(begins(incidents.c.id, start_of_id)).order_by(incidents.c.id).limit(most)
        return [_INCIDENT.decode(text) for text in self._connection.execute(query).scalars()]

    def incidents_of(self, ids: Iterable[str]) -> list[Incident]:
        """The incidents that are told in any of these documents, in their order."""
        found: set[str] = set()
        for chunk in _chunks(ids):
            query = select(tellings.c.incident).where(tellings.c.document.in_(chunk), tellings.c.incident.is_not(None))
            found.update(self._connection.execute(query).scalars())
        records = []
        for chunk in _chunks(found):
            query = select(incidents.c.record).where(incidents.c.id.in_(chunk))
            records += [_INCIDENT.decode(text) for text in self._connection.execute(query).scalars()]
        return sorted(records, key=lambda i: (i.time is None, i.time.start if i.time else "", i.time.end if i.time else "", i.id))

    def parts_of(self, view: str, members: Iterable[str]) -> set[str]:
        """The parts that any of the members is in."""
        found: set[str] = set()
        for chunk in _chunks(members):
            query = select(view_members.c.part).where(view_members.c.view == view, view_members.c.member.in_(chunk))
            found.update(self._connection.execute(query).scalars())
        return found

    # ---------------------------------------------------------------- what is to be done
    def clear(self, made_by: str) -> None:
        """Empty all of them, to be filled by other versions."""
        # Members before what is viewed: nothing is left then that a trigger could mark.
        for table in KEPT:
            self._connection.execute(delete(table))
        self._connection.execute(insert(kept_by).values(made_by=made_by))

    def viewed_any(self) -> bool:
        """Whether any document is in the views."""
        return self._connection.execute(select(viewed_documents).limit(1)).first() is not None

    def new_documents(self) -> list[str]:
        """Documents that no view has yet, by id."""
        return self._missing(documents, viewed_documents, "document", (documents.c.id,))

    def new_incidents(self) -> list[str]:
        """Incidents that no view has yet, in their order."""
        return self._missing(incidents, viewed_incidents, "incident", INCIDENT_ORDER)

    def _missing(self, table: Table, viewed: Table, column: str, order: Sequence[ColumnElement]) -> list[str]:
        query = select(table.c.id).outerjoin(viewed).where(viewed.c[column].is_(None)).order_by(*order)
        return list(self._connection.execute(query).scalars())

    def any_gone(self) -> bool:
        """Whether something was taken out, or is to be made anew."""
        return self._connection.execute(select(stale_parts).limit(1)).first() is not None

    def stale(self) -> dict[str, list[str]]:
        """View -> its parts that are to be made anew, sorted."""
        found: dict[str, list[str]] = {}
        for view, part in self._connection.execute(select(stale_parts).order_by(stale_parts.c.view, stale_parts.c.part)):
            if view:
                found.setdefault(view, []).append(part)
        return found

    def known_parts(self, view: str, parts: Iterable[str]) -> set[str]:
        """Those of the parts that have rows; only the first of each is looked up, for one may have very many."""
        ours, found = view_rows.c, set[str]()
        for chunk in _chunks(parts):
            query = select(ours.part).where(ours.view == view, ours.part.in_(chunk), ours.number == 0)
            found.update(self._connection.execute(query).scalars())
        return found

    def members(self, view: str, parts: Iterable[str]) -> dict[str, list[str]]:
        """Part -> its members, of those that have any."""
        found: dict[str, list[str]] = {}
        ours = view_members.c
        for chunk in _chunks(parts):
            query = select(ours.part, ours.member).where(ours.view == view, ours.part.in_(chunk)).order_by(ours.part, ours.member)
            for part, member in self._connection.execute(query):
                found.setdefault(part, []).append(member)
        return found

    def shares(self, view: str, parts: Iterable[str]) -> dict[str, list[str]]:
        """Part -> what each of its members gives to it, as JSON, by member; of those that have any."""
        found: dict[str, list[str]] = {}
        ours = view_members.c
        for chunk in _chunks(parts):
            query = select(ours.part, ours.share).where(ours.view == view, ours.part.in_(chunk), ours.share.is_not(None))
            for part, share in self._connection.execute(query.order_by(ours.part, ours.member)):
                found.setdefault(part, []).append(share)
        return found

    # ---------------------------------------------------------------- what is done
    def add_shares(self, view: str, shares: Iterable[tuple[str, str, Record]]) -> None:
        """Note what members give to parts: part, member, share."""
        listed = [{"member": m, "view": view, "part": part, "share": encoding.encode(share)} for part, m, share in shares]
        self._put(view_members, listed)

    def drop_shares(self, view: str, members: Iterable[str]) -> None:
        """Take out what members give to parts of a view."""
        ours = view_members.c
        for chunk in _chunks(members):
            given = (ours.view == view, ours.member.in_(chunk), ours.share.is_not(None))
            self._connection.execute(delete(view_members).where(*given))

    def add_members(self, view: str, parts: Mapping[str, Sequence[str]]) -> None:
        """Note the members of parts that they did not have yet."""
        self._put(view_members, _members(view, parts))

    def add_members_once(self, view: str, parts: Mapping[str, Iterable[str]]) -> None:
        """The same of those that they may have."""
        if listed := _members(view, parts):
            self._connection.execute(InsertOnce(view_members), listed)

    def drop_members(self, view: str, members: Iterable[str]) -> None:
        """Take members out of all parts of a view."""
        ours = view_members.c
        for chunk in _chunks(members):
            self._connection.execute(delete(view_members).where(ours.view == view, ours.member.in_(chunk)))

    def replace_rows(self, view: str, old: Iterable[str], new: Mapping[str, Sequence[Placed]]) -> None:
        """Take the rows of parts out and put others in."""
        for chunk in _chunks(old):
            self._connection.execute(delete(view_rows).where(view_rows.c.view == view, view_rows.c.part.in_(chunk)))
        self._put(
            view_rows,
            [
                {"view": view, "place": place, "part": part, "number": number, "day": day, "record": encoding.encode(row)}
                for part, placed in new.items()
                for number, (place, day, row) in enumerate(placed)
            ],
        )

    def mark_stale(self, view: str, parts: Iterable[str]) -> None:
        """Note parts to be made anew."""
        if listed := [{"view": view, "part": part} for part in sorted(set(parts))]:
            self._connection.execute(InsertOnce(stale_parts), listed)

    def forget_stale(self) -> None:
        """All of them were made anew."""
        self._connection.execute(delete(stale_parts))

    def note_documents(self, each: Mapping[str, Tally]) -> None:
        """The views have these documents now, and what is counted of each is among the tallies."""
        self._put(viewed_documents, [{"document": name, "tallied": encoded(tally)} for name, tally in each.items()])
        self.tallies.add(each.values())

    def note_incidents(self, ids: Iterable[str]) -> None:
        """The views have these incidents now."""
        self._put(viewed_incidents, [{"incident": name} for name in ids])

    # ---------------------------------------------------------------- reports that bear on forecasts
    def replace_reports(self, ids: Iterable[str], keys: Iterable[tuple[int, str, str]]) -> None:
        """Note what these statements share with forecasts: key, day of publication, statement; nothing else stays noted of them."""
        for chunk in _chunks(ids):
            self._connection.execute(delete(report_keys).where(report_keys.c.statement.in_(chunk)))
        self._put(report_keys, [{"key": key, "day": day, "statement": statement} for key, day, statement in keys])

    def reports(self, key: int, after: str, until: str, *, limit: int) -> list[tuple[str, str]]:
        """The first reports under a key that were published after a day and until another, with their days; whole days of them."""
        asked = {"key": key, "after": after, "until": until, "most": limit}
        found = [(day, statement) for day, statement in self._connection.execute(_REPORTS, asked)]
        if len(found) < limit:
            return found
        last = found[-1][0]
        rest = self._connection.execute(_REPORTS_OF_DAY, {"key": key, "day": last}).all()
        return [pair for pair in found if pair[0] < last] + [(day, statement) for day, statement in rest]

    # ---------------------------------------------------------------- wordings
    def replace_wordings(self, each: Mapping[str, Iterable[int]]) -> None:
        """Note what statements share with others that say the same: statement, keys; nothing else stays noted of them."""
        for chunk in _chunks(each):
            self._connection.execute(delete(wording_keys).where(wording_keys.c.statement.in_(chunk)))
        self._put(wording_keys, [{"key": key, "statement": name} for name, keys in each.items() for key in keys])

    def wordings(self, keys: Iterable[int]) -> dict[int, list[str]]:
        """Key -> the statements that have it, of those that several have."""
        found: dict[int, list[str]] = {}
        often = self.count_wordings(keys)
        for chunk in _chunks(key for key, number in often.items() if number > 1):
            query = select(wording_keys.c.key, wording_keys.c.statement).where(wording_keys.c.key.in_(chunk))
            for key, statement in self._connection.execute(query):
                found.setdefault(key, []).append(statement)
        return found

    def count_wordings(self, keys: Iterable[int]) -> dict[int, int]:
        """Key -> how many statements have it."""
        found: dict[int, int] = {}
        for chunk in _chunks(keys):
            query = select(wording_keys.c.key, func.count()).where(wording_keys.c.key.in_(chunk)).group_by(wording_keys.c.key)
            found.update((key, number) for key, number in self._connection.execute(query))
        return found

    # ---------------------------------------------------------------- rows
    def _put(self, table: Table, listed: Sequence[Mapping]) -> None:
        kind_of(self._connection).put(self._connection, table, listed)

    def _count(self, table: Table, *where: ColumnElement[bool]) -> int:
        return self._connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()


def _members(view: str, parts: Mapping[str, Iterable[str]]) -> list[dict[str, str]]:
    return [{"member": member, "view": view, "part": part} for part, there in sorted(parts.items()) for member in there]


def _within(days: Days) -> Iterator[ColumnElement[bool]]:
    start, end = days
    if start is not None:
        yield view_rows.c.day >= start
    if end is not None:
        yield view_rows.c.day <= end


def _chunks(ids: Iterable[K]) -> Iterator[list[K]]:
    ordered = sorted(set(ids))
    for at in range(0, len(ordered), AT_ONCE):
        yield ordered[at : at + AT_ONCE]
