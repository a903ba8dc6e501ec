"""Review over HTTP: the queue, side by side what coders differ about, and acts.

It is there only where the desk was started for review, by one coder on this machine, or for a team, where each acts under the name
of their account and editors alone settle what coders differ about.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import PermissionDeniedException, ValidationException
from litestar.params import Parameter
from msgspec import Meta

from dateline.accounts import may
from dateline.api.access import account_of, open_to
from dateline.api.answers import Entry, Page
from dateline.api.guard import from_own_pages
from dateline.api.parameters import Limit, Offset, Words
from dateline.archive.gold import agreement as agreement_of
from dateline.archive.queueing import Mode, Progress, Queue, Task
from dateline.archive.reviewing import LONGEST_NOTE, Coder, Done
from dateline.archive.tables import Tables
from dateline.errors import UsageError
from dateline.records import HEDGES, LIKELIHOODS, Record, Review, Statement
from dateline.review.agreement import Agreement
from dateline.review.corrections import Correction
from dateline.review.fields import ROLES, TYPED, fields_of
from dateline.review.shown import field_words
from dateline.store import Store

LARGEST_BODY = 64_000
"""Bytes of one act; it holds names and a note, never a text."""


class Side(Record, frozen=True):
    """One coder's word, or the machine's, field by field."""

    by: str
    act: str | None
    """Id of the coder's act; None for the machine."""
    action: str
    note: str
    words: dict[str, str]
    """Field -> what it says; empty where there is no such statement for them."""


class ReviewTask(Record, frozen=True):
    """One statement to look at, with the fields that its kind has."""

    task: Task
    fields: tuple[str, ...]
    sides: tuple[Side, ...]
    """The machine and each coder side by side; only of what is to be settled."""


class ReviewState(Record, frozen=True):
    """Who reviews, how far it is, and what can be chosen from."""

    coder: str
    settles: bool
    """Whether they may settle what coders differ about."""
    progress: Progress
    types: dict[str, list[Entry]]
    """Kind of statement -> types."""
    roles: dict[str, tuple[str, ...]]
    hedges: tuple[str, ...]
    likelihoods: tuple[str, ...]


class Act(Record, frozen=True, forbid_unknown_fields=True):
    """What a coder does."""

    action: Literal["accept", "correct", "reject", "add", "undo", "take"]
    """take: settle what coders differ about by the word of one of them."""
    statement: Annotated[str, Meta(max_length=64)] | None = None
    document: Annotated[str, Meta(max_length=64)] | None = None
    """Of what is added."""
    kind: Annotated[str, Meta(max_length=64)] | None = None
    """Of what is added."""
    change: Correction | None = None
    act: Annotated[str, Meta(max_length=64)] | None = None
    """The act that is undone, or taken."""
    adjudicate: bool = False
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] = ""


class Acted(Record, frozen=True):
    """What an act came to, as far as its coder may see it."""

    act: Review
    decides: bool
    """False where another coder's word stands and this one is kept beside it."""
    stands: Statement | None


@dataclass(frozen=True)
class Seat:
    """Who reviews, and whether they may settle what coders differ about."""

    coder: str
    settles: bool = True


class Bench:
    """What the routes of review need: the case file open for writing, and the tables."""

    def __init__(self, store: Store, tables: Tables, entries: Mapping[str, Entry]) -> None:
        self.store, self.tables, self.entries = store, tables, entries
        self.queue = Queue(store)
        # The order is made once, whoever asks first.
        self.lock = threading.Lock()

    def tasks(
        self, coder: str, mode: Mode, kinds: tuple[str, ...], document: str | None, limit: int, offset: int
    ) -> tuple[list[ReviewTask], int]:
        """A page of the queue."""
        with self.lock:
            found, total = self.queue.tasks(coder, mode, kinds=kinds, document=document, limit=limit, offset=offset)
        return [ReviewTask(task=t, fields=fields_of(t.statement.assertion.kind), sides=_sides(t)) for t in found], total

    def state(self, seat: Seat) -> ReviewState:
        """Who reviews and how far it is."""
        with self.lock:
            progress = self.queue.progress()
        types = {kind: [entry for entry in self.entries.values() if entry.kind == kind] for kind in TYPED}
        return ReviewState(
            coder=seat.coder,
            settles=seat.settles,
            progress=progress,
            types=types,
            roles=dict(ROLES),
            hedges=HEDGES,
            likelihoods=LIKELIHOODS,
        )

    def do(self, seat: Seat, act: Act) -> Acted:
        """One act.

        Raises:
            UsageError: it makes no sense.
            PermissionDeniedException: it is another one's to do.
        """
        settles = act.adjudicate or act.action == "take"
        if settles:
            _refuse_settling(seat)
        coder = Coder(store=self.store, tables=self.tables, name=seat.coder, adjudicates=settles, may_settle=seat.settles)
        done = _do(coder, act)
        return Acted(act=done.act, decides=done.decides, stands=done.stands if done.decides else done.act.value)


def _do(coder: Coder, act: Act) -> Done:
    match act.action:
        case "undo":
            return coder.undo(act.act, note=act.note)
        case "take":
            return coder.take(_needed(act.act, "act"), note=act.note)
        case "add":
            change = act.change or Correction()
            return coder.add(_needed(act.document, "document"), _needed(act.kind, "kind"), change, note=act.note)
        case "correct":
            return coder.correct(_needed(act.statement, "statement"), act.change or Correction(), note=act.note)
        case "reject":
            return coder.reject(_needed(act.statement, "statement"), note=act.note)
    return coder.accept(_needed(act.statement, "statement"), note=act.note)


def _needed(value: str | None, name: str) -> str:
    if value is None:
        raise UsageError(f"This act needs a {name}.")
    return value


def _sides(task: Task) -> tuple[Side, ...]:
    if not task.words:
        return ()
    machine = Side(by="machine", act=None, action="read" if task.machine else "missed", note="", words=_words(task.machine))
    return (machine, *(Side(by=a.by, act=a.id, action=a.action, note=a.note, words=_words(a.value)) for a in task.words))


def _words(statement: Statement | None) -> dict[str, str]:
    if statement is None:
        return {}
    return {name: field_words(statement, name) for name in fields_of(statement.assertion.kind)}


def _refuse_settling(seat: Seat) -> None:
    if not seat.settles:
        raise PermissionDeniedException("To settle what coders differ about takes the role editor.")


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
        _refuse_settling(seat)
    items, total = bench.tasks(seat.coder, mode, tuple(kind or ()), document, limit, offset)
    return Page(items=items, total=total, offset=offset, limit=limit)


@get("/agreement", sync_to_thread=True, opt=open_to("coder"))
def agreement(bench: TheBench) -> list[Agreement]:
    """How far coders and machine agree, by kind and field."""
    return agreement_of(bench.store)


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
        route_handlers=[state, queue, agreement, act],
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
