"""What the benchmarks share: where the shared corpora lie, JSON Lines (gzipped or not), intervals over documents."""

import gzip
import json
import os
import random
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any


def shared() -> Path:
    """The folder of corpora: DATELINE_SHARED, or ``../shared`` beside the repository."""
    return Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


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


def versions() -> dict[str, str]:
    """What was measured."""
    try:
        return {"dateline": version("dateline")}
    except PackageNotFoundError:
        return {"dateline": "source"}
