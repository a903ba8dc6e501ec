"""A view on the command line: its rows for people or programs, some at a time, and on stderr what is not in them."""

from itertools import chain
from pathlib import Path

import typer

from dateline.archive.shown import in_no_row, show_all
from dateline.archive.tables import Tables
from dateline.cli.link import link_with_progress
from dateline.cli.statements import say_none
from dateline.situation.views import VIEWS
from dateline.store import Store


def show_situation(store: Store, name: str, query: str, at: str | None, codebooks: list[Path], *, json: bool, short: bool) -> None:
    """Bring the case file up to date, and print the rows of a view."""
    tables = Tables.load(codebooks)
    link_with_progress(store, tables)
    resting: set[str] = set()
    unknown: tuple[str, ...] = ()
    pages = show_all(store, name, tables, query=query, at=at)
    if json:
        from dateline.cli.rows import write_lines
        from dateline.cli.rowtable import row_object

        for shown in pages:
            write_lines(row_object(row, shown.statements, shown.documents) for row in shown.rows)
            resting.update(shown.statements)
            unknown = shown.unknown
    else:
        from dateline.cli.rowtable import RowPrinter
        from dateline.cli.screen import paged, short_ids, stdout_console

        first = next(pages)
        console, ids = stdout_console(), short_ids(store.document_ids()) if first.rows else {}
        with paged(console):
            for shown in chain([first], pages):
                if shown.rows:
                    RowPrinter(console, shown, ids, short=short).print()
                resting.update(shown.statements)
        unknown = first.unknown
    if at and (undated := store.undated()):
        typer.echo(f"Left out for --at: {undated} whose day of publication is not known.", err=True)
    if not query and (missing := in_no_row(store, name, resting, at)):
        rest = f"dateline ask kind:{','.join(VIEWS[name].owes)}"
        typer.echo(f"In no row of {name}: {missing} that do not say enough for one; `{rest}` lists all.", err=True)
    if not resting:
        say_none(store, unknown, asked=bool(query))
