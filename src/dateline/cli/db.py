"""`dateline db`: a case as a whole: copied into another file or database, and its hash."""

from typing import TYPE_CHECKING, Annotated

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.store import Contents

app = typer.Typer(
    name="db",
    help="""Copy a case between files and PostgreSQL databases, and compare what they hold.

\b
Example:
  dateline db copy dateline.db postgresql://ana@db.example.org/mosul
  dateline db copy postgresql://ana@db.example.org/mosul backup.db
  dateline db hash backup.db
""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("copy")
def copy(
    source: Annotated[str, typer.Argument(help="Case file or postgresql:// address; it is only read.", metavar="FROM")],
    target: Annotated[str, typer.Argument(help="New case file, or address of an empty database.", metavar="TO")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object: the hash, and rows by table.")] = False,
) -> None:
    """Copy a case whole: from file to file (a backup, also while others write), from a file to a team's database, and back.

    Everything is read back and compared before it counts: TO holds all or nothing. Prints the hash of what was copied.

    \b
    Examples:
      dateline db copy dateline.db backup-2026-11-28.db
      dateline db copy dateline.db postgresql://ana@db.example.org/mosul
      dateline db copy postgresql://ana@db.example.org/mosul mosul.db
    """
    from dateline.cli.progress import Progress
    from dateline.store import Store
    from dateline.store.address import where_of

    if str(where_of(source)) == str(where_of(target)):
        raise UsageError(f"{where_of(source)} cannot be copied into itself; name another file or database.")
    with Store.open(source, read_only=True) as there, Store.open(target) as here, Progress(0, "Copying") as progress:
        contents = here.copy_from(there, progress.reach)
    _say(contents, json)
    typer.echo(f"Copied {_counted(contents)} from {there.path} to {here.path}.", err=True)


@app.command("hash")
def hash(
    db: Annotated[
        str | None, typer.Argument(help="Case file or postgresql:// address [default: dateline.db].", metavar="FILE")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object: the hash, and rows by table.")] = False,
) -> None:
    """Print the hash of what a case holds: the same for a copy, for a backup that was restored, and for the same texts read by the
    same versions elsewhere. Incidents and indexes, which are made anew at any time, do not count.

    \b
    Examples:
      dateline db hash mosul.db
      dateline db hash postgresql://ana@db.example.org/mosul
    """
    from dateline.cli.progress import Progress
    from dateline.settings import load_settings
    from dateline.store import Store

    with Store.open(load_settings({"db": db}).db, read_only=True) as store, Progress(0, "Reading") as progress:
        contents = store.contents(progress.reach)
    _say(contents, json)
    typer.echo(f"{store.path}: {_counted(contents)}.", err=True)


def _say(contents: "Contents", json: bool) -> None:
    if json:
        from dateline.cli.rows import write_lines

        write_lines([contents])
    else:
        typer.echo(contents.hash)


def _counted(contents: "Contents") -> str:
    documents, statements = contents.rows["documents"], contents.rows["statements"]
    return f"{documents:,} {'document' if documents == 1 else 'documents'} with {statements:,} statements"
