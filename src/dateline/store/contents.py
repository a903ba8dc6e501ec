"""What a case holds as one hash, and a case copied whole into another place, checked by it.

The hash is of what was put in: texts, all that was read in them, queries that are kept. What is derived from that (incidents,
indexes) is left out, so that it does not matter whether a case was looked at; when a case is copied, that is checked as well. The
order of rows does not matter, nor the kind of database.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, Table, func, select

from dateline.errors import StoreError
from dateline.records import Record
from dateline.store import views
from dateline.store.address import Where
from dateline.store.index import INDEXES
from dateline.store.kinds import kind_of
from dateline.store.links import DERIVED
from dateline.store.postgresql import NUL
from dateline.store.tables import metadata, sentences, spending

AT_ONCE = 2_000
"""Rows that are in memory together."""
TABLES = tuple(metadata.sorted_tables)
KEPT = tuple(table for table in TABLES if table not in (*DERIVED, *INDEXES, *views.KEPT, spending))
"""What cannot be made anew, and is of what was read."""
Listener = Callable[[int, int], None]


class Contents(Record, frozen=True):
    """How much a case holds, and the hash of it."""

    hash: str
    rows: dict[str, int]
    """By table, derived ones among them."""


@dataclass
class Digest:
    """Rows of one table: how many, and the sum of their hashes, which is the same in any order."""

    rows: int = 0
    sum: int = 0

    def add(self, listed: Sequence[Row]) -> None:
        """Add rows."""
        self.rows += len(listed)
        self.sum += sum(_hash(tuple(row)) for row in listed)


def read_contents(connection: Connection, listen: Listener) -> Contents:
    """Read all rows of a case."""
    total, digests = _count(connection), {}
    for table in TABLES:
        digests[table] = digest = Digest()
        for rows in _chunks(connection, table):
            digest.add(rows)
            listen(sum(each.rows for each in digests.values()), total)
    return _contents(digests)


def copy_contents(source: Connection, target: Connection, where: Where, listen: Listener) -> Contents:
    """Copy a case into an empty one, in the transactions of both, and read it back.

    Args:
        where: the empty one.

    Raises:
        StoreError: it is not empty, or what was read back is not what was copied; the transaction must not be committed.
    """
    kind = kind_of(target)
    kind.hold_documents(target)
    if any(target.execute(select(table).limit(1)).first() for table in KEPT):
        raise StoreError(f"{where} holds a case already; copy into a new file or an empty database.")
    # Everything is read twice, here and there.
    total, copied = 2 * _count(source), {}
    for table in TABLES:
        copied[table] = digest = Digest()
        for rows in _chunks(source, table):
            digest.add(rows)
            kind.put(target, table, [dict(row._mapping) for row in rows])
            if table is sentences:
                kind.add_text(target, [(row.document, row.id, row.text) for row in rows])
            listen(sum(each.rows for each in copied.values()), total)
    kind.settle(target)
    done, contents = total // 2, _contents(copied)
    if read_contents(target, lambda read, _: listen(done + read, total)) != contents:
        raise StoreError(f"{where} does not hold what was copied into it, and was left empty; copy again, and report this.")
    return contents


def _contents(digests: dict[Table, Digest]) -> Contents:
    # Tables without rows are left out: a later schema with more tables gives the same case the same hash.
    lines = sorted(f"{table.name} {digests[table].rows} {digests[table].sum:x}\n" for table in KEPT if digests[table].rows)
    return Contents(
        hash=hashlib.blake2b("".join(lines).encode(), digest_size=16).hexdigest(),
        rows={table.name: digest.rows for table, digest in digests.items()},
    )


def _count(connection: Connection) -> int:
    return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES)


def _chunks(connection: Connection, table: Table) -> Iterator[Sequence[Row]]:
    with connection.execute(select(table).execution_options(yield_per=AT_ONCE)) as result:
        yield from result.partitions()


def _hash(row: tuple) -> int:
    encoded = msgspec.json.encode(row)
    if b"\\u0000" in encoded:
        # Where a database cannot hold the null character, a sign for it stands in its place.
        encoded = msgspec.json.encode([value.replace("\0", NUL) if isinstance(value, str) else value for value in row])
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=16).digest(), "big")
