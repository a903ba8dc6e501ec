"""A document and what was read in it -> the same for everybody's eyes: private names withheld, and only the text that may be shown.

A name becomes "[private person 1]", so that all that stands after it moves; a text of which only quoted sentences are shown is
made of them. Every offset is brought along, and a stretch of which nothing is left has none. Where a document came from on this
machine, who wrote it and how its page was fetched stay at home.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from dateline.codebook.actors import ActorTable
from dateline.exports.mask import Mask
from dateline.records import Anchor, Document, Participant, Place, Sentence, SetAside, Statement, Voice

GAP = "\n[…]\n"
"""Stands between quoted sentences of which what lay between them is not shown."""


class _Piece(NamedTuple):
    """A stretch of the whole text, and where it stands in the text that is shown."""

    start: int
    end: int
    new_start: int
    new_end: int
    mark: bool
    """A name stood here: what stands in its place is one thing and has no parts."""


class Shown:
    """A text as it is shown, and where its stretches have gone.

    Args:
        text: the whole text.
        mask: withholds names in it.
        kept: the stretches that are shown, in order and apart from each other; None for the whole text.
    """

    def __init__(self, text: str, mask: Mask, kept: Sequence[tuple[int, int]] | None = None) -> None:
        self._pieces: list[_Piece] = []
        parts: list[str] = []
        at = 0

        def add(words: str, start: int, end: int, mark: bool = False) -> None:
            nonlocal at
            if words:
                self._pieces.append(_Piece(start, end, at, at + len(words), mark))
                parts.append(words)
                at += len(words)

        marks = mask.marks(text)
        for number, (begin, stop) in enumerate([(0, len(text))] if kept is None else kept):
            if number:
                parts.append(GAP)
                at += len(GAP)
            here = begin
            for start, end, mark in marks:
                if start < stop and end > begin:
                    add(text[here : max(here, start)], here, max(here, start))
                    add(mark, start, end, True)
                    here = max(here, end)
            add(text[here:stop], here, max(here, stop))
        self.text = "".join(parts)

    def anchor(self, anchor: Anchor | None) -> Anchor | None:
        """The same stretch in the text that is shown, a withheld name in it whole; None where it is not shown."""
        if anchor is None:
            return None
        inside = [piece for piece in self._pieces if piece.start < anchor.end and piece.end > anchor.start]
        if not inside:
            return None
        first, last = inside[0], inside[-1]
        start = first.new_start if first.mark else first.new_start + max(anchor.start - first.start, 0)
        end = last.new_end if last.mark else last.new_start + min(anchor.end, last.end) - last.start
        return Anchor(start=start, end=end, exact=self.text[start:end])


def stretches(statements: Iterable[Statement], sentences: Iterable[Sentence]) -> tuple[tuple[int, int], ...]:
    """The sentences that statements rest on, as stretches of the text that do not touch."""
    where = {sentence.id: sentence.anchor for sentence in sentences}
    spans = sorted(
        (min(a.start, where.get(s.assertion.sentence, a).start), max(a.end, where.get(s.assertion.sentence, a).end))
        for s in statements
        for a in (s.assertion.anchor,)
    )
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def show_document(document: Document, shown: Shown, mask: Mask) -> Document:
    """The document for everybody's eyes."""
    return Document(
        id=document.id,
        text=shown.text,
        name=document.id if mask.spells(document.name) else mask.words(document.name),
        outlet=mask.words(document.outlet) if document.outlet else None,
        url=mask.address(document.url) if document.url else None,
        title=mask.words(document.title) if document.title else None,
        published=document.published,
        published_from=document.published_from,
        language=document.language,
    )


def show_statement(statement: Statement, shown: Shown, mask: Mask, actors: ActorTable) -> Statement:
    """The statement for everybody's eyes. Words of arguments and places that were not taken stay at home: no view shows them."""
    assertion, said = statement.assertion, statement.assertion.attribution
    anchor = shown.anchor(assertion.anchor)
    assert anchor is not None, f"{statement.id} is published without its words"
    source = shown.anchor(said.source) if said else None
    return msgspec.structs.replace(
        statement,
        assertion=msgspec.structs.replace(
            assertion,
            anchor=anchor,
            trigger=shown.anchor(assertion.trigger),
            arguments=(),
            attribution=msgspec.structs.replace(said, source=source, cue=shown.anchor(said.cue)) if said and source else None,
        ),
        voice=_voice(statement.voice, shown, mask),
        time=msgspec.structs.replace(statement.time, anchor=shown.anchor(statement.time.anchor)) if statement.time else None,
        places=tuple(_place(place, shown, mask) for place in statement.places),
        participants=tuple(_participant(one, shown, mask, actors) for one in statement.participants),
        quantities=tuple(
            msgspec.structs.replace(one, what=mask.words(one.what) if one.what else one.what, anchor=shown.anchor(one.anchor))
            for one in statement.quantities
        ),
    )


def _voice(voice: Voice, shown: Shown, mask: Mask) -> Voice:
    name = mask.words(voice.name) if voice.name and not voice.actor else voice.name
    return msgspec.structs.replace(voice, name=name, anchor=shown.anchor(voice.anchor))


def _place(place: Place, shown: Shown, mask: Mask) -> Place:
    relation = mask.words(place.relation) if place.relation else place.relation
    return msgspec.structs.replace(
        place, name=mask.words(place.name), relation=relation, anchor=shown.anchor(place.anchor), runners_up=()
    )


def _participant(one: Participant, shown: Shown, mask: Mask, actors: ActorTable) -> Participant:
    # A name of the codebook is no private person's, whatever else its words may be.
    known = one.actor is not None and actors.get(one.actor) is not None
    return msgspec.structs.replace(one, name=one.name if known else mask.words(one.name), anchor=shown.anchor(one.anchor))


def show_sentences(sentences: Iterable[Sentence], shown: Shown) -> list[Sentence]:
    """The sentences that are shown, with their places in the text as it is shown."""
    found = ((sentence, shown.anchor(sentence.anchor)) for sentence in sentences)
    return [msgspec.structs.replace(sentence, anchor=anchor) for sentence, anchor in found if anchor]


def show_aside(items: Iterable[SetAside], shown: Shown, mask: Mask) -> list[SetAside]:
    """What was set aside inside the document; its words only where they are shown."""
    return [
        msgspec.structs.replace(item, anchor=anchor, detail=mask.words(item.detail) if anchor else "")
        for item in items
        if item.anchor
        for anchor in (shown.anchor(item.anchor),)
    ]
