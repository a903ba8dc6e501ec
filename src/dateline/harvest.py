"""From the web into the case file: joins the crawl, which fetches and keeps, with the pipeline, which reads what was kept.

Nothing goes from the network to the reader but through an archive on the disk, so that what was read can be read again. It draws
nothing and prints nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from dateline.errors import InputError, Reason, StoreError
from dateline.pipeline import Read, add_all, ingest_all
from dateline.records import Document, SetAside
from dateline.settings import Settings
from dateline.stages import Stages

if TYPE_CHECKING:  # the crawl needs packages of its own, which may be missing
    from dateline.crawl import Fetcher, Source, Watch, Watched
    from dateline.store import Store

MEMORY = ".watch.sqlite"
"""What a watch remembers, among its archives; hidden, so that reading the folder passes it by."""
PACKAGES = frozenset({"fastwarc", "resiliparse", "httpcore2", "protego"})


def fetch_all(urls: Iterable[str], settings: Settings) -> Iterator[Document | SetAside]:
    """Fetch addresses, keep what the servers answered in a web archive of `settings.pages_folder`, and give what is in it.

    Yields:
        An item set aside for each address that could not be fetched, then what becomes of each kept answer.
    """
    from dateline.crawl import Keeper, Visitor

    with open_fetcher(settings) as fetcher:
        visitor = Visitor(fetcher, pause_seconds=settings.pause_seconds)
        keeper = Keeper(settings.pages_folder, fetcher.agent)
        for url in dict.fromkeys(urls):
            visit = visitor.visit(url)
            for answer in visit.answers:
                keeper.keep(answer)
            if visit.reason is not None:
                yield SetAside(stage="crawl", item=url, reason=visit.reason.value, detail=visit.detail)
    if keeper.path:
        yield from ingest_all([keeper.path], settings)


@contextmanager
def open_watch(sources: Sequence["Source"], settings: Settings) -> Iterator["Watch"]:
    """A watch over sources, with what it remembered, for the time of the block.

    Raises:
        InputError: the packages for it are not installed.
        StoreError: its memory cannot be opened.
    """
    with open_fetcher(settings) as fetcher:
        from dateline.crawl import Keeper, State, Visitor, Watch

        folder = settings.pages_folder
        with State(folder / MEMORY) as state:
            visitor = Visitor(fetcher, pause_seconds=settings.pause_seconds)
            yield Watch(
                sources, state, visitor, lambda: Keeper(folder, fetcher.agent), folder=folder, limit_bytes=settings.max_bytes
            )


def look_at_watch(settings: Settings) -> "Watched | None":
    """How the watch of these settings is doing, also while it goes on in another program; None where there is none to be seen."""
    path = settings.pages_folder / MEMORY
    if not path.is_file():
        return None
    try:
        from dateline.crawl import DEAD_FAILURES, State
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in PACKAGES:
            raise
        return None
    try:
        with State(path, read_only=True) as state:
            return state.watched(DEAD_FAILURES)
    except StoreError:
        return None


def read_watched(watch: "Watch", store: "Store", settings: Settings, stages: Stages) -> Iterator[Read | SetAside]:
    """Read the archives that a watch has and that were not read; each is noted as read when all of it is in the case file."""
    for name in watch.state.unread():
        path = watch.folder / name
        if path.exists():
            for item in add_all(_as_listed(ingest_all([path], settings), watch), store, settings, stages):
                if isinstance(item, Read):
                    watch.note_read()
                yield item
        else:
            gone = SetAside(stage="crawl", item=str(path), reason=Reason.UNREADABLE.value, detail="the archive is no longer there")
            store.add_set_aside([gone])
            yield gone
        watch.state.archive_read(name)


def _as_listed(items: Iterable[Document | SetAside], watch: "Watch") -> Iterator[Document | SetAside]:
    """Documents with what their source says of them: the outlet always, the day where the page itself gives none."""
    for item in items:
        listed = watch.state.page_of(item.url) if isinstance(item, Document) and item.url else None
        if isinstance(item, Document) and listed:
            source, day = watch.sources.get(listed[0]), listed[1]
            if source and source.outlet:
                item = msgspec.structs.replace(item, outlet=source.outlet)
            if day and item.published is None:
                item = msgspec.structs.replace(item, published=day, published_from="feed")
        yield item


def open_fetcher(settings: Settings) -> "Fetcher":
    """What fetches addresses under these settings.

    Raises:
        InputError: the packages for it are not installed.
    """
    from dateline import __version__

    try:
        from dateline.crawl import Fetcher
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in PACKAGES:
            raise
        raise InputError("Fetching needs packages of its own; add them with `pip install 'dateline[crawl]'`.") from error
    from dateline.network.addresses import is_public

    return Fetcher(
        agent=settings.user_agent or f"dateline/{__version__}",
        limit_bytes=settings.max_bytes,
        seconds=settings.fetch_seconds,
        may_connect=(lambda address: True) if settings.allow_private else is_public,
    )
