"""Opening a case: schema version, and every way in which that fails as one plain sentence.

It does not know what is in the tables, nor what is particular to a kind of database (`kinds`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import DecodeError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from dateline.errors import StoreError
from dateline.store.address import Where
from dateline.store.kinds import kind_of

REVISIONS = ("0001", "0002", "0003", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""Schema versions that this Dateline knows, oldest first; the files are in `migrations/versions`."""
MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_SECONDS = 10.0
"""How long another program's write of a file, or a server's answer, is waited for."""


def open_engine(
    path: Where, *, create: bool, read_only: bool = False, migrations: Path = MIGRATIONS, wait_seconds: float = WAIT_SECONDS
) -> Engine:
    """Open the case at `path` and bring it to the newest schema.

    Args:
        path: a file, made when missing, if `create`; or the address of a database, whose tables are made, if `create`.
        create: False refuses what is missing, for commands that only look.
        read_only: nothing can be written through it, so an older schema is refused instead of brought up to date.
        migrations: alembic's folder; another one only in tests.
        wait_seconds: how long to wait for another program's write, or for the server.

    Raises:
        StoreError: missing, not a database, another program's, newer, locked, or not writable.
    """
    kind = kind_of(path)
    engine = kind.connect(path, create=create, read_only=read_only, wait_seconds=wait_seconds)
    with explained(path):
        if read_only:
            _refuse_older(engine, path)
        else:
            _bring_up_to_date(engine, path, migrations, create=create)
    return engine


@contextmanager
def explained(path: Where) -> Iterator[None]:
    """Turn what a database says into a StoreError that names it and the next step."""
    try:
        yield
    except (DBAPIError, *kind_of(path).errors()) as error:
        raise StoreError(kind_of(path).explain(path, error.orig if isinstance(error, DBAPIError) else error)) from error


def _bring_up_to_date(engine: Engine, path: Where, migrations: Path, *, create: bool) -> None:
    kind = kind_of(path)
    with engine.connect() as connection:
        found = _read_revision(connection, path)
    if found == REVISIONS[-1]:
        return
    if found is None and not create:
        raise StoreError(_no_case(path))
    kind.prepare(engine)
    with engine.execution_options(**kind.WRITING).begin() as connection:
        kind.lock_schema(connection)
        # Asked again under the lock: two programs may have found the same empty place.
        if _read_revision(connection, path) != REVISIONS[-1]:
            _migrate(connection, path, migrations)


def check_schema(engine: Engine, path: Where) -> None:
    """Ask the case whether it is there and has the schema of this program.

    Raises:
        StoreError: it cannot be reached, or has another schema.
    """
    with explained(path):
        _refuse_older(engine, path)


def _refuse_older(engine: Engine, path: Where) -> None:
    with engine.connect() as connection:
        found = _read_revision(connection, path)
    if found is None:
        raise StoreError(_no_case(path))
    if found != REVISIONS[-1]:
        raise StoreError(
            f"{path} has an older schema ({found}, this Dateline writes {REVISIONS[-1]}) and looking does not change it; "
            f"run `dateline show --db {path}` once, which brings it up to date."
        )


def _no_case(path: Where) -> str:
    return f"{path} holds no case yet; make one with `dateline read PATH --db {path}`, or name another with --db."


def _read_revision(connection: Connection, path: Where) -> str | None:
    if not kind_of(path).read_mark(connection, path):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    if found not in REVISIONS:
        raise StoreError(
            f"{path} was written by a newer Dateline (schema {found}, this one knows {REVISIONS[-1]}); "
            "upgrade with `pip install --upgrade dateline`, or name another with --db."
        )
    return found


def _migrate(connection: Connection, path: Where, migrations: Path) -> None:
    # Imported here: every other start finds the schema up to date and does without.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    from dateline.store.index import rebuild_index

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
        kind_of(path).seal(connection)
        # Another folder of migrations, in tests, may end before the index has its tables.
        if _read_revision(connection, path) == REVISIONS[-1]:
            rebuild_index(connection)
    except (CommandError, DBAPIError, DecodeError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(error, DBAPIError) and kind_of(path).is_trouble(reason):
            raise  # a disk that is full or a server that is gone is no fault of the migration, and is explained as ever
        raise StoreError(
            f"{path} could not be brought to schema {REVISIONS[-1]} ({reason}) and was left as it was; copy it and report this."
        ) from error
