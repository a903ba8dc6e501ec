"""How far coders, and coders and machine, see the same: Krippendorff's alpha and F1, by kind and field.

A unit is a statement about which both have decided. Of one kind, `exists` compares whether it is there at all; the other fields
compare those that both keep. F1 counts the elements of a field's value (the actors, the places, one type, ...) that both give.
Alpha takes as difference of two values the share of their elements that they do not have in common (Jaccard's distance), which
for a field with room for one value is the nominal difference;
it is 1 for full agreement and 0 for that of chance. Spans compare by their characters.

What each coder added is matched first: where one adds what another added too, over words that overlap, it is one unit.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from dateline.records import Record, Statement
from dateline.review.fields import Value, fields_of, value_of

EXISTS = "exists"
MACHINE = "machine"
ALL = "all"

Word = Mapping[str, Statement | None]
"""One coder's word: unit -> the statement that they keep, None where they say there is none."""


class Agreement(Record, frozen=True):
    """How far two or more see the same in one field of one kind of statement."""

    between: tuple[str, ...]
    kind: str
    """A kind of statement, or `all`."""
    field: str
    units: int
    alpha: float | None
    """None where the values do not vary, so that chance cannot be told from agreement."""
    f1: float | None
    """Of two; None for more, and where neither gives anything."""


def agreements(words: Mapping[str, Word]) -> list[Agreement]:
    """Every two coders, each coder with the machine, and all coders where there are more than two.

    Args:
        words: coder -> their word; the machine's under `machine`.
    """
    coders = sorted(name for name in words if name != MACHINE)
    groups: list[tuple[str, ...]] = [*combinations(coders, 2), *((coder, MACHINE) for coder in coders if MACHINE in words)]
    if len(coders) > 2:
        groups.insert(0, tuple(coders))
    return [found for group in groups for found in _of_group(group, [words[name] for name in group])]


def _of_group(names: tuple[str, ...], words: Sequence[Word]) -> Iterator[Agreement]:
    shared: dict[str, list[tuple[Statement | None, ...]]] = {}
    every = dict.fromkeys(unit for word in words for unit in word)
    for unit in every:
        told = tuple(word[unit] for word in words if unit in word)
        kind = next((s.assertion.kind for s in told if s is not None), None)
        if len(told) > 1 and kind is not None:
            shared.setdefault(kind, []).append(told)
    kinds = {
        **({ALL: [told for each in shared.values() for told in each]} if len(shared) > 1 else {}),
        **dict(sorted(shared.items())),
    }
    for kind, units in kinds.items():
        yield _agreement(names, kind, EXISTS, [[frozenset() if s is None else frozenset({True}) for s in told] for told in units])
        kept = [[s for s in told if s is not None] for told in units]
        kept = [told for told in kept if len(told) > 1]
        fields = _common_fields(shared) if kind == ALL else fields_of(kind)
        for field in fields if kept else ():
            yield _agreement(names, kind, field, [[value_of(s, field) for s in told] for told in kept])


def _common_fields(kinds: Mapping[str, object]) -> tuple[str, ...]:
    first, *others = (fields_of(kind) for kind in kinds)
    return tuple(field for field in first if all(field in other for other in others))


def _agreement(names: tuple[str, ...], kind: str, field: str, units: Sequence[Sequence[Value]]) -> Agreement:
    return Agreement(
        between=names,
        kind=kind,
        field=field,
        units=len(units),
        alpha=alpha(units),
        f1=f1(units) if len(names) == 2 else None,
    )


def f1(units: Sequence[Sequence[Value]]) -> float | None:
    """F1 of the elements that two give, over all units; the same whichever of the two is taken for the truth.

    >>> f1([[frozenset({"a", "b"}), frozenset({"b"})], [frozenset(), frozenset()]])
    0.6667
    """
    both = sum(len(one & other) for one, other in units)
    given = sum(len(one) + len(other) for one, other in units)
    return round(2 * both / given, 4) if given else None


def alpha(units: Sequence[Sequence[Value]]) -> float | None:
    """Krippendorff's alpha: 1 - observed / expected difference. Units with one value tell nothing and are left out.

    >>> a, b = frozenset("a"), frozenset("b")
    >>> alpha([[a, a], [b, b], [a, b], [b, b]])
    0.5333
    """
    units = [unit for unit in units if len(unit) > 1]
    pooled = Counter(value for unit in units for value in unit)
    total = pooled.total()
    observed = sum(2 * sum(_difference(one, other) for one, other in combinations(unit, 2)) / (len(unit) - 1) for unit in units)
    expected = sum(2 * m * n * _difference(one, other) for (one, m), (other, n) in combinations(pooled.items(), 2))
    if not expected:
        return None
    return round(1 - (total - 1) * observed / expected, 4)


def _difference(one: Value, other: Value) -> float:
    """Jaccard's distance; two values that say nothing are the same."""
    every = one | other
    return 1 - len(one & other) / len(every) if every else 0.0
