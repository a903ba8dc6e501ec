"""A view of the situation on the command line: its rows for people or programs, and on stderr what is not in them."""

from pathlib import Path

import typer

from dateline.archive.shown import Tables, show
from dateline.cli.statements import say_none
from dateline.situation.views import VIEWS
from dateline.store import Store


def show_situation(store: Store, name: str, query: str, at: str | None, codebooks: list[Path], *, json: bool, short: bool) -> None:
    """Print the rows of a view."""
    shown = show(store, name, Tables.load(codebooks), query=query, at=at)
    if json:
        from dateline.cli.rows import write_lines
        from dateline.cli.rowtable import row_object

        write_lines(row_object(row, shown.statements, shown.documents) for row in shown.rows)
    elif shown.rows:
        from dateline.cli.rowtable import RowPrinter
        from dateline.cli.screen import paged, short_ids, stdout_console

        console = stdout_console()
        with paged(console):
            RowPrinter(console, shown, short_ids(store.document_ids()), short=short).print()
    if shown.undated:
        typer.echo(f"Left out for --at: {shown.undated} whose day of publication is not known.", err=True)
    if shown.in_no_row:
        rest = f"dateline ask kind:{','.join(VIEWS[name].owes)}"
        typer.echo(f"In no row of {name}: {shown.in_no_row} that do not say enough for one; `{rest}` lists all.", err=True)
    if not shown.rows:
        say_none(store, shown.unknown, asked=bool(query))
