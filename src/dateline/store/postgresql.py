"""A case in a database of a PostgreSQL server: what PostgreSQL alone does. The functions are those of `kinds.Kind`.

Many write at a time. Who writes a document, or links, has a lock on that alone until his transaction ends; who reads sees the case
as it was when he began. Tables stand in the connection's first schema (`search_path`), so one database may hold several cases.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, bindparam, create_engine, event, text

from dateline.errors import StoreError
from dateline.store.address import Address
from dateline.store.dialect import plain_words
from dateline.store.tables import metadata

MARK = "case of Dateline"
"""Comment of the table of schema versions: tells ours from another program's tables."""
WRITING: Mapping[str, Any] = {"isolation_level": "READ COMMITTED"}
"""A transaction that has waited for another one goes on from what that one left."""
NUL = "\N{SYMBOL FOR NULL}"
"""Stands in columns for the null character, which PostgreSQL's text cannot hold; records have it, in JSON's spelling."""
_sentence_text = Table("sentence_text", MetaData(), Column("sentence", Text), Column("plain", Text))
_TABLES = text(
    "SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace "
    "AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT EXISTS "
    "(SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"
)
_UNSORTED = text(
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text' "
    "AND collation_name IS DISTINCT FROM 'C' AND table_name IN :tables ORDER BY table_name, ordinal_position"
).bindparams(bindparam("tables", expanding=True))
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || :what, 0))")


def connect(where: Address, *, create: bool, read_only: bool, wait_seconds: float) -> Engine:
    """An engine for the database; the database itself is made by its administrator."""
    options = {"connect_timeout": round(wait_seconds) or 1, "application_name": "dateline", "client_encoding": "UTF8"}
    try:
        engine = create_engine(
            where.url,
            # A reader sees one state of the case, as it does in a file.
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": read_only},
            connect_args={name: value for name, value in options.items() if name not in where.url.query},
            # The desk outlives a restart of the server.
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise StoreError("PostgreSQL needs a package of its own; add it with `pip install 'dateline[postgres]'`.") from error
    event.listen(engine, "connect", _adapt)
    return engine


def errors() -> tuple[type[Exception], ...]:
    """What the driver raises."""
    import psycopg

    return (psycopg.Error,)


def explain(where: Address, cause: BaseException | None) -> str:
    """What PostgreSQL says as a sentence. Its first line alone: the others may hold words of a text."""
    state = getattr(cause, "sqlstate", None) or ""
    said = (str(cause).strip().splitlines() or ["no reason given"])[0].rstrip(".")
    match state:
        case "42501":
            return f"This user may not do that in {where} ({said}); ask its owner for the right, or name another with --db."
        case "25006":
            return f"{where} cannot be written ({said}); name a database that is no standby and is not opened only to be read."
        case "53100":
            return (
                f"{where} cannot grow, for the server's disk is full; free some space and run the command again: "
                "it goes on where it stopped."
            )
        case "53300":
            return f"{where} takes no more connections ({said}); wait until others are done and run the command again."
        case "55P03" | "40P01" | "40001":
            return f"{where} is being written by another program ({said}); run the command again."
        case "XX001" | "XX002":
            return f"{where} is damaged ({said}); restore it from a backup, or name another with --db."
    if not state or state.startswith(("08", "57P0")):
        return (
            f"{where} cannot be reached ({said}); see that the server runs and that host, port, user and database are right, "
            "and run the command again: what was added before is kept."
        )
    return f"{where} cannot be used ({said}); check the database, or name another with --db."


def is_trouble(cause: BaseException | None) -> bool:
    """Whether it is the server, its disk or the way there, and not what was asked of it."""
    state = getattr(cause, "sqlstate", None) or ""
    return not state or state.startswith(("08", "53", "57", "58", "XX"))


def read_mark(connection: Connection, where: Address) -> bool:
    """Whether the schema holds a case."""
    encoding, schema = connection.exec_driver_sql("SELECT current_setting('server_encoding'), current_schema()").one()
    if encoding != "UTF8":
        raise StoreError(
            f"{where} keeps text as {encoding}, which cannot hold every letter; "
            "make another database with `createdb --encoding UTF8 --template template0 NAME`."
        )
    if schema is None:
        raise StoreError(f"{where} has no schema for its tables; make the one that search_path names, or name another with --db.")
    tables = {name: comment for name, comment in connection.execute(_TABLES)}  # noqa: C416 - rows are no pairs to the type checker
    if not tables:
        return False
    if tables.get("alembic_version") != MARK:
        raise StoreError(
            f"{where} holds the tables of another program; name another database with --db, or an empty schema of this one with "
            "`?options=-csearch_path%3DNAME`."
        )
    return True


def prepare(engine: Engine) -> None:
    """Nothing has to be made ready."""


def lock_schema(connection: Connection) -> None:
    """Two programs may have found the same empty database."""
    reserve(connection, "schema")


def seal(connection: Connection) -> None:
    """Mark the tables as ours, and order all text by its bytes as SQLite does: by the words' own order a case would look otherwise
    on another server, and the start of an id could not be looked up by index."""
    connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{MARK}'")
    unsorted: dict[str, list[str]] = {}
    for table, column in connection.execute(_UNSORTED, {"tables": sorted(metadata.tables)}):
        unsorted.setdefault(table, []).append(column)
    quote = connection.dialect.identifier_preparer.quote
    for table, columns in unsorted.items():
        changes = ", ".join(f'ALTER COLUMN {quote(column)} TYPE text COLLATE "C"' for column in columns)
        connection.exec_driver_sql(f"ALTER TABLE {quote(table)} {changes}")


def reserve(connection: Connection, what: str) -> None:
    """Wait for whoever writes the same thing, and keep others waiting until this transaction ends."""
    connection.execute(_LOCK, {"what": what})


def hold_documents(connection: Connection) -> None:
    """Nobody else adds or removes documents, or links, until this transaction ends; all may read."""
    connection.exec_driver_sql("LOCK TABLE documents IN SHARE ROW EXCLUSIVE MODE")


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows by COPY."""
    if not rows:
        return
    names, quote = list(rows[0]), connection.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row([row[name] for name in names])


def add_text(connection: Connection, sentences: Iterable[tuple[str, str, str]]) -> None:
    """Index the words of sentences; PostgreSQL finds their stems itself."""
    put(connection, _sentence_text, [{"sentence": sentence, "plain": plain_words(words)} for _, sentence, words in sentences])


def settle(connection: Connection) -> None:
    """Count what there is: the server's own round may come much later."""
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"ANALYZE {', '.join(map(quote, [*metadata.tables, _sentence_text.name]))}")


def _adapt(connection: Any, record: Any) -> None:
    """Write the null character, which PostgreSQL's text cannot hold, as the sign for it."""
    from psycopg.types.string import StrDumper

    class NulDumper(StrDumper):
        def dump(self, obj: str) -> Any:
            return (obj.replace("\0", NUL) if "\0" in obj else obj).encode()

    connection.adapters.register_dumper(str, NulDumper)
