"""Rows of views -> lines with numbered citations, the names of private persons withheld in all that leaves.

One `Citer` makes one answer: it numbers statements as lines come to need them. Withholding follows each document's own mask; in a
line that rests on several documents the masks of all are laid over it, and the persons lose their numbers, which mean nothing
across documents.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.exports.mask import Mask, mask_of
from dateline.exports.names import Names
from dateline.mcp.answers import Citation, Line, stated
from dateline.records import Document, Row, Sentence, Statement
from dateline.situation.cells import flat, voice_cell
from dateline.store import Store

MOST_CITED = 5
"""Statements cited for one line; an incident's own answer cites more."""
_NUMBERED = re.compile(r"\[private person \d+\]")
ANYBODY = "[private person]"


@dataclass(frozen=True)
class _Known:
    """A document with what is needed to cite from it."""

    document: Document
    sentences: Mapping[str, Sentence]
    mask: Mask | None


class Citer:
    """Makes the lines and citations of one answer."""

    def __init__(self, store: Store, names: Names | None) -> None:
        """`names` judges who is private; None keeps all names."""
        self._store, self._names = store, names
        self._documents: dict[str, _Known] = {}
        self._citations: dict[str, Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that lines point to so far, by number."""
        return tuple(self._citations.values())

    def line(self, row: Row, statements: Mapping[str, Statement], *, most: int = MOST_CITED) -> Line | None:
        """A row of a view as a line; None where the case file no longer has any statement of it.

        Args:
            statements: by id; those that the case file still has.
        """
        return self.line_of(row.cells, [statements[name] for name in row.statements if name in statements], most=most)

    def line_of(self, cells: Mapping[str, Any], statements: Sequence[Statement], *, most: int = MOST_CITED) -> Line | None:
        """Cells with the statements they rest on as a line; the cited ones are from as many documents as can be."""
        if not statements:
            return None
        cites = [self._cite(statement).number for statement in _spread(statements, most)]
        withhold = self._withholding(statement.assertion.document for statement in statements)
        return Line(cells=_each_word(stated(dict(cells)), withhold), cites=tuple(sorted(cites)), rests_on=len(statements))

    def _cite(self, statement: Statement) -> Citation:
        if statement.id not in self._citations:
            self._citations[statement.id] = self._citation(statement, len(self._citations) + 1)
        return self._citations[statement.id]

    def _citation(self, statement: Statement, number: int) -> Citation:
        assertion = statement.assertion
        known = self._known(assertion.document)
        document, mask = known.document, known.mask
        sentence = known.sentences[assertion.sentence].anchor.exact if assertion.sentence in known.sentences else ""
        words = mask.words if mask else str
        return Citation(
            number=number,
            statement=statement.id,
            document=document.id,
            name=document.id if mask and mask.spells(document.name) else words(document.name),
            outlet=words(document.outlet) if document.outlet else None,
            title=words(flat(document.title)) if document.title else None,
            url=(mask.address(document.url) if mask else document.url) if document.url else None,
            published=document.published,
            sentence=assertion.sentence,
            quoted_sentence=words(sentence or assertion.anchor.exact),
            quoted_words=words(assertion.anchor.exact),
            kind=assertion.kind,
            voice=voice_cell(statement) if statement.voice.actor else words(voice_cell(statement)),
            hedge=assertion.hedge,
        )

    def _withholding(self, documents: Iterable[str]) -> Callable[[str], str]:
        """What withholds the private names of all these documents in words that are made of theirs."""
        masks = [mask for name in dict.fromkeys(documents) if (mask := self._known(name).mask) and mask.persons]

        def withhold(words: str) -> str:
            for mask in masks:
                words = mask.words(words)
            return _NUMBERED.sub(ANYBODY, words) if len(masks) > 1 else words

        return withhold

    def _known(self, name: str) -> _Known:
        if name not in self._documents:
            document = self._store.document(name)
            mask = mask_of(document, list(self._store.statements(document=name)), self._names) if self._names else None
            sentences = {sentence.id: sentence for sentence in self._store.sentences(name)}
            self._documents[name] = _Known(document=document, sentences=sentences, mask=mask)
        return self._documents[name]


def _spread(statements: Sequence[Statement], most: int) -> list[Statement]:
    """At most so many statements: the first of each document before a second of any."""
    turn: dict[str, int] = {}
    ranked = []
    for index, statement in enumerate(statements):
        document = statement.assertion.document
        turn[document] = turn.get(document, 0) + 1
        ranked.append((turn[document], index, statement))
    chosen = sorted(ranked, key=lambda one: one[:2])[:most]
    return [statement for _, _, statement in sorted(chosen, key=lambda one: one[1])]


def _each_word(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every string in it changed, keys apart."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_word(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_each_word(inner, change) for inner in value]
    return value
