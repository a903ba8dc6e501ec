"""Mentions of several at once: "both countries", "each other", "the two leaders", "Obama and Hollande", "U.S. and Iraqi forces".

Two that are named together are taken apart by the words alone; who "both sides" are is asked of the mentions before. Three and more
stay words: which of them are meant is a guess.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from dateline.resolve import nouns
from dateline.resolve.mentions import bare, singular, squeeze, take_apart

_BOTH = re.compile(
    r"^(?:both|the two|those two|these two|each other|one another|the (?:\w+ )?(?:two )?(?:sides|parties))\b", re.IGNORECASE
)
_AND = re.compile(r"^(?:both\s+)?(.{2,50}?)\s+and\s+(?:the\s+)?(.{2,60})$", re.IGNORECASE | re.DOTALL)
_SIDES = nouns.words("sides side parties other another both two")
_ARMED = frozenset(("armed_group", "force"))
_STATES = frozenset(("government", "country"))


class Member(Protocol):
    """Somebody who may be one of two."""

    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> Sequence[str]:
        """ISO codes; a body of the whole world has none."""
        ...


Someone = TypeVar("Someone", bound=Member)


def is_pair(words: str) -> bool:
    """Whether words stand for two that were named before.

    >>> is_pair("both sides"), is_pair("the warring parties"), is_pair("two men")
    (True, True, False)
    """
    return bool(_BOTH.match(squeeze(words)))


def kinds_of_pair(words: str) -> frozenset[str] | None:
    """The kinds of actor that the two can be; None when the words do not say."""
    head = take_apart(words).head
    if head in _SIDES:
        return _ARMED | _STATES | {"organisation"}
    match nouns.fits(head) or nouns.fits(singular(head)):
        case "country":
            return frozenset(("country", "government"))
        case "person":
            return frozenset(("person",))
        case "government":
            return frozenset(("government", "country"))
        case "force":
            return frozenset(("force",))
        case "armed_group" | "group" | "gunmen":
            return frozenset(("armed_group", "body", "organisation"))
    return None


def pick_two(before: Iterable[Someone], fits: Callable[[Someone], bool]) -> tuple[Someone, Someone] | None:
    """The two latest different ones that fit, the earlier first; None when there is only one.

    Those that bear arms come before those that may only be where it happens or have a say in it; and bodies of the whole world,
    who bring food or urge a ceasefire, are two among themselves or not at all.
    """
    found: list[Someone] = []
    for each in before:
        if fits(each) and all(each is not other for other in found):
            found.append(each)
    parties = [each for each in found if each.kind != "organisation" or each.country]
    armed_first = sorted(parties or found, key=lambda each: each.kind not in _ARMED)
    if len(armed_first) < 2:
        return None
    first, second = sorted(armed_first[:2], key=found.index, reverse=True)
    return first, second


def is_initials(words: str) -> bool:
    """Whether the words are the letters of a name: two of them joined by "and" are never one.

    >>> is_initials("the ANP"), is_initials("Anp"), is_initials("THE ARMY")
    (True, False, False)
    """
    name = words.removeprefix("the ")
    return name.isupper() and name.isalpha() and len(name) <= 6


def two_named(words: str) -> tuple[str, str] | None:
    """The words of two that are named together, each whole: a shared last noun goes to both.

    >>> two_named("U.S. and Iraqi forces"), two_named("Obama and Hollande"), two_named("rebels")
    (('U.S. forces', 'Iraqi forces'), ('Obama', 'Hollande'), None)
    """
    match = _AND.match(squeeze(words))
    if match is None or "," in match[0]:
        return None
    first, second = match[1].strip(), match[2].strip()
    last = second.split(" ")
    shared = " ".join(last[1:])
    if shared and all(word[:1].islower() or word.isupper() for word in last[1:]) and nouns.fits(bare(last[-1])):
        head = take_apart(first).head
        if nouns.fits(head) is None:
            first = f"{first} {shared}"
    return first, second
