"""What people say of forecasts and findings: only ever added to. The last word of each person is found by whoever shows them."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, func, insert, select

from dateline.records import Verdict
from dateline.store import rows
from dateline.store.tables import verdicts


def add(connection: Connection, verdict: Verdict) -> None:
    """Add one, after all others."""
    last = connection.execute(select(func.max(verdicts.c.number))).scalar_one() or 0
    columns = {name: getattr(verdict, name) for name in ("view", "check", "statement", "verdict", "by", "at")}
    connection.execute(insert(verdicts), {"number": last + 1, **columns, "record": rows.encode(verdict)})


def listed(connection: Connection) -> Iterator[Verdict]:
    """All, in the order in which they were given."""
    decoder = msgspec.json.Decoder(Verdict)
    for text in connection.execute(select(verdicts.c.record).order_by(verdicts.c.number)).scalars():
        yield decoder.decode(text)
