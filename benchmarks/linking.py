"""Archives of 1,000, 10,000 and 100,000 documents: how long linking takes, one document more, and each answer of a view.

    python -m benchmarks.linking [DOCUMENTS ...]

All in processor seconds. `link_N` is linking N documents from nothing, with the views that are kept; `add_one_N` one document more;
`then_NAME_N` what is asked next, for the first time; `show_NAME_N` a page of 100 rows with what they rest on, as command line,
notebook and assistants have it; `desk_ROUTE_N` an answer of the desk's API, encoded. The reports are those of `world`. It finds no
quality; `tests/link` and `ecb` do.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from benchmarks.bootstrap import versions
from benchmarks.world import World, fill, fill_all
from dateline.api import make_application
from dateline.archive import link_case
from dateline.archive.shown import NAMES, show
from dateline.archive.tables import Tables
from dateline.situation.rows import VIEWS
from dateline.store import Store

SIZES = (1_000, 10_000, 100_000)
PAGE = 100
TIMES = 5
"""How often one document more is linked, and each answer asked for; the middle one counts."""
NEXT = ("sources", "candidates", "alerts")
"""Views of which a row may rest on any document."""
QUERIES = {"place": "place:Aleppo", "actor": "actor:Taliban", "kind": "kind:forecast", "type": "type:attack"}
ROUTES = {
    **{name: f"views/{name}" for name in VIEWS},
    **{f"situation_{name}": f"situation/{name}" for name in NAMES},
    **{name: name for name in ("documents", "places", "actors", "days", "facets", "moments", "set-aside", "about")},
    **{f"timeline_of_{name}": f"situation/timeline?q={query}" for name, query in QUERIES.items()},
}


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def middle(work: Callable[[], object]) -> float:
    """Of several calls."""
    return sorted(seconds(work) for _ in range(TIMES))[TIMES // 2]


def measure(size: int, words: Tables, path: Path) -> Iterator[tuple[str, float]]:
    """All figures of one size, by name, in a new case file."""
    world = World(size)
    fill_all(path, world, size)
    with Store.open(path) as store:
        yield f"link_{size}", seconds(lambda: link_case(store, words))
        added = []
        for number in range(size, size + TIMES):
            fill(path, [world.report(number)])
            added.append(seconds(lambda: link_case(store, words)))
        yield f"add_one_{size}", sorted(added)[TIMES // 2]
        for name in NEXT:
            yield f"then_{name}_{size}", seconds(lambda name=name: show(store, name, words, limit=PAGE))
        yield f"statements_{size}", sum(store.counts().statements.values())
    yield from answers(size, words, path)


def answers(size: int, words: Tables, path: Path) -> Iterator[tuple[str, float]]:
    """How long each answer takes, of a case file that is linked."""
    with Store.open(path) as store:
        for name in NAMES:
            yield f"show_{name}_{size}", middle(lambda name=name: show(store, name, words, limit=PAGE))
    entries = words.codebook.entries
    with Store.open(path, read_only=True) as store, TestClient(make_application(store, entries, tables=words)) as client:

        def ask(route: str) -> None:
            assert client.get(f"/api/{route}").status_code == 200, route

        for name, route in ROUTES.items():
            yield f"desk_{name}_{size}", middle(lambda route=route: ask(route))
    yield f"megabytes_{size}", path.stat().st_size / 1e6


def run(file: Path | None = None, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Measure each size; n is the largest number of documents. There is no gold, so `file` is not used."""
    words, metrics = Tables.load(), dict[str, float]()
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            metrics |= {name: round(value, 4) for name, value in measure(size, words, Path(folder) / f"{size}.db")}
    return {"name": "linking", "n": max(sizes), "metrics": metrics, "interval": {}, "versions": versions("rensa")}


def main(sizes: list[int]) -> None:
    """Print figures, one line each, as they come."""
    words = Tables.load()
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for name, value in measure(size, words, Path(folder) / "case.db"):
                print(f"{name:36s} {value:12.4f}", flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main([int(word) for word in sys.argv[1:]] or list(SIZES))
