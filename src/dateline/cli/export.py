"""`dateline export`: the case file in the forms of other projects, streamed, with names of private persons withheld."""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.words import RunOption, as_query
from dateline.errors import InputError, UsageError
from dateline.exports import format_names

if TYPE_CHECKING:
    from dateline.exports import Tally


def export(
    form: Annotated[
        str,
        typer.Argument(help=f"The form: {', '.join(format_names())}; or a Python file of your own, OWN.py.", metavar="FORM"),
    ],
    query: Annotated[list[str] | None, typer.Argument(help="Which statements, as for `ask`; all without.", metavar="QUERY")] = None,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; - is standard output.", metavar="FILE")],
    by_month: Annotated[
        bool, typer.Option("--by-month", help="parquet: FILE is a folder, with a file for each month of publication.")
    ] = False,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Keep the names of private persons, which are withheld otherwise.")
    ] = False,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, with the crosswalk of its types.", metavar="DIR")
    ] = None,
    run: RunOption = None,
) -> None:
    """Write events, changes of control and, where the form has room, the rest in the form of another project.

    \b
    Examples:
      dateline export acled -o events.csv
      dateline export geojson place:Mosul since:2014-06-01 -o mosul.geojson
      dateline export ucdp -o - | head
      dateline export parquet --by-month -o archive/
      dateline export my_form.py kind:event -o events.txt

    What the form cannot hold is counted on stderr with the reason.
    """
    from dateline.archive.dossiers import meant_dossiers
    from dateline.archive.tables import Tables, understood
    from dateline.cli.runs import as_read_by
    from dateline.exports import export as export_items
    from dateline.exports import export_months, load_format, load_own_format
    from dateline.exports.folder import check_folder, new_folder
    from dateline.exports.tables import load_tables
    from dateline.exports.telling import items_of
    from dateline.plugins import codebook_folders
    from dateline.query import Filter
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    own = form.endswith(".py")
    if not own and form not in format_names():
        raise UsageError(f"{form} is no form of export; there are {', '.join(format_names())}, or a Python file of your own.")
    if by_month:
        if form != "parquet":
            raise UsageError(f"{form} is one file; --by-month goes with parquet.")
        check_folder(output)
    else:
        check_output(output)
    exporter = load_own_format(Path(form)) if own else load_format(form)
    settings = load_settings({"db": db})
    with Store.open(settings.db, create=False) as whole, as_read_by(whole, run) as store:
        tables = load_tables(codebook_folders(with_decisions(codebook, settings.db)))
        wanted = understood(as_query(query), Tables.load(with_decisions(codebook, settings.db))) if query else Filter()
        items = items_of(meant_dossiers(store, wanted), tables, with_names=with_names)
        if by_month:
            with new_folder(output) as folder:
                tally = export_months(exporter, items, folder, tables)
        else:
            with opened(output, binary=exporter.BINARY) as out:
                tally = export_items(exporter, items, out, tables)
    _report(tally, output)


def _report(tally: "Tally", output: Path) -> None:
    rows = "row" if tally.rows == 1 else "rows"
    typer.echo(f"{tally.rows} {rows} written" + ("" if str(output) == "-" else f" to {output}"), err=True)
    for reason, count in sorted(tally.left_out.items(), key=lambda item: (-item[1], item[0])):
        typer.echo(f"{count} left out ({reason})", err=True)


def check_output(output: Path) -> None:
    """Refuse a file that could not be written, before any work is done for it.

    Raises:
        UsageError: it is a folder, or in none that exists.
    """
    if str(output) != "-" and (output.is_dir() or not output.absolute().parent.is_dir()):
        raise UsageError(f"{output} cannot be written: name a file in a folder that exists, as in -o events.csv.")


@contextmanager
def opened(path: Path, *, binary: bool) -> Iterator[IO[Any]]:
    """Standard output, or a file that is there whole or not at all: written beside and renamed."""
    if str(path) == "-":
        yield sys.stdout.buffer if binary else sys.stdout
        return
    try:
        part = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed below, and renamed only when whole
            "wb", dir=path.absolute().parent, prefix=path.name, suffix=".part", delete=False
        )
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); name another file with -o.") from error
    try:
        with part:
            out = part if binary else io.TextIOWrapper(part, encoding="utf-8", newline="")
            yield out
            out.flush()
        mask = os.umask(0)
        os.umask(mask)
        Path(part.name).chmod(0o666 & ~mask)
        Path(part.name).replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); name another file with -o.") from error
    finally:
        Path(part.name).unlink(missing_ok=True)
