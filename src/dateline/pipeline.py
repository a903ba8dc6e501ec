"""The way of a document through the stages into the case file. The only module that joins stages and store.

Documents come from ingest, go through the reader in batches, are resolved one by one and committed one by one: an interruption
loses at most the batch at hand, and reading again finishes the rest. Batch size and order of paths change nothing in what is read.
It draws nothing and prints nothing; a face listens through what is yielded.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from dateline.errors import OF_ANSWERS, EngineError, Reason
from dateline.records import Document, Reading, Record, Resolution, SetAside, Spending, Statement
from dateline.settings import Settings
from dateline.stages import LedgerLike, Stages

if TYPE_CHECKING:  # the case file's library takes half a second to load, and reading without a case file needs none of it
    from dateline.engine import Engine
    from dateline.store import Run, Store, Stored

STDIN = Path("-")
NO_LOSS = frozenset({Reason.DUPLICATE, Reason.NO_PAGE})
"""Reasons for setting an item aside by which no text is missed."""
MOST_AT_ONCE = 4
"""Documents that one process of an engine reads together: an interruption waits for them."""


class Read(Record, frozen=True):
    """One document that went the whole way."""

    reading: Reading
    resolution: Resolution


@dataclass
class Tally:
    """What came of the items so far; what goes in equals documents plus items set aside."""

    documents: int = 0
    undated: int = 0
    sentences: int = 0
    sentences_with_assertions: int = 0
    assertions: int = 0
    items_aside: Counter[str] = field(default_factory=Counter)
    """Files, records and documents set aside, by reason; copies of what the case file has are among them."""
    sentences_aside: Counter[str] = field(default_factory=Counter)
    """Sentences by reason."""
    answers_aside: Counter[str] = field(default_factory=Counter)
    """Parts of a language model's answers, by reason."""
    unresolved: Counter[str] = field(default_factory=Counter)
    """Parts of sentences that stayed words, by reason."""

    def add(self, item: Read | SetAside) -> None:
        """Count one item that the pipeline yielded."""
        if isinstance(item, SetAside):
            self.items_aside[item.reason] += 1
            return
        reading = item.reading
        self.documents += 1
        self.undated += reading.document.published is None
        self.sentences += len(reading.sentences)
        self.sentences_with_assertions += len({assertion.sentence for assertion in reading.assertions})
        self.assertions += len(reading.assertions)
        for aside in reading.set_aside:
            if aside.reason in OF_ANSWERS:
                self.answers_aside[aside.reason] += 1
            else:
                (self.sentences_aside if aside.anchor else self.items_aside)[aside.reason] += 1
        self.unresolved.update(aside.reason for aside in item.resolution.set_aside)

    @property
    def incomplete(self) -> bool:
        """Whether a file, record or document was set aside that might have held a text not known already."""
        return any(number and reason not in NO_LOSS for reason, number in self.items_aside.items())


def list_files(paths: Iterable[Path]) -> list[Path]:
    """The files under the paths, each once, in one order whatever order they were given in; `-` for standard input comes first.

    Raises:
        InputError: a path does not exist, or is a folder without files.
    """
    from dateline.ingest.walk import find_files

    given = set(paths)
    files = {file for path in given - {STDIN} for file in find_files(path)}
    return [*given & {STDIN}, *sorted(files, key=lambda file: file.parts)]


def ingest_all(files: Iterable[Path], settings: Settings, engine: "Engine[Stages] | None" = None) -> Iterator[Document | SetAside]:
    """Every document and every item set aside of the files, in their order.

    Args:
        engine: where pages of web archives are taken apart; in this process without it.
    """
    from dateline.ingest import ingest_path, ingest_stream

    for file in files:
        ingest, what = (ingest_stream, sys.stdin.buffer) if file == STDIN else (ingest_path, file)
        yield from ingest(
            what,  # type: ignore[arg-type]
            published=settings.published,
            outlet=settings.outlet,
            limit_bytes=settings.max_bytes,
            fast_pages=settings.pages == "fast",
            each=_each(engine) if engine else map,
        )


def read_all(
    items: Iterable[Document | SetAside], stages: Stages, *, batch_documents: int = 16, engine: "Engine[Stages] | None" = None
) -> Iterator[Read | SetAside]:
    """Read and resolve without a case file, in the order of the items.

    Args:
        engine: where documents are read, by the same versions as `stages`; in this process without it.

    Raises:
        EngineError: a machine of the engine has other versions.
    """
    if engine is None or engine.jobs == 1:
        for batch in _batches(items, batch_documents):
            yield from _through(batch, stages)
        return
    expected = stages.run(Settings()).versions
    for versions, batch in engine.map(_through_there, _batches(items, min(batch_documents, MOST_AT_ONCE))):
        if versions != expected:
            raise EngineError(
                f"A process of the engine would read with other versions ({versions.dateline}, {versions.model}, codebook "
                f"{versions.codebook}, gazetteer {versions.gazetteer}) than this one; install the same Dateline everywhere."
            )
        yield from batch


def read_into(
    paths: Iterable[Path], store: "Store", settings: Settings, stages: Stages, *, again: bool = False
) -> Iterator[Read | SetAside]:
    """Read all files under the paths into the case file; see `add_all`."""
    yield from add_all(ingest_all(list_files(paths), settings), store, settings, stages, again=again)


def add_all(
    items: Iterable[Document | SetAside],
    store: "Store",
    settings: Settings,
    stages: Stages,
    *,
    again: bool = False,
    engine: "Engine[Stages] | None" = None,
) -> Iterator[Read | SetAside]:
    """Read what the case file does not have yet, commit each document on its own, and yield it once it is there.

    Args:
        again: read also what is there already, and replace it.
        engine: where documents are read; in this process without it. This process alone writes.

    Yields:
        Each document that was added or replaced, and each item set aside; a text that the case file has is set aside as duplicate.
    """
    run = stages.run(settings)
    under_way: dict[str, Stored] = {}
    new = _unknown(items, store, again, under_way)
    done = read_all(new, stages, batch_documents=settings.batch_documents, engine=engine)
    for item in _accounted(done, store, run, stages.ledger) if stages.ledger else done:
        if isinstance(item, Read):
            item, machine = with_reviews(item, store)
            # Replacing what is not there adds it, and what _unknown let through is to be replaced.
            store.add(item.reading, item.resolution, run, replace=True, machine=machine)
            under_way.pop(item.reading.document.id, None)
            if stages.ledger:
                store.forget_set_aside(Reason.UNANSWERED, _called(item.reading.document))
        elif _worth_noting(item, store):
            store.add_set_aside([item], run)
        yield item


def _accounted(items: Iterator[Read | SetAside], store: "Store", run: "Run", ledger: LedgerLike) -> Iterator[Read | SetAside]:
    """The items, with what they cost in the run's manifest, however the run ends."""
    try:
        for item in items:
            _account(store, run, ledger)
            yield item
    finally:
        _account(store, run, ledger)


def _account(store: "Store", run: "Run", ledger: LedgerLike) -> None:
    if (spent := ledger.take()) != Spending():
        store.add_spending(run, spent)


def _unknown(
    items: Iterable[Document | SetAside], store: "Store", again: bool, under_way: "dict[str, Stored]"
) -> Iterator[Document | SetAside]:
    """Documents that are to be read, and the others as set aside.

    Args:
        under_way: takes documents that are to be read; whoever stores one takes it out, so that memory stays flat.
    """
    from dateline.store import Stored

    met: set[bytes] = set()
    for item in items:
        if isinstance(item, SetAside):
            yield item
            continue
        known = under_way.get(item.id) or store.find(item.id)
        if known and not _adds_date(known.published, item):
            if not again or item.id in under_way or bytes.fromhex(item.id) in met:
                yield _duplicate(item, known.name)
                continue
            # Reading anew must not forget the day that an earlier reading was told.
            item = msgspec.structs.replace(item, published=known.published, published_from=known.published_from)
        under_way[item.id] = Stored(
            name=item.name, source=item.source, published=item.published, published_from=item.published_from
        )
        if again:
            met.add(bytes.fromhex(item.id))
        yield item


def _adds_date(stored: str | None, document: Document) -> bool:
    """Whether the same text now comes with a day that it lacked, or with one that the user gave to correct it."""
    if document.published is None or document.published == stored:
        return False
    return stored is None or document.published_from == "option"


def _duplicate(document: Document, name: str) -> SetAside:
    return SetAside(
        stage="ingest",
        item=_called(document),
        reason=Reason.DUPLICATE,
        detail=f"the same text as {name}",
        document=document.id,
    )


def _called(document: Document) -> str:
    return _item(document.source, document.name)


def _item(source: str | None, name: str) -> str:
    """What a document is called in a message: its path, with its own name where a file holds several."""
    if source is None:
        return name
    return source if Path(source).stem == name else f"{source} ({name})"


def with_reviews(item: Read, store: "Store") -> tuple[Read, tuple[Statement, ...]]:
    """A text that was read again, with what coders had made of it before, and what was read in whose place their word stands."""
    document = item.reading.document.id
    with store.reviewing() as reviews:
        acts = reviews.acts(document=document)
    if not acts:
        return item, ()
    from dateline.review.again import with_acts

    resolution, machine = with_acts(item.reading, item.resolution, acts)
    assertions = tuple(statement.assertion for statement in resolution.statements)
    return Read(reading=msgspec.structs.replace(item.reading, assertions=assertions), resolution=resolution), machine


def _worth_noting(item: SetAside, store: "Store") -> bool:
    """A copy is worth a row; the very item that was read before is not."""
    if item.reason != Reason.DUPLICATE or item.document is None:
        return True
    known = store.find(item.document)
    return known is not None and _item(known.source, known.name) != item.item


def _batches(items: Iterable[Document | SetAside], size: int) -> Iterator[list[Document | SetAside]]:
    """Lists with at most `size` documents each; the first has one, so that a first result is there at once."""
    batch: list[Document | SetAside] = []
    room = 1
    for item in items:
        batch.append(item)
        room -= isinstance(item, Document)
        if room <= 0:
            yield batch
            batch, room = [], size
    if batch:
        yield batch


def _through(batch: Sequence[Document | SetAside], stages: Stages) -> Iterator[Read | SetAside]:
    documents = [item for item in batch if isinstance(item, Document)]
    readings = iter(stages.reader.read(documents)) if documents else iter(())
    for item in batch:
        if isinstance(item, SetAside):
            yield item
            continue
        reading = next(readings)
        if isinstance(reading, SetAside):
            yield msgspec.structs.replace(reading, item=_called(item))
        else:
            yield Read(reading=reading, resolution=stages.resolve(reading, stages.codebook, stages.gazetteer))


def _through_there(stages: Stages, batch: Sequence[Document | SetAside]) -> tuple["Run", list[Read | SetAside]]:
    """What a process of an engine does, with the versions by which it did it."""
    return stages.run(Settings()).versions, list(_through(batch, stages))


def _each(engine: "Engine[Stages]") -> Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]:
    """Like `map`, in an engine."""
    return lambda function, items: engine.map(partial(_alone, function), items)


def _alone(function: Callable[[Any], Any], stages: Stages, item: Any) -> Any:
    return function(item)


def stored(store: "Store", document: str) -> Read:
    """A document as the case file has it.

    Raises:
        StoreError: it has no such document.
    """
    found = store.document(document)
    statements = tuple(store.statements(document=document))
    return Read(
        reading=Reading(
            document=found,
            sentences=tuple(store.sentences(document)),
            assertions=tuple(statement.assertion for statement in statements),
            set_aside=(),
        ),
        resolution=Resolution(statements=statements, set_aside=()),
    )
