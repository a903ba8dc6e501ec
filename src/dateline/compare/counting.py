"""One document, one reader: what is right, what was given and what was wanted, by kind, type and field; and every difference.

Rows of the gold that are `optional` (a careful coder could leave them out) are neither missed nor earned. Rows that share an `alt`
are two lawful codings of one thing: one of them is enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dateline.compare.fields import Known, fields_of, shared, values_of, words_of
from dateline.compare.gold import Gold
from dateline.compare.pairs import Words, pairs
from dateline.compare.rows import TYPE_FIELD, Json, type_of

ALL = "all"
WHOLE, FOUND = "whole", "found"
"""Measures beside the fields: kind, words and type are right; kind and words are."""
MISSED, EXTRA = "missed", "extra"
"""What a difference may be, beside a field."""


class Key(NamedTuple):
    """What is counted."""

    measure: str
    kind: str
    type: str | None = None


class Raw(NamedTuple):
    """One difference between gold and reader."""

    what: str
    gold: Json | None
    given: Json | None
    wanted: str
    said: str

    @property
    def row(self) -> Json:
        """Where it is: the gold's row where there is one."""
        return self.gold or self.given or {}


@dataclass
class Counted:
    """Figures of one document: key -> right, given, wanted."""

    counts: dict[Key, list[int]] = field(default_factory=dict)
    differences: list[Raw] = field(default_factory=list)
    undecided: int = 0

    def add(self, key: Key, right: int, given: int, wanted: int) -> None:
        """Count something."""
        for index, number in enumerate((right, given, wanted)):
            self.counts.setdefault(key, [0, 0, 0])[index] += number


def count(gold: Gold, given: Sequence[Json], words: Words, known: Known) -> Counted:
    """Compare what a reader found in a document with its gold."""
    counted = Counted()
    made = pairs(gold.rows, given, words)
    hit, answered = {i for i, _ in made}, {j for _, j in made}
    wanted = [i for i, row in enumerate(gold.rows) if not row.get("optional")]
    spared = _spared(gold.rows, hit)
    for i in wanted:
        if i in spared:
            continue
        _count_row(counted, gold.rows[i], wanted=1)
        if i not in hit:
            counted.differences.append(Raw(MISSED, gold.rows[i], None, "", ""))
    for i, j in made:
        row, other = gold.rows[i], given[j]
        if not row.get("optional"):
            _count_row(counted, other, given=1)
            _count_pair(counted, row, other)
        _count_fields(counted, row, other, known)
    rejected = {j for _, j in pairs(gold.rejected, given, words)}
    for j in range(len(given)):
        if j in answered:
            continue
        if not gold.complete and j not in rejected:
            counted.undecided += 1
            continue
        _count_row(counted, given[j], given=1)
        counted.differences.append(Raw(EXTRA, None, given[j], "", ""))
    return counted


def _spared(rows: Sequence[Json], hit: set[int]) -> set[int]:
    """Rows that are not missed since another coding of the same thing is found, or is counted in their place."""
    groups: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        if row.get("alt"):
            groups.setdefault(str(row["alt"]), []).append(i)
    spared: set[int] = set()
    for members in groups.values():
        found = [i for i in members if i in hit]
        spared |= {i for i in members if i not in hit} if found else set(members[1:])
    return spared


def _keys(measure: str, row: Json) -> Iterable[Key]:
    kind = row["kind"]
    yield Key(measure, ALL)
    yield Key(measure, kind)
    if measure == WHOLE and kind in TYPE_FIELD:
        yield Key(measure, kind, type_of(row) or "")


def _count_row(counted: Counted, row: Json, *, given: int = 0, wanted: int = 0) -> None:
    for measure in (WHOLE, FOUND):
        for key in _keys(measure, row):
            counted.add(key, 0, given, wanted)


def _count_pair(counted: Counted, row: Json, other: Json) -> None:
    for key in _keys(FOUND, row):
        counted.add(key, 1, 0, 0)
    if type_of(row) == type_of(other):
        for key in _keys(WHOLE, row):
            counted.add(key, 1, 0, 0)


def _count_fields(counted: Counted, row: Json, other: Json, known: Known) -> None:
    for name in fields_of(row["kind"]):
        wanted, said = values_of(row, name), values_of(other, name)
        right = shared(wanted, said, name, known)
        for key in (Key(name, ALL), Key(name, row["kind"])):
            counted.add(key, right, len(said), len(wanted))
        if right < max(len(wanted), len(said)):
            counted.differences.append(Raw(name, row, other, words_of(wanted, name), words_of(said, name)))
