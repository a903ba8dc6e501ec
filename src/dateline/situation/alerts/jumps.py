"""Count jumps: a number of this week that is well above the number before it in its series."""

import math
from collections.abc import Iterator, Mapping, Sequence

from dateline.records import Document, Row, Statement
from dateline.situation.alerts.alert import Window, alert
from dateline.situation.cells import cell_words, outlet_cell, place_ids, quantity_cell, voice_cell
from dateline.situation.numbers import ends_of, updates

JUMP_FACTOR, JUMP_LEAST = 1.5, 10


def count_jumps(ordered: Sequence[Statement], documents: Mapping[str, Document], window: Window) -> Iterator[Row]:
    """Numbers of this week that are well above the number before them in their series."""
    for before, after in updates(ordered, documents):
        low, high = ends_of(after.quantity)[0], ends_of(before.quantity)[1]
        if not window.holds(after.document.published or "") or after.quantity.ratio:
            continue
        if math.isfinite(high) and low >= JUMP_FACTOR * high and low - high >= JUMP_LEAST:
            yield alert(
                "count jump",
                what=after.counted,
                place=", ".join(place_ids(after.statement).values()) or None,
                now=f"{cell_words(quantity_cell(after.quantity))} ({_by(after.statement, documents)})",
                before=f"{cell_words(quantity_cell(before.quantity))} ({_by(before.statement, documents)})",
                rule=f"{window}; at least {JUMP_FACTOR:g} times and {JUMP_LEAST} more than the number before",
                statements=[*after.statements, *before.statements],
            )


def _by(statement: Statement, documents: Mapping[str, Document]) -> str:
    document, voice = documents[statement.assertion.document], voice_cell(statement)
    outlet = outlet_cell(document)
    return f"{outlet if voice == 'author' else voice}, {document.published}"
