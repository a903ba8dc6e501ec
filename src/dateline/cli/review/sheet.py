"""`dateline review sheet`: the statements as a CSV file, to be reviewed in a spreadsheet and brought back by `dateline import`."""

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.review.acts import Books, Db, Name, Settles, coding


def sheet(
    query: Annotated[list[str] | None, typer.Argument(help="Which statements, as for `ask`; all without.", metavar="QUERY")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; - is stdout.", metavar="FILE")] = Path("-"),
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Keep the names of private persons, which are withheld otherwise.")
    ] = False,
    adjudicate: Settles = False,
    coder: Name = None,
    db: Db = None,
    codebook: Books = None,
) -> None:  # fmt: skip
    """Write statements as CSV to review in a spreadsheet; `dateline import` brings the file back.

    \b
    Examples:
      dateline review sheet -o sheet.csv
      dateline review sheet place:Mosul kind:event -o mosul.csv --coder ana

    Each row is a statement as this coder sees it: by their own word, else as it was read.
    """
    from dateline.archive.sheets import written
    from dateline.archive.tables import understood
    from dateline.cli.export import check_output, opened
    from dateline.cli.words import as_query
    from dateline.csvfile import write_rows
    from dateline.review.sheet import COLUMNS

    check_output(output)
    with coding(db, coder, codebook, adjudicates=adjudicate) as who:
        wanted = understood(as_query(query), who.tables)
        with opened(output, binary=False) as out:
            count = write_rows(out, COLUMNS, written(who, with_names=with_names, wanted=wanted))
    typer.echo(f"{count} rows written" + ("" if str(output) == "-" else f" to {output}"), err=True)
