"""What a change of the codebook does to an archive, before it counts: documents are read with the old and with the new codebook.

Nothing is written. A document in whose words both codebooks see the same is not read by the model: it would say the same twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dateline.codebook import Codebook
from dateline.codebook.actor_words import fold
from dateline.codebook.actors import ActorTable
from dateline.pipeline import Stages
from dateline.records import Anchor, Assertion, Document, Participant, Reading, Record, Sentence, Statement

OVERLAP = 0.5
"""Two stretches of text are one thing told where they share this much of what they cover together."""


class Change(Record, frozen=True):
    """One thing that the new codebook reads otherwise.

    `what` is added, removed, retyped, or meant: who, how many, or in which manner.
    """

    what: str
    kind: str
    before: str | None
    """The type with the old codebook; where the meaning changed, what was meant."""
    after: str | None
    quote: str
    sentence: Sentence
    document: str
    name: str
    published: str | None


class Compared(Record, frozen=True):
    """One document, and what changes in it. `read` tells whether the model was asked."""

    document: str
    changes: tuple[Change, ...]
    read: bool


def compare(documents: Iterable[Document], old: Stages, new: Stages) -> Iterator[Compared]:
    """Read each document with both codebooks and tell the changes, document by document as they come.

    Args:
        old, new: the same stages but for the codebook.
    """
    everywhere = _tables(old.codebook) != _tables(new.codebook)
    names = _changed_names(old.codebook.actors, new.codebook.actors)
    for document in documents:
        same = _evidence(old, document) == _evidence(new, document)
        if same and not everywhere and not _names_one(document, names):
            yield Compared(document=document.id, changes=(), read=False)
            continue
        (before,) = old.reader.read([document])
        (after,) = (before,) if same else new.reader.read([document])
        changes = _changes(document, before, _statements(old, before), _statements(new, after))
        yield Compared(document=document.id, changes=tuple(changes), read=True)


def _evidence(stages: Stages, document: Document) -> Any:
    reader: Any = stages.reader
    return reader.evidence(document)


def _tables(codebook: Codebook) -> Any:
    """What may change the meaning of any document: words of number, countries and how they name their forces."""
    quantities = codebook.quantities
    return quantities.vague, quantities.bounds, quantities.after, dict(codebook.actors.countries)


def _changed_names(old: ActorTable, new: ActorTable) -> list[str]:
    """The folded names, aliases and offices of the actors whose rows differ: only where they stand can anybody else be meant."""
    changed = [actor for id in old.actors.keys() | new.actors.keys() if old.actors.get(id) != new.actors.get(id)
               for actor in (old.actors.get(id), new.actors.get(id)) if actor is not None]  # fmt: skip
    words = {surface for actor in changed for surface in actor.surfaces()}
    words |= {office.office for actor in changed for office in actor.offices}
    # A surname alone may stand for a person, as may the last word of a longer name.
    words |= {actor.names[-1].name.split()[-1] for actor in changed if actor.names}
    return sorted({f" {fold(word)} " for word in words})


def _names_one(document: Document, names: Sequence[str]) -> bool:
    if not names:
        return False
    text = f" {fold(document.text)} "
    return any(name in text for name in names)


def _statements(stages: Stages, reading: Reading) -> list[Statement]:
    return list(stages.resolve(reading, stages.codebook, stages.gazetteer).statements)


def _changes(document: Document, reading: Reading, before: list[Statement], after: list[Statement]) -> Iterator[Change]:
    sentences = {sentence.id: sentence for sentence in reading.sentences}
    left = list(before)
    for one in after:
        twin = _twin(one.assertion, left)
        if twin is None:
            yield _change("added", None, one.assertion.type, one, sentences, document)
            continue
        left.remove(twin)
        if twin.assertion.type != one.assertion.type:
            yield _change("retyped", twin.assertion.type, one.assertion.type, one, sentences, document)
        for was, is_ in _meant_otherwise(twin, one):
            yield _change("meant", was, is_, one, sentences, document)
    for one in left:
        yield _change("removed", one.assertion.type, None, one, sentences, document)


def _twin(one: Assertion, others: Sequence[Statement]) -> Statement | None:
    """The statement of the same kind that covers the same words best."""
    near = [(shared, -n, other) for n, other in enumerate(others) if (shared := _shared(one, other.assertion)) >= OVERLAP]
    return max(near, key=lambda found: found[:2])[2] if near else None


def _shared(one: Assertion, other: Assertion) -> float:
    if one.kind != other.kind:
        return 0.0
    a, b = one.anchor, other.anchor
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(0, shared) / (max(a.end, b.end) - min(a.start, b.start))


def _meant_otherwise(before: Statement, after: Statement) -> Iterator[tuple[str, str]]:
    """What is meant with the old and with the new codebook, where the words pointed at are the same."""
    old, new = _by_words(before.participants), _by_words(after.participants)
    for words in sorted(old.keys() & new.keys()):
        was, is_ = old[words] - new[words], new[words] - old[words]
        if was or is_:
            yield " and ".join(sorted(was)) or "nobody more", " and ".join(sorted(is_)) or "nobody more"
    if (before.voice.actor, before.voice.name) != (after.voice.actor, after.voice.name):
        yield f"voice: {before.voice.name or before.voice.type}", f"voice: {after.voice.name or after.voice.type}"
    if before.mode != after.mode:
        yield f"manner: {before.mode or 'none'}", f"manner: {after.mode or 'none'}"
    counts = {_key(quantity.anchor): quantity for quantity in before.quantities}
    for quantity in after.quantities:
        was = counts.get(_key(quantity.anchor))
        if was is not None and (was.low, was.high) != (quantity.low, quantity.high):
            yield _range(was), _range(quantity)


def _key(anchor: Anchor | None) -> tuple[int, int]:
    return (anchor.start, anchor.end) if anchor else (-1, -1)


def _by_words(participants: Iterable[Participant]) -> dict[tuple[str, int, int], set[str]]:
    """Role and place -> who is meant there; "both sides" means two."""
    found: dict[tuple[str, int, int], set[str]] = {}
    for who in participants:
        found.setdefault((who.role, *_key(who.anchor)), set()).add(f"{who.name} ({who.actor or 'only words'})")
    return found


def _range(quantity: Any) -> str:
    low, high = ("?" if end is None else f"{end:g}" for end in (quantity.low, quantity.high))
    return low if low == high else f"{low} to {high}"


def _change(
    what: str, before: str | None, after: str | None, one: Statement, sentences: dict[str, Sentence], document: Document
) -> Change:
    return Change(
        what=what,
        kind=one.assertion.kind,
        before=before,
        after=after,
        quote=one.assertion.anchor.exact,
        sentence=sentences[one.assertion.sentence],
        document=document.id,
        name=document.name,
        published=document.published,
    )
