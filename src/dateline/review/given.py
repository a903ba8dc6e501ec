"""The short forms in which people write what they correct, at a shell or in a sheet: words of the text, days, counts."""

import re

from dateline.errors import UsageError
from dateline.records import Anchor
from dateline.review.corrections import GivenNumber

NONE = "none"
_ENDS = re.compile(r"(?P<low>\d{1,15}(?:\.\d{1,9})?)?(?P<to>\.\.)?(?P<high>\d{1,15}(?:\.\d{1,9})?)?")


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


def find_days(given: str) -> tuple[str, ...]:
    """A day, or the first and the last as `DAY..DAY`; none for nothing and for `none`.

    >>> find_days("2014-06-09..2014-06-10"), find_days("none")
    (('2014-06-09', '2014-06-10'), ())
    """
    if given in ("", NONE):
        return ()
    first, sign, last = given.partition("..")
    return (first.strip(), last.strip()) if sign else (first.strip(),)


def find_number(given: str, *, counted: bool) -> GivenNumber | None:
    """A count as `killed=3..5`, or a number as `3..5`; an end may be left open.

    Raises:
        UsageError: it is not of this form.

    >>> find_number("killed=3..", counted=True)
    GivenNumber(low=3.0, high=None, of='killed', approx=False, ratio=False, what=None)
    """
    if given == NONE:
        return None
    of, sign, ends = given.partition("=") if counted else ("", "=", given)
    match = _ENDS.fullmatch(ends.strip().replace(",", ""))
    if not sign or not match or not (match["low"] or match["high"]) or (match["high"] and not match["to"]):
        form = "count of the form WHAT=LOW..HIGH, as in killed=3..5" if counted else "number of the form LOW..HIGH, as in 3..5"
        raise UsageError(f"{given} is no {form}; leave an end out where it is open.")
    low = float(match["low"]) if match["low"] else None
    high = float(match["high"]) if match["high"] else None if match["to"] else low
    return GivenNumber(low=low, high=high, of=of.strip() or None)
