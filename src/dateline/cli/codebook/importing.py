"""`dateline codebook import`: other people's dictionaries, tables and vocabularies into a codebook of your own."""

from pathlib import Path
from typing import Annotated

import typer

from dateline.errors import UsageError
from dateline.workbench.import_forms import Form, What


def import_(
    file: Annotated[Path, typer.Argument(help="The file; packed (.gz) ones too.", metavar="FILE")],
    form: Annotated[Form, typer.Option("--from", help="What the file is.")],
    folder: Annotated[
        Path | None, typer.Option(help="Your codebook's folder [default: the one here, else my-codebook].", metavar="DIR")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Where the file is from, for the rows of actors [default: its name].", metavar="WORDS")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="Tables: which column is what, as in name=Group; name, kind, country, aliases, from, until, source.",
            metavar="KEY=HEADING",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="What the actors are, where the file does not say: armed_group, organisation, ...", metavar="KIND"),
    ] = None,
    what: Annotated[What, typer.Option("--as", help="Vocabularies: what their concepts become.")] = What.EVENT_TYPES,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would come of it, and write nothing.")] = False,
) -> None:
    """Import a PETRARCH dictionary of verbs or actors, a table of actors, a SKOS vocabulary, or a framework of DEEP.

    What comes of it goes into a folder of its own in your codebook, with a report of what could not be carried over and why. What
    others wrote for another program is a start: look at it with `check`, and at what it does with `diff`, before you rely on it.

    \b
    Examples:
      dateline codebook import Phoenix.MilNonState.actors.txt --from petrarch --source "Phoenix dictionaries"
      dateline codebook import groups.csv --from actors-csv --column name=Group --kind armed_group
      dateline codebook import unrest.ttl --from skos
      dateline codebook import framework.csv --from deep
    """
    from dateline.plugins import load_codebook
    from dateline.workbench.folders import begin, folder_to_write
    from dateline.workbench.importing import Request, import_file, write_import

    if not file.is_file():
        raise UsageError(f"There is no file {file}; check the name.")
    home = folder_to_write(folder)
    codebook = load_codebook([home] if home.is_dir() else [])
    request = Request(
        path=str(file), form=form, source=source or file.name, columns=_columns(column or []), kind=_kind(kind), what=what
    )
    found = import_file(request, codebook)
    for line in found.report():
        typer.echo(line)
    if dry_run:
        typer.echo("Nothing was written.", err=True)
        return
    if not found.carried.total():
        typer.echo("Nothing of it could be carried over, so nothing was written.", err=True)
        raise typer.Exit(1)
    written = write_import(found, home, request)
    for made in begin(home):
        typer.echo(f"Made {made}", err=True)
    for path in written[:5]:
        typer.echo(f"Wrote {path}", err=True)
    if len(written) > 5:
        typer.echo(f"... and {len(written) - 5} more", err=True)
    typer.echo(f"Next: dateline codebook check {home}; dateline codebook diff shipped {home} --archive FILE", err=True)


def _columns(given: list[str]) -> dict[str, str]:
    pairs = {}
    for words in given:
        key, equals, heading = words.partition("=")
        if not equals or not key or not heading:
            raise UsageError(f"--column wants KEY=HEADING, as in name=Group, not {words!r}.")
        pairs[key.strip()] = heading
    return pairs


def _kind(kind: str | None) -> str | None:
    from dateline.codebook.actor_rows import KINDS

    if kind is not None and kind not in KINDS:
        raise UsageError(f"An actor cannot be of the kind {kind!r}; it can be {', '.join(KINDS)}.")
    return kind
