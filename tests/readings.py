"""Readings made by hand, for tests of what comes after the reader: sentences end at full stops; words in `KINDS` make assertions.

A stand-in for the reader at its seam, not an imitation of what it knows. Everything it makes obeys the records' contract.
"""

import hashlib
import signal
import time
from collections.abc import Sequence

from dateline.errors import Reason
from dateline.records import (
    Anchor,
    Argument,
    Assertion,
    Attribution,
    Document,
    Interval,
    Participant,
    Place,
    Quantity,
    Reading,
    Resolution,
    Sentence,
    SetAside,
    Statement,
    Voice,
)

KINDS = {"shelled": ("event", "shelling"), "seized": ("control", "seizes"), "will": ("forecast", None), "rebels": ("label", None)}


def make_document(text: str, name: str = "report", **fields: str | None) -> Document:
    """A document as ingest makes it."""
    return Document(id=hashlib.sha256(text.encode()).hexdigest()[:32], text=text, name=name, language="en", **fields)


class WordReader:
    """Makes an assertion of each sentence that has a word of `KINDS`, and sets the others aside."""

    version = "words-1"

    def __init__(self, wait_seconds: float = 0.0) -> None:
        self.wait_seconds = wait_seconds
        self.batches: list[int] = []

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        self.batches.append(len(documents))
        time.sleep(self.wait_seconds * len(documents))
        return [_read(document) for document in documents]


class Table:
    """What the pipeline asks of a codebook and a gazetteer."""

    version = "table-1"


def resolve(reading: Reading, codebook: Table, gazetteer: Table) -> Resolution:
    """One statement for each assertion, in the form the resolve stage gives."""
    statements = []
    for assertion in reading.assertions:
        source = assertion.attribution.source if assertion.attribution else None
        statements.append(
            Statement(
                assertion=assertion,
                voice=Voice(type="source", name=source.exact, anchor=source) if source else Voice(),
                time=Interval(start="1999-04-01", end="1999-04-03"),
                places=(Place(name="Prizren", country="XK"),),
                participants=(Participant(role="actor", name="the army"),),
                quantities=(Quantity(low=2, high=None, of="killed"),) if assertion.kind == "event" else (),
                codebook=codebook.version,
            )
        )
    return Resolution(statements=tuple(statements), set_aside=())


def _read(document: Document) -> Reading:
    sentences, assertions, aside = [], [], []
    start = 0
    for index, part in enumerate(document.text.split(".")):
        end = min(start + len(part) + 1, len(document.text))
        if part.strip():
            anchor = _anchor(document, start, end)
            sentence = Sentence(id=f"{document.id}:{index}", document=document.id, index=index, anchor=anchor)
            sentences.append(sentence)
            if word := next((word for word in KINDS if word in part.split()), None):
                assertions.append(_assertion(document, sentence, word))
            else:
                aside.append(
                    SetAside(
                        stage="read", item=sentence.id, reason=Reason.NOTHING_ASSERTED, document=document.id, anchor=sentence.anchor
                    )
                )
        start = end
    return Reading(document=document, sentences=tuple(sentences), assertions=tuple(assertions), set_aside=tuple(aside))


def _assertion(document: Document, sentence: Sentence, word: str) -> Assertion:
    kind, type = KINDS[word]
    at = document.text.index(word, sentence.anchor.start)
    said = document.text.find("Officials", sentence.anchor.start, sentence.anchor.end)
    actor = _anchor(document, sentence.anchor.start, at)
    source = _anchor(document, said, said + len("Officials")) if said >= 0 else None
    return Assertion(
        id=hashlib.sha256(f"{sentence.id}/{word}".encode()).hexdigest()[:32],
        document=document.id,
        sentence=sentence.id,
        kind=kind,
        type=type,
        anchor=sentence.anchor,
        trigger=_anchor(document, at, at + len(word)),
        arguments=(Argument(role="actor", anchor=actor),) if actor.exact.strip() else (),
        attribution=Attribution(source=source, named=False) if source else None,
        hedge="reported" if source else "asserted",
        entry=type,
        extractor="words 1",
    )


def _anchor(document: Document, start: int, end: int) -> Anchor:
    return Anchor(start=start, end=end, exact=document.text[start:end])


def listen() -> None:
    """For a child process: heed Ctrl-C, though a background job ignores it and its children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
