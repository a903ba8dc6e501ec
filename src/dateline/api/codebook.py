"""The codebook over HTTP: what is in it for whoever reads the desk; changes of the user's own folder for a coder or for editors.

Nothing is written but by `saves`, and that into the own folder alone. Draft, trial and differences in the case, which come before,
are asked for by POST because they take a whole file.
"""

from typing import Annotated

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import PermissionDeniedException, ValidationException
from litestar.params import Parameter

from dateline.accounts import may
from dateline.api.access import account_of
from dateline.api.answers import Page
from dateline.api.codebook_answers import (
    LONGEST_FILE,
    Asked,
    CodebookEntry,
    CodebookFile,
    CodebookLine,
    CodebookState,
    Differences,
    Drafted,
    Part,
    Save,
    Saved,
    Tested,
)
from dateline.api.desk import Desk
from dateline.api.guard import from_own_pages
from dateline.api.parameters import Limit, Offset, Words
from dateline.api.shelf import Shelf
from dateline.errors import CodebookError, InputError, UsageError
from dateline.workbench.editing import Edit

LARGEST_BODY = 2 * LONGEST_FILE
"""Bytes: one file of a codebook."""
TheShelf = NamedDependency[Shelf]
TheDesk = NamedDependency[Desk]
FileName = Annotated[Words | None, Parameter(description="File of the own folder that it stands in.")]
RowNumber = Annotated[int | None, Parameter(description="Number of its row there, from 0.", ge=0, le=10**7)]


@get("/", sync_to_thread=True)
def state(request: Request, shelf: TheShelf, desk: TheDesk, open_to_change: NamedDependency[bool]) -> CodebookState:
    """Which codebook this desk has, and what of it can be changed here by whoever asks."""
    account = account_of(request)
    return shelf.state(desk.store, writable=open_to_change and (account is None or may(account.role, "editor")))


@get("/lines", sync_to_thread=True, raises=[ValidationException])
def lines(
    shelf: TheShelf,
    part: Annotated[Part, Parameter(description="event, control, relation, actor, label, or words added to types.")],
    words: Annotated[Words | None, Parameter(description="Words that an id or a name must have.")] = None,
    own: Annotated[bool, Parameter(description="Of the own folder alone.")] = False,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page[CodebookLine]:
    """Types, actors, labels or added words, those of the own folder first."""
    found = shelf.lines.list(part, words or "", own=own)
    return Page(items=found[offset : offset + limit], total=len(found), offset=offset, limit=limit)


@get("/entry", sync_to_thread=True, raises=[ValidationException])
def entry(
    shelf: TheShelf,
    part: Annotated[Part, Parameter(description="What it is, as in the lines.")],
    id: Annotated[Words, Parameter(description="Its id, as in the lines.")],
    file: FileName = None,
    row: RowNumber = None,
) -> CodebookEntry:
    """One of them as it is written, and what is asked of it, filled in."""
    return shelf.entry(part, id, file, row)


@get("/file", sync_to_thread=True, raises=[ValidationException])
def file(shelf: TheShelf, name: Annotated[Words, Parameter(description="As `events/cattle_raid.yaml`.")]) -> CodebookFile:
    """One file of the own folder; one that is not there yet is empty."""
    return shelf.file(name)


REFUSALS = [ValidationException, PermissionDeniedException]


@post("/drafts", sync_to_thread=True, status_code=200, guards=[from_own_pages], raises=REFUSALS)
def draft(shelf: TheShelf, data: Asked) -> Drafted:
    """What a change makes of a file, and what the checker says of that, with line and remedy; nothing is written."""
    return shelf.draft(data)


@post("/tests", sync_to_thread=True, status_code=200, guards=[from_own_pages], raises=REFUSALS)
def test(shelf: TheShelf, data: Edit) -> Tested:
    """Every example, name or word of a file, tried with its words and the reader; nothing is written."""
    return shelf.test(data)


@post("/differences", sync_to_thread=True, status_code=200, guards=[from_own_pages], raises=REFUSALS)
def differences(shelf: TheShelf, desk: TheDesk, data: Edit, offset: Offset = 0) -> Differences:
    """What a change adds to the case and takes from it, with sentences; some documents an answer, and nothing is written."""
    return shelf.differences(desk.store, data, offset)


@post("/saves", sync_to_thread=True, status_code=201, guards=[from_own_pages], raises=REFUSALS)
def save(shelf: TheShelf, data: Save) -> Saved:
    """Write a file of the own folder. The case stays as it is read until it is read again."""
    return shelf.save(data.edit, data.base)


def make_codebook_router(shelf: Shelf, *, changing: bool) -> Router:
    """All routes under /api/codebook; those that change it only where the desk was opened to change something."""
    return Router(
        path="/api/codebook",
        route_handlers=[state, lines, entry, file, *([draft, test, differences, save] if changing else [])],
        dependencies={
            "shelf": Provide(lambda: shelf, sync_to_thread=False, use_cache=True),
            "open_to_change": Provide(lambda: changing, sync_to_thread=False, use_cache=True),
        },
        request_max_body_size=LARGEST_BODY,
        exception_handlers={UsageError: _refused, CodebookError: _refused, InputError: _refused},
    )


def _refused(request: Request, error: UsageError | CodebookError | InputError) -> Response[dict[str, object]]:
    """What cannot be done: the one sentence that says what to do."""
    return Response({"status_code": 400, "detail": str(error)}, status_code=400)
