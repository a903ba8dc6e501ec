"""A file and a PostgreSQL database side by side: `python -m benchmarks.databases postgresql://USER@HOST:PORT/EMPTY [STATEMENTS]`.

Seconds by the clock, and processor seconds of this process without the server's, for what a team does: documents added one by one,
as reading does, a whole case copied from a file into the database and back, queries. The case is the synthetic one of `world`.
The database must be empty and is left full: it is for this alone. On one machine with the server, both share its processors.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.world import AT_ONCE, RUN, World, fill
from dateline.archive.tables import Tables, understood
from dateline.records import Reading, Resolution
from dateline.store import Store

STATEMENTS = 100_000
ONE_BY_ONE = 300
QUERIES = ("actor:Taliban", "place:Aleppo", "text:bridge", 'text:"near a market" type:bombing since:2015', "-kind:event")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took, by the clock and of this process."""
    began, own = time.perf_counter(), time.process_time()
    yield
    print(f"{what:56s} {time.perf_counter() - began:8.2f} s {time.process_time() - own:8.2f} s", flush=True)


def make(path: Path, statements: int) -> int:
    """A case file with at least so many statements; how many documents it has."""
    world, documents = World(statements * 4 // 5), 0
    while True:
        fill(path, (world.report(documents + number) for number in range(AT_ONCE)))
        documents += AT_ONCE
        with Store.open(path, read_only=True) as store:
            if sum(store.counts().statements.values()) < statements:
                continue
        return documents


def add_one_by_one(store: Store, first: int) -> None:
    """Add documents as reading does, each in a transaction of its own."""
    world = World(1_000, seed=1)
    for number in range(first, first + ONE_BY_ONE):
        document, sentences, statements = world.report(number)
        reading = Reading(
            document=document, sentences=tuple(sentences), assertions=tuple(s.assertion for s in statements), set_aside=()
        )
        assert store.add(reading, Resolution(statements=tuple(statements), set_aside=()), RUN, replace=True)


def main(address: str, statements: int) -> None:
    tables = Tables.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.db"
        with timed(f"make a case file of {statements:,} statements"):
            documents = make(path, statements)
        with Store.open(path, read_only=True) as file, Store.open(address) as database:
            with timed("db hash of the file"):
                expected = file.contents().hash
            with timed("db copy, file to database"):
                assert database.copy_from(file).hash == expected
        with Store.open(address) as database, Store.open(Path(folder) / "back.db") as back, timed("db copy, database to file"):
            assert back.copy_from(database).hash == expected
        for name, where in (("file", path), ("database", address)):
            with Store.open(where) as store:
                for query in QUERIES:
                    wanted = understood(query, tables)
                    with timed(f"{name}: {query}"):
                        found = sum(1 for _ in store.statements(wanted=wanted))
                    print(f"  {found:,} statements")
                with timed(f"{name}: add {ONE_BY_ONE} documents, one by one"):
                    add_one_by_one(store, documents)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else STATEMENTS)
