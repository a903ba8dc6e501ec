"""The tables that exporters ask: codebook, gazetteer, codes of countries, columns, sides and the words of private persons.

Loaded once for an export and passed on as one argument.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dateline.codebook import Codebook
from dateline.codebook.entries import convert, read_file
from dateline.exports.countries import NO_COUNTRY, CountryCodes, load_countries
from dateline.exports.names import Names, load_rules
from dateline.exports.sides import SideRows, Sides
from dateline.exports.sites import Sites
from dateline.gazetteer import Gazetteer
from dateline.records import Record

DATA = Path(__file__).parent / "data"
T = TypeVar("T")


class Columns(Record, frozen=True, forbid_unknown_fields=True):
    """Names and order of the columns of each form; for HXL, column -> tag."""

    acled: tuple[str, ...]
    ucdp: tuple[str, ...]
    polecat: tuple[str, ...]
    plover: tuple[str, ...]
    hxl: dict[str, str]


class PloverCode(Record, frozen=True, forbid_unknown_fields=True):
    """A mode of a PLOVER type: its quad class and, where the manual gives one, its score."""

    quad: int
    score: float | None = None


@dataclass(frozen=True)
class Tables:
    """What exporters look up."""

    codebook: Codebook
    names: Names
    sides: Sides
    sites: Sites
    countries: Mapping[str, CountryCodes]
    columns: Columns
    acled_types: Mapping[str, Mapping[str, str]]
    """Event type -> sub-event type -> disorder type."""
    plover_types: Mapping[str, Mapping[str, PloverCode]]
    """Type -> mode (``any`` without one) -> what it counts as."""

    @classmethod
    def load(cls, codebook: Codebook, gazetteer: Gazetteer, data: Path = DATA) -> "Tables":
        """The shipped tables around a codebook and a gazetteer."""
        return cls(
            codebook=codebook,
            names=Names(load_rules(data / "private.yaml"), codebook.actors, gazetteer),
            sides=Sides(_read(data / "sides.yaml", SideRows), codebook.actors),
            sites=Sites(gazetteer),
            countries=load_countries(),
            columns=_read(data / "columns.yaml", Columns),
            acled_types=_read(data / "acled_types.yaml", dict[str, dict[str, str]]),
            plover_types=_read(data / "plover_types.yaml", dict[str, dict[str, PloverCode]]),
        )

    def country(self, iso2: str | None) -> CountryCodes:
        """The codes of a country; all empty for one that is not known."""
        return self.countries.get(iso2 or "", NO_COUNTRY)


def _read(path: Path, kind: type[T]) -> T:
    return convert(read_file(path)[1], kind, path)


def load_tables(codebooks: Sequence[Path] = ()) -> Tables:
    """The tables over the shipped codebook and the folders given, those of installed codebooks among them."""
    from dateline.codebook import load_codebook

    return Tables.load(load_codebook(codebooks), Gazetteer.open())
