"""The case file as the pipeline and the faces see it: what is put in, what is asked, what people decided, the case as a whole."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from dateline.records import Verdict
from dateline.store import briefings, saved, verdicts
from dateline.store.contents import Contents, Listener, copy_contents, read_contents
from dateline.store.links import Links
from dateline.store.looking import Looking
from dateline.store.recent import RecentWeeks
from dateline.store.rereading import Rereading
from dateline.store.reviews import Reviews
from dateline.store.saved import Saved
from dateline.store.writing import Writing


class Store(Writing, Rereading, Looking, RecentWeeks):
    """An open case file, or a case in a database: `Connected` says how to use it, the other parts what it can do."""

    def save_query(self, name: str, query: str, seen: Iterable[str]) -> None:
        """Keep a query under a name, over one of the same name, with the documents in which it is answered so far."""
        with self._writing(f"query {name}") as connection:
            saved.save(connection, Saved(name=name, query=query, seen=tuple(sorted(set(seen)))))

    def saved_queries(self) -> tuple[Saved, ...]:
        """The queries that were kept, by name."""
        with self.reading() as connection:
            return saved.listed(connection)

    def forget_query(self, name: str) -> bool:
        """Drop a query; False when there is none of that name."""
        with self._writing() as connection:
            return saved.forget(connection, name)

    def remember_briefing(self, series: str, until: str | None, documents: Iterable[str]) -> None:
        """Note which documents a briefing of a series had, and the newest day of publication among them."""
        with self._writing(f"briefings {series}") as connection:
            briefings.remember(connection, series, until, documents)

    def last_briefing(self, series: str) -> tuple[str | None, frozenset[str]] | None:
        """The newest day and the documents of the last briefing of a series; None where there was none."""
        with self.reading() as connection:
            return briefings.recall(connection, series)

    def add_verdict(self, verdict: Verdict) -> None:
        """Keep what somebody says of a forecast or a finding, after what was said before."""
        with self._writing("verdicts") as connection:
            verdicts.add(connection, verdict)

    def verdicts(self) -> tuple[Verdict, ...]:
        """What people say of forecasts and findings, in the order in which they said it."""
        with self.reading() as connection:
            return tuple(verdicts.listed(connection))

    @contextmanager
    def linking(self) -> Iterator[Links]:
        """The derived tables, for writing: all of what is done within is kept, or nothing."""
        with self._writing() as connection:
            self._kind.hold_documents(connection)
            yield Links(connection)

    @contextmanager
    def reviewing(self, *, write: bool = False) -> Iterator[Reviews]:
        """What coders did; with `write`, all of what is done within is kept, or nothing, and others who write wait."""
        with self._writing() if write else self.reading() as connection:
            if write:
                self._kind.hold_documents(connection)
            yield Reviews(connection)

    def contents(self, listen: Listener = lambda done, total: None) -> Contents:
        """How much there is, and the hash of it: the same for the same case in a file and in a database.

        Args:
            listen: called with the number of rows read so far, and of all.
        """
        with self.reading() as connection:
            return read_contents(connection, listen)

    def copy_from(self, source: "Store", listen: Listener = lambda done, total: None) -> Contents:
        """Take in all that another case holds, in one transaction, and read it back; this one must be empty.

        Raises:
            StoreError: it is not, or what was read back is not what was copied; it is then as it was.
        """
        with source.reading() as there, self._writing() as here:
            return copy_contents(there, here, self.path, listen)
