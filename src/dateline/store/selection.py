"""What is read through a filter: the statements that it means, a page of them or how many, their days and the values they have.

Nothing is looked up here that `query.understand` has not looked up; every value is a bound parameter.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from dateline.query import Filter
from dateline.records import Record, Statement
from dateline.store.rows import APART
from dateline.store.search import conditions_of, tables_of
from dateline.store.tables import DOCUMENT_ORDER, STATEMENT_ORDER, assertions, documents, statements
from dateline.store.tallies import AUTHOR, DAYS, Tallies

R = TypeVar("R", bound=Record)


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


class Source(Protocol):
    """What it is read through: the open case file."""

    def reading(self) -> AbstractContextManager[Connection]: ...
    def records(self, kind: type[Any], query: Select) -> Iterator[Any]: ...


WALKED_DOCUMENTS = 200
"""Documents that are looked through together for the first statements of a wide selection, and twice as many the next time."""
MOST_WALKED = 2_000
"""Documents looked through before all that is meant is sorted instead."""


class Selected:
    """The statements that a filter means, in the order of the archive."""

    def __init__(self, source: Source, wanted: Filter, outlets: Sequence[str] = ()) -> None:
        self._source = source
        self._where = conditions_of(wanted, outlets)
        self._walked = conditions_of(wanted, outlets, walked=True)
        self._tables = tables_of(wanted)

    def count(self) -> int:
        """How many there are."""
        with self._source.reading() as connection:
            return connection.execute(self._narrow(func.count())).scalar_one()

    def ids(self) -> Select:
        """A query for their ids, over no more tables than need be."""
        return self._narrow(assertions.c.id if self._tables == {assertions} else statements.c.id)

    def count_numbers(self) -> int:
        """How many numbers they give."""
        with self._source.reading() as connection:
            return connection.execute(self._narrow(func.coalesce(func.sum(statements.c.numbers), 0), statements)).scalar_one()

    def statements(self, *, limit: int | None = None, offset: int = 0) -> list[Statement]:
        """A page of them, or all."""
        if limit is None:
            return list(self._source.records(Statement, self._query(statements.c.record).order_by(*STATEMENT_ORDER)))
        first = self._first(offset + limit, lambda one: 1)
        if first is not None:
            return first[offset:]
        query = self._query(statements.c.record).order_by(*STATEMENT_ORDER)
        return list(self._source.records(Statement, query.limit(limit).offset(offset)))

    def placed(self, kind: type[R]) -> Iterator[R]:
        """Those that name a place, as records of a type that has some of a statement's fields."""
        query = self._query(statements.c.record).where(statements.c.places != "")
        return self._source.records(kind, query.order_by(*STATEMENT_ORDER))

    def count_unplaced(self) -> int:
        """How many name no place."""
        with self._source.reading() as connection:
            return connection.execute(self._narrow(func.count(), statements).where(statements.c.places == "")).scalar_one()

    def with_numbers(self, wanted: int) -> list[Statement]:
        """The first of those that give numbers, until so many numbers are given."""
        numbered = statements.c.numbers > 0
        first = self._first(wanted, lambda one: len(one.quantities), numbered)
        if first is not None:
            return first
        found, given = [], 0
        for one in self._source.records(Statement, self._query(statements.c.record).where(numbered).order_by(*STATEMENT_ORDER)):
            found.append(one)
            given += len(one.quantities)
            if given >= wanted:
                break
        return found

    def _first(self, wanted: int, weight: Callable[[Statement], int], *more: ColumnElement[bool]) -> list[Statement] | None:
        """The first statements up to a weight, by a walk through documents in order, which need not sort all that is meant.

        Returns:
            None where many documents have to be looked through: then the selection is narrow or the page is far in.
        """
        found: list[Statement] = []
        at, many = 0, WALKED_DOCUMENTS
        while at < MOST_WALKED:
            walked = select(documents.c.id).order_by(*DOCUMENT_ORDER).limit(many).offset(at)
            with self._source.reading() as connection:
                ids = list(connection.execute(walked).scalars())
            query = self._joined(statements.c.record).where(statements.c.document.in_(ids), *self._walked, *more)
            query = query.order_by(*STATEMENT_ORDER)
            for one in self._source.records(Statement, query) if ids else ():
                found.append(one)
                wanted -= weight(one)
                if wanted <= 0:
                    return found
            if len(ids) < many:
                return found
            at, many = at + many, 2 * many
        return None

    def by_document(self, among: Sequence[str] | None = None) -> dict[str, int]:
        """How many stand in each document that has any, in the order of the archive.

        Args:
            among: ids of documents, a page of them; only these are looked at.
        """
        query = self._query(documents.c.id, func.count()).group_by(documents.c.id).order_by(*DOCUMENT_ORDER)
        if among is not None:
            query = query.where(statements.c.document.in_(among))
        with self._source.reading() as connection:
            return {document: number for document, number in connection.execute(query)}  # noqa: C416 - rows are no pairs to dict

    def days(self) -> list[Days]:
        """How many speak of which days, by kind; those without a time are in none."""
        columns = (statements.c.time_start, statements.c.time_end, assertions.c.kind)
        query = (
            self._query(*columns, func.count()).where(statements.c.time_start.is_not(None)).group_by(*columns).order_by(*columns)
        )
        with self._source.reading() as connection:
            return [Days(start=s, end=e, kind=kind, statements=n) for s, e, kind, n in connection.execute(query)]

    def facets(self, most: int) -> Facets:
        """The values that occur, at most `most` of each, the most frequent first."""
        columns = (
            assertions.c.kind, assertions.c.type, assertions.c.hedge, documents.c.outlet, statements.c.voice,
            statements.c.voice_name, statements.c.places, statements.c.countries, statements.c.actors,
        )  # fmt: skip
        with self._source.reading() as connection:
            rows = connection.execute(self._query(*columns)).all()
        # whole columns are counted first, and only what differs is taken apart: a page of the desk waits for this
        told = [Counter(column) for column in zip(*rows, strict=True)] if rows else [Counter() for _ in columns]
        kinds, types, hedges, outlets, _, _, places, countries, actors = told
        voices: Counter[str] = Counter()
        for (voice, name), number in Counter((row[4], row[5]) for row in rows).items():
            voices[AUTHOR if voice == AUTHOR else name] += number
        tallies = (kinds, types, hedges, outlets, voices, _apart(places), _apart(countries), _apart(actors))
        return Facets(**dict(zip(Facets.__struct_fields__, (_most(tally, most) for tally in tallies), strict=True)))

    def _query(self, *columns: Any) -> Select:
        return self._joined(*columns).where(*self._where)

    def _joined(self, *columns: Any) -> Select:
        query = select(*columns).select_from(statements).join(assertions, assertions.c.id == statements.c.id)
        return query.join(documents, documents.c.id == statements.c.document)

    def _narrow(self, column: Any, *more: Table) -> Select:
        """What is counted, over no more tables than the conditions ask: every statement has its assertion and its document."""
        tables = self._tables | set(more)
        where = self._where
        if tables <= {assertions}:
            return select(column).select_from(assertions if tables else statements).where(*where)
        query = select(column).select_from(statements)
        if assertions in tables:
            query = query.join(assertions, assertions.c.id == statements.c.id)
        if documents in tables:
            query = query.join(documents, documents.c.id == statements.c.document)
        return query.where(*where)


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
