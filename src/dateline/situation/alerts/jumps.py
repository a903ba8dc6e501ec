"""Count jumps: a number of this week that is well above the number before it in its series."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dateline.records import Document, Row, Statement
from dateline.situation.alerts.alert import Window, alert
from dateline.situation.cells import cell_words, outlet_cell, place_ids, quantity_cell, voice_cell
from dateline.situation.figures import Figure
from dateline.situation.numbers import ends_of, updates
from dateline.situation.parts import place_of

JUMP_FACTOR, JUMP_LEAST = 1.5, 10


def count_jumps(ordered: Sequence[Statement], documents: Mapping[str, Document], window: Window) -> Iterator[Row]:
    """Numbers of this week that are well above the number before them in their series."""
    for _, day, row in sorted(jump_rows(updates(ordered, documents)), key=lambda one: one[0]):
        if window.holds(day):
            yield of_window(row, window)


def jump(before: Figure, after: Figure) -> Row | None:
    """A number that is well above the number before it, of whichever week; None for all others."""
    low, high = ends_of(after.quantity)[0], ends_of(before.quantity)[1]
    if after.quantity.ratio or not math.isfinite(high) or low < JUMP_FACTOR * high or low - high < JUMP_LEAST:
        return None
    return alert(
        "count jump",
        what=after.counted,
        place=", ".join(place_ids(after.statement).values()) or None,
        now=f"{cell_words(quantity_cell(after.quantity))} ({_by(after)})",
        before=f"{cell_words(quantity_cell(before.quantity))} ({_by(before)})",
        rule=f"at least {JUMP_FACTOR:g} times and {JUMP_LEAST} more than the number before",
        statements=[*after.statements, *before.statements],
    )


def of_window(row: Row, window: Window) -> Row:
    """The row with the week in which it is looked for."""
    return Row(view=row.view, cells=row.cells | {"rule": f"{window}; {row.cells['rule']}"}, statements=row.statements)


def jump_rows(series: Iterable[tuple[Figure, Figure]]) -> Iterator[tuple[str, str, Row]]:
    """The jumps among updates, each with its place among others and its day."""
    for before, after in series:
        if (row := jump(before, after)) is not None:
            day = after.document.published or ""
            yield place_of(day, after.document.name, after.document.id, after.statement.id), day, row


def _by(figure: Figure) -> str:
    voice = voice_cell(figure.statement)
    return f"{outlet_cell(figure.document) if voice == 'author' else voice}, {figure.document.published}"
