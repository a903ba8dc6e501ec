"""What is read through a filter: the statements that it means, a page of them or how many, their days and the values they have.

Nothing is looked up here that `query.understand` has not looked up; every value is a bound parameter.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Connection, Select, case, func, select

from dateline.query import Filter
from dateline.records import Record, Statement
from dateline.store.rows import APART
from dateline.store.search import conditions_of
from dateline.store.tables import STATEMENT_ORDER, gists, statements
from dateline.store.tallies import AUTHOR, DAYS, Tallies


class Facets(Record, frozen=True):
    """How many of the selected statements have each value: what one may narrow a query by."""

    kinds: dict[str, int]
    types: dict[str, int]
    hedges: dict[str, int]
    outlets: dict[str, int]
    voices: dict[str, int]
    places: dict[str, int]
    countries: dict[str, int]
    actors: dict[str, int]


class Days(Record, frozen=True):
    """How many selected statements of one kind speak of the same stretch of days."""

    start: str
    end: str
    kind: str
    statements: int


class Told(Record, frozen=True):
    """Statements of which a map says the same: their places that have coordinates, and the dead that they count, as JSON lists."""

    first: str
    """Id of the first of them, in the order of the archive."""
    statements: int
    kind: str
    hedge: str
    points: str
    killed: str


class Source(Protocol):
    """What it is read through: the open case file."""

    def reading(self) -> AbstractContextManager[Connection]: ...
    def statements_by_id(self, ids: Iterable[str]) -> dict[str, Statement]: ...


class Selected:
    """The statements that a filter means, in the order of the archive: found among their gists, and only then fetched."""

    def __init__(self, source: Source, wanted: Filter, outlets: Sequence[str] = ()) -> None:
        self._source = source
        self._where = conditions_of(wanted, outlets)

    def count(self) -> int:
        """How many there are."""
        with self._source.reading() as connection:
            return connection.execute(self._query(func.count())).scalar_one()

    def ids(self) -> Select:
        """A query for their ids."""
        return self._query(gists.c.statement)

    def count_numbers(self) -> int:
        """How many numbers they give."""
        with self._source.reading() as connection:
            return connection.execute(self._query(func.coalesce(func.sum(gists.c.numbers), 0))).scalar_one()

    def statements(self, *, limit: int | None = None, offset: int = 0) -> list[Statement]:
        """A page of them, or all."""
        query = self.ids().order_by(*STATEMENT_ORDER).limit(limit).offset(offset or None)
        with self._source.reading() as connection:
            ids = connection.execute(query).scalars().all()
        return self._fetch(ids)

    def with_numbers(self, wanted: int) -> list[Statement]:
        """The first of those that give numbers, until so many numbers are given."""
        query = self._query(gists.c.statement, gists.c.numbers).where(gists.c.numbers > 0).order_by(*STATEMENT_ORDER).limit(wanted)
        found, given = [], 0
        with self._source.reading() as connection:
            for statement, numbers in connection.execute(query):
                found.append(statement)
                given += numbers
                if given >= wanted:
                    break
        return self._fetch(found)

    def _fetch(self, ids: Sequence[str]) -> list[Statement]:
        there = self._source.statements_by_id(ids)
        return [there[name] for name in ids if name in there]

    def told(self) -> tuple[list[Told], int]:
        """What a map says of them, in the order of the first that says it; and how many have no place with coordinates."""
        query = self._query(gists.c.kind, gists.c.hedge, gists.c.points, gists.c.killed, gists.c.statement)
        said: dict[tuple[str, str, str, str | None], list[str]] = {}
        nowhere = 0
        with self._source.reading() as connection:
            for kind, hedge, points, killed, statement in connection.execute(query.order_by(*STATEMENT_ORDER)):
                if points is None:
                    nowhere += 1
                else:
                    said.setdefault((kind, hedge, points, killed), []).append(statement)
        return [
            Told(first=alike[0], statements=len(alike), kind=kind, hedge=hedge, points=points, killed=killed or "[]")
            for (kind, hedge, points, killed), alike in said.items()
        ], nowhere

    def by_document(self, among: Sequence[str] | None = None) -> dict[str, int]:
        """How many stand in each document that has any, in the order of the archive.

        Args:
            among: ids of documents, a page of them; only these are looked at.
        """
        order = (gists.c.published, gists.c.name, gists.c.document)
        query = self._query(gists.c.document, func.count()).group_by(*order).order_by(*order)
        if among is not None:
            query = query.where(gists.c.statement.in_(select(statements.c.id).where(statements.c.document.in_(among))))
        with self._source.reading() as connection:
            return {document: number for document, number in connection.execute(query)}  # noqa: C416 - rows are no pairs to dict

    def days(self) -> list[Days]:
        """How many speak of which days, by kind; those without a time are in none."""
        columns = (gists.c.time_start, gists.c.time_end, gists.c.kind)
        dated = self._query(*columns, func.count()).where(gists.c.time_start.is_not(None))
        query = dated.group_by(*columns).order_by(*columns)
        with self._source.reading() as connection:
            return [Days(start=s, end=e, kind=kind, statements=n) for s, e, kind, n in connection.execute(query)]

    def facets(self, most: int) -> Facets:
        """The values that occur, at most `most` of each, the most frequent first."""
        # who is the author of a document has no name of his own there
        voice = case((gists.c.voice == AUTHOR, AUTHOR), else_=gists.c.voice_name)
        columns = (gists.c.kind, gists.c.type, gists.c.hedge, gists.c.outlet, voice)
        listed = (gists.c.places, gists.c.countries, gists.c.actors)
        with self._source.reading() as connection:
            rows = connection.execute(self._query(*columns, *listed)).all()
        # whole columns are counted first, and only what differs is taken apart: a page of the desk waits for this
        told = [Counter(column) for column in zip(*rows, strict=True)] or [Counter[str]() for _ in (*columns, *listed)]
        tallies = (*told[: len(columns)], *map(_apart, told[len(columns) :]))
        return Facets(**dict(zip(Facets.__struct_fields__, (_most(tally, most) for tally in tallies), strict=True)))

    def _query(self, *columns: Any) -> Select:
        return select(*columns).select_from(gists).where(*self._where)


def kept_facets(tallies: Tallies, most: int) -> Facets:
    """The facets of all statements, out of what is kept."""
    return Facets(**{field: tallies.numbers(field, most) for field in Facets.__struct_fields__})


def kept_days(tallies: Tallies) -> list[Days]:
    """The days of all statements, out of what is kept."""
    return [
        Days(start=start, end=end, kind=kind, statements=number)
        for (start, end, kind), number in sorted((tuple(value.split(" ")), n) for value, n in tallies.numbers(DAYS).items())
    ]


def _apart(lists: Counter[str]) -> Counter[str]:
    """How often each value stands in lists of them, as `a; b`."""
    tally: Counter[str] = Counter()
    for listed, number in lists.items():
        for value in set(listed.split(APART)):
            tally[value] += number
    return tally


def _most(tally: Counter[str], most: int) -> dict[str, int]:
    there = [item for item in tally.items() if item[0]]
    return dict(sorted(there, key=lambda item: (-item[1], item[0]))[:most])
