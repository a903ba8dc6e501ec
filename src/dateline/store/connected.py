"""An open case: how it is opened, read from, written to and closed, whatever database holds it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Self, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, Select

from dateline.errors import StoreError
from dateline.records import (
    Record,
)
from dateline.store.address import Where, where_of
from dateline.store.database import check_schema, explained, open_engine
from dateline.store.kinds import kind_of

R = TypeVar("R", bound=Record)


class Connected:
    """An open case file, or a case in a database. Use it as a context manager; every failure is a StoreError.

    `path` is where it is: as text it is what stands after `--db`, without a password, and its `name` is what to call the case.
    """

    def __init__(self, path: Where, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._kind = kind_of(path)

    @classmethod
    def open(cls, path: str | Where, *, create: bool = True, read_only: bool = False) -> Self:
        """Open the case at `path`, a file or the address of a database (postgresql://...).

        A missing one is made, or refused when `create` is False or it is only to be read.

        Raises:
            StoreError: it cannot be opened, is no case, or was written by a newer Dateline.
        """
        path = where_of(path)
        return cls(path, open_engine(path, create=create, read_only=read_only))

    def close(self) -> None:
        """Close the file; what was added stays."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def check(self) -> None:
        """Ask whether the case can be reached and has the schema of this program; a StoreError says that it does not."""
        check_schema(self._engine, self.path)

    def records(self, kind: type[R], query: Select) -> Iterator[R]:
        """The records of a query whose one column is `record`, as they come from the disk."""
        decoder = msgspec.json.Decoder(kind)
        with self.reading() as connection:
            for (text,) in connection.execute(query.execution_options(yield_per=500)):
                try:
                    yield decoder.decode(text)
                except msgspec.DecodeError as error:
                    what = kind.__name__.lower()
                    raise StoreError(
                        f"{self.path} holds a {what} that this Dateline cannot read ({error}); read its texts into a new case file."
                    ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries of this package."""
        with explained(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, what: str | None = None) -> Iterator[Connection]:
        """A transaction that writes; nobody else writes the same thing (`what`, in words) until it ends."""
        begun: AbstractContextManager[Connection] = self._engine.execution_options(**self._kind.WRITING).begin()
        with explained(self.path), begun as connection:
            if what:
                self._kind.reserve(connection, what)
            yield connection
