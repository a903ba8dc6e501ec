"""Review over HTTP: the queue, side by side what coders differ about, and acts.

It is there only where the desk was started for review, by one coder on this machine, or for a team, where each acts under the name
of their account and editors alone settle what coders differ about.
"""

from typing import Annotated

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import PermissionDeniedException, ValidationException
from litestar.params import Parameter

from dateline.accounts import may
from dateline.api.access import account_of, open_to
from dateline.api.answers import Page
from dateline.api.bench import Act, Acted, Bench, ReviewState, ReviewTask, Seat, refuse_settling
from dateline.api.guard import from_own_pages
from dateline.api.parameters import Limit, Offset, Words
from dateline.api.sheets import bring_sheet, take_sheet
from dateline.archive.gold import agreement as agreement_of
from dateline.archive.pointing import Meant, meant
from dateline.archive.queueing import Mode
from dateline.errors import UsageError
from dateline.review.agreement import Agreement

LARGEST_BODY = 64_000
"""Bytes of one act; it holds names and a note, never a text."""
LONGEST_TEXT = 2**31 - 1
"""Characters: offsets beyond it are none."""


def seat_of(request: Request) -> Seat:
    """The seat of the account that asks; its role was looked at before."""
    account = account_of(request)
    if account is None:
        raise PermissionDeniedException("Nobody reviews without an account.")
    return Seat(account.name, settles=may(account.role, "editor"))


TheBench = NamedDependency[Bench]
TheSeat = NamedDependency[Seat]


@get("/state", sync_to_thread=True, opt=open_to("coder"))
def state(bench: TheBench, seat: TheSeat) -> ReviewState:
    """Who reviews, how far it is, and what can be chosen from."""
    return bench.state(seat)


@get("/queue", sync_to_thread=True, opt=open_to("coder"), raises=[ValidationException, PermissionDeniedException])
def queue(
    bench: TheBench,
    seat: TheSeat,
    mode: Annotated[Mode, Parameter(description="open, second, mine or disputed.")] = "open",
    kind: Annotated[list[Words] | None, Parameter(description="Kinds of statements.", max_items=20)] = None,
    document: Annotated[Words | None, Parameter(description="Id of a document.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Page[ReviewTask]:
    """What to look at, in the order of what matters, blind to what other coders said."""
    if mode == "disputed":
        refuse_settling(seat)
    items, total = bench.tasks(seat.coder, mode, tuple(kind or ()), document, limit, offset)
    return Page(items=items, total=total, offset=offset, limit=limit)


@get("/agreement", sync_to_thread=True, opt=open_to("coder"))
def agreement(bench: TheBench) -> list[Agreement]:
    """How far coders and machine agree, by kind and field."""
    return agreement_of(bench.store)


@get("/words", sync_to_thread=True, opt=open_to("coder"), raises=[ValidationException, PermissionDeniedException])
def words(
    bench: TheBench,
    document: Annotated[Words, Parameter(description="Id of a document.")],
    kind: Annotated[Words, Parameter(description="Kind of the statement.")],
    role: Annotated[Words, Parameter(description="actor, place, time, count:killed, number, voice, ...")],
    start: Annotated[int, Parameter(description="Offset of the first character.", ge=0, le=LONGEST_TEXT)],
    end: Annotated[int, Parameter(description="Offset after the last one.", ge=1, le=LONGEST_TEXT)],
) -> Meant:
    """What words of a text stand for in a role, as the reader would take them: whom, where, which days, how many."""
    return meant(bench.store, bench.tables, document, kind, role, (start, end))


@post(
    "/acts",
    sync_to_thread=True,
    status_code=201,
    opt=open_to("coder"),
    guards=[from_own_pages],
    raises=[ValidationException, PermissionDeniedException],
)
def act(bench: TheBench, seat: TheSeat, data: Act) -> Acted:
    """One act of this coder; it is kept for good, and can be undone by another act."""
    return bench.do(seat, data)


def make_review_router(bench: Bench, seat: Seat | None) -> Router:
    """All routes under /api/review, for the one who reviews here; without one, for whose account it is."""

    def own_seat() -> Seat:
        assert seat
        return seat

    return Router(
        path="/api/review",
        route_handlers=[state, queue, agreement, words, act, take_sheet, bring_sheet],
        dependencies={
            "bench": Provide(lambda: bench, sync_to_thread=False, use_cache=True),
            "seat": Provide(own_seat if seat else seat_of, sync_to_thread=False),
        },
        request_max_body_size=LARGEST_BODY,
        exception_handlers={UsageError: _refused},
    )


def _refused(request: Request, error: UsageError) -> Response[dict[str, object]]:
    """An act that makes no sense: the one sentence that says what to do."""
    return Response({"status_code": 400, "detail": str(error)}, status_code=400)
