"""One process that works for another: items go to it by a pipe, what comes of them comes back by the same.

It ends when the pipe does, however the other side came to its end; nothing is left behind. Each has a pipe of its own, so that one
that dies costs what it had in hand and nothing else.
"""

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from dateline.errors import DatelineError, EngineError

DEAD = (EOFError, OSError)
"""What a pipe says whose other end is gone, in the middle of a message too."""


class Worker:
    """The side of whoever has work to give."""

    def __init__(self, load: Callable[[], Any]) -> None:
        """Start a process.

        Raises:
            EngineError: the system does not let us.
        """
        # A fresh interpreter: a model's threads do not survive a fork.
        context = multiprocessing.get_context("spawn")
        try:
            self.pipe, theirs = context.Pipe()
            self.process = context.Process(target=_work, args=(theirs, load), daemon=True)
            self.process.start()
        except OSError as error:
            raise EngineError(
                f"Processes that read cannot be started ({error.strerror or error}); free memory or disk space and run the command "
                "again: it goes on where it stopped. Or give --jobs 1."
            ) from error
        theirs.close()

    def send(self, number: int, function: Callable[..., Any], more: tuple) -> None:
        """Give it an item; one that is dead is found out when its answer is waited for."""
        with contextlib.suppress(*DEAD):
            self.pipe.send((number, function, more))

    def receive(self) -> tuple[int, bool, Any] | None:
        """Number, whether it went well, and what came of it or was raised; None when the process is dead."""
        try:
            return self.pipe.recv()
        except DEAD:
            return None

    def end(self) -> None:
        """End it at once: what it has in hand is nobody's any more."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _work(pipe: Connection, load: Callable[[], Any]) -> None:
    """Loading waits for the first item: what it raises then reaches whoever asked."""
    # Ctrl-C goes to every process of a terminal; the one that started us decides what comes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=_take, args=(pipe, waiting), daemon=True).start()
    loaded: list[Any] = []
    while True:
        number, function, more = waiting.get()
        try:
            if not loaded:
                loaded.append(load())
            answer = (number, True, function(loaded[0], *more))
        except Exception as error:  # noqa: BLE001 - raised again by whoever asked
            if not isinstance(error, DatelineError):
                error.add_note(traceback.format_exc())
            answer = (number, False, error)
        pipe.send(answer)


def _take(pipe: Connection, waiting: queue.SimpleQueue) -> None:
    """Take what is sent at once, busy or not: nobody may wait for us while we wait for them."""
    while True:
        try:
            waiting.put(pipe.recv())
        except DEAD:
            os._exit(1)
