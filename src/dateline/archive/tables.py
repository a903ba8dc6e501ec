"""What words are looked up in when the case file is shown: codebook and gazetteer, without the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from dateline.codebook import Codebook
from dateline.gazetteer import Gazetteer
from dateline.link.meaning import Meaning
from dateline.plugins import load_codebook
from dateline.query import Filter, parse, understand
from dateline.records import Place
from dateline.situation.likeness import KnownNames

QUERIES = 64
"""Queries of which it is kept what they mean."""


@dataclass(frozen=True, kw_only=True)
class Tables:
    """Codebook and gazetteer."""

    codebook: Codebook
    gazetteer: Gazetteer

    @classmethod
    def load(cls, codebooks: Sequence[Path] = ()) -> "Tables":
        """Load both; `codebooks` are the user's own folders, over the installed ones."""
        return cls(codebook=load_codebook(codebooks), gazetteer=Gazetteer.open())

    @property
    def versions(self) -> str:
        """Versions of both, in words."""
        return f"codebook {self.codebook.version}, gazetteer {self.gazetteer.version}"

    @property
    def same_side(self) -> Callable[[str, str], bool]:
        """Whether two codebook ids are one side: an army and its government."""
        kinship = Meaning(self.codebook).kinship
        return lambda one, other: kinship.are_kin([one], [other])

    @cached_property
    def known_names(self) -> KnownNames:
        """The names of known actors, to be compared with others."""
        return KnownNames(self.codebook.actors)

    def province_of(self, place: Place) -> str | None:
        """The first-order division that a place lies in, or is; None where that is not known."""
        return self.gazetteer.province_of(place.geonames) if place.geonames is not None else None

    @cached_property
    def understand(self) -> Callable[[str], Filter]:
        """What a query means; that of the last ones is kept, for a page of the desk asks several things of one."""
        return lru_cache(maxsize=QUERIES)(lambda query: understand(parse(query), self.codebook, self.gazetteer))


def understood(query: str, tables: Tables) -> Filter:
    """What a query means.

    Raises:
        UsageError: it cannot be understood.
    """
    return tables.understand(query)
