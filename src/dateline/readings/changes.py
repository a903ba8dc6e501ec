"""What two readings of one document say differently: statements paired by kind and by the words they cover, then compared.

It does not know who made the readings: another codebook, another model.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline.records import Anchor, Assertion, Document, Participant, Record, Sentence, Statement

OVERLAP = 0.5
"""Two stretches of text are one thing told where they share this much of what they cover together."""
Sentences = Mapping[str, Sentence]
"""A reading's sentences by id."""


class Change(Record, frozen=True):
    """One thing that the new reading says otherwise.

    `what` is added, removed, retyped, or meant: who, where, when, how many, how sure, or in which manner.
    """

    what: str
    kind: str
    type: str | None
    """Of the new reading; of the old one where it was removed."""
    before: str | None
    """The type in the old reading; where the meaning changed, what was meant."""
    after: str | None
    quote: str
    sentence: Sentence
    document: str
    name: str
    published: str | None


def changes_of(
    document: Document, sentences: tuple[Sentences, Sentences], before: Iterable[Statement], after: Iterable[Statement]
) -> Iterator[Change]:
    """The changes of one document.

    Args:
        sentences: of the old and of the new reading.
    """
    were, are = sentences
    left = list(before)
    for one in after:
        twin = _twin(one.assertion, left)
        if twin is None:
            yield _change("added", None, one.assertion.type, one, are, document)
            continue
        left.remove(twin)
        if twin.assertion.type != one.assertion.type:
            yield _change("retyped", twin.assertion.type, one.assertion.type, one, are, document)
        for was, is_ in _meant_otherwise(twin, one):
            yield _change("meant", was, is_, one, are, document)
    for one in left:
        yield _change("removed", one.assertion.type, None, one, were, document)


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
    """What the old and the new reading mean by one thing told."""
    yield from _others(before.participants, after.participants)
    if before.assertion.hedge != after.assertion.hedge:
        yield f"hedge: {before.assertion.hedge}", f"hedge: {after.assertion.hedge}"
    if (was := _days(before)) != (is_ := _days(after)):
        yield f"time: {was}", f"time: {is_}"
    if (was := _places(before)) != (is_ := _places(after)):
        yield f"place: {was}", f"place: {is_}"
    if (before.voice.actor, before.voice.name) != (after.voice.actor, after.voice.name):
        yield f"voice: {before.voice.name or before.voice.type}", f"voice: {after.voice.name or after.voice.type}"
    if before.mode != after.mode:
        yield f"manner: {before.mode or 'none'}", f"manner: {after.mode or 'none'}"
    counts = {_key(quantity.anchor): quantity for quantity in before.quantities}
    for quantity in after.quantities:
        was = counts.get(_key(quantity.anchor))
        if was is not None and (was.low, was.high) != (quantity.low, quantity.high):
            yield _range(was), _range(quantity)


def _others(before: Iterable[Participant], after: Iterable[Participant]) -> Iterator[tuple[str, str]]:
    """Who else is meant: where both point at the same words, and in each role where they point at different ones."""
    old, new = _by_words(before), _by_words(after)
    for words in sorted(old.keys() & new.keys()):
        was, is_ = old[words] - new[words], new[words] - old[words]
        if was or is_:
            yield " and ".join(sorted(was)) or "nobody more", " and ".join(sorted(is_)) or "nobody more"
    for role in sorted({role for role, _, _ in old.keys() ^ new.keys()}):
        lost = {name for words in old.keys() - new.keys() if words[0] == role for name in old[words]}
        found = {name for words in new.keys() - old.keys() if words[0] == role for name in new[words]}
        if lost != found:
            yield (
                f"{role}: {' and '.join(sorted(lost - found)) or 'none'}",
                f"{role}: {' and '.join(sorted(found - lost)) or 'none'}",
            )


def _days(statement: Statement) -> str:
    time = statement.time
    return "none" if time is None else time.start if time.start == time.end else f"{time.start} to {time.end}"


def _places(statement: Statement) -> str:
    named = (f"{place.name} ({place.country})" if place.country else place.name for place in statement.places)
    return ", ".join(sorted(set(named))) or "none"


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


def _change(what: str, before: str | None, after: str | None, one: Statement, sentences: Sentences, document: Document) -> Change:
    return Change(
        what=what,
        kind=one.assertion.kind,
        type=one.assertion.type,
        before=before,
        after=after,
        quote=one.assertion.anchor.exact,
        sentence=sentences[one.assertion.sentence],
        document=document.id,
        name=document.name,
        published=document.published,
    )
