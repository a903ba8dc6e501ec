"""Codes of countries in the systems that other projects count by: ISO, Gleditsch and Ward, Correlates of War, their regions.

The table is ``data/countries.tsv``. It knows states as they are now and some that are gone; it does not know which of them was
there on a day.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from dateline.records import Record

TABLE = Path(__file__).parent / "data" / "countries.tsv"


class CountryCodes(Record, frozen=True):
    """One country; a code is empty where a system has none for it."""

    iso2: str
    iso3: str
    number: str
    """ISO 3166-1 numeric."""
    name: str
    gw: str
    """Gleditsch and Ward's number, which UCDP uses."""
    cow: str
    """Correlates of War number."""
    acled: str
    """ACLED's region."""
    ucdp: str
    """UCDP's region."""


NO_COUNTRY = CountryCodes(iso2="", iso3="", number="", name="", gw="", cow="", acled="", ucdp="")


def load_countries(path: Path = TABLE) -> Mapping[str, CountryCodes]:
    """The table, by ISO alpha-2 code."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    names = lines[0].split("\t")
    rows = [CountryCodes(**dict(zip(names, line.split("\t"), strict=True))) for line in lines[1:]]
    return MappingProxyType({row.iso2: row for row in rows})
