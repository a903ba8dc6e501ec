"""Second largest city: the rank that a text gives a town, beside the gazetteer's numbers of people.

Towns nearer than `ONE_CITY_KM` to a larger one are its quarters: the gazetteer lists some of them as towns of their own. A rank
within a part of a country ("the largest town in the north") is not looked at. The numbers are of today, the text may be of
another day.
"""

import re
from collections.abc import Iterable, Iterator

from dateline.codebook.actors import ActorTable
from dateline.gazetteer import Candidate, Gazetteer
from dateline.records import Place, Row
from dateline.situation.checks.finding import finding
from dateline.situation.checks.names import NAME
from dateline.situation.checks.spots import Spot, kilometres, spot_of
from dateline.situation.passages import Passage

CHECK = "rank"
ONE_CITY_KM = 15.0
LOOKED_AT = 60
"""Largest towns of a country that are looked at for its cities."""
_RANKS = {"": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_PHRASE = re.compile(
    rf"\b(?:(?P<owner>{NAME})['’]s?\s+|(?i:the|its|their)\s+(?:(?:country|nation)['’]s\s+)?|(?P<demonym>[A-Z]\w+)\s+)"
    rf"(?:(?P<rank>second|third|fourth|fifth|sixth|2nd|3rd|4th|5th)[\s-]+)?(?:largest|biggest|most\s+populous)\s+"
    rf"(?:city|town)\b(?P<inside>\s+(?:in|of)\s+(?:the\s+)?(?P<region>[\w-]+(?:\s+[A-Z]\w+)*))?"
)
NEAR_CHARACTERS = 40
"""How far from the phrase the town may stand."""


def check_ranks(passages: Iterable[Passage], gazetteer: Gazetteer, actors: ActorTable) -> Iterator[Row]:
    """A row for each town that a sentence ranks by size within its country."""
    for passage in passages:
        for match in _PHRASE.finditer(passage.text):
            place = _town(passage, match)
            country = _country(match, place, actors) if place else None
            if place and country and (row := _row(passage, match, place, country, gazetteer)):
                yield row


def _town(passage: Passage, match: re.Match[str]) -> Place | None:
    """The town that is ranked: the one named nearest to the phrase, after a comma or before one."""
    found: list[tuple[int, int, Place]] = []
    for statement in passage.statements:
        for place in statement.places:
            if not (place.feature or "").startswith("P.") or place.geonames is None:
                continue
            words = place.anchor.exact if place.anchor else place.name
            for at in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", passage.text):
                gap = (
                    passage.text[match.end() : at.start()] if at.start() >= match.end() else passage.text[at.end() : match.start()]
                )
                if len(gap) <= NEAR_CHARACTERS and not re.search(r"[.;]|\band\b", gap):
                    found.append((len(gap), place.geonames, place))
    return min(found, key=lambda one: one[:2])[2] if found else None


def _country(match: re.Match[str], place: Place, actors: ActorTable) -> str | None:
    """ISO code of the country within which the text ranks; None where it ranks within something else."""
    named = match["owner"] or match["demonym"]
    if match["inside"]:
        if re.search(r"\b(?:north|south|east|west|central)", match["inside"], re.IGNORECASE):
            return None
        named = match["region"]
        if named.lower() in ("country", "nation"):
            return place.country
    if named is None:
        return place.country
    found = actors.find(named)
    return actors.countries[found.id].iso if found and found.id in actors.countries else None


def _row(passage: Passage, match: re.Match[str], place: Place, country: str, gazetteer: Gazetteer) -> Row | None:
    cities = _cities(country, gazetteer)
    said = _RANKS[(match["rank"] or "").lower()]
    spot = spot_of(place)
    own = next(
        (n for n, (_, near) in enumerate(cities, 1) if spot and any(kilometres(spot, one) <= ONE_CITY_KM for one in near)), None
    )
    if len(cities) < said or place.country != country:
        return None
    shown = cities[: max(said, own or 0, 2)][:5]
    names = [place.name if number == own else city.name for number, (city, _) in enumerate(shown, 1)]
    listed = ", ".join(f"{n} {name} {city.population:,}" for n, (name, (city, _)) in enumerate(zip(names, shown, strict=True), 1))
    return finding(
        CHECK,
        about=place.name,
        says=f"“{' '.join(match.group().split())}”",
        known=f"by people: {listed}" + (f"; {place.name} is number {own}" if own != said else ""),
        known_from="gazetteer",
        consistent=own == said,
        statements=passage.around(match.start(), match.end()),
        document=passage.document,
    )


def _cities(country: str, gazetteer: Gazetteer) -> list[tuple[Candidate, list[Spot]]]:
    """The cities of a country, largest first, each with the spots of its quarters."""
    cities: list[tuple[Candidate, list[Spot]]] = []
    for town in gazetteer.towns(country, LOOKED_AT):
        spot = spot_of(town)
        if spot is None:
            continue
        near = next((n for n, (_, spots) in enumerate(cities) if kilometres(spot, spots[0]) <= ONE_CITY_KM), None)
        if near is None:
            cities.append((town, [spot]))
        else:
            cities[near][1].append(spot)
    return cities
