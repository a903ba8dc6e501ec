"""How fast views answer at the size of archives: a page of 100 rows over synthetic statements like those of `linking`.

`NAME_seconds`: processor seconds for one page, without a filter, of each table that the desk pages through, and of what it
draws. No quality is found.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.bootstrap import versions
from benchmarks.linking import AT_ONCE, World, fill
from dateline.pipeline import map_points, view_rows
from dateline.query import Filter
from dateline.situation.rows import VIEWS
from dateline.store import Store

DOCUMENTS = 80_000
"""They give 100,000 statements."""
PAGE = 100


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    began = time.process_time()
    work()
    return round(time.process_time() - began, 4)


def run(file: Path | None = None, documents: int = DOCUMENTS) -> dict[str, Any]:
    """Measure each view once, on a case file that was just opened; n is the number of statements. There is no gold."""
    world = World(documents)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.db"
        for at in range(0, documents, AT_ONCE):
            fill(path, (world.report(number) for number in range(at, min(at + AT_ONCE, documents))))
        with Store.open(path) as store:
            n = store.select(Filter()).count()
            metrics = {
                f"{name}_seconds": seconds(lambda name=name: view_rows(store, name, Filter(), {}, limit=PAGE)) for name in VIEWS
            }
            metrics["places_seconds"] = seconds(lambda: map_points(store, Filter()))
            metrics["days_seconds"] = seconds(lambda: store.select(Filter()).days())
            metrics["facets_seconds"] = seconds(lambda: store.select(Filter()).facets(PAGE))
    return {"name": "views", "n": n, "metrics": metrics, "interval": {}, "versions": versions()}
