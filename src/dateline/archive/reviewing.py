"""Reviewing a case file: acts go in, what stands is put in place in the same transaction, and views and exports have it at once.

Who may do what is decided by whoever calls; here an act is only checked for whether it makes sense.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from dateline.archive.tables import Tables
from dateline.errors import UsageError
from dateline.records import Document, Record, Review, Statement
from dateline.review.again import rejection
from dateline.review.corrections import Context, Correction, added, corrected
from dateline.review.standing import outcome, standing
from dateline.store import Reviews, Store

LONGEST_NOTE = 2000
LONGEST_NAME = 80


class Done(Record, frozen=True):
    """What an act came to."""

    act: Review
    stands: Statement | None
    """The statement as views and exports now have it; None where nothing stands."""
    decides: bool
    """Whether no other coder's word stands on it: a second coder's act is kept, and decides nothing."""


def now() -> str:
    """This moment, as acts carry it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, kw_only=True)
class Coder:
    """Somebody who reviews a case file.

    Everything is checked and done inside one transaction, so that two coders who act at once never see half of each other's act.
    """

    store: Store
    tables: Tables
    name: str
    adjudicates: bool = False
    """Whether what is done settles what several coders saw differently."""
    may_settle: bool = True
    """False of one who had settled something and may not any more: what they settled they cannot undo either."""

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > LONGEST_NAME or not self.name.isprintable():
            raise UsageError(f"A coder's name is a line of 1 to {LONGEST_NAME} characters; give one with --coder.")

    def accept(self, statement: str, *, note: str = "", at: str | None = None) -> Done:
        """Say that a statement is as the text has it: the machine's, or what this coder had corrected.

        Raises:
            UsageError: there is no such statement.
        """
        with self.store.reviewing(write=True) as reviews:
            return self._append(reviews, "accept", self._seen(reviews, statement), at, note)

    def correct(self, statement: str, change: Correction, *, note: str = "", at: str | None = None) -> Done:
        """Change what a statement says.

        Raises:
            UsageError: there is no such statement, or a value that its field cannot have.
        """
        with self.store.reviewing(write=True) as reviews:
            seen = self._seen(reviews, statement)
            value = corrected(seen, change, self._context(reviews, seen.assertion.document))
            return self._append(reviews, "correct", value, at, note)

    def reject(self, statement: str, *, note: str = "", at: str | None = None) -> Done:
        """Say that the text does not assert this; it is set aside.

        Raises:
            UsageError: there is no such statement.
        """
        with self.store.reviewing(write=True) as reviews:
            seen = self._seen(reviews, statement)
            return self._append(reviews, "reject", None, at, note, of=(seen.id, seen.assertion.document))

    def add(self, document: str, kind: str, change: Correction, *, note: str = "", at: str | None = None) -> Done:
        """Add what the machine missed.

        Raises:
            UsageError: it cannot be said so, or this coder has added it before.
            StoreError: there is no such document.
        """
        with self.store.reviewing(write=True) as reviews:
            value = added(kind, change, self._context(reviews, document))
            before = standing(reviews.acts(statement=value.id)).of(self.name)
            if before is not None and before.value is not None and not self.adjudicates:
                raise UsageError(f"You have added this already as {value.id}; correct it instead.")
            return self._append(reviews, "add", value, at, note)

    def take(self, act: str, *, note: str = "", at: str | None = None) -> Done:
        """Settle what coders see differently by the word of one of them.

        Raises:
            UsageError: there is no such act, or it has no word to take.
        """
        if not self.adjudicates:
            raise UsageError("To take a coder's word is to settle what several see differently; do it as an adjudication.")
        with self.store.reviewing(write=True) as reviews:
            taken = reviews.act(act)
            if taken is None or taken.undoes is not None:
                raise UsageError(f"There is no word of a coder {act}; `dateline review queue --mode disputed` shows them.")
            action = "accept" if taken.action == "add" else taken.action
            return self._append(reviews, action, taken.value, at, note, of=(taken.statement, taken.document))

    def undo(self, act: str | None = None, *, note: str = "", at: str | None = None) -> Done:
        """Undo one of this coder's acts, the last one that is not undone unless told otherwise; undoing an undoing brings it back.

        Raises:
            UsageError: there is none, or it is another coder's, or undone already.
        """
        with self.store.reviewing(write=True) as reviews:
            acts = reviews.acts(by=self.name)
            undone = _undone(acts)
            if act is None:
                found = next((one for one in reversed(acts) if one.undoes is None and one.id not in undone), None)
                if found is None:
                    raise UsageError(f"{self.name} has nothing to undo.")
            else:
                found = reviews.act(act)
                if found is None:
                    raise UsageError(f"There is no act {act}; `dateline review log` lists them.")
                if found.by != self.name:
                    raise UsageError(f"{act} is by {found.by}; only they can undo it. Settle it by an adjudication instead.")
                if found.id in undone:
                    raise UsageError(f"{act} is undone already.")
            if found.adjudication and not self.may_settle:
                raise UsageError(f"{found.id} settled what coders differed about; only who may do that can undo it.")
            return self._append(reviews, "undo", None, at, note, of=(found.statement, found.document), undoes=found)

    def seen(self, statement: str) -> Statement:
        """A statement as this coder sees it: by their own word, else as it was read; who adjudicates sees what stands.

        Raises:
            UsageError: there is none.
        """
        with self.store.reviewing() as reviews:
            return self._seen(reviews, statement)

    def sees(self, acts: Sequence[Review], machine: Statement | None) -> tuple[Statement | None, Review | None]:
        """A statement as this coder sees it, and the act by which they do; no statement where it is not theirs to see.

        Args:
            acts: all on the statement.
            machine: what was read of it.
        """
        where = standing(acts)
        act = where.decided if self.adjudicates else where.of(self.name)
        value = (act.value if act else None) or machine
        if value is None and (self.adjudicates or any(one.by == self.name for one in acts)):
            # Rejected, or undone, and not found any more: what it was is in the acts. One who is blind sees no other coder's.
            value = next((one.value or one.machine for one in reversed(acts) if one.value or one.machine), None)
        return (None if value is None else msgspec.structs.replace(value, review=None)), act

    def proposed(self, seen: Statement, change: Correction) -> Statement:
        """What a correction would make of a statement; nothing is done.

        Raises:
            UsageError: a value that its field cannot have.
        """
        with self.store.reviewing() as reviews:
            return corrected(seen, change, self._context(reviews, seen.assertion.document))

    # ------------------------------------------------------------------ what is done
    def _seen(self, reviews: Reviews, statement: str) -> Statement:
        value, _ = self.sees(reviews.acts(statement=statement), reviews.machine(statement))
        if value is None:
            raise UsageError(f"{self.store.path} has no statement {statement} for {self.name}; `dateline review queue` lists them.")
        return value

    def _context(self, reviews: Reviews, document: str) -> Context:
        return Context(
            document=self._document(document),
            sentences=reviews.sentences(document),
            codebook=self.tables.codebook,
            gazetteer=self.tables.gazetteer,
        )

    def _document(self, document: str) -> Document:
        if self.store.find(document) is None:
            raise UsageError(f"{self.store.path} has no document {document}; `dateline show documents` lists what it has.")
        return self.store.document(document)

    def _append(
        self,
        reviews: Reviews,
        action: str,
        value: Statement | None,
        at: str | None,
        note: str,
        *,
        of: tuple[str, str] | None = None,
        undoes: Review | None = None,
    ) -> Done:
        if len(note) > LONGEST_NOTE:
            raise UsageError(f"A note has at most {LONGEST_NOTE} characters; shorten it.")
        if of is None:
            assert value is not None, "only rejecting and undoing leave no value"
            of = value.id, value.assertion.document
        read = reviews.machine(of[0]) or next((one.machine for one in reviews.acts(statement=of[0]) if one.machine), None)
        act = with_id(
            Review(
                id="",
                by=self.name,
                at=at or now(),
                action=action,
                statement=of[0],
                document=of[1],
                machine=read,
                value=value,
                undoes=undoes.id if undoes else None,
                adjudication=undoes.adjudication if undoes else self.adjudicates,
                note=note.strip(),
            )
        )
        reviews.append([act])
        stands = settle(reviews, of[0], of[1])
        deciding = standing(reviews.acts(statement=of[0])).decided
        return Done(act=act, stands=stands, decides=deciding is None or deciding.by == self.name)


def with_id(act: Review) -> Review:
    """An act with the hash of its content as id."""
    content = msgspec.json.encode(msgspec.structs.replace(act, id=""))
    return msgspec.structs.replace(act, id=hashlib.sha256(content).hexdigest()[:16])


def settle(reviews: Reviews, statement: str, document: str) -> Statement | None:
    """Put in place what stands of a statement after all acts on it, and give it back."""
    machine = reviews.machine(statement)
    if not reviews.has_document(document):
        return None
    found = outcome(machine, standing(reviews.acts(statement=statement)))
    reviews.put(statement, document, machine, found.statement, rejection(found, statement))
    return found.statement


def _undone(acts: Sequence[Review]) -> set[str]:
    """Ids of the acts that are undone; an undoing that is undone itself undoes nothing."""
    undone: set[str] = set()
    for act in reversed(acts):
        if act.undoes and act.id not in undone:
            undone.add(act.undoes)
    return undone
