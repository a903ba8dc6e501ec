"""Reads a place mention as words: the name in it, what kind of place its words say it is, and what it is said to lie in.

"the Iraqi province of Nineveh" gives Nineveh, a province, in Iraq; "Alexandria, La." gives Alexandria in Louisiana. It looks at the
words beside the mention, not at a parse.
"""

import re
from collections.abc import Iterator

from dateline.records import Record
from dateline.resolve.place_relations import OF_TOWNS, relation_of

PROVINCE, DISTRICT, TOWN, COUNTRY, WATER, HEIGHT, SITE, REGION = "A.ADM1", "A.ADM2", "P", "A.PCL", "H", "T", "S", "L"
_WORDS_OF_KIND = {
    PROVINCE: "province provinces governorate governorates oblast state prefecture department division",
    DISTRICT: "district county counties parish raion co",
    TOWN: "city town village capital township suburb neighborhood neighbourhood settlement",
    COUNTRY: "republic country",
    WATER: "river lake sea gulf bay strait",
    HEIGHT: "mountains mountain mount island islands valley desert peninsula",
    SITE: "camp airport base airbase prison dam crossing",
    REGION: "region",
}
_KINDS = {word: kind for kind, words in _WORDS_OF_KIND.items() for word in words.split()}
# Words before a name that say where in it or of what time, not what it is called.
_BEFORE_WORDS = (
    "the northern southern eastern western central north south east west northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern north-east north-west south-east south-west north-eastern north-western south-eastern "
    "south-western greater downtown upper lower inner outer mainland occupied rural neighboring neighbouring nearby rebel-held "
    "government-held war-torn former modern present-day mid all parts of in near around outside"
)
_BEFORE = frozenset(_BEFORE_WORDS.split())
_NAME = r"((?:[A-Z][\w.'’-]*\s?){1,4})"
_AFTER = re.compile(rf"\s*,\s*(?:in\s+)?{_NAME}|\s*\({_NAME}\)|\s+in\s+(?:the\s+)?{_NAME}")
_KIND_AFTER = re.compile(r"(?:['’]s)?[\s-]+([A-Za-z]+)\.?")
_KIND_BEFORE = re.compile(
    r"(?:(?P<people>[A-Z][\w-]+(?: [A-Z][\w-]+)?)[\s-]+)?(?:[a-z-]+\s+){0,2}?"
    r"(?P<kind>[a-z]+|Mount|Lake|River|Gulf|Camp)(?P<of>\s+of)?\s+(?:the\s+)?$"
)


class PlaceWords(Record, frozen=True):
    """What the words in and beside a mention say."""

    names: tuple[str, ...]
    """The names to look up, the first that is found counts."""
    kind: str | None = None
    """The start of a GeoNames feature code, or None when the words do not say."""
    inside: tuple[str, ...] = ()
    """Names of what it is said to lie in, as printed."""


def read_words(text: str, start: int, end: int) -> PlaceWords:
    """Read the mention ``text[start:end]`` and what stands beside it.

    >>> text = "Fighters took Falluja, Anbar, and moved on the Iraqi city of Samarra."
    >>> read_words(text, 14, 21)
    PlaceWords(names=('Falluja',), kind=None, inside=('Anbar',))
    >>> read_words(text, 61, 68)
    PlaceWords(names=('Samarra',), kind='P', inside=('Iraqi',))
    """
    mention = re.sub(r"['’]s?$", "", text[start:end].strip())
    names = list(dict.fromkeys(_names(mention)))
    inner = next((_KINDS[word] for word in re.findall(r"[a-z]+", mention.casefold()) if word in _KINDS), None)
    kind, inside = inner, []
    after = text[end : end + 60]
    if kind is None and (found := _KIND_AFTER.match(after)):
        kind = _KINDS.get(found[1].casefold())
        if kind in {PROVINCE, DISTRICT} and found[1][0].isupper():
            names.insert(0, f"{mention} {found[1]}")
    if found := _KIND_BEFORE.search(text[max(0, start - 60) : start]):
        before = _KINDS.get(found["kind"].casefold())
        if before and (found["of"] or kind is None):
            kind = kind or before
            inside.extend(filter(None, [found["people"]]))
    if kind is None and (relation := relation_of(text, start, end)) is not None and relation.kind in OF_TOWNS:
        kind = TOWN
    if found := _AFTER.match(after):
        inside.append(next(filter(None, found.groups())).strip())
    return PlaceWords(names=tuple(names), kind=kind, inside=tuple(inside))


def _names(mention: str) -> Iterator[str]:
    """The mention, then what is left of it without words that are not part of the name."""
    yield mention
    words = mention.split()
    while len(words) > 1 and words[0].casefold() in _BEFORE and not all(word.casefold() in _BEFORE for word in words[1:]):
        words = words[1:]
        yield " ".join(words)  # "PARTS OF" without more names nothing, though a town in Turkey is called Of
    if len(words) > 2 and words[1] == "of" and words[0].casefold() in _KINDS:
        yield " ".join(words[2:])
    if len(words) > 1 and words[-1].casefold().rstrip(".") in _KINDS:
        yield " ".join(words[:-1])
    if len(words) > 1 and words[0].casefold() in _KINDS and words[1] != "of":
        yield " ".join(words[1:])
    parts = [part.strip() for part in mention.split(",")]
    if len(parts) > 1 and parts[0]:
        yield parts[0]
