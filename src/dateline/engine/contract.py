"""What every engine does: pure functions over items, in the order of the items, wherever they run.

What is asked of an engine must be importable functions, and what goes in and comes out must pickle. A function may be called again
for an item whose process died, so it must do nothing but return; whoever takes the results writes each once.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, Self, TypeVar

W = TypeVar("W", covariant=True)
T = TypeVar("T")
R = TypeVar("R")
AHEAD = 4
"""Items on their way for each process, so that memory stays flat however many there are. Results come in order: with fewer,
processes stand idle behind one that has a long item (a quarter of the time with 2, says `python -m benchmarks.thousand`)."""
MOST_TRIES = 3
"""An item that was under way when this many processes died is given up, and the run with it."""


class Engine(Protocol[W]):
    """So many processes, each of which loads once what the functions work with. A context manager; leaving it ends them."""

    @property
    def jobs(self) -> int:
        """How many processes."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...

    def ask(self, function: Callable[[W], R]) -> R:
        """What one process makes of what it has loaded.

        Raises:
            EngineError: the process died again and again.
        """
        ...

    def map(self, function: Callable[[W, T], R], items: Iterable[T]) -> Iterator[R]:
        """The function of each item, in the order of the items; no more of them are taken than are soon needed.

        A process that dies is replaced, and its items are done again. What the function raises is raised here.

        Raises:
            EngineError: processes died again and again. What had come back before is not lost.
        """
        ...
