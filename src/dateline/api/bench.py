"""The bench of review: what its routes need, what they are sent and what they answer."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from litestar.exceptions import PermissionDeniedException
from msgspec import Meta

from dateline.api.answers import Entry
from dateline.archive.queueing import Mode, Progress, Queue, Task
from dateline.archive.reviewing import LONGEST_NOTE, Coder, Done
from dateline.archive.tables import Tables
from dateline.errors import UsageError
from dateline.records import HEDGES, LIKELIHOODS, Record, Review, Statement
from dateline.review.changes import Correction
from dateline.review.fields import ROLES, TYPED, fields_of
from dateline.review.shown import field_words
from dateline.store import Store


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
            refuse_settling(seat)
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


def refuse_settling(seat: Seat) -> None:
    """Refuse what is for those who settle what coders differ about.

    Raises:
        PermissionDeniedException: this seat is none of theirs.
    """
    if not seat.settles:
        raise PermissionDeniedException("To settle what coders differ about takes the role editor.")
