"""What a case holds of some weeks, and what somebody did before them: what alerts are made of.

Found by day, by index, whatever the size of the archive.
"""

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select

from dateline.records import Record, Statement
from dateline.store.connected import Connected
from dateline.store.dialect import unindexed
from dateline.store.tables import assertions, documents, statement_names, statements


class Recent(Record, frozen=True):
    """Statements of some weeks."""

    happened: tuple[Statement, ...]
    """Of events and control that are said to have ended in them."""
    reported: tuple[Statement, ...]
    """Of events and control in documents of the last week."""
    days: frozenset[str]
    """The days of publication in them, and the first that there is."""


class RecentWeeks(Connected):
    """The part of a case that gives back what is new."""

    def recent(self, first: str, start: str, end: str, kinds: Sequence[str]) -> Recent:
        """What is told of the days from `first` to `end`, and by documents published from `start` to `end`; ISO dates."""
        # found by day: by kind it would be half of all there is
        of_kinds = unindexed(assertions.c.kind).in_(sorted(kinds))
        happened = _told().where(statements.c.time_end >= first, statements.c.time_end <= end, of_kinds)
        reported = _told().where(documents.c.published >= start, documents.c.published <= end, of_kinds)
        published = documents.c.published
        with self.reading() as connection:
            days = set(connection.execute(select(published).where(published >= first, published <= end).distinct()).scalars())
            days.add(connection.execute(select(func.min(published))).scalar_one())
        return Recent(
            happened=tuple(self.records(Statement, happened)),
            reported=tuple(self.records(Statement, reported)),
            days=frozenset(day for day in days if day),
        )

    def acts_of(self, who: str, actor: str | None, kinds: Sequence[str], not_hedged: Sequence[str], *, before: str) -> list[str]:
        """The id of a statement in which somebody acts, in a document published before a day or on none; none where there is none.

        Args:
            who: the folded name, where no codebook knows them: then all statements are given that name them so, of any day.
            actor: the codebook's id.
        """
        names = statement_names.c
        query = _told(statements.c.id).join(statement_names, names.statement == statements.c.id).where(names.role == "actor")
        if actor is None:
            query = query.where(names.key == who, names.actor.is_(None))
        else:
            earlier = or_(documents.c.published < before, documents.c.published.is_(None))
            acting = and_(unindexed(assertions.c.kind).in_(sorted(kinds)), assertions.c.hedge.not_in(not_hedged))
            query = query.where(names.actor == actor, earlier, acting).limit(1)
        with self.reading() as connection:
            return list(connection.execute(query).scalars())


def _told(*columns) -> Select:
    query = select(*(columns or (statements.c.record,))).select_from(statements)
    query = query.join(assertions, assertions.c.id == statements.c.id)
    return query.join(documents, documents.c.id == statements.c.document)
