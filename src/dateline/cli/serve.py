"""`dateline serve`: the desk, a case file in the browser: read only, for one coder to review, or for a team with accounts."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline import __version__
from dateline.cli.review.acts import user_name
from dateline.errors import ServeError, UsageError

if TYPE_CHECKING:
    from litestar import Litestar

    from dateline.api import Operated
    from dateline.api.shelf import Shelf
    from dateline.api.team import Team
    from dateline.archive.tables import Tables
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
        list[Path] | None,
        typer.Option(
            help="Your own codebook folder; repeatable. With --review or --team the last one can be changed at the desk.",
            metavar="DIR",
        ),
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Review at the desk; without it the desk is read only.")] = False,
    coder: Annotated[str | None, typer.Option(help="Who reviews [default: your user name].", metavar="NAME")] = None,
    team: Annotated[bool, typer.Option("--team", help="For several, who log in; `dateline users` makes their accounts.")] = False,
    accounts: Annotated[
        str | None, typer.Option(help="File of the accounts [default: beside the case file].", metavar="FILE")
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Address by which a team reaches the desk, as https://desk.example.org.", metavar="URL")
    ] = None,
) -> None:
    """Serve the desk: the case file in the browser until Ctrl-C; read only, for one coder to review, or for a team.

    \b
    Examples:
      dateline serve
      dateline serve --db mosul.db --port 9000
      dateline serve --review --coder ana
      dateline serve --review --codebook my-codebook
      dateline serve --team --url https://desk.example.org
    """
    try:
        from dateline import api
    except ModuleNotFoundError as error:
        if error.name not in ("litestar", "uvicorn", "prometheus_client"):
            raise
        raise ServeError("The desk needs packages of its own; add them with `pip install 'dateline[desk]'`.") from error
    from dateline.archive.tables import Tables
    from dateline.cli.said import begin_to_say, end_orderly, say
    from dateline.gazetteer import Gazetteer
    from dateline.settings import load_settings

    settings = load_settings({"db": db, "port": port, "host": host, "coder": coder, "accounts": accounts, "url": url})
    begin_to_say(settings)
    _refuse_contradictions(settings, review=review, team=team, coder=coder)
    with ExitStack() as open_until_the_end:
        enter = open_until_the_end.enter_context
        store = enter(_opened(settings.db, writing=review or team))
        members = _team(settings, open_until_the_end) if team else None
        taken = enter(api.listen(settings.host, settings.port))
        shelf = _shelf(codebook or [], settings, changing=review or team)
        words = shelf.codebook
        tables = Tables(codebook=words, gazetteer=Gazetteer.open())
        one = _coder(store, tables, settings) if review else None
        application = api.make_application(
            store, words.entries, site=api.read_site(), host=settings.host, coder=one, tables=tables, team=members, shelf=shelf
        )
        operated = _operated(application, store, settings, members)
        enter(end_orderly())
        address = f"{settings.url.rstrip('/')}/" if members and settings.url else api.address_of(taken)

        def begun() -> None:
            say(f"The desk of {store.path} is at {address} (Ctrl-C ends it)", "serving", version=__version__)
            _warn(settings, members)

        api.serve(
            operated, taken, begun=begun, stop_seconds=settings.stop_seconds, most_connections=settings.most_connections,
            proxies=settings.proxies if team else "",
        )  # fmt: skip


def _operated(application: "Litestar", store: "Store", settings: "Settings", team: "Team | None") -> "Operated":
    """The application with its log, its numbers and its health."""
    from dateline.api import Operated
    from dateline.api.health import Readiness
    from dateline.api.metrics import Metrics
    from dateline.api.scrapers import Scrapers
    from dateline.harvest import look_at_watch
    from dateline.read.encoder import Encoder

    metrics = Metrics(store, lambda: look_at_watch(settings))
    scrapers = Scrapers(host=settings.host, token=settings.metrics_token, team=team is not None)
    return Operated(application, metrics, Readiness(store, lambda: Encoder(threads=1)), scrapers)


def _shelf(folders: list[Path], settings: "Settings", *, changing: bool) -> "Shelf":
    """The codebook of the desk, and the folder that changes of it go into."""
    from dateline.api.shelf import Shelf, command
    from dateline.cli.said import say
    from dateline.plugins import load_codebook
    from dateline.stages import load_stages
    from dateline.workbench.decisions import with_decisions

    own = folders[-1] if folders and changing else None
    given = folders[:-1] if own else folders
    if own and own.exists() and not own.is_dir():
        raise UsageError(f"{own} is a file; name a folder with --codebook.")
    if own:
        say(f"Changes of the codebook go into {own}{'' if own.is_dir() else ', which the first one makes'}", "codebook")
    over = with_decisions([], settings.db)
    codebook = load_codebook([*given, *([own] if own and own.is_dir() else []), *over])
    reread = command(settings.db, folders)
    return Shelf(codebook, given=given, own=own, over=over, reread=reread, stages=lambda: load_stages(settings))


def _refuse_contradictions(settings: "Settings", *, review: bool, team: bool, coder: str | None) -> None:
    here = settings.host in LOOPBACK
    if review and team:
        raise UsageError("--team lets coders review by their accounts, --review one coder alone; give one of the two.")
    if team and coder:
        raise UsageError("With --team acts bear the name of the account; leave --coder out.")
    if review and not here:
        raise UsageError(f"--review is for this machine only: whoever reaches {settings.host} could review in your name.")
    if team and not here and not settings.url:
        raise UsageError(
            f"--team at {settings.host} needs the address by which people reach it, as --url https://desk.example.org; "
            "TLS is that of a server before it (docs/team.md)."
        )


def _team(settings: "Settings", open_until_the_end: ExitStack) -> "Team":
    """Accounts, counts and identity provider of a team's desk.

    Raises:
        UsageError: the provider is half configured, or nobody could enter.
    """
    from dateline.cli.users import NEEDED, open_accounts

    accounts = open_until_the_end.enter_context(
        open_accounts(settings.db, settings.accounts, create=settings.oidc_role is not None)
    )
    try:
        from dateline.api.oidc import Provider
        from dateline.api.team import Team
        from dateline.api.throttle import Throttle
    except ModuleNotFoundError as error:
        if error.name not in ("authlib", "limits", "requests", "joserfc"):
            raise
        raise ServeError(NEEDED) from error
    if bool(settings.oidc_issuer) != bool(settings.oidc_client):
        raise UsageError("An identity provider needs both oidc_issuer and oidc_client; docs/team.md shows how it is set up.")
    provider = None
    if settings.oidc_issuer and settings.oidc_client:
        provider = Provider(
            issuer=settings.oidc_issuer, client=settings.oidc_client, secret=settings.oidc_secret,
            name=settings.oidc_name, role=settings.oidc_role,
        )  # fmt: skip
    if not accounts.listed() and not (provider and provider.role):
        raise UsageError(f"{accounts.path} has no accounts; add one with `dateline users add NAME --role editor`.")
    return Team(
        accounts=accounts,
        throttle=Throttle(settings.requests_per_minute),
        url=settings.url.rstrip("/") if settings.url else None,
        session_seconds=settings.session_hours * 3600,
        provider=provider,
    )


def _coder(store: "Store", tables: "Tables", settings: "Settings") -> str:
    """The one who reviews."""
    from dateline.archive.reviewing import Coder
    from dateline.cli.said import say

    one = Coder(store=store, tables=tables, name=settings.coder or user_name())
    say(f"{one.name} reviews; every act is kept in {store.path} and can be undone", "review")
    return one.name


def _warn(settings: "Settings", team: "Team | None") -> None:
    """Say who could do harm."""
    from dateline.cli.said import say

    if settings.host in LOOPBACK:
        return
    if team is None:
        say("Warning: whoever reaches this address can read the whole case file; --team asks them who they are.", "open to all")
    elif not team.secure:
        say("Warning: passwords go over the network as they are; give an https address with --url.", "passwords in the open")


def _opened(db: str, *, writing: bool) -> "Store":
    from dateline.store import Store

    return Store.open(db, create=False) if writing else Store.open(db, read_only=True)
