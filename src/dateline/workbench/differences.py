"""What a change of the codebook does to an archive, before it counts: documents are read with the old and with the new codebook.

Nothing is written. A document in whose words both codebooks see the same is not read by the model: it would say the same twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dateline.codebook import Codebook
from dateline.codebook.actor_words import fold
from dateline.codebook.actors import ActorTable
from dateline.readings.changes import Change, changes_of
from dateline.records import Document, Reading, Record, Statement
from dateline.stages import Stages


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
        before = _read(old, document)
        after = before if same else _read(new, document)
        sentences = {sentence.id: sentence for sentence in before.sentences}
        changes = changes_of(document, (sentences, sentences), _statements(old, before), _statements(new, after))
        yield Compared(document=document.id, changes=tuple(changes), read=True)


def _read(stages: Stages, document: Document) -> Reading:
    reader: Any = stages.reader  # ours: it reads every document
    (reading,) = reader.read([document])
    return reading


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
