"""Counts that an event's words state plainly, where the reader pointed at no words for them.

Only a number next to a word of harm counts: "killing 12 people", "two soldiers were wounded", "left five dead". A number that is a
date, an age, a distance or a share does not. It reads no meaning: a number counts for the nearest such word of its clause.
"""

import re
from collections.abc import Iterator

from dateline.codebook.quantities import QuantityTable
from dateline.records import Anchor, Argument, Assertion
from dateline.resolve.quantities import read_quantity

SPOKEN = frozenset(("statement", "talks", "agreement", "legal", "aid", "sanction", "recruitment", "deployment", "withdrawal"))
"""Types that harm nobody themselves: a number in their words belongs to another event."""
_HARMS: dict[str, tuple[str, str]] = {
    "killed": (
        "kill(?:ed|ing|s)|murder(?:ed|ing)|massacr(?:ed|ing)|execut(?:ed|ing)|behead(?:ed|ing)",
        "killed|murdered|massacred|executed|beheaded|dead|died|perished|slain",
    ),
    "injured": ("injur(?:ed|ing|es)|wound(?:ed|ing|s)|hurt|maim(?:ed|ing)", "injured|wounded|hurt|maimed"),
    "abducted": ("abduct(?:ed|ing|s)|kidnap(?:ped|ping|s)", "abducted|kidnapped"),
    "arrested": ("arrest(?:ed|ing|s)", "arrested"),
    "detained": ("detain(?:ed|ing|s)", "detained"),
    "released": ("releas(?:ed|ing|es)|free(?:d|ing|s)", "released|freed"),
    "displaced": ("displac(?:ed|ing|es)|uproot(?:ed|ing)|evacuat(?:ed|ing)", "displaced|uprooted|evacuated|fled"),
}
"""For each harm, the words before a number ("killing 12") and those after one ("12 died")."""
_UNIT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORD = "|".join((_UNIT + " " + _TENS).split())
_NUMBER = (
    r"(?:at least|at most|up to|more than|fewer than|less than|about|around|some|nearly|almost|an estimated|over|as many as|only)?"
    r"\s*"
    rf"(?<![\w.,$€£/-])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|(?:{_WORD})(?:-(?:{_WORD}))?(?:\s+(?:hundred|thousand|million))?"
    r"|dozens|scores|hundreds|thousands|a dozen|tens of thousands)(?![\w%/-]|[.,:]\d)"
)
_NOT_COUNTED = re.compile(
    r"\s*(?:[-–]?\s*(?:years?|months?|weeks?|days?|hours?|minutes?|kilomet\w+|kms?|met(?:er|re)s?|miles?|percent|per\s+cent|rounds?|times?"
    r"|houses?|homes?|vehicles?|cars?|trucks?|buildings?|villages?|weapons?|rifles?|attacks?|bombs?|countries|places|o'clock|am|pm|p\.m|a\.m)\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b)",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(?:in|on|since|until|by|aged|no|not|nor|neither|never|n't|without|aimed at|threatened|the)\s+(?:\w+ing\s+)?$|n't\s+$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOUN = r"(?:\s+(?!and\b|but\b|who\b|which\b|that\b|was\b|were\b)[^\W\d][\w'’-]*){0,4}?"
_BE = r"(?:\s+(?:were|was|are|is|have|has|had|been|being|also|reportedly|left|people))*"


def _compile(of: str, causing: str, suffered: str) -> tuple[re.Pattern[str], ...]:
    """The two forms: harm before its number, and a number before its harm.

    Of people taken or freed the second needs its verb: in "freed 19 workers kidnapped in May" the number belongs to the freeing.
    """
    be = _BE if of in ("killed", "injured", "displaced") else _BE[:-1] + "+"
    before = rf"\b(?:{causing})\s+(?P<number>{_NUMBER})"
    after = rf"(?P<number>{_NUMBER}){_NOUN}{be}\s+(?:{suffered})\b(?!\s+(?:{_NUMBER}|the|an?)\b)"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


_STEMS = {
    "killed": ("kill", "murder", "massacr", "execut", "behead", "dead", "died", "perish", "slain"),
    "injured": ("injur", "wound", "hurt", "maim"),
    "abducted": ("abduct", "kidnap"),
    "arrested": ("arrest",),
    "detained": ("detain",),
    "released": ("releas", "free"),
    "displaced": ("displac", "uproot", "evacuat", "fled"),
}
"""A quick look before the slow one."""
_FORMS = {of: _compile(of, *words) for of, words in _HARMS.items()}


def unpointed_counts(assertion: Assertion, table: QuantityTable) -> Iterator[Argument]:
    """Counts of an event by its own words, for the harms to which the reader pointed at no number."""
    if assertion.kind != "event" or assertion.type in SPOKEN:
        return
    pointed = {argument.role for argument in assertion.arguments}
    taken = [argument.anchor for argument in assertion.arguments if argument.role.startswith("count:")]
    words = assertion.anchor.exact
    lower = words.lower()
    for of, forms in _FORMS.items():
        role = f"count:{of}"
        if role in pointed or not any(stem in lower for stem in _STEMS[of]):
            continue
        found = next((anchor for form in forms for anchor in _numbers(form, words, assertion.anchor.start, table)), None)
        if found is not None and not any(found.start < other.end and other.start < found.end for other in taken):
            taken.append(found)
            yield Argument(role=role, anchor=found)


def _numbers(form: re.Pattern[str], words: str, origin: int, table: QuantityTable) -> Iterator[Anchor]:
    for match in form.finditer(words):
        number = match["number"].strip()
        start = match.end("number") - len(number)
        if _NOT_COUNTED.match(words, match.end("number")) or _AWAY.search(words, max(0, match.start() - 24), start):
            continue
        if _YEAR.fullmatch(number):
            continue
        if read_quantity(number, table) is not None:
            yield Anchor(start=origin + start, end=origin + match.end("number"), exact=number)
