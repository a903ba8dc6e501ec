"""Parquet: every statement of every kind, one a row, with its parties, places, counts and reports as lists of structures.

The columns are the keys of `properties`. Rows go to a temporary file first and from there, streamed, into Parquet: memory
does not grow with the case file. Needs the extra `parquet` (duckdb).
"""

import json
import tempfile
from collections.abc import Iterable
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


def write(items: Iterable[Item], out: IO[bytes], tables: Tables, tally: Tally) -> None:
    """Write one Parquet file.

    Raises:
        UsageError: the library is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise UsageError("Parquet needs DuckDB: install it with `pip install 'dateline[parquet]'`.") from error
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        rows, made = Path(folder) / "rows.jsonl", Path(folder) / "rows.parquet"
        with rows.open("w", encoding="utf-8") as lines:
            for item in items:
                lines.write(json.dumps(properties(item), ensure_ascii=False) + "\n")
                tally.rows += 1
        # One thread and kept order: the same rows give the same bytes. A bar of progress would stand in the data on stdout.
        config = {"threads": 1, "preserve_insertion_order": True, "memory_limit": MEMORY, "temp_directory": folder}
        with duckdb.connect(config=config) as database:
            database.execute("SET enable_progress_bar = false")
            columns = ", ".join(f"'{name}': '{_quoted(kind)}'" for name, kind in COLUMNS.items())
            database.execute(
                f"COPY (SELECT * FROM read_json('{_quoted(str(rows))}', format = 'newline_delimited', columns = {{{columns}}})) "
                f"TO '{_quoted(str(made))}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS})"
            )
        with made.open("rb") as whole:
            while block := whole.read(1 << 20):
                out.write(block)


def _quoted(words: str) -> str:
    return words.replace("'", "''")
