"""The readings of a case: by which versions its documents were read, and which of them a run has still to read."""

from collections.abc import Iterable, Iterator

from sqlalchemy import func, select

from dateline.records import (
    Document,
)
from dateline.store import readings
from dateline.store.connected import Connected
from dateline.store.readings import Kept, Manifest
from dateline.store.rows import Run
from dateline.store.tables import (
    documents,
)


class Rereading(Connected):
    """The part of a case that knows of several readings of one document."""

    def unread(self, run: Run) -> int:
        """How many documents have another newest reading than one by these versions."""
        with self.reading() as connection:
            other = documents.c.run.not_in(readings.same_versions(connection, run))
            return connection.execute(select(func.count()).select_from(documents).where(other)).scalar_one()

    def unread_documents(self, run: Run, *, at_once: int = 200) -> Iterator[Document]:
        """Those documents, by id. What is read again while they are walked through does not disturb the walk."""
        after = ""
        while True:
            with self.reading() as connection:
                other = documents.c.run.not_in(readings.same_versions(connection, run))
            query = select(documents.c.record).where(other, documents.c.id > after).order_by(documents.c.id).limit(at_once)
            page = list(self.records(Document, query))
            yield from page
            if len(page) < at_once:
                return
            after = page[-1].id

    def newest_reading(self, document: str) -> Kept | None:
        """The newest reading of a document, as it would be kept; None where there is no such document."""
        with self.reading() as connection:
            return readings.newest(connection, document)

    def kept_reading(self, document: str, ids: Iterable[str] | None = None) -> Kept | None:
        """The last reading of a document before the newest, by one of the runs if their ids are given."""
        with self.reading() as connection:
            return readings.kept(connection, document, None if ids is None else sorted(ids))

    def manifests(self) -> tuple[Manifest, ...]:
        """What each set of versions has read here and what it set aside, in the order in which they came to be used."""
        with self.reading() as connection:
            return readings.manifests(connection)

    def run_of(self, document: str) -> Run | None:
        """The versions and settings under which a document was read."""
        with self.reading() as connection:
            return readings.run_of(connection, document)

    def runs_of(self, manifest: Manifest) -> tuple[str, ...]:
        """Ids of the runs of a manifest: the same versions under several settings."""
        with self.reading() as connection:
            return tuple(id for id, run in readings.all_runs(connection).items() if run.versions.id == manifest.id)

    def runs(self) -> list[Run]:
        """The versions and settings under which anything in here was read."""
        with self.reading() as connection:
            return list(readings.all_runs(connection).values())
