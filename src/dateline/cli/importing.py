"""`dateline import`: a review sheet that comes back from a spreadsheet, as acts in the case file."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.review.acts import Books, Db, Name, Settles, coding
from dateline.cli.review.looking import Json

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.archive.importing import RowDone
    from dateline.csvfile import Line, Table

_SAID = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "already": "were so already",
    "nothing": "left as they are",
}


def import_(
    file: Annotated[Path, typer.Argument(help="A sheet of `dateline review sheet`; - is standard input.", metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    aside: Annotated[
        Path | None, typer.Option(help="Write the rows that were set aside here, each with its reason.", metavar="FILE")
    ] = None,
    adjudicate: Settles = False,
    json: Json = False,
    coder: Name = None,
    db: Db = None,
    codebook: Books = None,
) -> None:  # fmt: skip
    """Bring a reviewed sheet back: changed cells become corrections, and the column `decision` accepts or rejects.

    \b
    Examples:
      dateline import sheet.csv --dry-run
      dateline import sheet.csv --coder ana
      dateline import sheet.csv --aside again.csv

    A row is found by its statement's id, and every act is kept with who and when. Rows that cannot be done are set aside
    with a reason (exit code 1). What is changed already is not changed again.
    """
    from dateline.archive.importing import ASIDE, imported, unknown_columns
    from dateline.cli.progress import Progress
    from dateline.cli.rows import write_lines
    from dateline.csvfile import opened
    from dateline.review.sheet import is_sheet

    tally: Counter[str] = Counter()
    with coding(db, coder, codebook, adjudicates=adjudicate) as who, opened(file) as table, _aside(aside, table) as keep:
        refuse_others(table)
        for name in unknown_columns(table) if is_sheet(table.columns) else ():
            typer.echo(f"The column {name} is none of a sheet's; nothing is read from it.", err=True)
        with Progress(0, "Bringing back") as progress:
            for done, line in imported(who, table, dry_run=dry_run):
                tally[done.did] += 1
                progress.advance()
                if done.did == ASIDE:
                    keep(done, line)
                if json:
                    write_lines([done])
                    continue
                with progress.aside():
                    _say(done)
    would = "would be " if dry_run else ""
    parts = [f"{tally[did]} {said if ' ' in said else would + said}" for did, said in _SAID.items() if tally[did]]
    if tally[ASIDE]:
        where = f", in {aside} with the reasons" if aside else "; --aside FILE keeps them with the reasons"
        parts.append(f"{tally[ASIDE]} set aside{where}")
    typer.echo(f"{tally.total()} rows: {', '.join(parts)}" if parts else f"{table.name} has no rows below its head.", err=True)
    if tally[ASIDE]:
        raise typer.Exit(1)


def _say(done: "RowDone") -> None:
    from dateline.cli.phrases import printable

    if done.did == "aside":
        statement = f" (statement {printable(done.statement)})" if done.statement else ""
        typer.echo(f"line {done.line}{statement} set aside: {printable(done.reason)}", err=True)
    elif done.did not in ("nothing", "already"):
        changes = "; ".join(f"{one.field} {printable(one.before)} -> {printable(one.after)}" for one in done.changes)
        typer.echo(f"{done.statement}  {done.did}" + (f": {changes}" if changes else ""))


def refuse_others(table: "Table") -> None:
    """Say of another project's event table what can be done with it.

    Raises:
        UsageError: the file is one.
    """
    from dateline.errors import UsageError
    from dateline.matching.forms import form_of

    if form := form_of(table.columns):
        raise UsageError(
            f"{table.name} is an event table in the form of {form.label}, of which nothing goes into the case; "
            f"compare with it by `dateline match {table.name}`, or review in a sheet of `dateline review sheet`."
        )


@contextmanager
def _aside(path: Path | None, table: "Table") -> "Iterator[Callable[[RowDone, Line], None]]":
    """What writes a row that was set aside as it came, with the reason in a last column."""
    import csv

    from dateline.archive.importing import REASON
    from dateline.cli.export import check_output, opened
    from dateline.csvfile import plain, safe

    if path is None:
        yield lambda done, line: None
        return
    check_output(path)
    with opened(path, binary=False) as out:
        writer = csv.writer(out, lineterminator="\n")
        columns = [name for name in table.columns if name != REASON]
        writer.writerow([*columns, REASON])

        def keep(done: "RowDone", line: "Line") -> None:
            cells = line.values if line.cells is None else [line.cells[name] for name in columns]
            writer.writerow([*(safe(plain(cell)) for cell in cells), safe(done.reason)])

        yield keep
