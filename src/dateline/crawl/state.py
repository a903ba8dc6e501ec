"""What a watch remembers between two starts: sources, pages and archives, in one SQLite file beside the archives.

Each step is written before the next is taken, so that a watch that is killed goes on where it was. Taking the file away starts the
watch anew; it holds no text.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from dateline.errors import StoreError
from dateline.records import Record

FORM = 1
"""Of the tables below; a file of another form is refused."""
TABLES = """
CREATE TABLE sources (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, next_poll REAL NOT NULL,
                      failures INTEGER NOT NULL, last_good TEXT, problem TEXT, moved_to TEXT);
CREATE TABLE pages (url TEXT PRIMARY KEY, source TEXT NOT NULL, day TEXT, found TEXT NOT NULL, next_try REAL,
                    tries INTEGER NOT NULL, answered TEXT, archive TEXT, problem TEXT);
CREATE INDEX pages_waiting ON pages (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX pages_answered ON pages (answered);
CREATE TABLE archives (path TEXT PRIMARY KEY, read INTEGER NOT NULL);
"""
LATER_TABLES = """
CREATE TABLE IF NOT EXISTS watched (url TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
"""Those that older programs of the same form do without: the sources of the last start, and when something was done last."""
LAST_READ = "last read"


class Known(Record, frozen=True):
    """What is remembered of a source."""

    url: str
    etag: str | None = None
    modified: str | None = None
    next_poll: float = 0
    """Seconds since 1970."""
    failures: int = 0
    """Since it last answered well."""
    last_good: str | None = None
    """When it last answered well, RFC 3339."""
    problem: str | None = None
    moved_to: str | None = None
    """Where it says that it has moved for good."""


class Waiting(Record, frozen=True):
    """A page that is to be fetched."""

    url: str
    source: str
    day: str | None
    tries: int


class Watched(Record, frozen=True):
    """How a watch is doing, in numbers."""

    good: int
    """Sources that answered when they were asked last."""
    failing: int
    """Sources that did not, and are asked less often."""
    dead: int
    """Of the failing, those that someone should look at."""
    new: int
    """Sources that were not asked yet."""
    waiting: int
    """Pages that are to be fetched."""
    last_good: str | None
    """When a source last answered well, RFC 3339."""
    last_read: str | None
    """When a document was last read, RFC 3339."""


class State:
    """The open file. Use it as a context manager."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open it, or make it.

        Args:
            read_only: only look, beside a watch that goes on.

        Raises:
            StoreError: it cannot be opened, or is of another form.
        """
        self.path = path
        with self._explained():
            if read_only:
                self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10, isolation_level=None)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._db = sqlite3.connect(path, timeout=10, isolation_level=None)
                self._db.execute("PRAGMA journal_mode = WAL")
            found = self._db.execute("PRAGMA user_version").fetchone()[0]
            if found == 0 and not read_only:
                self._db.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {FORM}; COMMIT;")
            if found in (0, FORM) and not read_only:
                self._db.executescript(LATER_TABLES)
        if found not in (0, FORM):
            self._db.close()
            raise StoreError(
                f"{path} was written by another Dateline (form {found}, this one knows {FORM}); use that one, or --keep."
            )

    def __enter__(self) -> "State":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def watch_over(self, urls: Iterable[str]) -> None:
        """Note which sources are watched from now on; the others are remembered and not counted."""
        with self._explained(), self._db:
            self._db.execute("BEGIN")
            self._db.execute("DELETE FROM watched")
            self._db.executemany("INSERT INTO watched VALUES (?)", [(url,) for url in urls])

    def note_read(self, moment: str) -> None:
        """Note when a document was read."""
        with self._explained():
            self._db.execute("REPLACE INTO notes VALUES (?, ?)", (LAST_READ, moment))

    def watched(self, dead_failures: int) -> Watched:
        """How the watched sources are doing.

        Args:
            dead_failures: a source that failed so often running counts as dead.

        Raises:
            StoreError: it cannot be read, or no watch of this version has been started yet.
        """
        with self._explained():
            counted = self._db.execute(
                "SELECT coalesce(sum(failures = 0 AND last_good IS NOT NULL), 0), coalesce(sum(failures BETWEEN 1 AND ?1 - 1), 0),"
                " coalesce(sum(failures >= ?1), 0), coalesce(sum(coalesce(failures, 0) = 0 AND last_good IS NULL), 0),"
                " max(last_good)"
                " FROM watched LEFT JOIN sources USING (url)",
                (dead_failures,),
            ).fetchone()
            waiting = self._db.execute("SELECT count(*) FROM pages WHERE next_try IS NOT NULL").fetchone()[0]
            read = self._db.execute("SELECT value FROM notes WHERE name = ?", (LAST_READ,)).fetchone()
        good, failing, dead, new, last_good = counted
        return Watched(
            good=good,
            failing=failing,
            dead=dead,
            new=new,
            waiting=waiting,
            last_good=last_good,
            last_read=read[0] if read else None,
        )

    def source(self, url: str) -> Known:
        """What is remembered of a source; of a new one, nothing."""
        names = ", ".join(Known.__struct_fields__)
        with self._explained():
            row = self._db.execute(f"SELECT {names} FROM sources WHERE url = ?", (url,)).fetchone()
        return Known(**dict(zip(Known.__struct_fields__, row, strict=True))) if row else Known(url=url)

    def remember(self, known: Known) -> None:
        """Write what is now known of a source."""
        values = [getattr(known, name) for name in Known.__struct_fields__]
        marks = ", ".join("?" * len(values))
        with self._explained():
            self._db.execute(f"REPLACE INTO sources ({', '.join(Known.__struct_fields__)}) VALUES ({marks})", values)

    def add_pages(self, pages: Iterable[tuple[str, str | None]], source: str, found: str) -> int:
        """Note addresses with their days; those known already stay as they are. Returns how many are new."""
        rows = [(url, source, day, found) for url, day in pages]
        with self._explained(), self._db:
            self._db.execute("BEGIN")
            before = self._db.total_changes
            self._db.executemany("INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?, 0, 0, NULL, NULL, NULL)", rows)
            return self._db.total_changes - before

    def waiting(self, now: float, most: int) -> list[Waiting]:
        """Pages whose time has come, those found first first."""
        query = "SELECT url, source, day, tries FROM pages WHERE next_try <= ? ORDER BY tries, found, rowid LIMIT ?"
        with self._explained():
            return [Waiting(url=u, source=s, day=d, tries=t) for u, s, d, t in self._db.execute(query, (now, most))]

    def next_time(self) -> float | None:
        """When the next page is to be tried; None when none waits."""
        with self._explained():
            return self._db.execute("SELECT min(next_try) FROM pages WHERE next_try IS NOT NULL").fetchone()[0]

    def page_done(self, url: str, *, answered: str | None, archive: str | None, problem: str | None = None) -> None:
        """A page is fetched, or given up for the reason; its archive is to be read."""
        change = "UPDATE pages SET next_try = NULL, tries = tries + 1, answered = ?, archive = ?, problem = ? WHERE url = ?"
        with self._explained(), self._db:
            self._db.execute("BEGIN")
            if archive:
                self._db.execute("INSERT INTO archives VALUES (?, 0) ON CONFLICT (path) DO UPDATE SET read = 0", (archive,))
            self._db.execute(change, (answered, archive, problem, url))

    def page_later(self, url: str, next_try: float, problem: str) -> None:
        """A page could not be had and is tried again."""
        with self._explained():
            self._db.execute(
                "UPDATE pages SET next_try = ?, tries = tries + 1, problem = ? WHERE url = ?", (next_try, problem, url)
            )

    def page_of(self, address: str) -> tuple[str, str | None] | None:
        """Source and day of the page that answered at this address."""
        query = "SELECT source, day FROM pages WHERE answered = ? OR url = ? ORDER BY found, rowid LIMIT 1"
        with self._explained():
            return self._db.execute(query, (address, address)).fetchone()

    def unread(self) -> list[str]:
        """Archives that hold something that was not read."""
        with self._explained():
            return [path for (path,) in self._db.execute("SELECT path FROM archives WHERE read = 0 ORDER BY path")]

    def add_archive(self, path: str) -> None:
        """An archive is to be read."""
        with self._explained():
            self._db.execute("INSERT INTO archives VALUES (?, 0) ON CONFLICT (path) DO UPDATE SET read = 0", (path,))

    def archive_read(self, path: str) -> None:
        """All of an archive is in the case file."""
        with self._explained():
            self._db.execute("UPDATE archives SET read = 1 WHERE path = ?", (path,))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"{self.path} cannot be used ({error}); check the disk, or name another folder with --keep."
            ) from error
