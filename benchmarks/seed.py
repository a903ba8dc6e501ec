"""Whole assertions of one article, the one that the project began with: see assertions.py. Nothing is tuned on it."""

from pathlib import Path
from typing import Any

from benchmarks.assertions import evaluate, load_seed


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score the article against a gold file for it, or against the one that lies beside it. n counts assertions."""
    return evaluate("seed", load_seed(file), model)
