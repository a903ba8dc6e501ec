"""What every reader makes: sentences, ids, and a reading in which each sentence bears an assertion or is set aside."""

import hashlib
from collections.abc import Mapping, Sequence

from dateline.errors import OF_ANSWERS, Reason
from dateline.read.sentences import find_sentences
from dateline.records import Anchor, Assertion, Document, Reading, Sentence, SetAside

ROLES: Mapping[str, frozenset[str]] = {
    "event": frozenset(("actor", "recipient", "place", "time")),
    "control": frozenset(("actor", "place", "time")),
    "relation": frozenset(("subject", "object", "place", "time")),
    "quantity": frozenset(("number", "place", "time")),
    "label": frozenset(("target",)),
    "forecast": frozenset(("place", "time")),
    "recommendation": frozenset(("addressee", "place", "time")),
    "judgement": frozenset(("target", "place", "time")),
}
"""Kind -> roles that its assertions may have; an event may have counts as well."""
NEEDED: Mapping[str, tuple[str, ...]] = {"relation": ("subject", "object"), "control": ("actor", "place")}
"""Kind -> roles that it cannot do without."""


def find_all_sentences(document: Document) -> list[tuple[Sentence, bool]]:
    """Every sentence of a document with whether it is page furniture, which is a border for sentences."""
    spans: list[tuple[int, int, bool]] = []
    at = 0
    for anchor in [*document.furniture, Anchor(start=len(document.text), end=len(document.text), exact="")]:
        spans += [(at + s, at + e, False) for s, e in find_sentences(document.text[at : anchor.start])]
        if anchor.end > anchor.start:
            spans.append((anchor.start, anchor.end, True))
        at = anchor.end
    return [
        (
            Sentence(
                id=f"{document.id}:{i}", document=document.id, index=i, anchor=Anchor(start=s, end=e, exact=document.text[s:e])
            ),
            f,
        )
        for i, (s, e, f) in enumerate(spans)
    ]


def cut(text: str, start: int, end: int) -> Anchor:
    """A stretch of a text."""
    return Anchor(start=start, end=end, exact=text[start:end])


def assertion_id(document: str, kind: str, type_: str | None, anchor: Anchor) -> str:
    """Hash of what an assertion says and where."""
    words = f"{document} {kind} {type_ or ''} {anchor.start} {anchor.end}"
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def make_reading(
    document: Document,
    sentences: Sequence[tuple[Sentence, bool]],
    assertions: Sequence[Assertion],
    notes: Sequence[SetAside] = (),
) -> Reading:
    """A whole reading, in the order of the text.

    Args:
        sentences: all of the document's, and whether each is furniture.
        notes: parts of answers that were set aside (`OF_ANSWERS`), which are no sentences.
    """
    bearing = {a.sentence for a in assertions}
    misread = {note.anchor for note in notes if note.anchor is not None and note.reason in OF_ANSWERS}
    aside = []
    for sentence, furniture in sentences:
        if sentence.id in bearing:
            continue
        silent = Reason.NOTHING_USABLE if sentence.anchor in misread else Reason.NOTHING_ASSERTED
        reason = Reason.FURNITURE if furniture else silent
        aside.append(SetAside(stage="read", item=sentence.id, reason=reason, document=document.id, anchor=sentence.anchor))
    unique = {a.id: a for a in assertions}
    ordered = sorted(unique.values(), key=lambda a: (a.anchor.start, a.anchor.end, a.kind, a.type or ""))
    return Reading(
        document=document,
        sentences=tuple(s for s, _ in sentences),
        assertions=tuple(ordered),
        set_aside=(*aside, *notes),
    )
