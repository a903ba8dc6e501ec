"""The application: routes, headers, bounds and what a failure looks like from outside."""

from collections.abc import Mapping
from typing import Any

from litestar import Litestar, MediaType, Request, Response
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.router import Router

from dateline import __version__
from dateline.api.answers import Entry
from dateline.api.desk import Desk
from dateline.api.guard import guard, refuse_strange_names
from dateline.api.operations import note_failure
from dateline.api.review import Bench, make_review_router
from dateline.api.routes import make_router
from dateline.api.site import site_routes
from dateline.archive.shown import Tables
from dateline.errors import StoreError
from dateline.store import Store


def make_application(
    store: Store,
    entries: Mapping[str, Any],
    *,
    site: dict[str, tuple[bytes, str]] | None = None,
    host: str = "127.0.0.1",
    coder: str | None = None,
    tables: Tables | None = None,
) -> Litestar:
    """The server of one case file.

    Args:
        store: the open case file; without a coder it is read and nothing else.
        entries: the codebook's entries by id, for labels and definitions.
        site: the desk's files as `read_site` gives them; without it there is only the API.
        host: the address it will listen at, which decides the names it answers to.
        coder: who reviews here; only with one are there routes that write.
        tables: what a coder's words are looked up in.
    """
    known = {
        id: Entry(id=id, kind=entry.kind, label=entry.label, definition=" ".join(entry.definition.split()))
        for id, entry in sorted(entries.items())
    }
    desk = Desk(store=store, entries=known, coder=coder)
    review: list[Router] = []
    if coder is not None and tables is not None:
        review.append(make_review_router(Bench(store, tables, coder, known)))
    return Litestar(
        route_handlers=[make_router(), *review, Router(path="/", route_handlers=site_routes(site) if site else [])],
        dependencies={"desk": Provide(lambda: desk, sync_to_thread=False, use_cache=True)},
        before_send=[guard],
        logging_config=None,
        after_exception=[note_failure],
        exception_handlers={StoreError: _store_failed},
        before_request=refuse_strange_names(host),
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000),
        request_max_body_size=0,
        openapi_config=OpenAPIConfig(
            title="Dateline",
            version=__version__,
            description="What a case file holds; every row leads back to its sentence.",
            path="/api/schema",
        ),
    )


def _store_failed(request: Request, error: StoreError) -> Response[dict[str, Any]]:
    """The case file went away or is damaged: the one sentence that says what to do."""
    return Response({"status_code": 503, "detail": str(error)}, status_code=503, media_type=MediaType.JSON)
