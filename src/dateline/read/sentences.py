"""Document -> sentences, and sentences -> chunks that fit the model's window.

Sentence borders come from sentencex (rules of Wikipedia's sentence segmenter); a soft line break inside a wire is not a border, an
empty line and an item of a list are. Every character that is not white space belongs to exactly one sentence.
"""

import re

from sentencex import segment  # pyright: ignore[reportAttributeAccessIssue]: a compiled module without stubs

_PARAGRAPH = re.compile(
    r"\n[^\S\n]*\n\s*|\r\n[^\S\r\n]*\r\n\s*"
    # an item of a list: the segmenter takes a list of several lines for one sentence an item
    r"|\r?\n[^\S\n]*(?=(?:[-–—*•·▪►‣◦]|\(?(?:\d{1,2}|[a-z])[.)])[^\S\n]+[\"“'‘(\[]?[A-Z\d])"
)
_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s*")
_LONGEST = 2_000
"""Characters; a longer stretch without a border (a table, a dump of one line) is cut at white space."""


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a text, white space around them left out.

    >>> find_sentences("Gen. Ali left. Troops stayed.")
    [(0, 14), (15, 29)]
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for border in [*(m.span() for m in _PARAGRAPH.finditer(text)), (len(text), len(text))]:
        if text[start : border[0]].strip():
            spans.extend(_split(text, start, border[0]))
        start = border[1]
    return spans


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of one paragraph; pieces that the segmenter changed are found again by length, never lost."""
    paragraph = text[start:end]
    pieces = segment("en", paragraph)
    if "".join(pieces) != paragraph:
        pieces = [paragraph]
    spans, at = [], start
    if len(pieces) > 1 and _ITEM.fullmatch(pieces[0]):
        pieces[:2] = [pieces[0] + pieces[1]]  # "1. Free the prisoners."
    for piece in pieces:
        body = piece.strip()
        if body:
            first = at + piece.index(body)
            spans.extend(_cut(text, first, first + len(body)))
        at += len(piece)
    return spans


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    while end - start > _LONGEST:
        border = max(text.rfind(" ", start + 1, start + _LONGEST), text.rfind("\n", start + 1, start + _LONGEST))
        border = border if border > start else start + _LONGEST
        spans.append((start, border))
        start = border
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append((start, end))
    return spans
