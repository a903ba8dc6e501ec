"""`dateline serve`: the desk, a case file in the browser, read only."""

from pathlib import Path
from typing import Annotated

import typer

from dateline.errors import ServeError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes any that is free [default: 8321].", metavar="N")] = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen at [default: 127.0.0.1, this machine only].", metavar="ADDRESS")
    ] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, for the labels of its types.", metavar="DIR")
    ] = None,
) -> None:
    """Serve the desk: the case file in the browser, read only, until Ctrl-C.

    \b
    Examples:
      dateline serve
      dateline serve --db mosul.db --port 9000
    """
    try:
        from dateline import api
    except ModuleNotFoundError as error:
        if error.name not in ("litestar", "uvicorn"):
            raise
        raise ServeError("The desk needs packages of its own; add them with `pip install 'dateline[desk]'`.") from error
    from dateline.plugins import load_codebook
    from dateline.settings import load_settings
    from dateline.store import Store

    settings = load_settings({"db": db, "port": port, "host": host})
    with Store.open(settings.db, read_only=True) as store, api.listen(settings.host, settings.port) as taken:
        entries = load_codebook(codebook or []).entries
        application = api.make_application(store, entries, site=api.read_site(), host=settings.host)
        typer.echo(f"The desk of {store.path} is at {api.address_of(taken)} (Ctrl-C ends it)", err=True)
        if settings.host not in LOOPBACK:
            typer.echo("Warning: whoever reaches this address can read the whole case file; there are no accounts yet.", err=True)
        api.serve(application, taken)
