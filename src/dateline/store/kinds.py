"""The two kinds of database, and which one is meant: what each does its own way stands in a module of its own, by the same names.

Statements that both understand are written once, elsewhere in this package; `dialect` holds the few words that they spell
otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from sqlalchemy import Connection, Engine, Table

from dateline.store import postgresql, sqlite
from dateline.store.address import Where


class Kind(Protocol):
    """What a module of a kind of database holds."""

    WRITING: Mapping[str, Any]
    """Execution options of a transaction that writes."""

    def connect(self, where: Any, *, create: bool, read_only: bool, wait_seconds: float) -> Engine:
        """An engine for what is there; a file is made when it is missing, if `create`.

        Raises:
            StoreError: nothing can be there.
        """
        ...

    def errors(self) -> tuple[type[Exception], ...]:
        """What its driver raises."""
        ...

    def explain(self, where: Any, cause: BaseException | None) -> str:
        """An error of its driver as one sentence that names the thing and the next step."""
        ...

    def is_trouble(self, cause: BaseException | None) -> bool:
        """Whether an error of its driver is of the place (full, gone, damaged, locked), and not of what was asked."""
        ...

    def read_mark(self, connection: Connection, where: Any) -> bool:
        """Whether a case is there; False when nothing is.

        Raises:
            StoreError: something else is there, or no case can be.
        """
        ...

    def prepare(self, engine: Engine) -> None:
        """Make ready for the first schema, outside of a transaction."""
        ...

    def lock_schema(self, connection: Connection) -> None:
        """Keep other programs from changing the schema until the transaction ends."""
        ...

    def seal(self, connection: Connection) -> None:
        """After migrations: mark it as a case, and settle what they do not say."""
        ...

    def reserve(self, connection: Connection, what: str) -> None:
        """Let no other transaction write the same thing until this one ends."""
        ...

    def hold_documents(self, connection: Connection) -> None:
        """Keep others from adding or removing documents and from linking until the transaction ends."""
        ...

    def put(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows, all with the same keys, the fastest way."""
        ...

    def add_text(self, connection: Connection, sentences: Iterable[tuple[str, str, str]]) -> None:
        """Index the words of sentences: document, sentence, text."""
        ...

    def settle(self, connection: Connection) -> None:
        """Tell the planner of queries what there is, after very much was put in."""
        ...


def kind_of(there: Where | Connection | Engine) -> Kind:
    """The kind of a place or of an open connection."""
    if isinstance(there, Connection | Engine):
        return cast(Kind, sqlite if there.dialect.name == "sqlite" else postgresql)
    return cast(Kind, sqlite if isinstance(there, Path) else postgresql)
