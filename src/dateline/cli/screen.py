"""Consoles, pager and short ids: how output fits where it goes.

On a terminal lines wrap and long output is paged; elsewhere each line is whole, so that it can be searched.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import takewhile

from rich.console import Console, RenderableType

SHORTEST_ID = 6


def stdout_console() -> Console:
    """The console for data. Nothing is highlighted or parsed as markup: texts are foreign."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.soft_wrap = True
    return console


def stderr_console() -> Console:
    """The console for messages and progress."""
    return Console(file=sys.stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


@contextmanager
def paged(console: Console) -> Iterator[None]:
    """Show what is printed through the user's pager when stdout is a terminal."""
    if not console.is_terminal:
        yield
        return
    # As git does: keep colours, leave at once when it fits, do not clear the screen.
    os.environ.setdefault("LESS", "FRX")
    with console.pager(styles=True):
        yield


def print_all(console: Console, renderables: Iterable[RenderableType]) -> None:
    """Print one after the other."""
    for renderable in renderables:
        console.print(renderable)


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Each id with its shortest start, of at least six characters, that no other has.

    >>> short_ids(["abcdef01", "abcdef02", "ffffffff"])
    {'abcdef01': 'abcdef01', 'abcdef02': 'abcdef02', 'ffffffff': 'ffffff'}
    """
    ordered = sorted(set(ids))
    short = {}
    for index, this in enumerate(ordered):
        near = ordered[max(0, index - 1) : index] + ordered[index + 1 : index + 2]
        shared = max((_shared(this, other) for other in near), default=0)
        short[this] = this[: max(SHORTEST_ID, shared + 1)]
    return short


def _shared(one: str, other: str) -> int:
    """How many characters two ids begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
