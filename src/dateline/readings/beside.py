"""Two readings of an archive beside each other: what appeared, what vanished and what changed. Nothing is read or written."""

from collections.abc import Iterator

from dateline.readings.changes import Change, changes_of
from dateline.readings.chosen import Choice, Chosen
from dateline.records import Record
from dateline.store import Store


class Beside(Record, frozen=True):
    """One document in two readings."""

    document: str
    changes: tuple[Change, ...]
    both: bool
    """False where one of the two has not read it: then nothing was compared."""


def compare_readings(store: Store, first: Choice, second: Choice) -> Iterator[Beside]:
    """Compare the readings of each document, in the order of the archive."""
    one, other = Chosen(store, first), Chosen(store, second)
    for document in store.documents():
        before, after = one.reading(document.id), other.reading(document.id)
        if before is None or after is None:
            yield Beside(document=document.id, changes=(), both=False)
            continue
        sentences = (
            {sentence.id: sentence for sentence in before.sentences},
            {sentence.id: sentence for sentence in after.sentences},
        )
        changes = changes_of(document, sentences, before.statements, after.statements)
        yield Beside(document=document.id, changes=tuple(changes), both=True)
