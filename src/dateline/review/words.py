"""What each coder, and the machine, says of what: acts -> one word a unit, for comparison.

A unit is a statement by its id. Where two coders added the same thing over words that overlap but are not the same, their two are
one unit; where one added and another has been through the same document without adding, the other's word is that there is none.
"""

from collections.abc import Iterable, Mapping, Sequence

from dateline.records import Review, Statement
from dateline.review.agreement import MACHINE
from dateline.review.standing import Standing, standing

Told = dict[str, dict[str, Statement | None]]


def by_statement(acts: Iterable[Review]) -> dict[str, list[Review]]:
    """Acts by the statement that they are about, in their order."""
    found: dict[str, list[Review]] = {}
    for act in acts:
        found.setdefault(act.statement, []).append(act)
    return found


def words_of(acts: Sequence[Review]) -> Told:
    """Coder -> unit -> the statement that they keep, or None; the machine's word under `machine`. Adjudications are left out: they
    were not blind.
    """
    told: Told = {}
    places = {name: standing(each) for name, each in by_statement(acts).items()}
    been: dict[str, set[str]] = {}
    for where in places.values():
        for act in where.decisions:
            been.setdefault(act.document, set()).add(act.by)
    same = _same(places)
    for name, where in places.items():
        read = next((act.machine for act in where.decisions if act.machine), None)
        for act in where.decisions:
            told.setdefault(act.by, {})[same.get(name, name)] = act.value
        if where.decisions:
            machine = told.setdefault(MACHINE, {})
            machine.setdefault(same.get(name, name), read)
    for name, where in places.items():
        if where.decisions and all(act.machine is None for act in where.decisions):
            for coder in been[where.decisions[0].document]:
                told[coder].setdefault(same.get(name, name), None)
    return {coder: told[coder] for coder in sorted(told)}


def _same(places: Mapping[str, Standing]) -> dict[str, str]:
    """Unit of each statement that was added: the first one of the same kind and document that another coder added on the same
    words."""
    units: dict[str, str] = {}
    heads: list[tuple[str, Statement, set[str]]] = []
    for name, where in places.items():
        kept = next((act for act in where.decisions if act.machine is None and act.value), None)
        if kept is None or kept.value is None:
            continue
        coders = {act.by for act in where.decisions}
        head = next((each for each in heads if meet(each[1], kept.value) and each[2].isdisjoint(coders)), None)
        if head is None:
            heads.append((name, kept.value, coders))
        else:
            units[name] = head[0]
            head[2].update(coders)
    return units


def meet(one: Statement, other: Statement) -> bool:
    """Whether two statements are of one kind and share half of their words at least."""
    a, b = one.assertion, other.assertion
    if (a.document, a.kind) != (b.document, b.kind):
        return False
    shared = min(a.anchor.end, b.anchor.end) - max(a.anchor.start, b.anchor.start)
    return 2 * shared >= max(a.anchor.end - a.anchor.start, b.anchor.end - b.anchor.start)
