"""What a case must be after a blow: all that was said to be kept, each document whole and once, and nothing that nobody read."""

import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import msgspec

from benchmarks.kills.programs import read
from dateline.records import Record
from dateline.store import Store


class Reference(Record, frozen=True):
    """A crawl, and the case that it gives where nothing disturbs."""

    crawl: str
    hash: str
    documents: dict[str, str]
    """Id of each document -> hash of all that was read in it."""
    noted: dict[str, int]
    """What was set aside outside of documents, and how many times."""


def reference(crawl: Path, place: str) -> Reference:
    """Read a crawl in peace."""
    program = read(crawl, place)
    code = program.end()
    assert code in (0, 1), program.said
    with Store.open(place, read_only=True) as store:
        return Reference(crawl=str(crawl), hash=store.contents().hash, documents=_documents(store), noted=dict(_noted(store)))


def check(place: str, expected: Reference, said: set[str]) -> int:
    """How many documents a case has; AssertionError where one is lost, doubled, half there or another.

    Args:
        said: ids of documents that were said to be kept.
    """
    with Store.open(place, read_only=True) as store:
        found = _documents(store)
        noted = _noted(store)
        assert len(found) == store.counts().documents, "parts are there of documents that are not"
    lost = said - found.keys()
    assert not lost, f"{len(lost)} documents were said to be kept and are lost"
    other = {id for id, digest in found.items() if expected.documents.get(id) != digest}
    assert not other, f"{len(other)} documents are half there, doubled or others"
    strange = noted - Counter(expected.noted)
    assert not strange, f"set aside though it was not, or twice: {sorted(strange)[:3]}"
    return len(found)


def complete(place: str, expected: Reference) -> bool:
    """Whether a case is, row for row, the one of the reference."""
    with Store.open(place, read_only=True) as store:
        return store.contents().hash == expected.hash


def _documents(store: Store) -> dict[str, str]:
    parts: dict[str, list[bytes]] = defaultdict(list)
    for document in store.documents():
        parts[document.id].append(msgspec.json.encode(document))
    for sentence in store.sentences():
        parts[sentence.document].append(msgspec.json.encode(sentence))
    for statement in store.statements():
        parts[statement.assertion.document].append(msgspec.json.encode(statement))
    for aside in store.set_aside():
        if aside.document is not None:
            parts[aside.document].append(msgspec.json.encode(aside))
    return {id: hashlib.sha256(b"\n".join(sorted(listed))).hexdigest() for id, listed in parts.items()}


def _noted(store: Store) -> Counter[str]:
    return Counter(msgspec.json.encode(aside).decode() for aside in store.set_aside() if aside.document is None)
