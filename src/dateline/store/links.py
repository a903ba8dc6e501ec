"""The derived tables inside one transaction: what is not linked yet, what meets it, and writing it down.

It keeps and finds; what is a copy or an incident is decided elsewhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from dateline.records import Document, Echo, Incident, Record, Sentence, Statement, Story, Telling
from dateline.store import rows
from dateline.store.dialect import unindexed
from dateline.store.kinds import kind_of
from dateline.store.tables import (
    assertions,
    document_keys,
    documents,
    echo_members,
    echoes,
    incident_statements,
    incidents,
    linked,
    sentences,
    statements,
    stories,
    story_members,
    telling_rooms,
    tellings,
)
from dateline.store.views import Views

R = TypeVar("R", bound=Record)
AT_ONCE = 500
"""Ids in one query: databases limit how many parameters a query has."""
WALK = 50_000
"""Keys from which on a table is walked through whole; of tellings, which have several keys, a tenth as many."""
DERIVED = (
    linked, stories, story_members, document_keys, echoes, echo_members, telling_rooms, tellings, incident_statements, incidents,
)  # fmt: skip


class Links:
    """The derived tables, while one transaction is open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.views = Views(connection)
        """The views that are kept, in the same transaction."""

    # ---------------------------------------------------------------- what there is
    def made_by(self) -> str | None:
        """The versions that made what is there."""
        return self._connection.execute(select(linked.c.made_by)).scalar_one_or_none()

    def clear(self, made_by: str) -> None:
        """Empty all derived tables, to be filled by other versions."""
        for table in DERIVED:
            self._connection.execute(delete(table))
        self._connection.execute(insert(linked).values(made_by=made_by))

    def new_documents(self) -> list[str]:
        """Documents that are in no story yet, by id."""
        query = select(documents.c.id).outerjoin(story_members).where(story_members.c.document.is_(None)).order_by(documents.c.id)
        return list(self._connection.execute(query).scalars().all())

    def out_of_date(self) -> tuple[list[str], list[str], list[str]]:
        """Stories, echoes and incidents that have lost a member, or have no record to their members."""
        pairs = ((stories, story_members.c.story), (echoes, echo_members.c.echo), (incidents, tellings.c.incident))
        return tuple(self._shrunk(table, member) for table, member in pairs)  # type: ignore[return-value]

    def _shrunk(self, table: Table, member) -> list[str]:
        # Both by index: as long as nothing was taken out, members need not be counted one by one.
        whole = self._connection.execute(select(func.coalesce(func.sum(table.c.size), 0))).scalar_one()
        if whole == self._connection.execute(select(func.count(member))).scalar_one():
            return []
        counted = select(member.label("id"), func.count().label("n")).group_by(member).subquery()
        query = select(table.c.id).outerjoin(counted, counted.c.id == table.c.id)
        return list(
            self._connection.execute(query.where(func.coalesce(counted.c.n, 0) != table.c.size).order_by(table.c.id)).scalars()
        )

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id."""
        return {record.id: record for record in self._by(Document, documents, documents.c.id, ids)}

    def sentences(self, ids: Iterable[str]) -> dict[str, list[Sentence]]:
        """Sentences of documents, by document."""
        found: dict[str, list[Sentence]] = {}
        for sentence in self._by(Sentence, sentences, sentences.c.document, ids):
            found.setdefault(sentence.document, []).append(sentence)
        return found

    def statements_of(self, ids: Iterable[str], kinds: Sequence[str]) -> dict[str, list[Statement]]:
        """Statements of documents and kinds, by document."""
        found: dict[str, list[Statement]] = {}
        for chunk in _chunks(ids):
            query = select(statements.c.record).join(assertions, assertions.c.id == statements.c.id)
            # A few kinds would be looked up in their index, through half of all there is for each of many chunks.
            of_kinds = unindexed(assertions.c.kind).in_(kinds)
            query = query.where(statements.c.document.in_(chunk), of_kinds).order_by(statements.c.id)
            for statement in self._decoded(Statement, query):
                found.setdefault(statement.assertion.document, []).append(statement)
        return found

    def statements(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Statements by id."""
        return {record.id: record for record in self._by(Statement, statements, statements.c.id, ids)}

    # ---------------------------------------------------------------- documents
    def add_keys(self, each: Iterable[tuple[str, Iterable[int], Iterable[tuple[int, str]]]]) -> None:
        """Note what documents share with their copies: keys, and the ids of those that are sentences (the first of equal ones)."""
        listed = []
        for document, keys, long in each:
            sentence_of = dict(reversed(list(long)))
            listed += [{"key": key, "document": document, "sentence": sentence_of.get(key)} for key in keys]
        self._put(document_keys, listed)

    def keys_of(self, ids: Iterable[str]) -> set[int]:
        """The keys of documents."""
        found: set[int] = set()
        for chunk in _chunks(ids):
            found.update(
                self._connection.execute(select(document_keys.c.key).where(document_keys.c.document.in_(chunk))).scalars().all()
            )
        return found

    def holders(self, keys: Iterable[int]) -> dict[int, list[tuple[str, str | None]]]:
        """Key -> the documents that have it, with the sentence that it is made of, of the keys that several documents have."""
        found: dict[int, list[tuple[str, str | None]]] = {}
        wanted = set(keys)
        shared = select(document_keys.c.key).group_by(document_keys.c.key).having(func.count() > 1)
        query = select(document_keys.c.key, document_keys.c.document, document_keys.c.sentence)
        # one walk through all of them is faster than many look-ups
        many = [query.where(document_keys.c.key.in_(shared))] if len(wanted) > WALK else []
        for each in many or (query.where(document_keys.c.key.in_(chunk)) for chunk in _chunks(wanted)):
            for key, document, sentence in self._connection.execute(each).all():
                if key in wanted:
                    found.setdefault(key, []).append((document, sentence))
        return {key: there for key, there in found.items() if len(there) > 1}

    def published(self, ids: Iterable[str]) -> dict[str, str | None]:
        """Document -> its day of publication."""
        found: dict[str, str | None] = {}
        for chunk in _chunks(ids):
            query = select(documents.c.id, documents.c.published).where(documents.c.id.in_(chunk))
            found.update((name, day) for name, day in self._connection.execute(query).all())
        return found

    def stories_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Document -> its story, of those that are in one."""
        found: dict[str, str] = {}
        for chunk in _chunks(ids):
            query = select(story_members.c.document, story_members.c.story).where(story_members.c.document.in_(chunk))
            found.update((document, story) for document, story in self._connection.execute(query).all())
        return found

    def members(self, ids: Iterable[str]) -> set[str]:
        """The documents of stories."""
        found: set[str] = set()
        for chunk in _chunks(ids):
            found.update(
                self._connection.execute(select(story_members.c.document).where(story_members.c.story.in_(chunk))).scalars()
            )
        return found

    def stories(self, ids: Iterable[str]) -> list[Story]:
        """Stories by id."""
        return list(self._by(Story, stories, stories.c.id, ids))

    def replace_stories(self, old: Iterable[str], new: Iterable[Story]) -> None:
        """Take stories out and put others in."""
        self._remove(stories, stories.c.id, old_ids := list(old))
        self._remove(story_members, story_members.c.story, old_ids)
        listed = list(new)
        self._put(stories, [{"id": s.id, "size": len(s.documents), "record": rows.encode(s)} for s in listed])
        self._put(story_members, [{"document": name, "story": s.id} for s in listed for name in s.documents])

    # ---------------------------------------------------------------- echoes
    def echoes_of(self, ids: Iterable[str]) -> list[Echo]:
        """The echoes that sentences are in."""
        found: set[str] = set()
        for chunk in _chunks(ids):
            found.update(
                self._connection.execute(select(echo_members.c.echo).where(echo_members.c.sentence.in_(chunk))).scalars().all()
            )
        return list(self._by(Echo, echoes, echoes.c.id, found))

    def echoes(self, ids: Iterable[str]) -> list[Echo]:
        """Echoes by id."""
        return list(self._by(Echo, echoes, echoes.c.id, ids))

    def replace_echoes(self, old: Iterable[str], new: Iterable[Echo]) -> None:
        """Take echoes out and put others in."""
        self._remove(echoes, echoes.c.id, old_ids := list(old))
        self._remove(echo_members, echo_members.c.echo, old_ids)
        listed = list(new)
        self._put(echoes, [{"id": e.id, "size": len(e.sentences), "record": rows.encode(e)} for e in listed])
        self._put(echo_members, [{"sentence": name, "echo": e.id} for e in listed for name in e.sentences])

    # ---------------------------------------------------------------- tellings and incidents
    def add_tellings(self, each: Sequence[tuple[Telling, Iterable[tuple[int, bool]]]]) -> None:
        """Put tellings in, with the rooms in which they meet others."""
        self._put(tellings, [rows.telling_row(telling) for telling, _ in each])
        self._put(telling_rooms, [{"key": k, "telling": t.id, "host": host} for t, keys in each for k, host in keys])

    def loose_tellings(self) -> list[str]:
        """Those that are in no incident."""
        return list(
            self._connection.execute(select(tellings.c.id).where(tellings.c.incident.is_(None)).order_by(tellings.c.id)).scalars()
        )

    def tellings(self, ids: Iterable[str]) -> dict[str, Telling]:
        """Tellings by id."""
        return {record.id: record for record in self._by(Telling, tellings, tellings.c.id, ids)}

    def tellings_in(self, components: Iterable[str]) -> set[str]:
        """The tellings of components."""
        found: set[str] = set()
        for chunk in _chunks(components):
            found.update(self._connection.execute(select(tellings.c.id).where(tellings.c.component.in_(chunk))).scalars().all())
        return found

    def places_of(self, ids: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """Telling -> its component and its incident."""
        found: dict[str, tuple[str | None, str | None]] = {}
        for chunk in _chunks(ids):
            query = select(tellings.c.id, tellings.c.component, tellings.c.incident).where(tellings.c.id.in_(chunk))
            found.update((name, (component, incident)) for name, component, incident in self._connection.execute(query).all())
        return found

    def tellings_of(self, *, incidents: Iterable[str] = (), documents: Iterable[str] = ()) -> dict[str, str]:
        """Telling -> its incident (empty where it has none), of incidents or of documents."""
        found: dict[str, str] = {}
        for column, ids in ((tellings.c.incident, incidents), (tellings.c.document, documents)):
            for chunk in _chunks(ids):
                query = select(tellings.c.id, tellings.c.incident).where(column.in_(chunk))
                found.update((name, incident or "") for name, incident in self._connection.execute(query).all())
        return found

    def rooms(self, ids: Iterable[str]) -> dict[str, list[tuple[int, bool]]]:
        """Telling -> its rooms, of those in which another telling may be met."""
        found: dict[str, list[tuple[int, bool]]] = {name: [] for name in ids}
        shared = select(telling_rooms.c.key).group_by(telling_rooms.c.key).having(func.count() > 1)
        query = select(telling_rooms.c.telling, telling_rooms.c.key, telling_rooms.c.host)
        # one walk through all of them is faster than many look-ups, and most rooms have one visitor
        walk = [query.where(telling_rooms.c.key.in_(shared))] if len(found) > WALK // 10 else []
        for each in walk or (query.where(telling_rooms.c.telling.in_(chunk)) for chunk in _chunks(found)):
            for name, key, host in self._connection.execute(each).all():
                if name in found:
                    found[name].append((key, host))
        return found

    def has_more_tellings(self, than: int) -> bool:
        """Whether there are more than so many."""
        return self._connection.execute(select(func.count()).select_from(tellings)).scalar_one() > than

    def visitors(self, keys: Iterable[tuple[int, bool]]) -> dict[int, list[tuple[str, bool]]]:
        """Room -> the tellings in it, of rooms that one is in as host (then all) or not (then their hosts)."""
        found: dict[int, list[tuple[str, bool]]] = {}
        wanted = dict(keys)
        for chunk in _chunks(wanted):
            query = select(telling_rooms.c.key, telling_rooms.c.telling, telling_rooms.c.host).where(telling_rooms.c.key.in_(chunk))
            for key, name, host in self._connection.execute(query).all():
                if host or wanted[key]:
                    found.setdefault(key, []).append((name, host))
        return found

    def incidents(self, ids: Iterable[str]) -> list[Incident]:
        """Incidents by id."""
        return list(self._by(Incident, incidents, incidents.c.id, ids))

    def remove_incidents(self, ids: Iterable[str]) -> None:
        """Take incidents out; their tellings stay."""
        self._remove(incidents, incidents.c.id, ids)

    def add_incidents(self, each: Sequence[tuple[Incident, Sequence[str], str]]) -> None:
        """Put incidents in, each with its tellings and their component."""
        self._put(incidents, [rows.incident_row(incident, len(members)) for incident, members, _ in each])
        told = [{"statement": name, "incident": incident.id} for incident, _, _ in each for name in incident.statements]
        self._put(incident_statements, told)
        changed = [{"name": name, "c": component, "i": incident.id} for incident, members, component in each for name in members]
        if changed:
            query = update(tellings).where(tellings.c.id == bindparam("name"))
            self._connection.execute(query.values(component=bindparam("c"), incident=bindparam("i")), changed)

    # ---------------------------------------------------------------- rows
    def _put(self, table: Table, listed: Sequence[dict]) -> None:
        kind_of(self._connection).put(self._connection, table, listed)

    def _remove(self, table: Table, column, ids: Iterable[str]) -> None:
        for chunk in _chunks(ids):
            self._connection.execute(delete(table).where(column.in_(chunk)))

    def _by(self, kind: type[R], table: Table, column, ids: Iterable[str]) -> Iterator[R]:
        for chunk in _chunks(ids):
            yield from self._decoded(kind, select(table.c.record).where(column.in_(chunk)).order_by(table.c.id))

    def _decoded(self, kind: type[R], query) -> Iterator[R]:
        decoder = msgspec.json.Decoder(kind)
        for text in self._connection.execute(query).scalars().all():
            yield decoder.decode(text)


def _chunks(ids: Iterable) -> Iterator[list]:
    """Sorted lists of at most AT_ONCE."""
    ordered = sorted(set(ids))
    for at in range(0, len(ordered), AT_ONCE):
        yield ordered[at : at + AT_ONCE]
