"""A progress bar on stderr: only on a terminal, and only for more than a handful of documents."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HANDFUL = 5


class Progress:
    """Counts documents; draws nothing until there are more than a handful."""

    def __init__(self, files: int, doing: str = "Reading") -> None:
        self._files = files
        self._doing = doing
        self._done = 0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> "Progress":
        if self._files > HANDFUL and sys.stderr.isatty():
            self._start(self._files)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def advance(self) -> None:
        """One more document or item is done."""
        self._done += 1
        if self._bar is None and self._done > HANDFUL and sys.stderr.isatty():
            self._start(None)
        if self._bar:
            task = self._bar.tasks[0]
            # A file may hold many documents: once there are more than files, how many are left is not known.
            total = None if task.total is not None and self._done > task.total else task.total
            self._bar.update(self._task, completed=self._done, total=total)

    def reach(self, done: int, total: int) -> None:
        """So many of so many are done; drawn once there are more than a handful."""
        if self._bar is None and total > HANDFUL and sys.stderr.isatty():
            self._start(total)
        if self._bar:
            self._bar.update(self._task, completed=done, total=total)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while something else is printed on the same terminal."""
        if self._bar is None or not sys.stdout.isatty():
            yield
            return
        self._bar.stop()
        yield
        self._bar.start()

    def _start(self, total: int | None) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        from dateline.cli.screen import stderr_console

        columns = (TextColumn(self._doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=stderr_console(), transient=True, redirect_stdout=False, redirect_stderr=True)
        self._task = self._bar.add_task("read", total=total)
        self._bar.start()
