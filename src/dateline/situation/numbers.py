"""The ledger of numbers: what, of whom, where, how many, as of when, who says so; what became of it; numbers that follow from two.

Nothing is averaged: two voices with two numbers are two rows, and the later row says how it stands to the earlier. Counts of
one event are compared where place, type, first day and those counted are the same; other numbers where words and place are. It
does not know which number is right, nor whether two reports speak of one incident.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dateline.codebook.actor_words import fold
from dateline.codebook.quantities import QuantityTable
from dateline.records import Document, Quantity, Row, Statement
from dateline.situation.cells import (
    as_of_cell,
    cell_words,
    outlet_cell,
    places_cell,
    quantity_cell,
    range_cell,
    voice_cell,
)
from dateline.situation.derived import Derived, derived_from
from dateline.situation.figures import Figure, figures_of, head_of, voice_key, where_key
from dateline.situation.parts import Part, part_of, place_of, rows_of

VIEW = "numbers"
HEDGES = ("asserted", "reported", "probable", "possible", "denied")
"""From the firmest to the weakest."""
_ANYBODY = frozenset({"", "person", "people", "other"})
"""Heads that say nothing about who is counted."""


class Entry(NamedTuple):
    """One line of the ledger: a figure, and where else the same is said."""

    figure: Figure
    copies: tuple[Figure, ...]


def numbers(statements: Iterable[Statement], documents: Mapping[str, Document], table: QuantityTable) -> list[Row]:
    """The ledger of all numbers that the statements give, sorted by what is counted, where, and as of when."""
    return rows_of(number_parts(statements, documents, table))


def number_parts(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    table: QuantityTable,
    beside: Callable[[Iterable[tuple[Figure, Figure]]], Iterable[tuple[str, str, Row]]] = lambda updates: (),
) -> Iterator[Part]:
    """The rows of each series. What a document's own numbers give together stands with the count that it is derived from.

    Args:
        beside: what else there is to say of the updates in a series: each with its place among others and its day.
    """
    figures = figures_of(statements, documents)
    derived: dict[int, list[Derived]] = {}
    for each in derived_from(figures, table):
        derived.setdefault(id(each.counted), []).append(each)
    for key, members in _series(figures).items():
        rows = []
        for number, entry in enumerate(members):
            rows.append(_row(entry, _compared(entry, members[:number])))
            rows += [_derived_row(each) for one in (entry.figure, *entry.copies) for each in derived.get(id(one), ())]
        inside = (one.document.id for entry in members for one in (entry.figure, *entry.copies))
        place = place_of(repr(key))
        yield part_of(key, inside, [(place, row) for row in rows])._replace(beside=tuple(beside(_updates(members))))


def updates(statements: Iterable[Statement], documents: Mapping[str, Document]) -> Iterator[tuple[Figure, Figure]]:
    """Each number of a later day with the number before it in its series."""
    for members in _series(figures_of(statements, documents)).values():
        yield from _updates(members)


def _updates(members: Sequence[Entry]) -> Iterator[tuple[Figure, Figure]]:
    for number, entry in enumerate(members):
        compared = _compared(entry, members[:number])
        if compared and (compared[1].document.published or "") < (entry.figure.document.published or ""):
            yield compared[1], entry.figure


def _series(figures: Sequence[Figure]) -> dict[tuple, list[Entry]]:
    """Entries of which the one can be an update or a rival of the other, in the order of time, by what they share."""
    series: dict[tuple, list[Entry]] = {}
    for entry in _entries(figures):
        series.setdefault(_series_key(entry.figure), []).append(entry)
    return {key: sorted(series[key], key=_when) for key in sorted(series, key=repr)}


def _entries(figures: Sequence[Figure]) -> list[Entry]:
    """Figures that say the same of the same by the same voice are one entry."""
    groups: dict[tuple, list[Figure]] = {}
    for figure in figures:
        quantity, time = figure.quantity, figure.statement.time
        ends = (quantity.low, quantity.high, quantity.approx, quantity.ratio)
        when = (time.start, time.end) if time else None
        # Without a day of its own a number is as of its text: the same number a week later is another entry.
        said = voice_key(figure), when or figure.document.published or figure.document.id, figure.statement.assertion.hedge
        key = (quantity.of, fold(figure.what), fold(figure.whom), where_key(figure), figure.statement.assertion.type, ends, said)
        groups.setdefault(key, []).append(figure)
    return [Entry(figure=group[0], copies=tuple(group[1:])) for group in groups.values()]


def _series_key(figure: Figure) -> tuple:
    """What two entries share when the one can be an update or a rival of the other."""
    statement = figure.statement
    if figure.quantity.of:
        start = statement.time.start if statement.time else ""
        return (0, figure.quantity.of, statement.assertion.type or "", where_key(figure), start)
    return (1, fold(figure.what), figure.quantity.ratio, where_key(figure))


def _when(entry: Entry) -> tuple:
    figure = entry.figure
    as_of = as_of_cell(figure.statement, figure.document) or {"end": "", "start": ""}
    anchor = figure.statement.assertion.anchor
    return (
        as_of["end"],
        figure.document.published or "",
        as_of["start"],
        figure.document.name,
        anchor.start,
        repr(figure.quantity),
    )


def _compared(entry: Entry, earlier: Sequence[Entry]) -> tuple[str, Figure] | None:
    """How a number stands to the one before it in its series, and which one that is; None where nothing can be compared."""
    figure = entry.figure
    for before in reversed(earlier):
        if _is_comparable(before.figure, figure):
            return _change(before.figure, figure), before.figure
    return None


def _is_comparable(one: Figure, two: Figure) -> bool:
    """Whether two numbers of a series are of the same: by another voice or on another day, of the same people, somewhere known.

    Numbers of one voice in one text are parts of each other ("82, among them 11 women"), not versions.
    """
    if one.document.id == two.document.id and voice_key(one) == voice_key(two):
        return False
    if one.quantity.of:
        dated = bool(one.statement.time) and bool(where_key(one))
        heads = head_of(one.whom), head_of(two.whom)
        return dated and (heads[0] == heads[1] or heads[0] in _ANYBODY or heads[1] in _ANYBODY)
    return bool(where_key(one)) or len(fold(one.what).split()) > 1


def _change(one: Figure, two: Figure) -> str:
    """In words how `two` stands to `one`, which stands before it; ranges that overlap agree."""
    low, high = ends_of(two.quantity)
    before_low, before_high = ends_of(one.quantity)
    later = (two.document.published or "") > (one.document.published or "")
    if low > before_high:
        word = "up from" if later else "more than"
    elif high < before_low:
        word = "down from" if later else "less than"
    else:
        word = "agrees with"
    by = ", ".join(filter(None, (_by(one), cell_words(as_of_cell(one.statement, one.document)))))
    return f"{word} {cell_words(quantity_cell(one.quantity))} ({by})"


def _by(figure: Figure) -> str:
    voice = voice_cell(figure.statement)
    return outlet_cell(figure.document) if voice == "author" else voice


def ends_of(quantity: Quantity) -> tuple[float, float]:
    """Both ends as numbers; what a text leaves open is infinite."""
    return (
        float("-inf") if quantity.low is None else quantity.low,
        float("inf") if quantity.high is None else quantity.high,
    )


def _row(entry: Entry, compared: tuple[str, Figure] | None) -> Row:
    figure = entry.figure
    statement, said = figure.statement, (figure, *entry.copies)
    cells = {
        "what": figure.what,
        "whom": figure.whom or None,
        "range": quantity_cell(figure.quantity),
        "event": statement.assertion.type if statement.assertion.kind == "event" else None,
        "place": places_cell(statement),
        "as_of": as_of_cell(statement, figure.document),
        "voice": [voice_cell(statement)],
        "outlet": list(dict.fromkeys(outlet_cell(one.document) for one in said)),
        "hedge": statement.assertion.hedge,
        "basis": "stated",
        "note": compared[0] if compared else None,
    }
    ids = [name for one in said for name in one.ids]
    return Row(view=VIEW, cells=cells, statements=tuple(dict.fromkeys([*ids, *(compared[1].ids if compared else ())])))


def _derived_row(derived: Derived) -> Row:
    rate, count = derived.rate, derived.counted
    said = [f"{cell_words(quantity_cell(one.quantity))} {one.counted} ({_by(one)})" for one in (rate, count)]
    cells = {
        "what": f"part of the {count.counted}" if rate.what.startswith("“") else f"{rate.counted}, of {count.counted}",
        "whom": None,
        "range": range_cell(derived.quantity.low, derived.quantity.high, approx=derived.quantity.approx),
        "event": None,
        "place": places_cell(count.statement),
        "as_of": as_of_cell(count.statement, count.document),
        "voice": list(dict.fromkeys((_by(rate), _by(count)))),
        "outlet": [outlet_cell(count.document)],
        "hedge": max((one.statement.assertion.hedge for one in (rate, count)), key=HEDGES.index),
        "basis": "derived",
        "note": f"{said[0]} × {said[1]}; {derived.because}",
    }
    return Row(view=VIEW, cells=cells, statements=tuple(dict.fromkeys((*rate.ids, *count.ids))))
