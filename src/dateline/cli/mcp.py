"""`dateline mcp`: a case file for assistants, over the Model Context Protocol, read only."""

import os
import signal
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.errors import ServeError


def mcp(
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, for its types, names and labels.", metavar="DIR")
    ] = None,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Keep the names of private persons, which are withheld otherwise.")
    ] = False,
) -> None:
    """Serve the case file to an assistant over the Model Context Protocol, on stdin and stdout, read only.

    The assistant starts it; what to write into its configuration is in docs/assistants.md.

    \b
    Examples:
      dateline mcp
      dateline mcp --db mosul.db
    """
    try:
        from dateline.mcp import OpenCase, make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise ServeError("Serving assistants needs packages of its own; add them with `pip install 'dateline[mcp]'`.") from error
    from dateline.archive.tables import Tables
    from dateline.settings import load_settings
    from dateline.store import Store

    settings = load_settings({"db": db})
    with Store.open(settings.db, read_only=True) as store:
        # A thread that waits for the assistant's next line cannot be interrupted; there is nothing to be lost by ending at once.
        signal.signal(signal.SIGINT, _end)
        case = OpenCase.over(store, Tables.load(codebook or []), with_names=with_names)
        for note in case.links():
            typer.echo(note, err=True)
        typer.echo(f"{settings.db} is served to an assistant on stdin and stdout, read only (Ctrl-C ends it)", err=True)
        make_server(case).run("stdio")


def _end(*_: Any) -> None:
    from dateline.cli import INTERRUPTED

    os._exit(INTERRUPTED)
