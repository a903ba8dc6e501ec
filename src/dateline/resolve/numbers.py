"""The numbers of an assertion: an event's counts, and what a quantity counts.

What a number phrase stands for is `quantities`' to read; here is only which words are given to it, and the words for what is
counted.
"""

import re
from collections.abc import Sequence

from dateline.codebook.quantities import QuantityTable
from dateline.records import Anchor, Argument, Assertion, Quantity
from dateline.resolve import nouns
from dateline.resolve.casualties import unpointed_counts
from dateline.resolve.counts import read_count
from dateline.resolve.mentions import bare, squeeze, tidy
from dateline.resolve.quantities import find_numbers, read_quantity

_BOUND = re.compile(
    r"(?:at least|at most|up to|more than|less than|fewer than|no more than|no less than|over|under|about|around|some"
    r"|nearly|almost|approximately|roughly"
    r"|as many as|close to|an estimated|estimated|only|just|between)\s+$",
    re.IGNORECASE,
)
_SHARE_REACH = 24
"""Characters after a number in which the rest of a share can stand: "in every hundred"."""
MOST_WORDS = 5
"""Words that the name of what is counted may have."""
_ENDS = nouns.words(
    "is are was were has have had be been and or but will would could may might said died "
    "killed went goes go came come fled flee need needs no not who which whose remain remains live lives"
)


def quantities_of(assertion: Assertion, text: str, table: QuantityTable) -> tuple[Quantity, ...]:
    """Every number of an assertion with its range; one that cannot be read keeps its words and has no ends."""
    found = []
    read = 0
    for argument in (*assertion.arguments, *unpointed_counts(assertion, table)):
        if argument.role.startswith("count:") and not _is_bound(argument, assertion.arguments, text):
            found.append(_count(argument, text, table))
        elif argument.role == "number" and argument.anchor.start >= read and not _is_bound(argument, assertion.arguments, text):
            whole = _whole_share(argument.anchor, text, table)
            read = whole.end if whole != argument.anchor else 0
            found.append(_number(whole, assertion.anchor, text, table))
    return tuple(found)


def _is_bound(argument: Argument, arguments: Sequence[Argument], text: str) -> bool:
    """Whether a count is no more than the "as many as" of the next one, which reads the words before it anyway."""
    anchor = argument.anchor
    return _BOUND.fullmatch(f"{anchor.exact} ") is not None and any(
        other.role == argument.role and other.anchor.start > anchor.start and text[anchor.end : other.anchor.start].isspace()
        for other in arguments
    )


def _whole_share(anchor: Anchor, text: str, table: QuantityTable) -> Anchor:
    """ "one in nine" where the reader pointed at "one" alone: a share is one number, not two."""
    window = text[anchor.start : anchor.end + _SHARE_REACH]
    for _, end, quantity in find_numbers(window, table)[:1]:
        if quantity.ratio and end > anchor.end - anchor.start:
            return Anchor(start=anchor.start, end=anchor.start + end, exact=window[:end])
    return anchor


def _with_bound(anchor: Anchor, text: str) -> str:
    """The number's words, with "at least" and the like before them."""
    before = text[max(0, anchor.start - 16) : anchor.start]
    bound = _BOUND.search(before)
    return (before[bound.start() :] if bound else "") + anchor.exact


def _count(argument: Argument, text: str, table: QuantityTable) -> Quantity:
    of, anchor = argument.role.partition(":")[2], argument.anchor
    read = read_count(_with_bound(anchor, text), table) or Quantity(low=None, high=None)
    return Quantity(
        low=read.low, high=read.high, approx=read.approx, ratio=read.ratio, of=of, what=counted(anchor.exact), anchor=anchor
    )


def _number(anchor: Anchor, clause: Anchor, text: str, table: QuantityTable) -> Quantity:
    read = read_quantity(_with_bound(anchor, text), table) or Quantity(low=None, high=None)
    after = text[anchor.end : max(anchor.end, clause.end)]
    what = counted(after if read.ratio else anchor.exact + " " + after) or counted(clause.exact)
    return Quantity(low=read.low, high=read.high, approx=read.approx, ratio=read.ratio, what=what, anchor=anchor)


def counted(words: str) -> str | None:
    """What a number phrase counts: its noun phrase without the number.

    >>> counted("at least 40 wounded soldiers of the garrison"), counted("dozens"), counted("60 the day before")
    ('wounded soldiers', None, None)
    >>> counted("as many as a million people"), counted("Some 4,000 refugees crossed the river"), counted("many of them")
    ('people', 'refugees', None)
    """
    tokens = squeeze(words).split(" ")
    start = 0
    while start < len(tokens) and (bare(tokens[start]) in _LEADING or tokens[start][:1].isdigit() or _of_all(tokens, start)):
        start += 1
    kept: list[str] = []
    for token in tokens[start : start + MOST_WORDS]:
        if bare(token) in nouns.PREPOSITIONS or bare(token) in _ENDS or bare(token) in nouns.PRONOUNS:
            break
        if bare(token) in nouns.DETERMINERS:
            kept = kept[:-1] or kept  # what a determiner follows is the verb: "refugees crossed the"
            break
        kept.append(token)
        if token[-1:] in ",;.:":
            break
    return tidy(" ".join(kept)) if kept else None


def _of_all(tokens: Sequence[str], at: int) -> bool:
    """Whether a "the" leads to what is counted: "half of the soldiers", but not "60 the day before"."""
    return bare(tokens[at]) == "the" and (at == 0 or bare(tokens[at - 1]) in ("of", "all"))


_LEADING = nouns.NUMBERS | {"of", "many", "as", "a", "an"}
