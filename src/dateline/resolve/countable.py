"""Whether a number of running text counts something, or is a name, an address, a date, a clock time, an age or a measure.

It looks at a few words on either side; what follows which words is the codebook's table.
"""

import re

from dateline.resolve.numerals import QuantityReader
from dateline.resolve.timedates import COUNTED


def is_count(reader: QuantityReader, text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a number of running text counts something: not a name, an address, a date, an age, a measure."""
    words = match["words1"]
    if re.fullmatch(r"\d{3}-\d{4}", text[start:end]):
        return False  # a telephone number
    first = next(match.start(name) for name in ("vague1", "fraction1", "figures1", "words1") if match[name])
    before, following = text[max(0, first - 24) : first], text[end : end + 24]
    if reader.measure.match(following) or re.match(
        r"(?:st|nd|rd|th|s)\b|[-/:]\d|['’]s\b|-?years?-old|[:.]\d", following, re.IGNORECASE
    ):
        return False
    if _AGED.search(before) and _NO_NOUN.match(following):
        return False
    if match["figures1"]:
        figures = match["figures1"]
        bare = figures.isdigit() and not match["scale1"] and not match["unit1"] and not match["percent1"] and not match["percent"]
        if reader.names_before.search(before) or re.search(r"\+\d*$|\[$|\d[ .-]$|[A-Z]-$|#$", before):
            return False
        if re.match(r"[ -]?\(?\d{3,}", following) and not match["currency"]:
            return False
        if figures[0] == "0" and len(figures) > 1 and "." not in figures:
            return False
        if bare and _is_date(before, following, int(figures), bool(match["bound"])):
            return False
        if bare and re.search(r"(?:^|\n)[\s(]*$", before) and re.match(r"[.)]", following):
            return False  # the number of an item in a list
        if bare and re.search(r"[a-z)]\s[A-Z]\w*\s$", before) and re.match(r"[,.;)]", following):
            return False  # "Barrio 18,"
        if bare and re.search(r",\s$", before) and re.match(r",", following) and int(figures) < 110:
            return False
    if words:
        lower = words.lower()
        if (
            re.search(
                r"\b(?:no|the|any|every|some|this|that|each|another|which|someone|last|next|first)\s+$", before, re.IGNORECASE
            )
            and lower == "one"
        ):
            return False
        share = bool(match["ratio"]) and end > match.start("ratio")
        if (
            lower == "one"
            and not share
            and re.match(r"\s+(?:of\b|another\b|day\b|thing\b|hand\b|way\b|side\b)|['’]s|[.,;:)]", following, re.IGNORECASE)
        ):
            return False
        if words[0].isupper() and not words.isupper():
            if reader.names.match(text[first : first + 40]):
                return False
            initial = re.search(r"(?:^|[.!?:\n\"“”'’(\]]|--)\s*$", before) or first == 0 or match["bound"]
            if not initial and re.match(r"\s+[A-Z]", following):
                return False
        if reader.names_before.search(before):
            return False
    return True


_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?"
    r"|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s*$", re.IGNORECASE)
_MONTH_AFTER = re.compile(rf"\s*(?:{_MONTH}\b|(?:-|–|to|and)\s*\d{{1,2}}\s+{_MONTH}\b)", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\s*$", re.IGNORECASE)
_AGED = re.compile(r"\b(?:he|she|who)\s+(?:is|was|turned)\s+(?:only\s+|just\s+)?$", re.IGNORECASE)
_NO_NOUN = re.compile(r"\s*(?:[.,;:)]|and\b|when\b|but\b|at\s+the\s+time\b|$)", re.IGNORECASE)
_CLOCK_AFTER = re.compile(r"\s*(?:hours?|hrs|gmt|utc|local\s+time)\b", re.IGNORECASE)


def _is_date(before: str, following: str, value: int, bounded: bool) -> bool:
    if value <= 31 and (_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(following)):
        # "on 5 May 12 men": the day stands before the month, and what follows is counted.
        return not (_DAY_MONTH.search(before) and re.match(r"\s+[a-z]", following))
    if 1900 <= value <= 2100 and not bounded:
        noun = re.match(r"\s+([^\W\d_]+)", following)
        return noun is None or noun[1].lower() not in COUNTED
    if 32 <= value <= 99 and _DAY_MONTH.search(before) and not re.match(r"\s+[a-z]", following):
        return True  # a year cut to two digits
    return bool(_CLOCK_AFTER.match(following))
