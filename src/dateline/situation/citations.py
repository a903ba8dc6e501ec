"""Statements -> numbered sources: the sentence each rests on, with the stretches that statements stand on marked.

Sources are numbered in the order of the archive: documents by date, sentences by position. A statement that names a sentence nobody
handed over still gets a source, made of its own quote. Nothing is known here of what a statement means.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from dateline.records import Document, Record, Sentence, Statement


class Segment(Record, frozen=True):
    """A piece of a source's text; `kind` is that of the shortest statement standing on it, None where none does."""

    text: str
    kind: str | None = None


class Source(Record, frozen=True):
    """One quoted sentence, as citations point to it."""

    number: int
    document: str
    sentence: str
    start: int
    end: int
    segments: tuple[Segment, ...]
    review: tuple[str, ...] = ()
    """What coders made of the statements on it, each word once."""

    @property
    def text(self) -> str:
        """The quoted sentence, exactly as the document has it."""
        return "".join(segment.text for segment in self.segments)


class Citation(Record, frozen=True):
    """What a line of a briefing rests on: a statement, its quote, and the number of the source that holds it."""

    number: int
    statement: str
    document: str
    sentence: str
    quote: str


def in_order(documents: Iterable[Document], statements: Iterable[Statement]) -> tuple[list[Document], list[Statement]]:
    """Documents by date, name and id, each once; statements by document and position. Input order changes nothing."""
    each = {document.id: document for document in documents}
    docs = sorted(each.values(), key=lambda d: (d.published or "", d.name, d.id))
    rank = {document.id: index for index, document in enumerate(docs)}
    known = {s.id: s for s in statements if s.assertion.document in rank}

    def position(statement: Statement) -> tuple[int, int, int, str]:
        anchor = statement.assertion.anchor
        return rank[statement.assertion.document], anchor.start, anchor.end, statement.id

    return docs, sorted(known.values(), key=position)


def number_sources(
    documents: Mapping[str, Document], statements: Iterable[Statement], sentences: Iterable[Sentence]
) -> tuple[tuple[Source, ...], dict[str, Citation]]:
    """Number the sentences that statements rest on.

    Args:
        documents: by id.
        statements: in the order of the archive, as `in_order` gives them.
        sentences: those of the documents, in any order.

    Returns:
        The sources in order, and for each statement's id its citation.
    """
    by_id = {sentence.id: sentence for sentence in sentences}
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        groups.setdefault((statement.assertion.document, statement.assertion.sentence), []).append(statement)
    sources, citations = [], {}
    for number, ((document, sentence), members) in enumerate(groups.items(), start=1):
        source = _source(number, documents[document], sentence, by_id.get(sentence), members)
        sources.append(source)
        for member in members:
            citations[member.id] = Citation(
                number=number, statement=member.id, document=document, sentence=sentence, quote=member.assertion.anchor.exact
            )
    return tuple(sources), citations


def _source(number: int, document: Document, sentence_id: str, sentence: Sentence | None, members: list[Statement]) -> Source:
    anchors = [member.assertion.anchor for member in members]
    # a span may reach over the sentence's end (a list, a heading): then the source is as long as what it must hold
    start = min([a.start for a in anchors] + ([sentence.anchor.start] if sentence else []))
    end = max([a.end for a in anchors] + ([sentence.anchor.end] if sentence else []))
    cuts = sorted({start, end, *(a.start for a in anchors), *(a.end for a in anchors)})
    segments = []
    for left, right in pairwise(cuts):
        over = [m for m in members if m.assertion.anchor.start <= left and right <= m.assertion.anchor.end]
        kind = min(over, key=lambda m: (m.assertion.anchor.end - m.assertion.anchor.start, m.id)).assertion.kind if over else None
        segments.append(Segment(text=document.text[left:right], kind=kind))
    review = dict.fromkeys(member.review.words for member in members if member.review)
    return Source(
        number=number,
        document=document.id,
        sentence=sentence_id,
        start=start,
        end=end,
        segments=tuple(segments),
        review=tuple(review),
    )
