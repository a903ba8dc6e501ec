"""Places: toponyms of news to coordinates and GeoNames numbers (LGL, GeoWebNews, GeoVirus; Gritta et al.'s form).

acc_161km and exact_id are with the gold toponyms given, over those that have coordinates or a number: one that is not
resolved is wrong. mean_error_km is over the resolved ones. detection_f1 is of the finder that reads capital
letters alone, exact stretches.

    python -m benchmarks.places [FILE]          figures
    python -m benchmarks.places --fit           weights of resolve/place_ranking.py, fitted anew on the same files
    python -m benchmarks.places --misses FILE   what was not within 161 km
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bootstrap import interval, read_lines, shared, versions
from dateline.gazetteer import Gazetteer
from dateline.records import Place
from dateline.resolve.place_scan import find_places
from dateline.resolve.places import anchors, resolve_places

CORPORA = ("lgl", "geowebnews", "geovirus")
METRICS = ("acc_161km", "exact_id", "detection_f1", "mean_error_km")
_NEAR_KM = 161.0
_OTHER_SPANS = ("Expression", "Non_Toponym")


class Scores(NamedTuple):
    """Counts of one document."""

    located: int
    near: int
    errors: tuple[float, ...]
    numbered: int
    exact: int
    spans: int
    found: int
    right: int


def files(given: Path | None) -> list[Path]:
    return [given] if given else [shared() / "data" / "geoparsing" / f"{name}.jsonl.gz" for name in CORPORA]


def scored(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The toponyms with coordinates; of GeoWebNews those that its authors scored."""
    official = any(gold.get("geocoding_gold") for gold in document["toponyms"])
    golds = [
        gold for gold in document["toponyms"] if gold.get("geocoding_gold") or not (official or document["corpus"] == "geowebnews")
    ]
    return sorted((gold for gold in golds if gold.get("lat") is not None), key=lambda gold: gold["start"])


def distance_km(place: Place, gold: Mapping[str, Any]) -> float | None:
    if place.latitude is None or place.longitude is None:
        return None
    a, b, c, d = map(math.radians, (place.latitude, place.longitude, gold["lat"], gold["lon"]))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def resolve(document: Mapping[str, Any], golds: Sequence[Mapping[str, Any]], gazetteer: Gazetteer) -> tuple[Place, ...]:
    return resolve_places(document["text"], anchors(document["text"], ((gold["start"], gold["end"]) for gold in golds)), gazetteer)


def score(document: Mapping[str, Any], gazetteer: Gazetteer) -> Scores:
    golds = scored(document)
    places = resolve(document, golds, gazetteer)
    errors = [distance_km(place, gold) for place, gold in zip(places, golds, strict=True)]
    numbered = [(place, gold) for place, gold in zip(places, golds, strict=True) if gold.get("geonameid")]
    spans = {(gold["start"], gold["end"]) for gold in document["toponyms"] if not str(gold.get("type", "")).endswith(_OTHER_SPANS)}
    found = {(start, end) for start, end, _ in find_places(document["text"], gazetteer)}
    return Scores(
        located=len(golds),
        near=sum(error is not None and error <= _NEAR_KM for error in errors),
        errors=tuple(error for error in errors if error is not None),
        numbered=len(numbered),
        exact=sum(place.geonames == gold["geonameid"] for place, gold in numbered),
        spans=len(spans),
        found=len(found),
        right=len(spans & found),
    )


def metrics(documents: Sequence[Scores]) -> dict[str, float]:
    errors = [error for document in documents for error in document.errors]
    sums = {name: sum(getattr(document, name) for document in documents) for name in Scores._fields if name != "errors"}
    return {
        "acc_161km": sums["near"] / max(1, sums["located"]),
        "exact_id": sums["exact"] / max(1, sums["numbered"]),
        "detection_f1": 2 * sums["right"] / max(1, sums["spans"] + sums["found"]),
        "mean_error_km": sum(errors) / max(1, len(errors)),
    }


def _interval(documents: Sequence[Scores], name: str) -> tuple[float, float]:
    return interval(documents, lambda drawn: metrics(drawn)[name], times=500)


def run(file: Path | None = None) -> dict[str, Any]:
    """The figures over one file, or over the three corpora together, with those of each under its name."""
    gazetteer = Gazetteer.open()
    by_corpus = {path.name.split(".")[0]: [score(document, gazetteer) for document in read_lines(path)] for path in files(file)}
    every = [document for documents in by_corpus.values() for document in documents]
    return {
        "name": "places",
        "n": sum(document.located for document in every),
        "metrics": metrics(every),
        "interval": {name: list(_interval(every, name)) for name in METRICS},
        "versions": {**versions(), "gazetteer": gazetteer.version},
        "parts": {name: {"n": sum(d.located for d in documents), **metrics(documents)} for name, documents in by_corpus.items()},
    }


def misses(path: Path) -> None:
    gazetteer = Gazetteer.open()
    seen: Counter[str] = Counter()
    for document in read_lines(path):
        golds = scored(document)
        for gold, place in zip(golds, resolve(document, golds, gazetteer), strict=True):
            error = distance_km(place, gold)
            if error is None or error > _NEAR_KM:
                gold_name = gold.get("name") or gold.get("gold_name") or gold.get("wiki", "").rsplit("/", 1)[-1]
                took = f"{place.feature} {place.country} {place.name}" if place.feature else "nothing"
                seen[f"{gold['text']} = {gold_name} ({gold.get('fcode')}, {gold.get('country')}); took {took}"] += 1
    for line, count in seen.most_common():
        print(count, line)


def main() -> None:
    given = sys.argv[1:]
    if given[:1] == ["--misses"]:
        misses(Path(given[1]))
    elif given[:1] == ["--fit"]:
        from benchmarks.places_fit import fit

        fit()
    else:
        print(json.dumps(run(Path(given[0]) if given else None), indent=2))


if __name__ == "__main__":
    main()
