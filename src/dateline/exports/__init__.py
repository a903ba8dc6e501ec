"""What is known -> files in the forms of other projects.

One module a form in `formats`, and no other list of them: to add an exporter is to add a module there with `KINDS` (the kinds
of statement it holds), `BINARY`, `SUFFIX` and `write(items, out, tables, tally)`. All are fed by one traversal of the case file:
`items` makes of each document's statements what exporters see, names of private persons already withheld, one document at a
time, so that memory does not grow with the case file. What a form cannot hold is counted in the `Tally`, with the reason.
"""

import importlib
import importlib.util
import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.exports.items import Item
    from dateline.exports.tables import Tables


@dataclass
class Tally:
    """How many rows were written, and what was left out of the form, by reason."""

    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def leave_out(self, reason: str) -> None:
        """Count one thing that the form cannot hold."""
        self.left_out[reason] += 1


class Exporter(Protocol):
    """What a module in `formats` offers."""

    KINDS: frozenset[str]
    BINARY: bool
    SUFFIX: str
    """Of a file's name, as in ``.csv``."""

    def write(self, items: Iterable["Item"], out: IO[Any], tables: "Tables", tally: Tally) -> None: ...


@runtime_checkable
class MonthlyExporter(Exporter, Protocol):
    """One that also writes a folder with a file for each month."""

    def write_months(self, items: Iterable["Item"], folder: Path, tables: "Tables", tally: Tally) -> None: ...


def format_names() -> tuple[str, ...]:
    """The forms there are, by the modules in `formats`; none of them is imported.

    >>> "acled" in format_names()
    True
    """
    from dateline.exports import formats

    return tuple(sorted(module.name for module in pkgutil.iter_modules(formats.__path__)))


def load_format(name: str) -> Exporter:
    """The exporter of a form named by `format_names`."""
    return cast(Exporter, importlib.import_module(f"dateline.exports.formats.{name}"))


def load_own_format(path: Path) -> Exporter:
    """The exporter in a Python file of the user's own, which is run.

    Raises:
        UsageError: it cannot be read, fails, or is no exporter.
    """
    spec = importlib.util.spec_from_file_location("own_form", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise UsageError(f"There is no Python file {path}; check the name.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever the user's own code does
        raise UsageError(f"{path} fails when it is loaded ({type(error).__name__}: {error}); mend it and try again.") from error
    missing = [name for name in Exporter.__annotations__ | {"write": None} if not hasattr(module, name)]
    if missing:
        raise UsageError(f"{path} is no form of export: it lacks {', '.join(missing)}; docs/exports.md has an example.")
    return cast(Exporter, module)


def export(exporter: Exporter, items: Iterable["Item"], out: IO[Any], tables: "Tables") -> Tally:
    """Write what the form holds, and count the rest."""
    tally = Tally()
    exporter.write(_of_kinds(items, exporter.KINDS, tally), out, tables, tally)
    return tally


def export_months(exporter: Exporter, items: Iterable["Item"], folder: Path, tables: "Tables") -> Tally:
    """Write a file for each month of publication into an empty folder, and count what the form does not hold.

    Raises:
        UsageError: the form is one file and no more.
    """
    if not isinstance(exporter, MonthlyExporter):
        raise UsageError("Only parquet is written by month; leave --by-month out.")
    tally = Tally()
    exporter.write_months(_of_kinds(items, exporter.KINDS, tally), folder, tables, tally)
    return tally


def _of_kinds(items: Iterable["Item"], kinds: frozenset[str], tally: Tally) -> Iterator["Item"]:
    for item in items:
        if item.kind in kinds:
            yield item
        else:
            tally.leave_out(f"{item.kind}: no row of this form")
