"""What was learned -> a folder of the user's own; a model that is no better is refused, and the folder stays as it is."""

from pathlib import Path

import msgspec

from dateline.errors import InputError, LearningError
from dateline.learning.retraining import Retrained
from dateline.read.learned import FILE

MEASURED = "measured.json"
"""Beside the numbers: how they were measured."""


def folder_of(case: str) -> Path:
    """Where what was learned from a case lies unless told otherwise: beside it, under its name."""
    path = Path(case.partition("://")[2].rpartition("/")[2].partition("?")[0]) if "://" in case else Path(case)
    return path.with_name(f"{path.stem or 'dateline'}-model")


def keep(retrained: Retrained, folder: Path) -> None:
    """Write what was learned, in the place of what lies there.

    Raises:
        LearningError: it is no better than the shipped model.
        InputError: the folder cannot be written.
    """
    measured = retrained.measured
    if not measured.better:
        raise LearningError(_refusal(retrained))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in ((MEASURED, measured), (FILE, retrained.learned)):
            written = folder / f"{name}.new"
            written.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")
            written.replace(folder / name)
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror or error}); name another folder with -o.") from error


def _refusal(retrained: Retrained) -> str:
    measured, point = retrained.measured, retrained.measured.curve[-1]
    low, high = point.gain_interval
    more = (
        f"should the gain stay, about {measured.needed:,} rows would show it"
        if measured.needed
        else "more rows like these are not likely to change that"
    )
    return (
        f"What {measured.rows:,} rows teach is no better than the shipped model (F1 {100 * point.f1:.1f}, shipped "
        f"{100 * measured.curve[0].f1:.1f}; gain {100 * point.gain:+.1f}, 95 % {100 * low:+.1f} to {100 * high:+.1f}): nothing was "
        f"written, and {more}."
    )
