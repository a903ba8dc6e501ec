"""The application: routes, headers, bounds and what a failure looks like from outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from litestar import Litestar, MediaType, Request, Response
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import OpenAPI
from litestar.router import Router
from litestar.types import Guard, Middleware

from dateline import __version__
from dateline.api.answers import Entry
from dateline.api.bench import Bench, Seat
from dateline.api.codebook import make_codebook_router
from dateline.api.desk import Desk
from dateline.api.guard import guard, guard_by_tls, refuse_strange_names
from dateline.api.operations import note_failure
from dateline.api.review import make_review_router
from dateline.api.routes import make_router
from dateline.api.shelf import Shelf
from dateline.api.site import site_routes
from dateline.archive.tables import Tables
from dateline.codebook import Codebook
from dateline.errors import AccountsError, StoreError
from dateline.store import Store

if TYPE_CHECKING:
    from dateline.api.team import Team


def make_application(
    store: Store,
    entries: Mapping[str, Any],
    *,
    site: dict[str, tuple[bytes, str]] | None = None,
    host: str = "127.0.0.1",
    coder: str | None = None,
    tables: Tables | None = None,
    team: "Team | None" = None,
    shelf: Shelf | None = None,
) -> Litestar:
    """The server of one case file.

    Args:
        store: the open case file; without a coder or a team it is read and nothing else.
        entries: the codebook's entries by id, for labels and definitions.
        site: the desk's files as `read_site` gives them; without it there is only the API.
        host: the address it will listen at, which decides the names it answers to.
        coder: who reviews here; without one, and without a team, there are no routes that write.
        tables: what the words of queries and of coders are looked up in; the shipped tables without them.
        team: accounts and sessions; with them nothing is answered to whoever is not logged in, and coders review.
        shelf: the codebook with the folder that changes of it go into; without it, it is only looked at.
    """
    tables = tables or Tables.load()
    desk = Desk(store=store, entries=_known(entries), tables=tables, coder=coder)
    bench = Bench(store, tables, desk.entries) if coder is not None or team else None
    review = [make_review_router(bench, Seat(coder) if coder is not None else None)] if bench else []
    shelf = shelf or Shelf(tables.codebook)

    def renewed(codebook: Codebook) -> None:
        nonlocal desk
        desk = replace(desk, entries=_known(codebook.entries), tables=replace(desk.tables, codebook=codebook))
        if bench:
            bench.tables, bench.entries = desk.tables, desk.entries

    shelf.renewed = renewed
    door = _door(team) if team else Door()
    pages = Router(path="/", route_handlers=site_routes(site) if site else [])
    application = Litestar(
        route_handlers=[make_router(), make_codebook_router(shelf, changing=bench is not None), *review, pages, *door.routes],
        dependencies={"desk": Provide(lambda: desk, sync_to_thread=False)},
        middleware=door.middleware,
        guards=door.guards,
        before_send=[guard, *([guard_by_tls] if team and team.secure else [])],
        logging_config=None,
        after_exception=[note_failure],
        exception_handlers={StoreError: _store_failed, AccountsError: _store_failed, HTTPException: _refused},
        before_request=refuse_strange_names(host, team.url if team else None),
        # the highest level takes four times as long for a twelfth less
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000, gzip_compress_level=5),
        request_max_body_size=0,
        openapi_config=OpenAPIConfig(
            title="Dateline",
            version=__version__,
            description="What a case file holds; every row leads back to its sentence.",
            path="/api/schema",
            use_handler_docstrings=True,
        ),
    )
    door.describe(application.openapi_schema)
    return application


def _known(entries: Mapping[str, Any]) -> dict[str, Entry]:
    """What the desk says of each type."""
    return {
        id: Entry(id=id, kind=entry.kind, label=entry.label, definition=" ".join(entry.definition.split()))
        for id, entry in sorted(entries.items())
    }


def _refused(request: Request, error: HTTPException) -> Response[dict[str, Any]]:
    """Why something is not answered: JSON, also where the answer would have been of another type."""
    content = {"status_code": error.status_code, "detail": error.detail, **({"extra": error.extra} if error.extra else {})}
    return Response(content, status_code=error.status_code, media_type=MediaType.JSON, headers=error.headers)


@dataclass(frozen=True)
class Door:
    """What stands before all routes; nothing where a desk has no accounts."""

    routes: Sequence[Router] = ()
    middleware: Sequence[Middleware] = ()
    guards: Sequence[Guard] = ()
    describe: Callable[[OpenAPI], None] = lambda schema: None


def _door(team: "Team") -> Door:
    # Imported here: the packages are those of an extra.
    from dateline.api.entrance import make_entrance
    from dateline.api.team import Sessions, admit, say_who_may

    return Door(
        routes=[make_entrance(team)],
        middleware=[DefineMiddleware(Sessions, team=team)],
        guards=[admit(team)],
        describe=lambda schema: say_who_may(schema, team.cookie_name),
    )


def _store_failed(request: Request, error: StoreError | AccountsError) -> Response[dict[str, Any]]:
    """The case file went away or is damaged: the one sentence that says what to do."""
    return Response({"status_code": 503, "detail": str(error)}, status_code=503, media_type=MediaType.JSON)
