"""`dateline diff`: two readings of the same archive beside each other, by kind and type, with sentences."""

from pathlib import Path
from typing import Annotated

import typer


def diff(
    first: Annotated[
        str, typer.Argument(metavar="[RUN1]", help="A run by the start of its id (`dateline show runs`), `newest` or `previous`.")
    ] = "previous",
    second: Annotated[str, typer.Argument(metavar="[RUN2]", help="The run to compare it with.")] = "newest",
    most: Annotated[int, typer.Option(help="Sentences shown of each change.", min=1, metavar="NUMBER")] = 5,
    json: Annotated[bool, typer.Option("--json", help="Every change as JSON Lines, document by document.")] = False,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[list[Path] | None, typer.Option(help="Your own codebook folder, for its labels.", metavar="DIR")] = None,
) -> None:
    """Show what appeared, vanished and changed from one reading of the archive to another. Nothing is read or written.

    Without runs: from what the newest readings took the place of to the newest. Ends with 1 where one of the two has not read
    all documents: those are not compared.

    \b
    Examples:
      dateline diff
      dateline diff 3f2a 91c0 --most 2
      dateline diff 3f2a newest --json > changes.jsonl
    """
    from dateline import cli
    from dateline.cli.changes import Tally
    from dateline.cli.progress import Progress
    from dateline.readings import choose, compare_readings
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    tally, both, alone = Tally(most), 0, 0
    settings = load_settings({"db": db})
    with Store.open(settings.db, create=False) as store:
        choices = choose(store, first), choose(store, second)
        with Progress(store.counts().documents, "Comparing") as progress:
            for beside in compare_readings(store, *choices):
                progress.advance()
                both += beside.both
                alone += not beside.both
                tally.add(beside.document, beside.changes)
                if json:
                    from dateline.cli.rows import write_lines

                    with progress.aside():
                        write_lines(beside.changes)
    if not json:
        _print(tally, with_decisions(codebook, settings.db))
    typer.echo(f"{both:,} documents in both: {tally.summary()}.", err=True)
    if alone:
        typer.echo(f"{alone:,} not compared: only one of {first} and {second} has read them, or neither.", err=True)
        raise typer.Exit(cli.SOME_SET_ASIDE)


def _print(tally, codebooks: list[Path]) -> None:
    from dateline.cli import listing
    from dateline.cli.changes import HEADINGS
    from dateline.cli.screen import paged, print_all, stdout_console
    from dateline.cli.show import load_labels

    if not tally.counts:
        return
    console = stdout_console()
    with paged(console):
        print_all(console, listing.fields_table(("Kind", "Type", *HEADINGS.values()), tally.type_rows(), wide=True))
        console.print()
        print_all(console, tally.lines(load_labels(codebooks)))
