"""What was read by a language model, kept by content in a file, so that the same question is paid for once.

Kept is what held of an answer, never the answer: words of the document under kinds of the codebook, and notes. The key is a hash of
everything that decides it: document, question, prompt, codebook, model, and the checks.
"""

import sqlite3
import threading
from pathlib import Path
from types import TracebackType

import msgspec

from dateline.errors import ExtractorError
from dateline.records import Assertion, Document, Record, SetAside

FORM = 1
"""Of the table; a file of another form is refused."""


class Checked(Record, frozen=True):
    """What held of the answers about one part of a document, and what did not."""

    assertions: tuple[Assertion, ...]
    notes: tuple[SetAside, ...]


class Cache:
    """The open file; safe for threads. Use it as a context manager, or close it."""

    def __init__(self, path: Path) -> None:
        """Open it, or make it.

        Raises:
            ExtractorError: it cannot be opened, or is no such file.
        """
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            found = self._db.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.executescript(
                    "BEGIN IMMEDIATE; "
                    "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, checked TEXT NOT NULL) WITHOUT ROWID; "
                    f"PRAGMA user_version = {FORM}; COMMIT;"
                )
        except (sqlite3.Error, OSError) as error:
            raise self._problem(error) from error
        if found not in (0, FORM):
            self._db.close()
            raise ExtractorError(
                f"{path} holds answers in a form that this Dateline does not know; name another file in llm_cache."
            )

    def __enter__(self) -> "Cache":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def find(self, key: str, document: Document) -> Checked | None:
        """What is kept under a key; None where nothing is, or where it does not fit the document."""
        try:
            with self._lock:
                row = self._db.execute("SELECT checked FROM answers WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            raise self._problem(error) from error
        if row is None:
            return None
        try:
            checked = msgspec.json.decode(row[0], type=Checked)
        except msgspec.DecodeError:
            return None
        return checked if all(_fits(one, document) for one in checked.assertions) else None

    def keep(self, key: str, checked: Checked) -> None:
        """Keep what held, in the place of what was there."""
        try:
            with self._lock:
                self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, msgspec.json.encode(checked).decode()))
        except sqlite3.Error as error:
            raise self._problem(error) from error

    def _problem(self, error: Exception) -> ExtractorError:
        return ExtractorError(
            f"{self.path} cannot be used to keep answers ({error}); move it away, or name another file in llm_cache."
        )


def _fits(assertion: Assertion, document: Document) -> bool:
    anchors = [assertion.anchor, *(argument.anchor for argument in assertion.arguments)]
    if assertion.trigger:
        anchors.append(assertion.trigger)
    if assertion.attribution:
        anchors.append(assertion.attribution.source)
        if assertion.attribution.cue:
            anchors.append(assertion.attribution.cue)
    return assertion.document == document.id and all(document.text[a.start : a.end] == a.exact for a in anchors)
