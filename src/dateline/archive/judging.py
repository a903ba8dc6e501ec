"""A person's word on a forecast or a finding, checked against what the case file shows, and kept."""

from typing import TYPE_CHECKING

from dateline.archive.shown import Tables, show
from dateline.errors import UsageError
from dateline.records import Verdict
from dateline.situation.verdicts import WORDS, row_key

if TYPE_CHECKING:
    from dateline.store import Store


def judge(
    store: "Store",
    tables: Tables,
    statement: str,
    word: str,
    *,
    check: str | None,
    by: str,
    at: str,
    on: tuple[str, ...] = (),
    note: str = "",
) -> Verdict:
    """Keep a verdict.

    Args:
        statement: the id of a forecast or, with `check`, of a statement that its finding rests on; or the start of the id.
        word: one of `situation.verdicts.WORDS`.
        on: statements that it rests on.

    Raises:
        UsageError: there is no such statement, finding or word; or several.
    """
    view = "checks" if check else "outlook"
    if word not in WORDS[view]:
        words = ", ".join(each.replace("_", "-") for each in WORDS[view])
        raise UsageError(f"{word.replace('_', '-')} is no verdict on a {'finding' if check else 'forecast'}; there are {words}.")
    found = _one(store, statement)
    key = _finding(store, tables, found, check) if check else ("outlook", "", found)
    if not check:
        meant = store.statement(found)
        if meant is None or meant.assertion.kind != "forecast":
            kind = meant.assertion.kind if meant else "statement"
            raise UsageError(f"{statement} is a {kind} and no forecast; for the finding of a check name it with --check.")
    given = Verdict(
        view=key[0],
        check=key[1],
        statement=key[2],
        verdict=word,
        by=by,
        at=at,
        note=note,
        on=tuple(_one(store, each) for each in on),
    )
    store.add_verdict(given)
    return given


def _one(store: "Store", start: str) -> str:
    found = store.find_statements(start)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{store.path} has no statement {start}; `dateline show outlook --json` shows ids.")
    raise UsageError(f"Several statements begin with {start} ({', '.join(found[:3])}); give more of the id.")


def _finding(store: "Store", tables: Tables, statement: str, check: str) -> tuple[str, str, str]:
    rows = [row for row in show(store, "checks", tables).rows if statement in row.statements and row.cells["check"] == check]
    if not rows:
        raise UsageError(f"The check {check!r} finds nothing on {statement}; `dateline show checks --json` shows names and ids.")
    return row_key(rows[0])
