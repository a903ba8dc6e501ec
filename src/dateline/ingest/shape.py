"""Markup in shapes that no page and no feed has, told before a parser is asked.

Parsers take time with the square of the depth and memory by the element; entities that a file declares of its own can grow without
end. It does not know whether markup is well formed.
"""

import re
from typing import Final

DEEPEST: Final = 3_000
"""A real page is some thirty deep."""
MOST_OF_PAGE: Final = 40_000
"""Elements; the longest live reports have some ten thousand."""
MOST_OF_FEED: Final = 200_000
TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>?", re.IGNORECASE)
NEVER_OPEN: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option".split()
)
ENTITIES: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<!doctype[^>\[]*\[[^\]]*<!entity", re.IGNORECASE | re.DOTALL
)
UNREAD: Final = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
"""What an XML parser takes for words."""


def page_misshapen(markup: str) -> str | None:
    """What is wrong with the shape of a page or a piece of one; None when nothing is.

    >>> page_misshapen("<p>It rained.<br><b>Hard.</b>"), page_misshapen("<i>" * 4000)
    (None, 'nests its elements deeper than any page does')
    """
    return _misshapen(markup, "page", MOST_OF_PAGE)


def feed_misshapen(markup: str) -> str | None:
    """What is wrong with the shape of a feed; None when nothing is."""
    if declares_entities(markup):
        return "declares entities of its own, which no feed needs and which can grow without end"
    # Tags of its items may be spelled as words: whoever cleans these takes them apart as well.
    if markup.count("<") + markup.count("&lt;") > 2 * MOST_OF_FEED:
        return f"has more than {MOST_OF_FEED:,} elements, as no feed has"
    return _misshapen(UNREAD.sub("", markup), "feed", MOST_OF_FEED)


def declares_entities(head: str) -> bool:
    """Whether XML begins with words that are to be put in the place of others."""
    return ENTITIES.match(head) is not None


def _misshapen(markup: str, what: str, most: int) -> str | None:
    depth = number = 0
    for tag in TAG.finditer(markup):
        if tag[1]:
            depth -= tag[2].lower() not in NEVER_OPEN
            continue
        number += 1
        if number > most:
            return f"has more than {most:,} elements, as no {what} has"
        if tag[2].lower() not in NEVER_OPEN and not tag[0].endswith("/>"):
            depth += 1
            if depth > DEEPEST:
                return f"nests its elements deeper than any {what} does"
    return None
