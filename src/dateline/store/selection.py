"""A selection of statements: conditions on columns of the case file, every value a bound parameter, and what is read through them.

Conditions on different things must all hold; of several values of one thing, any. It compares words as the case file has them:
what a name means (its other spellings, the places inside a place) is not known here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from dateline.records import Record, Statement
from dateline.store.tables import STATEMENT_ORDER, assertions, documents, statements

AUTHOR = "author"
"""The voice of the document's author, who has no name of his own there."""


class Selection(Record, frozen=True):
    """Which statements are meant; without any condition all of them."""

    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    """Names of sources; `author` for the document's own voice."""
    outlets: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    since: str | None = None
    """ISO date: its time reaches this day or a later one. Statements without a time are left out."""
    until: str | None = None
    """ISO date: its time begins on this day or an earlier one."""
    text: str | None = None
    """Words that the quote holds, in this order, whatever their case."""


class Facets(Record, frozen=True):
    """How many of the selected statements have each value: what one may narrow a selection by."""

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
    """What a selection is read through: the open case file."""

    def reading(self) -> AbstractContextManager[Connection]: ...
    def records(self, kind: type[Any], query: Select) -> Iterator[Any]: ...


class Selected:
    """The statements that a selection means, in the order of the archive."""

    def __init__(self, source: Source, selection: Selection) -> None:
        self._source = source
        self._where = list(_conditions(selection))

    def count(self) -> int:
        """How many there are."""
        with self._source.reading() as connection:
            return connection.execute(self._query(func.count())).scalar_one()

    def statements(self, *, limit: int | None = None, offset: int = 0) -> list[Statement]:
        """A page of them, or all."""
        query = self._query(statements.c.record).order_by(*STATEMENT_ORDER)
        return list(self._source.records(Statement, query.limit(limit).offset(offset) if limit is not None else query))

    def by_document(self) -> dict[str, int]:
        """How many stand in each document that has any."""
        query = self._query(documents.c.id, func.count()).group_by(documents.c.id)
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
        tallies: list[Counter[str]] = [Counter() for _ in Facets.__struct_fields__]
        kinds, types, hedges, outlets, voices, places, countries, actors = tallies
        with self._source.reading() as connection:
            for kind, type, hedge, outlet, voice, name, where, lands, who in connection.execute(self._query(*columns)):
                for tally, values in (
                    (kinds, [kind]), (types, [type]), (hedges, [hedge]), (outlets, [outlet]),
                    (voices, [AUTHOR if voice == AUTHOR else name]), (places, where.split("; ")), (countries, lands.split("; ")),
                    (actors, who.split("; ")),
                ):  # fmt: skip
                    tally.update({value for value in values if value})
        return Facets(**dict(zip(Facets.__struct_fields__, (_most(tally, most) for tally in tallies), strict=True)))

    def _query(self, *columns: Any) -> Select:
        query = select(*columns).select_from(statements).join(assertions, assertions.c.id == statements.c.id)
        return query.join(documents, documents.c.id == statements.c.document).where(*self._where)


def _most(tally: Counter[str], most: int) -> dict[str, int]:
    return dict(sorted(tally.items(), key=lambda item: (-item[1], item[0]))[:most])


def _conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    for column, values in (
        (assertions.c.kind, selection.kinds),
        (assertions.c.type, selection.types),
        (assertions.c.hedge, selection.hedges),
        (documents.c.outlet, selection.outlets),
        (documents.c.id, selection.documents),
    ):
        if values:
            yield column.in_(sorted(values))
    for column, values in (
        (statements.c.places, selection.places),
        (statements.c.countries, selection.countries),
        (statements.c.actors, selection.actors),
    ):
        if values:
            yield _holds_any(column, values)
    if selection.voices:
        named = sorted(set(selection.voices) - {AUTHOR})
        author = [statements.c.voice == AUTHOR] if AUTHOR in selection.voices else []
        yield or_(*author, statements.c.voice_name.in_(named))
    if selection.since:
        yield statements.c.time_end >= selection.since
    if selection.until:
        yield statements.c.time_start <= selection.until
    if selection.text:
        yield assertions.c.quote.icontains(selection.text, autoescape=True)


def _holds_any(column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether one of the values, whatever its case, is among those that stand in the column, parted by "; "."""
    framed = "; " + column + "; "
    return or_(*(framed.icontains(f"; {value}; ", autoescape=True) for value in sorted(values)))
