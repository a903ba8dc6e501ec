"""How a place is meant by way of another: "30 km north of Mosul", "between A and B", "northwestern Iraq", "the outskirts of Goma".

It reads the words in and beside a place name, and says where that is: a bearing, a distance, a part. It looks at words, not at a
parse, and knows no roads: a distance by road is taken as the crow flies, and the radius allows for that.
"""

import re
from typing import NamedTuple

from text_to_num import text2num

BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "southwest": 225.0, "west": 270.0,
    "northwest": 315.0,
}  # fmt: skip
"""Degrees from north, clockwise."""
CENTRE = "central"
MILE_KM = 1.609
_VAGUE_KM = {
    "a few": 5.0,
    "few": 5.0,
    "several": 8.0,
    "a couple of": 3.0,
    "some": 10.0,
    "dozens of": 40.0,
    "tens of": 30.0,
    "a": 1.0,
}
NEAR_KM, OUTSIDE_KM, EDGE_KM, BESIDE_KM, OFF_COAST_KM = 20.0, 15.0, 8.0, 15.0, 40.0
"""How far from a town the words may mean: near it, outside it, on its edge, on one side of it, off its coast."""

_DIRECTION = r"(?P<direction>(?:north|south)(?:[\s-]?(?:east|west))?|east|west)"
_PART = r"(?P<part>(?:north|south)(?:[\s-]?(?:east|west))?(?:ern)?|eastern|western|east|west|central)"
_UNIT = r"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)\b\.?"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
)
_NUMBER = rf"(?P<number>\d[\d,]*(?:\.\d+)?|{'|'.join(_VAGUE_KM)}|(?:{_TENS})(?:-(?:{_SMALL}))?|(?:{_SMALL}))"
# What may stand between "of" and the name: "the provincial capital of", "the town of".
_TO_NAME = r"\s+(?:the\s+)?(?:(?:[a-z-]+\s+){0,3}?(?:city|town|village|capital|port|camp|district)(?:\s+of|,)?\s+)?"
_DISTANCE = rf"(?:{_NUMBER}[\s-]*(?:\([^)]*\)\s*)?{_UNIT}(?:\s*\([^)]*\))?)"
_AWAY = rf"{_DISTANCE}\s*,?\s*(?:away\s+)?(?:to\s+the\s+)?(?:due\s+|just\s+)?{_DIRECTION}\s+(?:of|from)"
_FROM = rf"{_DISTANCE}\s+(?:away\s+)?(?:from|outside|outside\s+of|beyond|inland\s+from|off)"
_BESIDE = rf"(?:(?:just|to\s+the|immediately|directly|further|areas?|villages?|town|positions?|,)\s+)?{_DIRECTION}\s+of"
_EDGE = r"(?:outskirts|edges?|suburbs?|fringes?|entrance|gates|countryside|periphery)\s+of"
_NEAR = r"(?:near|close\s+to|not\s+far\s+from|in\s+the\s+vicinity\s+of|around|next\s+to|adjacent\s+to)"
_PLACES_OF = r"(?:parts?|areas?|regions?|outskirts|suburbs|districts|countryside)\s+of"


def _before(words: str, to_name: str = _TO_NAME) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words}){to_name}$", re.IGNORECASE)


_BEFORE = (
    ("away", _before(_AWAY)),
    ("from", _before(_FROM)),
    ("part", _before(rf"(?:the|in)\s+(?:far\s+|extreme\s+)?{_DIRECTION}(?:ern)?(?:\s+part)?\s+of", r"\s+(?:the\s+)?")),
    ("part", _before(rf"(?:far\s+)?{_PART}\s+{_PLACES_OF}")),
    ("beside", _before(_BESIDE)),
    ("edge", _before(_EDGE)),
    ("coast", _before(r"off\s+(?:the\s+)?(?:[a-z]+\s+)?coasts?\s+of")),
    ("near", _before(_NEAR)),
    ("outside", _before(r"(?:just\s+)?outside(?:\s+of)?")),
    ("part", re.compile(rf"(?<![-\w])(?:far\s+|extreme\s+|rural\s+)?{_PART}(?:-|\s+)$")),
)
_OUTER = r"outskirts|suburbs?|edge|districts?|countryside|neighbou?rhoods?|parts?|half|flank"
_AFTER = (
    ("part", re.compile(rf"['’]s?\s+(?P<after>(?:far\s+)?{_PART}\s+(?:{_OUTER}))\b", re.IGNORECASE)),
    ("edge", re.compile(r"['’]s?\s+(?P<after>outskirts|suburbs|edge|countryside|periphery)\b", re.IGNORECASE)),
)
_SITED_LEAD = r"^\s*,?\s*(?:which\s+(?:is|lies)\s+|located\s+|situated\s+|lying\s+)?(?:about|some|around|roughly|nearly|just)?\s*"
_SITED = tuple(
    (kind, re.compile(rf"{_SITED_LEAD}(?:{words}){_TO_NAME}(?=(?P<name>[^\W\d_]))", re.IGNORECASE))
    for kind, words in (
        ("away", _AWAY),
        ("from", _FROM),
        ("beside", rf"{_DIRECTION}\s+of"),
        ("near", r"near|close\s+to|not\s+far\s+from|outside"),
    )
)
_NAME = r"[^\W\d_a-z][\w'’-]*(?:[ -](?:(?:al|el|de|la)[ -])?[^\W\d_a-z][\w'’-]*){0,3}"
_NO_GROUND = re.compile(
    r"\b(?:talks?|negotiations?|relations?|ties|agreements?|deals?|tensions?|wars?|disputes?|contacts|conflicts?|border|rivalry|trust"
    r"|dialogue|rapprochement|truce|ceasefire|row|rift|mediat\w+|split|divided|torn)\b[^.;]{0,25}$",
    re.IGNORECASE,
)
"""Words before "between A and B" that make two powers of the two places."""
_BETWEEN = re.compile(
    rf"\b(?:between|linking|connecting|links|connects)\s+(?:the\s+(?:\w+\s+){{0,2}}(?:of\s+)?)?(?P<one>{_NAME})\s+(?:and|to|with)\s+"
    rf"(?:the\s+(?:\w+\s+){{0,2}}(?:of\s+)?)?(?P<two>{_NAME})|\b(?:road|highway|route|way)\s+from\s+(?P<from>{_NAME})\s+to\s+(?P<to>{_NAME})"
    rf"|\b(?P<near>{_NAME})\s?[-–—]\s?(?P<far>{_NAME})\s+(?:road|highway|route|axis|motorway)"
)


OF_TOWNS = frozenset(("away", "from", "edge", "outside"))
"""Relations to a town or a site rather than to a province of its name."""


class Relation(NamedTuple):
    """Where something is by way of a named place."""

    kind: str
    """away, from, beside, part, edge, near, outside, coast."""
    words: str
    """As printed, without the name: "30 km north of"."""
    bearing: float | None = None
    """Degrees from north, clockwise; None for no direction."""
    km: float | None = None
    """Distance that the words give."""
    central: bool = False
    vague: bool = False
    """Whether the distance is a round word: "a few kilometres"."""


class Sited(NamedTuple):
    """Words after a name that say where it is: the relation, and where the other name begins."""

    relation: Relation
    start: int


class Between(NamedTuple):
    """Two names between which something is, with their ends in the text."""

    one: tuple[int, int]
    two: tuple[int, int]
    words: str


def relation_of(text: str, start: int, end: int) -> Relation | None:
    """How the place that is named in ``text[start:end]`` is meant by the words beside it.

    >>> relation_of("It fell 30 km north of Mosul.", 23, 28)
    Relation(kind='away', words='30 km north of', bearing=0.0, km=30.0, central=False, vague=False)
    >>> relation_of("It fell in Mosul.", 11, 16) is None
    True
    """
    line = text[max(0, start - 90) : start]
    line = line[max(line.rfind(". "), line.rfind("\n"), line.rfind("; ")) + 1 :]
    for kind, pattern in _BEFORE:
        if match := pattern.search(line):
            return _relation(kind, match)
    for kind, pattern in _AFTER:
        if match := pattern.match(text[end : end + 50]):
            return _relation(kind, match)
    return None


def sited(text: str, end: int) -> Sited | None:
    """What the words after a name say of where it is: ", 30 km north of Mosul"."""
    for kind, pattern in _SITED:
        match = pattern.match(text[end : end + 110])
        if match is not None and match["name"].isupper():
            relation = _relation(kind, match)
            return Sited(relation._replace(words=relation.words.lstrip(", ")), end + match.start("name"))
    return None


def betweens(text: str) -> list[Between]:
    """Pairs of names between which something is said to be, or to run."""
    found = []
    for match in _BETWEEN.finditer(text):
        if _NO_GROUND.search(text[max(0, match.start() - 60) : match.start()]):
            continue
        one = next(name for name in ("one", "from", "near") if match[name])
        two = {"one": "two", "from": "to", "near": "far"}[one]
        found.append(Between(one=match.span(one), two=match.span(two), words=" ".join(match[0].split())))
    return found


def cut_to_name(words: str) -> int:
    """Where the name begins in words that say a relation too: "30 km north of Mosul" at 15; 0 where there is none before it."""
    for number in re.finditer(r"(?<!\S)(?=[^\W\d_a-z])", words):
        if number.start() and relation_of(words, number.start(), len(words)) is not None:
            return number.start()
    return 0


def _relation(kind: str, match: re.Match[str]) -> Relation:
    groups = match.groupdict()
    number, unit = groups.get("number"), groups.get("unit")
    km, vague = _km(number, unit) if number and unit else (None, False)
    part = (groups.get("part") or groups.get("direction") or "").lower()
    words = f"{groups['after']} of" if groups.get("after") else match[0]
    return Relation(kind, " ".join(words.split()), _bearing(part), km, part == CENTRE, vague)


def _bearing(words: str) -> float | None:
    return BEARINGS.get(re.sub(r"[\s-]", "", words.lower()).removesuffix("ern"))


def _km(number: str, unit: str) -> tuple[float | None, bool]:
    word = number.lower()
    factor = MILE_KM if unit.lower().startswith("mi") else 1.0
    if word in _VAGUE_KM:
        return _VAGUE_KM[word] * factor, True
    value = float(number.replace(",", "")) if word[0].isdigit() else float(text2num(word, "en"))
    return value * factor, False
