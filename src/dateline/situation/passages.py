"""Statements by the sentence they stand in: for views that look at the words around what was read.

A sentence that bears no statement is no passage: nothing could be shown for it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dateline.records import Document, Sentence, Statement
from dateline.situation.cells import in_archive_order


class Passage(NamedTuple):
    """One sentence with the statements in it."""

    document: Document
    start: int
    """Where it begins in the document's text."""
    text: str
    statements: tuple[Statement, ...]

    def around(self, start: int, end: int) -> tuple[Statement, ...]:
        """The statements that stand on a stretch of the passage (offsets into it); all of it where none does."""
        left, right = self.start + start, self.start + end
        over = tuple(s for s in self.statements if s.assertion.anchor.start < right and left < s.assertion.anchor.end)
        return over or self.statements


def passages(
    statements: Iterable[Statement], documents: Mapping[str, Document], sentences: Mapping[str, Sentence]
) -> list[Passage]:
    """The sentences that bear statements, in the order of the archive."""
    groups: dict[str, list[Statement]] = {}
    for statement in in_archive_order(statements, documents):
        groups.setdefault(statement.assertion.sentence, []).append(statement)
    found = []
    for name, members in groups.items():
        anchors = [member.assertion.anchor for member in members]
        if name in sentences:
            anchors.append(sentences[name].anchor)
        # A statement may reach over the end of its sentence: then the passage is as long as what it must hold.
        start, end = min(anchor.start for anchor in anchors), max(anchor.end for anchor in anchors)
        document = documents[members[0].assertion.document]
        found.append(Passage(document=document, start=start, text=document.text[start:end], statements=tuple(members)))
    return found
