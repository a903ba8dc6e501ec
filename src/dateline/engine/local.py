"""Processes of this machine, each of which loads what it needs once. With one job everything stays in this process.

They end with this process, however it ends: none is left behind when it is killed.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from dateline.engine.contract import AHEAD, MOST_TRIES
from dateline.errors import EngineError

W = TypeVar("W")
T = TypeVar("T")
R = TypeVar("R")
FIRST = 8
"""Items that a process which has loaded what it takes does itself, while others make ready: that takes them seconds."""
FEW = 2
"""With no more items than that, no other process is started."""


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Task:
    """One item under way."""

    function: Callable[..., Any]
    more: tuple
    pool: ProcessPoolExecutor
    future: "Future[Any]"
    tries: int = 1


class Local(Generic[W]):
    """So many processes. Use it as a context manager; leaving it waits for what is at work and drops what is not begun.

    Args:
        load: makes what the functions work with; called once in each process, at its first item.
        jobs: how many; nought takes one a core.
        loaded: what `load` gives, where this process has it already: it then does the first items of each `map` itself.
    """

    def __init__(self, load: Callable[[], W], jobs: int = 0, *, loaded: W | None = None) -> None:
        self.jobs = jobs or cores()
        self._load = load
        self._here: list[W] = [] if loaded is None else [loaded]
        self._pool = self._new_pool() if self.jobs > 1 else None

    def __enter__(self) -> "Local[W]":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def ask(self, function: Callable[[W], R]) -> R:
        """What one process makes of what it has loaded (`Engine`)."""
        if self._pool is None or self._here:
            return function(self._loaded())
        return self._result(self._submit(_ask, function))

    def map(self, function: Callable[[W, T], R], items: Iterable[T]) -> Iterator[R]:
        """The function of each item, in the order of the items (`Engine`)."""
        rest = iter(items)
        if self._pool is None or self._here:
            for number, item in enumerate(rest if self._pool is None else islice(rest, FIRST)):
                if number == FEW:
                    self._make_ready()
                yield function(self._loaded(), item)
        under_way: deque[_Task] = deque()
        for item in rest:
            under_way.append(self._submit(_call, function, item))
            if len(under_way) >= AHEAD * self.jobs:
                yield self._result(under_way[0], under_way)
                under_way.popleft()
        while under_way:
            yield self._result(under_way[0], under_way)
            under_way.popleft()

    def _loaded(self) -> W:
        if not self._here:
            self._here.append(self._load())
        return self._here[0]

    def _make_ready(self) -> None:
        for _ in range(self.jobs if self._pool else 0):
            self._submit(_own)

    def _new_pool(self) -> ProcessPoolExecutor:
        # A fresh interpreter each: a model's threads do not survive a fork.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_begin, initargs=(self._load,))

    def _submit(self, function: Callable[..., Any], *more: Any) -> _Task:
        while True:
            assert self._pool is not None, "with one job nothing is submitted"
            try:
                return _Task(function, more, self._pool, self._pool.submit(function, *more))
            except BrokenProcessPool:
                self._mend(self._pool)
            except OSError as error:
                raise EngineError(
                    f"Processes that read cannot be started ({error.strerror or error}); free memory or disk space and run the "
                    "command again: it goes on where it stopped. Or give --jobs 1."
                ) from error

    def _result(self, task: _Task, others: Iterable[_Task] = ()) -> Any:
        """What comes of a task; with it, the others that were lost with its pool are begun anew."""
        while True:
            try:
                return task.future.result()
            except BrokenProcessPool as error:
                if task.tries >= MOST_TRIES:
                    raise EngineError(
                        f"Reading processes were killed {MOST_TRIES} times at one place, as the system does when memory runs out; "
                        "what was done is kept: run the command again for the rest, with fewer "
                        f"than --jobs {self.jobs} if memory is short."
                    ) from error
            self._mend(task.pool)
            for lost in (task, *others):
                if lost.pool is not self._pool:
                    again = self._submit(lost.function, *lost.more)
                    lost.pool, lost.future, lost.tries = again.pool, again.future, lost.tries + 1

    def _mend(self, broken: ProcessPoolExecutor) -> None:
        """Put a new pool in the place of one in which a process died: that ends all of its processes."""
        if self._pool is broken:
            broken.shutdown(wait=False, cancel_futures=True)
            self._pool = self._new_pool()


# ---------------------------------------------------------------------- in the processes
_load: Callable[[], Any] | None = None
_loaded: list[Any] = []


def _begin(load: Callable[[], Any]) -> None:
    """Loading waits for the first item: what it raises then reaches whoever asked."""
    global _load
    _load = load
    # Ctrl-C goes to every process of a terminal; the one that started us decides what comes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _own() -> Any:
    assert _load is not None, "_begin comes first"
    if not _loaded:
        _loaded.append(_load())
    return _loaded[0]


def _ask(function: Callable[[Any], R]) -> R:
    return function(_own())


def _call(function: Callable[[Any, T], R], item: T) -> R:
    return function(_own(), item)
