"""Read an archive again with other versions, beside the readings that are there. The texts are taken as they are stored.

Each document is committed on its own, and a reading is known by its document and the versions that made it: stopped at any moment
and begun again, it goes on with what these versions have not read, and nothing is read into the case file twice.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from dateline.engine import Engine
from dateline.pipeline import MOST_AT_ONCE, Read, read_all, with_reviews
from dateline.records import Document
from dateline.settings import Settings
from dateline.stages import Stages
from dateline.store import Run, Store

SHARES = 4
"""A small archive is dealt out in so many parts for each process, so that none is idle while another has much to do."""


def versions_of(stages: Stages) -> Run:
    """The run that reads again: versions alone, for nothing else decides how a stored text is read."""
    return stages.run(Settings()).versions


def read_again(store: Store, engine: Engine[Stages], run: Run, total: int) -> Iterator[tuple[Read, bool]]:
    """Read all documents whose newest reading is by other versions, by id, and commit each. What coders did stands over it.

    Args:
        run: the versions of the engine's stages.
        total: how many documents that is, about.

    Yields:
        Each document as read, and whether it was added: another program may have read it so, or changed it, meanwhile.
    """
    size = max(1, min(MOST_AT_ONCE, -(-total // (engine.jobs * SHARES))))
    for listed in engine.map(_read, _batches(store.unread_documents(run), size)):
        for read in listed:
            item, machine = with_reviews(read, store)
            yield read, store.add_again(item.reading, item.resolution, run, machine=machine)


def _batches(documents: Iterator[Document], size: int) -> Iterator[list[Document]]:
    while batch := list(islice(documents, size)):
        yield batch


def _read(stages: Stages, documents: Sequence[Document]) -> list[Read]:
    return [item for item in read_all(documents, stages, batch_documents=len(documents)) if isinstance(item, Read)]
