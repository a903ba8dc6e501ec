"""The tables that linking needs, prepared once from the codebook."""

from msgspec import structs

from dateline.codebook import Codebook
from dateline.link.actors import Kinship
from dateline.link.words import Words

VAGUE = "other_conflict"
"""The type that says nothing of what kind of occurrence it is."""


class Meaning:
    """What the codebook says on occurrences and actors, ready for use. Made once, passed as an argument."""

    def __init__(self, codebook: Codebook) -> None:
        table = codebook.occurrences
        self.points: dict[str, float] = structs.asdict(table.points)
        self.near_km, self.around_km = table.near_km, table.around_km
        self.families = table.families_of()
        self.two_sided = frozenset(table.two_sided)
        self.told_once = frozenset(table.told_once)
        self.words = Words(table)
        self.kinship = Kinship(codebook)
        self._actors = codebook.actors
        self._clans = _clans({name: families for name, families in self.families.items() if name != VAGUE})

    def may_be_one(self, one: str, other: str) -> bool:
        """Whether reporters use the two types for one occurrence."""
        return one == other or not self.families.get(one, frozenset()).isdisjoint(self.families.get(other, frozenset()))

    def clans(self, kind: str) -> frozenset[str]:
        """The groups of types among which those that may be one with `kind` all are; for looking candidates up."""
        if kind != VAGUE:
            return frozenset([self._clans.get(kind, kind)])
        theirs = self.families.get(VAGUE, frozenset())
        return frozenset(
            self._clans[name] for name, families in self.families.items() if name in self._clans and families & theirs
        ) | {VAGUE}

    def country_of(self, words: str) -> str | None:
        """ISO code of the country whose word a phrase begins with."""
        named = self.kinship.named(words.removeprefix("the ").removeprefix("The "))
        country = self._actors.countries.get(named) if named else None
        return country.iso if country else None

    def is_person(self, actor: str) -> bool:
        """Whether the id is a person's."""
        row = self._actors.get(actor)
        return row is not None and row.kind == "person"


def _clans(families: dict[str, frozenset[str]]) -> dict[str, str]:
    """Type -> the least name among all types that it is tied to by shared families, directly or through others."""
    clan = {name: name for name in families}
    changed = True
    while changed:
        changed = False
        for name, own in families.items():
            least = min(clan[other] for other, theirs in families.items() if own & theirs)
            if least < clan[name]:
                clan[name], changed = least, True
    return clan
