"""Parquet: every statement of every kind, one a row, with its parties, places, counts and reports as lists of structures.

The columns are the keys of `properties`. Rows go to a temporary file first and from there, streamed, into Parquet: memory
does not grow with the case file. It is one file, or a folder with one for each month of publication, which tools read as one table
with a column `month`: what comes in later leaves the files of earlier months as they are. Needs the extra `parquet` (duckdb).
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import IO

from dateline.errors import UsageError
from dateline.exports import Tally
from dateline.exports.items import Item
from dateline.exports.properties import properties
from dateline.exports.tables import Tables

KINDS = frozenset({"event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement"})
BINARY = True
SUFFIX = ".parquet"
GROUP_ROWS = 20_480
"""Rows that Parquet keeps together, and that are held in memory before they are written."""
MEMORY = "512MB"
_PLACE = "STRUCT(name VARCHAR, words VARCHAR, country VARCHAR, geonames BIGINT, latitude DOUBLE, longitude DOUBLE, level VARCHAR)[]"
_PARTY = "STRUCT(role VARCHAR, name VARCHAR, words VARCHAR, actor VARCHAR, kind VARCHAR)[]"
_COUNT = 'STRUCT("of" VARCHAR, low DOUBLE, high DOUBLE, approx BOOLEAN, ratio BOOLEAN, what VARCHAR, words VARCHAR, part BOOLEAN)[]'
_REPORT = (
    'STRUCT(statement VARCHAR, document VARCHAR, name VARCHAR, start BIGINT, "end" BIGINT, outlet VARCHAR, published DATE,'
    " voice VARCHAR, hedge VARCHAR, quote VARCHAR)[]"
)
COLUMNS = {
    "id": "VARCHAR",
    "statements": "VARCHAR[]",
    "kind": "VARCHAR",
    "type": "VARCHAR",
    "label": "VARCHAR",
    "mode": "VARCHAR",
    "acled": "VARCHAR",
    "plover": "VARCHAR",
    "ucdp": "VARCHAR",
    "hedge": "VARCHAR",
    "likelihood": "VARCHAR",
    "conditional": "BOOLEAN",
    "score": "DOUBLE",
    "start": "DATE",
    "end": "DATE",
    "place": "VARCHAR",
    "place_words": "VARCHAR",
    "place_level": "VARCHAR",
    "country": "VARCHAR",
    "province": "VARCHAR",
    "geonames": "BIGINT",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
    "places": _PLACE,
    "parties": _PARTY,
    "counts": _COUNT,
    "voice": "VARCHAR",
    "voice_named": "BOOLEAN",
    "voice_actor": "VARCHAR",
    "quote": "VARCHAR",
    "sentence": "VARCHAR",
    "reports": _REPORT,
    "outlet": "VARCHAR",
    "published": "DATE",
    "title": "VARCHAR",
    "url": "VARCHAR",
    "code_version": "VARCHAR",
    "model_version": "VARCHAR",
    "codebook_version": "VARCHAR",
    "review": "VARCHAR",
}
"""Column -> type in DuckDB's words; a test holds them to the keys of `properties`."""


UNDATED = "undated"
"""The month of what was published on a day that is not known."""


def write(items: Iterable[Item], out: IO[bytes], tables: Tables, tally: Tally) -> None:
    """Write one Parquet file.

    Raises:
        UsageError: the library is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder, _database(folder) as copy:
        rows, made = Path(folder) / "rows.jsonl", Path(folder) / "rows.parquet"
        with rows.open("w", encoding="utf-8") as lines:
            for item in items:
                lines.write(_line(item, tally))
        copy(rows, made)
        with made.open("rb") as whole:
            while block := whole.read(1 << 20):
                out.write(block)


def write_months(items: Iterable[Item], folder: Path, tables: Tables, tally: Tally) -> None:
    """Write a Parquet file for each month of publication into an empty folder: ``month=2014-06/part-0.parquet``.

    Raises:
        UsageError: the library is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as beside, _database(beside) as copy:
        months = set[str]()
        for month, told in groupby(items, _month):
            months.add(month)
            # Documents come by day of publication, so a month seldom comes twice.
            with (Path(beside) / f"{month}.jsonl").open("a", encoding="utf-8") as lines:
                lines.writelines(_line(item, tally) for item in told)
        for month in sorted(months):
            target = folder / f"month={month}"
            target.mkdir()
            copy(Path(beside) / f"{month}.jsonl", target / "part-0.parquet")


def _month(item: Item) -> str:
    return (item.reports[0].published or UNDATED)[:7]


def _line(item: Item, tally: Tally) -> str:
    tally.rows += 1
    return json.dumps(properties(item), ensure_ascii=False) + "\n"


@contextmanager
def _database(folder: str) -> Iterator[Callable[[Path, Path], None]]:
    """What writes lines of JSON as Parquet, in the order in which they come."""
    try:
        import duckdb
    except ImportError as error:
        raise UsageError("Parquet needs DuckDB: install it with `pip install 'dateline[parquet]'`.") from error
    # One thread and kept order: the same rows give the same bytes. A bar of progress would stand in the data on stdout.
    config = {"threads": 1, "preserve_insertion_order": True, "memory_limit": MEMORY, "temp_directory": folder}
    columns = ", ".join(f"'{name}': '{_quoted(kind)}'" for name, kind in COLUMNS.items())
    with duckdb.connect(config=config) as database:
        database.execute("SET enable_progress_bar = false")

        def copy(rows: Path, made: Path) -> None:
            database.execute(
                f"COPY (SELECT * FROM read_json('{_quoted(str(rows))}', format = 'newline_delimited', columns = {{{columns}}})) "
                f"TO '{_quoted(str(made))}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS})"
            )

        yield copy


def _quoted(words: str) -> str:
    return words.replace("'", "''")
