"""A case in a file: connection settings of SQLite, and what only SQLite does. The functions are those of `kinds.Kind`.

One program writes at a time: a transaction takes the lock when it begins, so it never fails half way because another wrote first.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, text
from sqlalchemy.pool import QueuePool

from dateline.errors import StoreError

APPLICATION = 0x444C4E45
"""SQLite's `application_id` of a case file ("DLNE"): tells ours from another program's database."""
CACHE_KIB = 256 * 1024
"""Memory that SQLite may use while an archive is linked; it takes what it needs."""
WRITING: Mapping[str, Any] = {"writes": True}
_ADD_TEXT = text("INSERT INTO sentence_text (text, document, sentence) VALUES (:text, :document, :sentence)")


def connect(where: Path, *, create: bool, read_only: bool, wait_seconds: float) -> Engine:
    """An engine for the file."""
    if where.is_dir():
        raise StoreError(f"{where} is a folder, not a case file; name a file with --db.")
    if not where.exists() and (read_only or not create):
        raise StoreError(
            f"There is no case file {where}; make one with `dateline read PATH --db {where}`, or name another with --db."
        )
    if not where.parent.is_dir():
        raise StoreError(f"The folder {where.parent} does not exist; make it, or name another file with --db.")
    mode = "ro" if read_only else "rwc" if create else "rw"
    engine = create_engine("sqlite+pysqlite://", creator=lambda: _connect(where, mode, wait_seconds), poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def errors() -> tuple[type[Exception], ...]:
    """What the driver raises."""
    return (sqlite3.Error,)


def explain(where: Path, cause: BaseException | None) -> str:
    """What SQLite says as a sentence."""
    code = getattr(cause, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    said = str(cause)
    if said.startswith("Could not decode to UTF-8"):  # and then the words themselves, which no message shows
        primary, said = sqlite3.SQLITE_CORRUPT, "what should be text is none"
    match primary:
        case sqlite3.SQLITE_NOTADB:
            return f"{where} is not a case file (not an SQLite database); name another file with --db."
        case sqlite3.SQLITE_CORRUPT:
            return f"{where} is damaged ({said}); restore it from a copy, or name another file with --db."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{where} is being written by another program; wait until it is done and run the command again."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return f"{where} cannot be written ({said}); check the permissions of file and folder, or name another with --db."
        case sqlite3.SQLITE_FULL:
            return (
                f"{where} cannot grow, for the disk is full; free some space and run the command again: "
                "it goes on where it stopped."
            )
        case sqlite3.SQLITE_IOERR:
            return (
                f"{where} cannot be read or written ({said}); see whether its disk is full or at fault, or files may not grow, "
                "and run the command again: it goes on where it stopped."
            )
    return f"{where} cannot be used ({said}); check the file, or name another with --db."


def is_trouble(cause: BaseException | None) -> bool:
    """Whether it is the file or its disk, and not what was asked of it."""
    code = getattr(cause, "sqlite_errorcode", None)
    asked = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE)
    return code is not None and code & 0xFF not in asked


def read_mark(connection: Connection, where: Path) -> bool:
    """Whether the file holds a case."""
    if not connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one():
        return False
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION:
        raise StoreError(f"{where} is the database of another program; name another file with --db.")
    return True


def prepare(engine: Engine) -> None:
    """Let readers go on while one writes. The journal mode cannot change inside a transaction, so it has its own connection."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()


def lock_schema(connection: Connection) -> None:
    """A transaction that writes has the whole file."""


def seal(connection: Connection) -> None:
    """Mark the file as ours."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def reserve(connection: Connection, what: str) -> None:
    """A transaction that writes has the whole file."""


def hold_documents(connection: Connection) -> None:
    """A transaction that writes has the whole file; one that touches much of it is given more memory."""
    # keys come in no order: with SQLite's own small cache a large archive's pages would be written many times over
    connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows."""
    if rows:
        connection.execute(insert(table), rows)


def add_text(connection: Connection, sentences: Iterable[tuple[str, str, str]]) -> None:
    """Index the words of sentences; SQLite finds the words itself."""
    if rows := [{"document": document, "sentence": sentence, "text": text} for document, sentence, text in sentences]:
        connection.execute(_ADD_TEXT, rows)


def settle(connection: Connection) -> None:
    """SQLite plans by the schema alone."""


def _connect(where: Path, mode: str, wait_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{where.absolute().as_uri()}?mode={mode}", uri=True, timeout=wait_seconds, check_same_thread=False
    )
    # None hands BEGIN to us: Python's own transactions would leave schema changes outside and start too late to be one unit.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # What was said to be kept outlives a power cut: a wait of milliseconds a document, which takes a hundred times that to read.
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _begin(connection: Connection) -> None:
    # Taking the write lock at once means a transaction never fails half way because another program wrote first.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
