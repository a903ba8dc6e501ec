"""Distance and travel time: "less than an hour from Baghdad", "30 km north of Mosul", beside the straight line of the gazetteer.

A straight line is no road and a town no point, so the known side is a range: roads up to `ROAD` times as long, towns up to
`TOWN_KM` wide, `SLOWEST` to `FASTEST` kilometres an hour. What lies in the range can be so.
"""

import re
from collections.abc import Iterable, Iterator

from dateline.gazetteer import Gazetteer
from dateline.records import Row
from dateline.situation.checks.finding import finding
from dateline.situation.checks.names import NAME
from dateline.situation.checks.spots import Spot, degrees, kilometres, named_spot, spot_of
from dateline.situation.passages import Passage

CHECK = "distance"
ROAD = 1.6
TOWN_KM = 10.0
SLOWEST, FASTEST = 25.0, 110.0
LOOSE = 0.2
"""A plain number is taken to be right to a fifth: distances are told in round numbers."""
WIDE_DEGREES = 67.5
"""How far off the direction may lie: "north" reaches to north-east and a little more."""

_WORDS = "a an one two three four five six seven eight nine ten eleven twelve".split()
_NUMBERS = {word: float(max(1, number - 1)) for number, word in enumerate(_WORDS)} | {
    "half an": 0.5,
    "twenty": 20.0,
    "thirty": 30.0,
}
_UNITS = {"km": 1.0, "kilometer": 1.0, "kilometre": 1.0, "mile": 1.609, "hour": 1.0, "minute": 1 / 60}
_TIMES = ("hour", "minute")
_COMPASS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip
_PHRASE = re.compile(
    r"(?:(?P<bound>less than|under|within|no more than|up to|more than|over|at least)\s+"
    r"|(?:about|around|some|roughly|nearly|just|only)\s+)*"
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|half an|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[\s-]+"
    rf"(?P<unit>km|kilomet(?:er|re)|mile|hour|minute)s?['’]?(?:\s*\([^)]*\))?\s+(?:(?:drive|away|by car|by road)\s+)?"
    rf"(?:(?:to the\s+|due\s+)?(?P<where>(?:north|south)?-?(?:east|west|north|south))(?:ern)?\s+)?(?:from|of|outside)\s+(?:the\s+)?"
    rf"(?:(?:capital|city|town|village)(?:\s+of)?,?\s+)?(?P<name>{NAME})"
)
_LOW, _HIGH = ("more than", "over", "at least"), ("less than", "under", "within", "no more than", "up to")
NEAR_CHARACTERS = 80
"""How far before the phrase the place that lies there may stand."""


def check_distances(passages: Iterable[Passage], gazetteer: Gazetteer) -> Iterator[Row]:
    """A row for each distance or travel time between two places that are on the map."""
    for passage in passages:
        for match in _PHRASE.finditer(passage.text):
            origin = _origin(passage, match.start())
            target = named_spot(match["name"], origin, passage.statements, gazetteer) if origin else None
            if origin and target and kilometres(origin, target) > 0:
                yield _row(passage, match, origin, target)


def _origin(passage: Passage, at: int) -> Spot | None:
    """The place that the phrase is about: the last one named before it, near enough."""
    found: list[tuple[int, Spot]] = []
    for statement in passage.statements:
        for place in statement.places:
            words = place.anchor.exact if place.anchor else place.name
            start = passage.text.rfind(words, max(0, at - NEAR_CHARACTERS - len(words)), at)
            if start >= 0 and (spot := spot_of(place)):
                found.append((start + len(words), spot))
    return max(found, default=(0, None))[1]


def _row(passage: Passage, match: re.Match[str], origin: Spot, target: Spot) -> Row:
    straight = kilometres(origin, target)
    number = _NUMBERS.get(match["number"]) or float(match["number"].replace(",", ""))
    low, high = _claimed(number * _UNITS[match["unit"]], match["bound"])
    shortest, longest = max(0.0, straight - TOWN_KM), straight * ROAD + TOWN_KM
    known = f"{straight:.0f} km in a straight line"
    if match["unit"] in _TIMES:
        shortest, longest = shortest / FASTEST, longest / SLOWEST
        known += f", {shortest:.1f} to {longest:.1f} hours at {SLOWEST:.0f} to {FASTEST:.0f} km an hour"
    consistent = low <= longest and shortest <= high
    if match["where"]:
        bearing = degrees(target, origin)
        known += f", {_compass_word(bearing)} of {target.name}"
        off = abs((bearing - _COMPASS[match["where"].replace("-", "").lower()] + 180) % 360 - 180)
        # Next door to each other two towns lie in any direction.
        consistent = consistent and (off <= WIDE_DEGREES or straight <= TOWN_KM)
    return finding(
        CHECK,
        about=f"{origin.name} and {target.name}",
        says=f"“{' '.join(match.group().split())}”",
        known=known,
        known_from="gazetteer",
        consistent=consistent,
        statements=passage.around(match.start(), match.end()),
        document=passage.document,
    )


def _claimed(value: float, bound: str | None) -> tuple[float, float]:
    if bound in _HIGH:
        return 0.0, value
    if bound in _LOW:
        return value, float("inf")
    return value * (1 - LOOSE), value * (1 + LOOSE)


def _compass_word(bearing: float) -> str:
    return min(_COMPASS, key=lambda word: abs((bearing - _COMPASS[word] + 180) % 360 - 180))
