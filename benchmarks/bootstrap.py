"""What the benchmarks share: where the shared corpora lie, JSON Lines (gzipped or not), intervals over documents, the report."""

import gzip
import json
import os
import random
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class MissingDataError(Exception):
    """The gold, or a program that scores it, is not on this machine. The message is one sentence that names it."""


def shared() -> Path:
    """The folder of corpora: DATELINE_SHARED, or ``../shared`` beside the repository."""
    return Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def present(path: Path) -> Path:
    """The path itself.

    Raises:
        MissingDataError: there is nothing.
    """
    if not path.exists():
        raise MissingDataError(
            f"There is no {path}; give a file with --file, or name the folder of the corpora in DATELINE_SHARED."
        )
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file; gzipped when the name ends in .gz."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]


def interval(items: Sequence[Any], measure: Callable[[Sequence[Any]], float], times: int = 1000) -> tuple[float, float]:
    """95 % bootstrap interval of a measure over documents, resampled with a fixed seed."""
    if not items:
        return 0.0, 0.0
    choose = random.Random(0)
    values = sorted(measure(choose.choices(items, k=len(items))) for _ in range(times))
    return round(values[int(0.025 * times)], 4), round(values[int(0.975 * times) - 1], 4)


def versions(*distributions: str, **others: str) -> dict[str, str]:
    """What was measured: Dateline, other distributions by name, and whatever else has a version (model="...")."""
    found = {}
    for name in ("dateline", *distributions):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "source"
    return found | others


def report(
    name: str, n: int, documents: Sequence[T], measures: Mapping[str, Callable[[Sequence[T]], float]], made_by: dict[str, str]
) -> dict[str, Any]:
    """The object that every benchmark returns: figures over the documents, and how far they would move with other documents."""
    return {
        "name": name,
        "n": n,
        "metrics": {metric: round(float(measure(documents)), 4) for metric, measure in measures.items()},
        "interval": {metric: interval(documents, measure) for metric, measure in measures.items()},
        "versions": made_by,
    }
