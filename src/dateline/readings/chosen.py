"""One reading of each document, out of several: by the words a person types, and as a case of its own that every view takes.

Such a case is a file in a temporary folder; it is made anew each time, for views of earlier readings are rarely asked for.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from dateline.errors import UsageError
from dateline.records import Document, Reading, Record, Resolution
from dateline.store import Kept, Manifest, Store

NEWEST, PREVIOUS = "newest", "previous"


class Choice(Record, frozen=True):
    """Which reading of each document is meant."""

    words: str
    """`newest`, `previous`, or the id of the versions that made it."""
    run: Manifest | None = None
    """Those versions."""


def choose(store: Store, words: str) -> Choice:
    """What a person means by a run.

    Args:
        words: `newest`, `previous` (what the newest took the place of), or the start of an id as `dateline show runs` shows it.

    Raises:
        UsageError: no run of the case file begins so, or several do.
    """
    if words in (NEWEST, PREVIOUS):
        return Choice(words=words)
    found = [manifest for manifest in store.manifests() if words and manifest.id.startswith(words)]
    if not found:
        raise UsageError(f"{store.path} has no run {words}; `dateline show runs` lists them; {NEWEST} and {PREVIOUS} do as well.")
    first, *others = found
    if others:
        raise UsageError(f"Several runs begin with {words} ({', '.join(one.id for one in found[:3])}); give more of the id.")
    return Choice(words=first.id, run=first)


class Chosen:
    """The chosen readings of a case file, document by document."""

    def __init__(self, store: Store, choice: Choice) -> None:
        self._store, self._choice = store, choice
        self.ids = store.runs_of(choice.run) if choice.run else ()

    def reading(self, document: str) -> Kept | None:
        """The reading meant of a document; None where it was not read so."""
        if self._choice.words == PREVIOUS:
            return self._store.kept_reading(document)
        if self._choice.run is None:
            return self._store.newest_reading(document)
        run = self._store.run_of(document)
        if run is not None and run.id in self.ids:
            return self._store.newest_reading(document)
        return self._store.kept_reading(document, self.ids)


@contextmanager
def as_read_by(store: Store, choice: Choice) -> Iterator[Store]:
    """The case as the chosen readings have it; documents that were not read so are not in it."""
    if choice.words == NEWEST:
        yield store
        return
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder, Store.open(Path(folder) / "case.db") as case:
        # Messages name the case that was asked for.
        case.path = store.path
        chosen = Chosen(store, choice)
        for document in store.documents():
            if kept := chosen.reading(document.id):
                _add(case, document, kept)
        there = set(case.document_ids())
        case.add_set_aside(item for item in store.set_aside(runs=chosen.ids) if item.document is None or item.document in there)
        for query in store.saved_queries():
            case.save_query(query.name, query.query, query.seen)
        for verdict in store.verdicts():
            case.add_verdict(verdict)
        yield case


def _add(case: Store, document: Document, kept: Kept) -> None:
    """Write a kept reading as the newest of another case; the document has the day that the reading went by."""
    document = msgspec.structs.replace(document, published=kept.published, published_from=kept.published_from)
    reading = Reading(
        document=document,
        sentences=kept.sentences,
        assertions=tuple(statement.assertion for statement in kept.statements),
        set_aside=kept.set_aside,
    )
    case.add(reading, Resolution(statements=kept.statements, set_aside=()), kept.run)
