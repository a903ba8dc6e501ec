"""Processes of this machine, each of which loads what it needs once. With one job everything stays in this process.

What is asked of them must be importable functions, and what goes in and comes out must pickle. They end with this process, however
it ends: none is left behind when it is killed.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from dateline.errors import EngineError

W = TypeVar("W")
T = TypeVar("T")
R = TypeVar("R")
AHEAD = 2
"""Items on their way for each process: one at work and one waiting, so that memory stays flat however many there are."""


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Local(Generic[W]):
    """So many processes. Use it as a context manager; leaving it waits for what is at work and drops what is not begun.

    Args:
        load: makes what the functions work with; called once in each process, at its first item.
        jobs: how many; nought takes one a core.
    """

    def __init__(self, load: Callable[[], W], jobs: int = 0) -> None:
        self.jobs = jobs or cores()
        self._load = load
        self._here: list[W] = []
        self._pool: ProcessPoolExecutor | None = None
        if self.jobs > 1:
            # A fresh interpreter each: a model's threads do not survive a fork.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_begin, initargs=(load,))

    def __enter__(self) -> "Local[W]":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def ask(self, function: Callable[[W], R]) -> R:
        """What one process makes of what it has loaded.

        Raises:
            EngineError: the process died.
        """
        return self._result(self._pool.submit(_ask, function)) if self._pool else function(self._loaded())

    def map(self, function: Callable[[W, T], R], items: Iterable[T]) -> Iterator[R]:
        """The function of each item, in the order of the items; no more of them are taken than are soon needed.

        Raises:
            EngineError: a process died. What had come back before is not lost.
        """
        if self._pool is None:
            for item in items:
                yield function(self._loaded(), item)
            return
        under_way: deque[Future[R]] = deque()
        for item in items:
            under_way.append(self._pool.submit(_call, function, item))
            if len(under_way) >= AHEAD * self.jobs:
                yield self._result(under_way.popleft())
        while under_way:
            yield self._result(under_way.popleft())

    def _loaded(self) -> W:
        if not self._here:
            self._here.append(self._load())
        return self._here[0]

    def _result(self, future: "Future[R]") -> R:
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise EngineError(
                "A reading process was killed, as the system does when memory runs out; what was done is kept: run the command "
                f"again for the rest, with fewer than --jobs {self.jobs} if memory is short."
            ) from error


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
