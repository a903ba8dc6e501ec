"""A watch over sources: asks those whose time has come whether there is something new, and fetches the pages they name.

A source is asked with the validators of its last answer, so that one without news costs a line. One that fails is asked less and
less often, up to once a day; after five failures running it counts as dead, and is told as such until it answers again. Nothing
here reads a page.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from dateline.crawl.fetching import Answered, Download, Visit, tidy_address
from dateline.crawl.keeping import Keeper
from dateline.crawl.listings import Listed, ListingError, read_listing
from dateline.crawl.sources import Source
from dateline.crawl.state import Known, State, Waiting
from dateline.crawl.visiting import Visitor
from dateline.errors import Reason
from dateline.records import Record, SetAside

DAY_SECONDS: Final = 24 * 3600.0
DEAD_FAILURES: Final = 5
MOST_TRIES: Final = 5
FIRST_RETRY_SECONDS: Final = 600.0
PAGES_A_ROUND: Final = 50
MOST_FURTHER: Final = 100
"""Sitemaps of an index that are asked at one time, the newest first."""
LATER: Final = (429, 500, 502, 503, 504)
LARGEST_ARCHIVE_BYTES: Final = 4_000_000_000
LONGEST_DOWNLOAD_SECONDS: Final = 6 * 3600.0


class Polled(Record, frozen=True):
    """What came of asking a source."""

    url: str
    listed: int = 0
    """Addresses that it named and that are wanted."""
    new: int = 0
    """Of these, not known before."""
    unchanged: bool = False
    problem: str | None = None
    dead: bool = False
    moved_to: str | None = None


class Watch:
    """A watch in progress."""

    def __init__(
        self,
        sources: Sequence[Source],
        state: State,
        visitor: Visitor,
        keeper: Callable[[], Keeper],
        *,
        folder: Path,
        limit_bytes: int,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Args:
        keeper: makes a new archive; each round has its own.
        folder: where the archives lie.
        limit_bytes: the largest list, unpacked.
        """
        self.sources = {tidy_address(source.url): source for source in sources}
        self.state = state
        self.state.watch_over(self.sources)
        self.folder = folder
        self._visitor = visitor
        self._keeper = keeper
        self._limit_bytes = limit_bytes
        self._now = now

    def poll(self) -> Iterator[Polled]:
        """Ask every source whose time has come."""
        for url, source in self.sources.items():
            known = self.state.source(url)
            if known.next_poll <= self._now():
                yield self._poll(url, source, known)

    def fetch(self, most: int = PAGES_A_ROUND) -> Iterator[SetAside | None]:
        """Fetch pages that wait, into one archive: for each, None, or why it is given up."""
        keeper = self._keeper()
        for page in _by_turns(self.state.waiting(self._now(), most)):
            source = self.sources.get(page.source)
            if source is not None and source.kind == "ccnews":
                yield self._fetch_archive(page)
            else:
                yield self._fetch(page, keeper)

    def idle_seconds(self) -> float:
        """How long there is nothing to do."""
        times: list[float] = [self.state.source(url).next_poll for url in self.sources]
        waiting = self.state.next_time()
        return max(0.0, min(times if waiting is None else [*times, waiting]) - self._now())

    def note_read(self) -> None:
        """Note that a document was read just now."""
        self.state.note_read(self._stamp())

    def dead(self) -> list[Known]:
        """Sources that have failed so often that someone should look."""
        return [known for url in self.sources if is_dead(known := self.state.source(url))]

    # ------------------------------------------------------------------ sources

    def _poll(self, url: str, source: Source, known: Known) -> Polled:
        visit = self._visitor.visit(url, headers=_validators(known))
        answer = visit.last
        try:
            if answer is None:
                raise ListingError(visit.detail)
            if answer.status == 304:
                self._good(known, source, visit, keep_validators=True)
                return Polled(url=url, unchanged=True)
            if not 200 <= answer.status < 300:
                raise ListingError(f"the server answered {answer.status}")
            listed, new = self._take(url, source, answer)
        except ListingError as error:
            return self._failed(known, source, answer, str(error))
        return Polled(url=url, listed=listed, new=new, moved_to=self._good(known, source, visit))

    def _take(self, url: str, source: Source, answer: Answered) -> tuple[int, int]:
        """Note the addresses that a source names, those of further lists among them: how many, and how many of them are new.

        Raises:
            ListingError: it, or a further list, cannot be had or understood; what was noted before stays.
        """
        listing = read_listing(source.kind, answer, self._limit_bytes)
        if source.items:
            if listing:
                self._keep_items(answer)
            return len(listing), 0
        listed, new = self._note(url, source, listing)
        earliest = self._earliest(source) or ""
        further = [one for one in listing if one.further and (one.day or "9999") >= earliest]
        for one in sorted(further, key=lambda one: one.day or "9999", reverse=True)[:MOST_FURTHER]:
            known = self.state.source(one.url)
            visit = self._visitor.visit(one.url, headers=_validators(known))
            if visit.last is None or not (visit.last.status == 304 or 200 <= visit.last.status < 300):
                raise ListingError(f"{one.url}, which it names, cannot be had: {visit.detail or visit.answers[-1].status}")
            if visit.last.status != 304:
                more = self._note(url, source, read_listing(source.kind, visit.last, self._limit_bytes))
                listed, new = listed + more[0], new + more[1]
                self._good(known, source, visit)
        return listed, new

    def _note(self, url: str, source: Source, listing: Sequence[Listed]) -> tuple[int, int]:
        earliest = self._earliest(source) or ""
        wanted = [one for one in listing if not one.further and (one.day or "9999") >= earliest and source.pattern.search(one.url)]
        return len(wanted), self.state.add_pages([(one.url, one.day) for one in wanted], url, self._stamp())

    def _earliest(self, source: Source) -> str | None:
        if source.since_days is None:
            return None
        return (date.fromtimestamp(self._now()) - timedelta(days=source.since_days)).isoformat()

    def _keep_items(self, answer: Answered) -> None:
        keeper = self._keeper()
        keeper.keep(answer)
        assert keeper.path is not None
        self.state.add_archive(keeper.path.name)

    def _good(self, known: Known, source: Source, visit: Visit, *, keep_validators: bool = False) -> str | None:
        """Remember a good answer; gives the address that the source has moved to for good, when that is news."""
        answer = visit.answers[-1]
        for_good = len(visit.answers) > 1 and all(one.status in (301, 308) for one in visit.answers[:-1])
        moved = answer.url if for_good else None
        # Validators belong to the address that answered: after a redirect they are sent to the first one all the same, which
        # hands them on or ignores them.
        self.state.remember(
            Known(
                url=known.url,
                etag=known.etag if keep_validators else answer.header("etag"),
                modified=known.modified if keep_validators else answer.header("last-modified"),
                next_poll=self._now() + source.every_minutes * 60,
                last_good=self._stamp(),
                moved_to=moved,
            )
        )
        return moved if moved != known.moved_to else None

    def _failed(self, known: Known, source: Source, answer: Answered | None, problem: str) -> Polled:
        failures = known.failures + 1
        if answer is not None and answer.status == 410:
            failures = max(failures, DEAD_FAILURES)
        wait = min(source.every_minutes * 60 * 2.0**failures, max(DAY_SECONDS, source.every_minutes * 60))
        wait = max(wait, min(_retry_after(answer, self._now()), DAY_SECONDS))
        after = Known(
            url=known.url,
            etag=known.etag,
            modified=known.modified,
            next_poll=self._now() + wait,
            failures=failures,
            last_good=known.last_good,
            problem=problem,
            moved_to=known.moved_to,
        )
        self.state.remember(after)
        return Polled(url=known.url, problem=problem, dead=is_dead(after))

    # ------------------------------------------------------------------ pages

    def _fetch(self, page: Waiting, keeper: Keeper) -> SetAside | None:
        visit = self._visitor.visit(page.url)
        answer = visit.last
        for_now = visit.reason == Reason.UNREACHABLE or (answer is not None and answer.status in LATER)
        if for_now and page.tries + 1 < MOST_TRIES:
            self._later(page, answer, visit.detail)
            return None
        for one in visit.answers:
            keeper.keep(one)
        archive = keeper.path.name if keeper.path and visit.answers else None
        answered = answer.url if answer else None
        self.state.page_done(page.url, answered=answered, archive=archive, problem=visit.detail or None)
        return _aside(page.url, visit)

    def _later(self, page: Waiting, answer: Answered | None, detail: str) -> None:
        wait = max(FIRST_RETRY_SECONDS * 2.0**page.tries, min(_retry_after(answer, self._now()), DAY_SECONDS))
        self.state.page_later(
            page.url, self._now() + wait, detail or f"the server answered {answer.status if answer else 'nothing'}"
        )

    def _fetch_archive(self, page: Waiting) -> SetAside | None:
        """A web archive that a list names: it goes to the disk as it is."""
        path = self.folder / (urlsplit(page.url).path.rpartition("/")[2] or "archive.warc.gz")
        part = path.with_name(f".{path.name}.part")
        self.folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            into = Download(file=file, limit_bytes=LARGEST_ARCHIVE_BYTES, seconds=LONGEST_DOWNLOAD_SECONDS)
            visit = self._visitor.visit(page.url, into=into)
        answer = visit.last
        if answer is not None and answer.status == 200:
            part.replace(path)
            self.state.page_done(page.url, answered=answer.url, archive=path.name)
            return None
        part.unlink(missing_ok=True)
        problem = visit.detail or f"the server answered {answer.status if answer else 'nothing'}"
        if page.tries + 1 < MOST_TRIES and visit.reason in (None, Reason.UNREACHABLE):
            self._later(page, answer, problem)
            return None
        self.state.page_done(page.url, answered=None, archive=None, problem=problem)
        return SetAside(stage="crawl", item=page.url, reason=(visit.reason or Reason.HTTP_ERROR).value, detail=problem)

    def _stamp(self) -> str:
        return datetime.fromtimestamp(self._now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _by_turns(pages: Sequence[Waiting]) -> list[Waiting]:
    """One page of each host, then the second of each: while one host has its pause, others are asked."""
    turns: Counter[str] = Counter()
    ranked = []
    for page in pages:
        host = urlsplit(page.url).netloc
        ranked.append((turns[host], page))
        turns[host] += 1
    return [page for _, page in sorted(ranked, key=lambda one: one[0])]


def is_dead(known: Known) -> bool:
    """Whether a source has failed so often, or was taken down for good, that someone should look."""
    return known.failures >= DEAD_FAILURES


def _validators(known: Known) -> dict[str, str]:
    """What asks for an answer only if it is another than the last."""
    found = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in found.items() if value}


def _aside(url: str, visit: Visit) -> SetAside | None:
    """Why a page is given up; None when its archive tells what becomes of it."""
    if visit.reason is None:
        return None
    return SetAside(stage="crawl", item=url, reason=visit.reason.value, detail=visit.detail)


def _retry_after(answer: Answered | None, now: float) -> float:
    """Seconds that a server asks us to wait; 0 when it does not."""
    words = ((answer.header("retry-after") if answer else None) or "").strip()
    if words.isdecimal():
        return float(words)
    try:
        return max(0.0, parsedate_to_datetime(words).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
