"""The open case file as the tools see it: the store, read only, the tables to look words up in; how an answer is put together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dateline.archive.tables import Tables, understood
from dateline.exports.names import Names, load_rules
from dateline.exports.tables import DATA
from dateline.mcp.answers import NOTICE, Answer, Line
from dateline.mcp.citing import Citer
from dateline.query import Filter
from dateline.records import Row, Statement
from dateline.store import Store


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """What every tool needs."""

    store: Store
    tables: Tables
    names: Names | None
    """Judges who is a private person; None keeps their names."""
    labels: Mapping[str, str]
    """The codebook's label of each type."""

    @classmethod
    def over(cls, store: Store, tables: Tables, *, with_names: bool = False) -> "OpenCase":
        """The case of a store.

        Args:
            with_names: keep the names of private persons.
        """
        names = None if with_names else Names(load_rules(DATA / "private.yaml"), tables.codebook.actors, tables.gazetteer)
        labels = {entry.id: entry.label for entry in tables.codebook.entries.values()}
        return cls(store=store, tables=tables, names=names, labels=labels)

    def citer(self) -> Citer:
        """What makes the lines of one answer."""
        return Citer(self.store, self.names)

    def understood(self, query: str) -> Filter:
        """What a query means.

        Raises:
            UsageError: it cannot be understood.
        """
        return understood(query, self.tables)

    def existing(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Those of the statements that the case file has, by id."""
        found = ((name, self.store.statement(name)) for name in dict.fromkeys(ids))
        return {name: statement for name, statement in found if statement is not None}

    def answer(
        self,
        tool: str,
        citer: Citer,
        lines: Iterable[Line | None],
        *,
        more: bool = False,
        known: Iterable[dict[str, Any]] = (),
        notes: Iterable[str] = (),
    ) -> Answer:
        """Put an answer together; lines that are None rest on nothing any more and are left out."""
        kept = tuple(line for line in lines if line is not None)
        return Answer(
            notice=NOTICE,
            tool=tool,
            case=self.store.path.name,
            lines=kept,
            more=more,
            citations=citer.citations,
            known=tuple(known),
            notes=tuple(notes),
        )

    def page(self, rows: Iterable[Row], citer: Citer, *, limit: int, offset: int) -> tuple[list[Line | None], bool]:
        """A page of rows as lines, and whether there are more."""
        chosen = list(islice(rows, offset, offset + limit + 1))
        statements = self.existing(name for row in chosen[:limit] for name in row.statements)
        return [citer.line(row, statements) for row in chosen[:limit]], len(chosen) > limit

    def about(self, wanted: Filter, found: object) -> Iterator[str]:
        """Notes on a query: what no table knew, and that nothing was found."""
        for part in wanted.unknown:
            yield f"Neither codebook nor gazetteer knows {part}; it was looked for as words."
        if not found:
            yield (
                "Nothing in the case file fits the query; leave out a part of it."
                if wanted.conditions
                else "The case file has nothing of this kind."
            )

    def links(self) -> Iterator[str]:
        """A note where incidents are behind what was read."""
        if unlinked := self.store.unlinked():
            documents = "1 document is" if unlinked == 1 else f"{unlinked} documents are"
            yield (
                f"{documents} not in here yet: the user can run `dateline link` on {self.store.path.name}, which joins reports "
                "of one occurrence; `search` finds them already."
            )
