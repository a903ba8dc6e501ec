"""Page furniture within a text: teasers, credits, bylines, share lines, rights. Found and marked, never cut out.

What it looks like is written in the codebook (`codebook/data/furniture.yaml`); here is only where it may open and where it ends.
It does not know layout: a headline of another story without a label before it is taken for text.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from sentencex import segment  # pyright: ignore[reportAttributeAccessIssue]: a compiled module without stubs

from dateline.codebook.furniture import FurnitureRow, load_furniture
from dateline.records import Anchor

BREAKS: Final = "\\r\\n\\v\\f\\x85\\u2028\\u2029"
LONGEST: Final = 400
"""No piece of furniture is longer: what a label opens and no sentence end closes within this many characters is not a teaser."""
LONGEST_HEADLINE: Final = 160

# A place where furniture may open, by what stands before it. Group names are the values of a row's `opens`.
OPENING: Final = re.compile(
    rf"(?P<line>(?:\A|(?<=[{BREAKS}]))[^\S{BREAKS}]*(?:[-–—*•·▪►▶»>|\[]+[^\S{BREAKS}]*)?(?=\S))"
    rf"|(?P<sentence>(?<=[.!?…。؟])[\"”’'»)\]]{{0,2}}[^\S{BREAKS}]*(?=[^\s\d]))"
    r"|(?P<glued>(?<=[a-z0-9\"”’')])(?=[A-Z(©]))"
)
BREAK: Final = re.compile(rf"[{BREAKS}]")


def find_furniture(text: str) -> tuple[Anchor, ...]:
    """Every stretch of page furniture, in order and without overlaps.

    >>> [anchor.exact for anchor in find_furniture("The bridge fell.\\nREAD MORE: Who holds the bridge?READ MORE: The river war")]
    ['READ MORE: Who holds the bridge?', 'READ MORE: The river war']
    """
    return tuple(Anchor(start=start, end=end, exact=text[start:end]) for start, end in _spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for opening in OPENING.finditer(text):
        start = opening.end()
        where = opening.lastgroup or ""
        if start < done or not _patterns(where)[0].match(text, start):
            continue
        if length := _length(text[start : start + LONGEST], where):
            done = start + length
            yield start, done


@cache
def _patterns(where: str) -> tuple[re.Pattern[str], tuple[tuple[FurnitureRow, re.Pattern[str]], ...]]:
    """What may open at such a place: all in one pattern, because most places are none, and row by row."""
    rows = tuple((row, re.compile(row.pattern)) for row in load_furniture() if where in row.opens)
    return re.compile("|".join(f"(?:{row.pattern})" for row, _ in rows)), rows


def _length(window: str, where: str) -> int:
    """How long the furniture at the start of this window is; 0 when there is none. The first row that fits wins."""
    for row, pattern in _patterns(where)[1]:
        match = pattern.match(window)
        if match is None:
            continue
        label = len(match[0].rstrip())
        broken = BREAK.search(window, label)
        line = window[: broken.start()] if broken else window
        if row.ends == "whole":
            if not line[label:].strip(" \t.»›]|") and len(line) < LONGEST:
                return len(line.rstrip())
            continue
        end = label if row.ends == "match" else _sentence_end(line, label)
        # Without an end in reach the label alone is furniture: what follows may be the article.
        longest = LONGEST_HEADLINE if row.ends == "headline" else LONGEST
        return len(line[: end if end < longest else label].rstrip())
    return 0


def _sentence_end(line: str, least: int) -> int:
    """End of the sentence that the match stands in, or of the line, or where the next piece of furniture is glued on."""
    for opening in OPENING.finditer(line, least):
        if _patterns(opening.lastgroup or "")[0].match(line, opening.end()):
            line = line[: opening.end()]
            break
    length = 0
    for sentence in segment("en", line):
        length += len(sentence)
        if length >= least:
            return length
    return len(line)
