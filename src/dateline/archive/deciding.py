"""What a change of names or places does to a case file: the documents that mention the words are resolved again, not read again.

The reader's part stays as it is, and so do all other documents.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from dateline.codebook.actor_words import fold
from dateline.records import Document, Reading, Record, Statement
from dateline.resolve.statements import resolve
from dateline.review.again import place_of, with_acts
from dateline.store import Run

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.gazetteer import Gazetteer
    from dateline.store import Store


class Changed(Record, frozen=True):
    """What was resolved anew."""

    documents: int
    """Documents that mention the words."""
    statements: int
    """Statements of theirs whose meaning is another now."""


def resolve_again(store: "Store", codebook: "Codebook", gazetteer: "Gazetteer", words: Iterable[str], *, version: str) -> Changed:
    """Resolve anew the documents that mention any of the words, each in one transaction.

    Args:
        version: Dateline's, to be noted with what it resolved.
    """
    wanted = [f" {folded} " for each in words if (folded := fold(each))]
    documents = changed = 0
    for document in list(store.documents()):
        text = f" {fold(document.text)} "
        if any(each in text for each in wanted):
            documents += 1
            changed += _resolve_document(store, document, codebook, gazetteer, version)
    return Changed(documents=documents, statements=changed)


def _resolve_document(store: "Store", document: Document, codebook: "Codebook", gazetteer: "Gazetteer", version: str) -> int:
    before = {statement.id: _meaning(statement) for statement in store.statements(document=document.id)}
    with store.reviewing() as reviews:
        read = sorted(reviews.read(document.id), key=place_of)
        acts = reviews.acts(document=document.id)
    reading = Reading(
        document=document,
        sentences=tuple(store.sentences(document.id)),
        assertions=tuple(statement.assertion for statement in read),
        set_aside=(),
    )
    # What coders made of it stands over what the words mean now.
    resolution, machine = with_acts(reading, resolve(reading, codebook, gazetteer), acts)
    run = store.run_of(document.id)
    store.give_meaning(
        document.id,
        resolution,
        Run(
            dateline=version,
            model=run.model if run else "",
            codebook=codebook.version,
            gazetteer=gazetteer.version,
            settings=run.settings if run else "{}",
        ),
        machine=machine,
    )
    return sum(before.get(statement.id) != _meaning(statement) for statement in resolution.statements)


def _meaning(statement: Statement) -> Statement:
    return msgspec.structs.replace(statement, codebook="")
