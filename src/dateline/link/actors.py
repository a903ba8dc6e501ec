"""How near two actors are: the same, kin (an army and its country, a group and what it grew out of), or others.

Kinship is read off the actor table; names that it lacks are compared by their words elsewhere.
"""

from collections.abc import Iterable
from functools import lru_cache

from dateline.codebook import Codebook

_STEPS = 6
"""Generations that kinship is followed over."""


class Kinship:
    """Who belongs to whom, by the codebook's ids. Keeps what it has looked up."""

    def __init__(self, codebook: Codebook) -> None:
        self._table = codebook.actors
        self.kin = lru_cache(maxsize=50_000)(self._kin)
        self.wholes = lru_cache(maxsize=50_000)(self._wholes)
        self.named = lru_cache(maxsize=50_000)(self._named)

    def _kin(self, actor: str) -> frozenset[str]:
        """The actor itself and all that it is part of or grew out of."""
        found, edge = {actor}, {actor}
        for _ in range(_STEPS):
            edge = {above for each in edge for above in self._above(each)} - found
            if not edge:
                break
            found |= edge
        return frozenset(found)

    def _wholes(self, actor: str) -> frozenset[str]:
        """The forces and groups that it is part of, countries left out: an army and a ministry of one country are not one."""
        found = set()
        row = self._table.get(actor)
        while row is not None and row.parent and len(found) < _STEPS:
            row = self._table.get(row.parent)
            if row is not None and row.kind != "government":
                found.add(row.id)
        return frozenset(found)

    def _above(self, actor: str) -> Iterable[str]:
        row = self._table.get(actor)
        if row is None:
            return ()
        led = (office.of for office in row.offices)
        return (*([row.parent] if row.parent else []), *row.predecessors, *led)

    def _named(self, words: str) -> str | None:
        """The actor that stands first in a description: Russia of "Russian missiles"."""
        first, _, rest = words.partition(" ")
        if not rest or not first[:1].isupper():
            return None
        row = self._table.find(first)
        return row.id if row else None

    def are_kin(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether somebody of one side is, belongs to, or grew out of somebody of the other, or both are parts of one force."""
        mine, theirs = frozenset(one), frozenset(other)
        if any(not self.kin(a).isdisjoint(theirs) for a in mine) or any(not self.kin(b).isdisjoint(mine) for b in theirs):
            return True
        return any(not self.wholes(a).isdisjoint(self.wholes(b)) for a in mine for b in theirs)
