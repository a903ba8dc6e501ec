"""Opening a case file: connection settings, schema version, and every way in which that fails as one plain sentence.

It does not know what is in the tables.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import DecodeError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from dateline.errors import StoreError

APPLICATION = 0x444C4E45
"""SQLite's `application_id` of a case file ("DLNE"): tells ours from another program's database."""
REVISIONS = ("0001", "0002", "0003", "0004")
"""Schema versions that this Dateline knows, oldest first; the files are in `migrations/versions`."""
MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_SECONDS = 10.0
"""How long another program's write is waited for."""


def open_engine(
    path: Path, *, create: bool, read_only: bool = False, migrations: Path = MIGRATIONS, wait_seconds: float = WAIT_SECONDS
) -> Engine:
    """Open the database at `path` and bring it to the newest schema.

    Args:
        path: the file; made when missing, if `create`.
        create: False refuses a missing file, for commands that only look.
        read_only: nothing can be written through it, so an older schema is refused instead of brought up to date.
        migrations: alembic's folder; another one only in tests.
        wait_seconds: how long to wait for another program's write.

    Raises:
        StoreError: missing, not a database, another program's, newer, locked, or not writable.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a case file; name a file with --db.")
    if not path.exists() and (read_only or not create):
        raise StoreError(
            f"There is no case file {path}; make one with `dateline read PATH --db {path}`, or name another with --db."
        )
    if not path.parent.is_dir():
        raise StoreError(f"The folder {path.parent} does not exist; make it, or name another file with --db.")
    mode = "ro" if read_only else "rwc" if create else "rw"
    engine = create_engine("sqlite+pysqlite://", creator=lambda: _connect(path, mode, wait_seconds), poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    with explained(path):
        if read_only:
            _refuse_older(engine, path)
        else:
            _bring_up_to_date(engine, path, migrations)
    return engine


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a StoreError that names the file and the next step."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        raise StoreError(_explain(path, cause)) from error


def _explain(path: Path, cause: BaseException | None) -> str:
    code = getattr(cause, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    said = str(cause)
    match primary:
        case sqlite3.SQLITE_NOTADB:
            return f"{path} is not a case file (not an SQLite database); name another file with --db."
        case sqlite3.SQLITE_CORRUPT:
            return f"{path} is damaged ({said}); restore it from a copy, or name another file with --db."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{path} is being written by another program; wait until it is done and run the command again."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return f"{path} cannot be written ({said}); check the permissions of file and folder, or name another with --db."
        case sqlite3.SQLITE_FULL:
            return (
                f"{path} cannot grow, for the disk is full; free some space and run the command again: it goes on where it stopped."
            )
    return f"{path} cannot be used ({said}); check the file, or name another with --db."


def _connect(path: Path, mode: str, wait_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=wait_seconds, check_same_thread=False)
    # None hands BEGIN to us: Python's own transactions would leave schema changes outside and start too late to be one unit.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _begin(connection: Connection) -> None:
    # Taking the write lock at once means a transaction never fails half way because another program wrote first.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, path: Path, migrations: Path) -> None:
    with engine.connect() as connection:
        found = _read_revision(connection, path)
    if found == REVISIONS[-1]:
        return
    # The journal mode cannot change inside a transaction, so it is set on a connection of its own.
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
    with engine.execution_options(writes=True).begin() as connection:
        # Asked again under the write lock: two programs may have found the same empty file.
        if _read_revision(connection, path) != REVISIONS[-1]:
            _migrate(connection, path, migrations)


def _refuse_older(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        found = _read_revision(connection, path)
    if found != REVISIONS[-1]:
        raise StoreError(
            f"{path} has an older schema ({found or 'none'}, this Dateline writes {REVISIONS[-1]}) and looking does not change it; "
            f"run `dateline show --db {path}` once, which brings it up to date."
        )


def _read_revision(connection: Connection, path: Path) -> str | None:
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
    if not tables:
        return None
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION:
        raise StoreError(f"{path} is the database of another program; name another file with --db.")
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    if found not in REVISIONS:
        raise StoreError(
            f"{path} was written by a newer Dateline (schema {found}, this one knows {REVISIONS[-1]}); "
            "upgrade with `pip install --upgrade dateline`, or name another file with --db."
        )
    return found


def _migrate(connection: Connection, path: Path, migrations: Path) -> None:
    # Imported here: every other start finds the schema up to date and does without.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    from dateline.store.index import rebuild_index

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        command.upgrade(config, "head")
        # Another folder of migrations, in tests, may end before the index has its tables.
        if _read_revision(connection, path) == REVISIONS[-1]:
            rebuild_index(connection)
    except (CommandError, DatabaseError, DecodeError) as error:
        reason = error.orig if isinstance(error, DatabaseError) else error
        raise StoreError(
            f"{path} could not be brought to schema {REVISIONS[-1]} ({reason}) and was left as it was; copy it and report this."
        ) from error
