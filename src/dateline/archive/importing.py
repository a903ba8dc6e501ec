"""A review sheet that comes back from a spreadsheet: its rows as acts of a coder.

Every row becomes an act, or needs none, or is set aside with a reason. Among these is a row whose statement another act has changed
since the sheet was written, so that nothing is written over unseen. What a row asks for twice is done once: the same sheet can be
brought back again, also after a run that broke off.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dateline.archive.reviewing import LONGEST_NOTE, Coder
from dateline.archive.sheets import withholding
from dateline.csvfile import Line, Table, plain
from dateline.errors import InputError, UsageError
from dateline.records import Record, Review, Statement
from dateline.review.corrections import Correction
from dateline.review.fields import differences
from dateline.review.sheet import (
    AS_GIVEN,
    COLUMNS,
    DECISION,
    DECISIONS,
    ID,
    MARK,
    NOTE,
    Words,
    changed_cells,
    correction_of,
    fingerprint,
    fingerprint_of_cells,
    is_sheet,
)
from dateline.review.shown import field_words

REASON = "reason"
"""The column in which rows that were set aside say why, when they are written for another try."""
NOTHING, ALREADY, ASIDE = "nothing", "already", "aside"


class Change(Record, frozen=True):
    """One field that a row changes, before and after, in words."""

    field: str
    before: str
    after: str


class RowDone(Record, frozen=True):
    """What came of one row."""

    line: int
    """Of the file, counted from 1."""
    statement: str
    """Empty where the row names none."""
    did: str
    """accept, correct, reject; nothing: it asks for nothing; already: what it asks for stands; aside: it could not be done."""
    changes: tuple[Change, ...] = ()
    reason: str = ""
    """Why it was set aside."""
    act: str = ""
    """The id of the act; empty in a dry run."""


class Asked(Record, frozen=True):
    """What a row asks for."""

    did: str
    change: Correction = Correction()
    changes: tuple[Change, ...] = ()


def imported(coder: Coder, table: Table, *, dry_run: bool = False) -> Iterator[tuple[RowDone, Line]]:
    """Do what the rows of a sheet ask for, one transaction a row, and say of each what came of it.

    Args:
        dry_run: say what would be done, and do nothing.

    Raises:
        InputError: it is no sheet.
    """
    if not is_sheet(table.columns):
        raise InputError(
            f"{table.name} is no review sheet: it lacks the column {ID} or {AS_GIVEN}; "
            "write one with `dateline review sheet -o sheet.csv`."
        )
    how_often = Counter(id_of(line) for line in table.lines())
    bench = _Bench(coder, withholding(coder), how_often)
    for line in table.lines():
        try:
            yield bench.row(line, dry_run=dry_run), line
        except UsageError as error:
            yield RowDone(line=line.number, statement=id_of(line), did=ASIDE, reason=str(error)), line


def unknown_columns(table: Table) -> list[str]:
    """Columns that a sheet does not have; nothing is read from them."""
    return [name for name in table.columns if name not in (*COLUMNS, REASON)]


def id_of(line: Line) -> str:
    """The id of the statement of a row; empty where it names none."""
    return plain(line.cells[ID].strip()).removeprefix(MARK) if line.cells else ""


@dataclass(frozen=True)
class _Bench:
    """What rows are looked at with."""

    coder: Coder
    words_of: Callable[[str], Words]
    how_often: Mapping[str, int]

    def row(self, line: Line, *, dry_run: bool) -> RowDone:
        """Do what one row asks for.

        Raises:
            UsageError: it cannot be done.
        """
        if line.cells is None:
            raise UsageError(f"It has {len(line.values)} cells, which is not one for each column.")
        id, cells = id_of(line), {name: plain(cell.strip()) for name, cell in line.cells.items()}
        note = cells.get(NOTE, "")
        if not id:
            raise UsageError("It names no statement; add what was missed with `dateline review add`.")
        if self.how_often[id] > 1:
            raise UsageError(f"The statement stands in {self.how_often[id]} rows; leave one of them.")
        if len(note) > LONGEST_NOTE:
            raise UsageError(f"A note has at most {LONGEST_NOTE} characters; shorten it.")
        decision = cells.get(DECISION, "").casefold()
        if decision not in DECISIONS:
            raise UsageError(f"{decision!r} is no decision; write accept, correct or reject, or leave it empty.")
        # Most rows of a large sheet are as they were: of them the case is not asked.
        if not decision and cells[AS_GIVEN] == fingerprint_of_cells(cells):
            if note:
                raise UsageError("It has a note but no decision; write accept or reject beside it, or change a cell.")
            return RowDone(line=line.number, statement=id, did=NOTHING)
        with self.coder.store.reviewing() as reviews:
            seen, act = self.coder.sees(reviews.acts(statement=id), reviews.machine(id))
        if seen is None:
            raise UsageError(f"The case has no statement {id} for {self.coder.name}.")
        asked = self._asked(decision, cells, seen, act)
        done = "" if dry_run else self._act(asked, id, note)
        return RowDone(line=line.number, statement=id, did=asked.did, changes=asked.changes, act=done)

    def _asked(self, decision: str, cells: Mapping[str, str], seen: Statement, act: Review | None) -> Asked:
        words = self.words_of(seen.assertion.document)
        asked = self._wanted(decision, cells, seen, act, words)
        if asked.did not in (ALREADY, NOTHING) and cells[AS_GIVEN] not in (fingerprint(seen, str), fingerprint(seen, words)):
            raise UsageError("The statement says something else than when the sheet was written; write the sheet anew.")
        return asked

    def _wanted(self, decision: str, cells: Mapping[str, str], seen: Statement, act: Review | None, words: Words) -> Asked:
        kept = act is not None and act.value is not None
        if decision == "reject":
            return Asked(did=ALREADY if act is not None and not kept else "reject")
        change, value = Correction(), seen
        if changed := changed_cells(cells, seen, words):
            text = self.coder.store.document(seen.assertion.document).text
            change = correction_of(changed, seen, text, words)
            value = self.coder.proposed(seen, change)
        if fields := differences(seen, value):
            told = tuple(Change(field=name, before=field_words(seen, name), after=field_words(value, name)) for name in fields)
            return Asked(did="correct", change=change, changes=told)
        if kept:
            return Asked(did=ALREADY)
        if decision == "correct":
            raise UsageError("The decision is to correct, but no cell says anything else; change one, or write accept.")
        return Asked(did=decision or NOTHING)

    def _act(self, asked: Asked, id: str, note: str) -> str:
        match asked.did:
            case "accept":
                return self.coder.accept(id, note=note).act.id
            case "reject":
                return self.coder.reject(id, note=note).act.id
            case "correct":
                return self.coder.correct(id, asked.change, note=note).act.id
        return ""
