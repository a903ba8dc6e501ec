"""How many persons or things a noun phrase stands for: its number, or one where it is singular.

It reads forms only: it does not know whether a name is a person or a place, nor any list of names.
"""

import re

from dateline.codebook.quantities import QuantityTable
from dateline.records import Quantity
from dateline.resolve.quantities import read_quantity

_PLURAL_HEADS = frozenset(
    [
        "people",
        "men",
        "women",
        "children",
        "police",
        "personnel",
        "troops",
        "persons",
        "forces",
        "militia",
        "media",
        "clergy",
        "folk",
        "majority",
    ]
)
_PERSON = re.compile(r"(?:he|she|him|her|his|himself|herself|who|whom)$", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:an?|another|the|his|her|their|its|this|that|our|my|[^\W\d_][\w-]*['’]s)\s+", re.IGNORECASE)


def read_count(words: str, table: QuantityTable) -> Quantity | None:
    """Read how many persons or things a noun phrase stands for: its number, or one where it is singular.

    ``"the guard"``, ``"John Okello"`` and ``"she"`` are one; ``"the guard and his brother"`` two; ``"the guards"`` None.
    """
    plain = " ".join(words.split()).strip(" .,;:\"'”“")
    parts = [part for part in re.split(r",?\s+and\s+|,\s+", plain, flags=re.IGNORECASE) if part]
    if len(parts) > 1 and re.search(r"\sand\s", plain, re.IGNORECASE) and _is_one(parts[0]):
        return _sum_of(parts, table)
    found = read_quantity(words, table)
    if found is None and parts and _is_one(parts[0]):
        found = Quantity(low=1, high=1)
    return found


def _sum_of(parts: list[str], table: QuantityTable) -> Quantity | None:
    """ "the driver and his two sons" is three; None where a part names no number."""
    total = 0.0
    for part in parts:
        read = read_quantity(part, table)
        if read is None and not _is_one(part):
            return None
        if read is not None and (read.low is None or read.low != read.high or read.ratio):
            return None
        total += 1 if read is None or read.low is None else read.low
    return Quantity(low=total, high=total)


_NAME_PART = re.compile(r"['‘’\"]?[A-Z]|(?:al|el|bin|ibn|de|van|von|abu)\b")


def _is_one(part: str) -> bool:
    head = re.split(r"\s+(?:of|in|from|who|which|that|with|at|by|on|for|near|to)\b", part, maxsplit=1)[0].split()
    if not head:
        return False
    last = re.sub(r"['’]s?$", "", head[-1])
    if _PERSON.match(" ".join(head)):
        return True
    named = next((i for i, word in enumerate(reversed(head)) if not _NAME_PART.match(word)), len(head))
    if named >= 2 and not part.isupper() and not _DETERMINED.match(part):
        return True
    last = last.lower()
    if last in _PLURAL_HEADS or (last.endswith("s") and not last.endswith(("ss", "us", "is", "as"))):
        return False
    return bool(_DETERMINED.match(part)) or head[-1][:1].isupper() or "year-old" in part
