"""What a person types of a correction -> `Correction`: words of the text, names, days and counts, each in one short form."""

import re
from collections.abc import Sequence

from dateline.errors import UsageError
from dateline.records import Anchor
from dateline.review.corrections import Correction, GivenNumber

NONE = "none"
_ENDS = re.compile(r"(?P<low>\d+(?:\.\d+)?)?(?P<to>\.\.)?(?P<high>\d+(?:\.\d+)?)?")


def correction(
    text: str,
    near: Anchor,
    *,
    span: str | None = None,
    type: str | None = None,
    who: Sequence[str] = (),
    places: Sequence[str] = (),
    day: str | None = None,
    counts: Sequence[str] = (),
    number: str | None = None,
    voice: str | None = None,
    hedge: str | None = None,
    likelihood: str | None = None,
    conditional: bool | None = None,
) -> Correction:
    """What the options say.

    Args:
        text: the document's.
        near: where words of the text are looked for first.

    Raises:
        UsageError: one of them is not of its form, or the words are not in the text.
    """
    numbers = [_number(each, counted=True) for each in counts] + ([_number(number, counted=False)] if number else [])
    return Correction(
        span=find_span(text, span, near) if span else None,
        type=type,
        voice=voice,
        hedge=hedge,
        likelihood=likelihood,
        conditional=conditional,
        time=_days(day) if day else None,
        places=tuple(place for place in places if place != NONE) if places else None,
        participants=_participants(who) if who else None,
        numbers=tuple(one for one in numbers if one) if numbers else None,
    )


def find_span(text: str, words: str, near: Anchor) -> tuple[int, int]:
    """Where words stand, nearest to a place; blanks and line ends of any number are one.

    Raises:
        UsageError: they do not stand in the text.
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = [match.span() for match in re.finditer(pattern, text)] if pattern else []
    if not found:
        raise UsageError(f"The text has no words {words!r}; copy them from it as they stand.")
    return min(found, key=lambda span: (max(near.start - span[0], span[1] - near.end, 0), span))


def _participants(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in given:
        role, sign, name = each.partition("=")
        if not sign:
            raise UsageError(f"--who {each} is not of the form ROLE=NAME, as in --who actor=ISIS.")
        found.setdefault(role.strip(), ())
        if name.strip() and name.strip() != NONE:
            found[role.strip()] += (name.strip(),)
    return found


def _days(given: str) -> tuple[str, ...]:
    if given == NONE:
        return ()
    first, sign, last = given.partition("..")
    return (first.strip(), last.strip()) if sign else (first.strip(),)


def _number(given: str, *, counted: bool) -> GivenNumber | None:
    """A count as `killed=3..5`, or a number as `3..5`; an end may be left open.

    >>> _number("killed=3..", counted=True)
    GivenNumber(low=3.0, high=None, of='killed', approx=False, ratio=False, what=None)
    """
    if given == NONE:
        return None
    of, sign, ends = given.partition("=") if counted else ("", "=", given)
    match = _ENDS.fullmatch(ends.strip().replace(",", ""))
    if not sign or not match or not (match["low"] or match["high"]) or (match["high"] and not match["to"]):
        form = "--count WHAT=LOW..HIGH, as in --count killed=3..5" if counted else "--number LOW..HIGH, as in --number 3..5"
        raise UsageError(f"{given} is not of the form {form}; leave an end out where it is open.")
    low = float(match["low"]) if match["low"] else None
    high = float(match["high"]) if match["high"] else None if match["to"] else low
    return GivenNumber(low=low, high=high, of=of.strip() or None)
