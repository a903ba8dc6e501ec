"""Processes of this machine, each of which loads what it needs once. With one job everything stays in this process."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from dateline.engine.contract import AHEAD, MOST_TRIES
from dateline.engine.worker import Worker
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
    """One item, from when it is given to a process until what came of it is asked for."""

    number: int
    function: Callable[..., Any]
    more: tuple
    tries: int = 1
    answer: tuple[bool, Any] | None = None


@dataclass
class _Hand:
    """A process with the tasks that it has in hand."""

    worker: Worker
    tasks: dict[int, _Task] = field(default_factory=dict)


class Local(Generic[W]):
    """So many processes. Use it as a context manager; leaving it ends them at once.

    Args:
        load: makes what the functions work with; called once in each process, at its first item.
        jobs: how many; nought takes one a core.
        loaded: what `load` gives, where this process has it already: it then does the first items of each `map` itself.
    """

    def __init__(self, load: Callable[[], W], jobs: int = 0, *, loaded: W | None = None) -> None:
        self.jobs = jobs or cores()
        self._load = load
        self._here: list[W] = [] if loaded is None else [loaded]
        self._hands: list[_Hand] = []
        self._numbers = count()

    def __enter__(self) -> "Local[W]":
        return self

    def __exit__(self, *_: object) -> None:
        for hand in self._hands:
            hand.worker.end()
        self._hands.clear()

    def ask(self, function: Callable[[W], R]) -> R:
        """What one process makes of what it has loaded (`Engine`)."""
        if self.jobs == 1 or self._here:
            return function(self._loaded())
        return self._result(self._submit(function))

    def map(self, function: Callable[[W, T], R], items: Iterable[T]) -> Iterator[R]:
        """The function of each item, in the order of the items (`Engine`)."""
        rest = iter(items)
        if self.jobs == 1 or self._here:
            for number, item in enumerate(rest if self.jobs == 1 else islice(rest, FIRST)):
                if number == FEW:
                    self._make_ready()
                yield function(self._loaded(), item)
        under_way: deque[_Task] = deque()
        for item in rest:
            under_way.append(self._submit(function, item))
            if len(under_way) >= AHEAD * self.jobs:
                yield self._result(under_way.popleft())
        while under_way:
            yield self._result(under_way.popleft())

    def _loaded(self) -> W:
        if not self._here:
            self._here.append(self._load())
        return self._here[0]

    def _make_ready(self) -> None:
        """Have processes load that would otherwise begin to with their first item."""
        while self.jobs > 1 and len(self._hands) < self.jobs:
            self._hand_over(_Task(next(self._numbers), _nothing, ()), self._new_hand())

    def _new_hand(self) -> _Hand:
        self._hands.append(_Hand(Worker(self._load)))
        return self._hands[-1]

    def _submit(self, function: Callable[..., Any], *more: Any) -> _Task:
        """Give an item to the process with the least to do."""
        self._take_answers(wait_seconds=0)
        task = _Task(next(self._numbers), function, more)
        least = min(self._hands, key=lambda hand: len(hand.tasks), default=None)
        if least is None or (least.tasks and len(self._hands) < self.jobs):
            least = self._new_hand()
        self._hand_over(task, least)
        return task

    def _hand_over(self, task: _Task, hand: _Hand) -> None:
        hand.tasks[task.number] = task
        hand.worker.send(task.number, task.function, task.more)

    def _result(self, task: _Task) -> Any:
        while task.answer is None:
            self._take_answers(wait_seconds=None)
        well, value = task.answer
        if well:
            return value
        raise value

    def _take_answers(self, wait_seconds: float | None) -> None:
        ready = wait([hand.worker.pipe for hand in self._hands], wait_seconds)
        for hand in [hand for hand in self._hands if hand.worker.pipe in ready]:
            answer = hand.worker.receive()
            if answer is None:
                self._replace(hand)
            else:
                number, well, value = answer
                hand.tasks.pop(number).answer = (well, value)

    def _replace(self, dead: _Hand) -> None:
        """Start a process in the place of one that died, and give it what that one had in hand.

        Raises:
            EngineError: processes died again and again with the same item in hand.
        """
        self._hands.remove(dead)
        dead.worker.end()
        for task in dead.tasks.values():
            if task.tries >= MOST_TRIES:
                raise EngineError(
                    f"Reading processes were killed {MOST_TRIES} times at one place, as the system does when memory runs out; what "
                    "was done is kept: run the command again for the rest, with fewer "
                    f"than --jobs {self.jobs} if memory is short."
                )
        hand = self._new_hand()
        for task in dead.tasks.values():
            task.tries += 1
            self._hand_over(task, hand)


def _nothing(loaded: object) -> None:
    """An item that has a process load and nothing else."""
