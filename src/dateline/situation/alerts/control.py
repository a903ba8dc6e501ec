"""Change of control: a side takes, loses or leaves a place within the window, beside who was last said to hold it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dateline.records import Document, Record, Row, Statement
from dateline.situation.alerts.alert import UNSURE, Window, alert, day_of, reports, who
from dateline.situation.cells import flat, in_role, place_ids
from dateline.situation.parts import Part, part_of, place_of
from dateline.situation.wording import CHANGE_WORD, day_words

CHANGES = ("seizes", "loses", "withdraws")
_HOLDS = ("seizes", "holds")


def control_changes(ordered: Sequence[Statement], documents: Mapping[str, Document], window: Window) -> Iterator[Row]:
    """One row for each place, change and actor; none where the same actor was said to hold the place before."""
    held: dict[str, list[Statement]] = {}
    changes: dict[tuple[str, str], list[Statement]] = {}
    for statement in ordered:
        if statement.assertion.kind != "control" or statement.assertion.hedge in UNSURE:
            continue
        day, change = day_of(statement, documents), statement.assertion.type or ""
        for place in place_ids(statement):
            if window.holds(day) and change in CHANGES:
                changes.setdefault((place, change), []).append(statement)
            elif change in _HOLDS and day < window.start:
                held.setdefault(place, []).append(statement)
    for (place, change), found in changes.items():
        last = max(held.get(place, ()), key=lambda s: (day_of(s, documents), s.id), default=None)
        for members in _by_actor(found):
            if change != "seizes" or last is None or who(last) != who(members[0]):
                yield _control_row(place, members, last, documents, window)


class Holds(Record, frozen=True):
    """That somebody is said to hold a place."""

    statement: str


def hold_parts(statements: Iterable[Statement], documents: Mapping[str, Document]) -> Iterator[Part]:
    """Of each place all that is said of who holds it, by day, each with its statement."""
    held: dict[str, list[Statement]] = {}
    for statement in statements:
        assertion = statement.assertion
        if assertion.kind == "control" and assertion.hedge not in UNSURE and assertion.type in _HOLDS:
            for place in place_ids(statement):
                held.setdefault(place, []).append(statement)
    for place, found in held.items():
        inside = (statement.assertion.document for statement in found)
        days = [day_of(statement, documents) for statement in found]
        rows = [(place_of(place, day), Holds(statement=statement.id)) for statement, day in zip(found, days, strict=True)]
        yield part_of(place, inside, rows, days=days)


def _by_actor(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements of each actor; those that name nobody stand with the first that do."""
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for statement in statements:
        groups.setdefault(tuple(who(statement)), []).append(statement)
    nobody = groups.pop((), [])
    if not groups:
        yield nobody
    for number, members in enumerate(groups.values()):
        yield members if number else [*members, *nobody]


def _control_row(
    place: str, members: Sequence[Statement], last: Statement | None, documents: Mapping[str, Document], window: Window
) -> Row:
    first = members[0]
    dated = day_words(first.time.end) if first.time else f"day not stated, published {day_words(day_of(first, documents))}"
    return alert(
        "change of control",
        what=_change_words(first),
        place=place_ids(first)[place],
        now=f"{reports(members)}, {dated}",
        before=f"{_change_words(last)}, {day_words(day_of(last, documents))}" if last else None,
        rule=f"a side takes, loses or leaves it in the {window}",
        statements=[*members, *([last] if last else [])],
    )


def _change_words(statement: Statement) -> str:
    names = " and ".join(flat(p.name) for p in in_role(statement, "actor")) or "a side that is not named"
    return f"{CHANGE_WORD[statement.assertion.type or 'holds']} {names}"
