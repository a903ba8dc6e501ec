"""The routes under /api, all of them GET. What they answer is typed, and the OpenAPI comes from these types and nothing else."""

from datetime import date as Day
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import Parameter

from dateline.api.access import account_of
from dateline.api.answers import About, Actor, DocumentLine, DocumentText, Page, Places
from dateline.api.desk import Desk
from dateline.api.exporting import export_file
from dateline.api.parameters import Limit, Offset, filter_of
from dateline.archive.moments import moments_of
from dateline.archive.pages import Asked
from dateline.archive.selected import days_of, facets_of, view_rows
from dateline.archive.shown import NAMES, found
from dateline.query import Filter
from dateline.records import Row, SetAside, Statement
from dateline.situation.moments import Moments
from dateline.situation.rows import VIEWS
from dateline.store import Days, Facets

MOST_FACETS = 300
TheDesk = NamedDependency[Desk]
Wanted = NamedDependency[Filter]
Id = Annotated[str, Parameter(min_length=1, max_length=64)]
Name = Annotated[str, Parameter(min_length=1, max_length=64)]


@get("/about", sync_to_thread=True)
def about(desk: TheDesk, request: Request) -> About:
    """What the case file holds, what was set aside, which versions read it, and who asks."""
    return desk.about(account_of(request))


@get("/documents", sync_to_thread=True, raises=[ValidationException])
def documents(desk: TheDesk, wanted: Wanted, limit: Limit = 100, offset: Offset = 0) -> Page[DocumentLine]:
    """Documents by day of publication; with a query, those that have statements which it means."""
    items, total = desk.documents(wanted, limit, offset)
    return Page(items=items, total=total, offset=offset, limit=limit)


@get("/documents/{document_id:str}", sync_to_thread=True, raises=[NotFoundException, ValidationException])
def document_text(desk: TheDesk, document_id: Id) -> DocumentText:
    """One document with its text, sentences, statements and what was set aside in it."""
    if desk.store.find(document_id) is None:
        raise NotFoundException(f"There is no document {document_id!r}; /api/documents lists them.")
    return desk.text(document_id)


@get("/statements", sync_to_thread=True, raises=[ValidationException])
def statements(desk: TheDesk, wanted: Wanted, limit: Limit = 100, offset: Offset = 0) -> Page[Statement]:
    """Statements in the order of the archive: documents by day, then by position in the text."""
    selected = desk.store.select(wanted)
    return Page(items=selected.statements(limit=limit, offset=offset), total=selected.count(), offset=offset, limit=limit)


@get("/statements/{statement_id:str}", sync_to_thread=True, raises=[NotFoundException, ValidationException])
def statement(desk: TheDesk, statement_id: Id) -> Statement:
    """One statement."""
    if found := desk.store.statement(statement_id):
        return found
    raise NotFoundException(f"There is no statement {statement_id!r}; /api/statements lists them.")


@get("/places", sync_to_thread=True, raises=[ValidationException], media_type="application/geo+json")
def places(desk: TheDesk, wanted: Wanted) -> Places:
    """The places of statements as GeoJSON, with the highest figure of dead that one statement gives for each."""
    return desk.places(wanted)


@get("/moments", sync_to_thread=True, raises=[ValidationException])
def moments(desk: TheDesk, wanted: Wanted) -> Response[Moments]:
    """Incidents and who holds which place, day by day: what the map plays."""
    return Response(msgspec.json.encode(moments_of(desk.store, desk.tables, wanted)), media_type=MediaType.JSON)  # type: ignore[arg-type]


@get("/actors", sync_to_thread=True, raises=[ValidationException])
def actors(desk: TheDesk, wanted: Wanted, limit: Limit = 100) -> list[Actor]:
    """Those who take part in the statements, the most frequent first."""
    actors = facets_of(desk.store, wanted, desk.tables, limit).actors
    return [Actor(name=name, statements=number) for name, number in actors.items()]


@get("/days", sync_to_thread=True, raises=[ValidationException])
def days(desk: TheDesk, wanted: Wanted) -> list[Days]:
    """How many statements of each kind speak of which days."""
    return days_of(desk.store, wanted, desk.tables)


@get("/facets", sync_to_thread=True, raises=[ValidationException])
def facets(desk: TheDesk, wanted: Wanted) -> Facets:
    """The values that occur in the statements and how often: what one may narrow the query by."""
    return facets_of(desk.store, wanted, desk.tables, MOST_FACETS)


@get("/set-aside", sync_to_thread=True, raises=[ValidationException])
def set_aside(
    desk: TheDesk,
    reason: Annotated[Name | None, Parameter(description="Only those for this reason.")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page[SetAside]:
    """What was set aside at any stage, with its reason."""
    found = [item for item in desk.store.set_aside() if reason is None or item.reason == reason]
    return Page(items=found[offset : offset + limit], total=len(found), offset=offset, limit=limit)


@get("/views/{name:str}", sync_to_thread=True, raises=[NotFoundException, ValidationException])
def view(desk: TheDesk, wanted: Wanted, name: Name, limit: Limit = 100, offset: Offset = 0) -> Page[Row]:
    """The rows of a view by its name, each with the ids of the statements that it rests on; /api/about lists the views."""
    if name not in VIEWS:
        raise NotFoundException(f"There is no view {name!r}; there are {', '.join(VIEWS)}.")
    rows, total = view_rows(desk.store, name, wanted, desk.tables, desk.labels, limit=limit, offset=offset)
    return Page(items=rows, total=total, offset=offset, limit=limit)


@get("/situation/{name:str}", sync_to_thread=True, raises=[NotFoundException, ValidationException])
def situation(
    desk: TheDesk,
    wanted: Wanted,
    name: Name,
    at: Annotated[Day | None, Parameter(description="The picture of what was published by this day.")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page[Row]:
    """The rows of what `dateline show` shows under the same name: reports added up, compared and checked."""
    if name not in NAMES:
        raise NotFoundException(f"There is no such view {name!r}; there are {', '.join(NAMES)}.")
    there = found(desk.store, name, desk.tables, Asked(wanted, at.isoformat() if at else None, limit, offset))
    return Page(items=there.rows, total=there.total, offset=offset, limit=limit)


@get("/openapi.json", include_in_schema=False, sync_to_thread=False, media_type="application/vnd.oai.openapi+json")
def openapi(request: Request) -> dict[str, Any]:
    """What this API takes and answers."""
    return request.app.openapi_schema.to_schema()


def make_router() -> Router:
    """All routes under /api."""
    handlers = [
        about, documents, document_text, statements, statement, places, moments, export_file, actors, days, facets, set_aside,
        view, situation, openapi,
    ]  # fmt: skip
    return Router(
        path="/api",
        route_handlers=handlers,
        dependencies={"wanted": Provide(filter_of, sync_to_thread=True)},
    )
