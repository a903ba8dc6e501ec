"""`dateline serve`: the desk, a case file in the browser, read only."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline import __version__
from dateline.cli.review.acts import user_name
from dateline.errors import ServeError, UsageError

if TYPE_CHECKING:
    from litestar import Litestar

    from dateline.api import Operated
    from dateline.settings import Settings
    from dateline.store import Store

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
    review: Annotated[bool, typer.Option("--review", help="Review at the desk; without it the desk is read only.")] = False,
    coder: Annotated[str | None, typer.Option(help="Who reviews [default: your user name].", metavar="NAME")] = None,
) -> None:
    """Serve the desk: the case file in the browser until Ctrl-C; read only, or for one coder to review.

    \b
    Examples:
      dateline serve
      dateline serve --db mosul.db --port 9000
      dateline serve --review --coder ana
    """
    try:
        from dateline import api
    except ModuleNotFoundError as error:
        if error.name not in ("litestar", "uvicorn", "prometheus_client"):
            raise
        raise ServeError("The desk needs packages of its own; add them with `pip install 'dateline[desk]'`.") from error
    from dateline.cli.said import begin_to_say, end_orderly, say
    from dateline.plugins import load_codebook
    from dateline.settings import load_settings
    from dateline.workbench.decisions import with_decisions

    settings = load_settings({"db": db, "port": port, "host": host, "coder": coder})
    begin_to_say(settings)
    if review and settings.host not in LOOPBACK:
        raise UsageError(f"--review is for this machine only: whoever reaches {settings.host} could review in your name.")
    with _opened(settings.db, review=review) as store, api.listen(settings.host, settings.port) as taken:
        words = load_codebook(with_decisions(codebook, settings.db))
        site = api.read_site()
        if review:
            from dateline.archive.reviewing import Coder
            from dateline.archive.shown import Tables
            from dateline.gazetteer import Gazetteer

            tables = Tables(codebook=words, gazetteer=Gazetteer.open())
            one = Coder(store=store, tables=tables, name=settings.coder or user_name())
            application = api.make_application(store, words.entries, site=site, host=settings.host, coder=one.name, tables=tables)
            say(f"{one.name} reviews; every act is kept in {store.path} and can be undone", "review")
        else:
            application = api.make_application(store, words.entries, site=site, host=settings.host)
        say(f"The desk of {store.path} is at {api.address_of(taken)} (Ctrl-C ends it)", "serving", version=__version__)
        if settings.host not in LOOPBACK:
            say("Warning: whoever reaches this address can read the whole case file; there are no accounts yet.", "open to all")
        with end_orderly():
            operated = _operated(application, store, settings)
            api.serve(operated, taken, stop_seconds=settings.stop_seconds, most_connections=settings.most_connections)


def _operated(application: "Litestar", store: "Store", settings: "Settings") -> "Operated":
    """The application with its log, its numbers and its health."""
    from dateline.api import Operated
    from dateline.api.health import Readiness
    from dateline.api.metrics import Metrics
    from dateline.harvest import look_at_watch
    from dateline.read.encoder import Encoder

    metrics = Metrics(store, lambda: look_at_watch(settings))
    return Operated(application, metrics, Readiness(store, lambda: Encoder(threads=1)))


def _opened(db: str, *, review: bool) -> "Store":
    from dateline.store import Store

    return Store.open(db, create=False) if review else Store.open(db, read_only=True)
