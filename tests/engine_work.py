"""What the tests of engines have done in other processes: importable by name, as an engine asks for."""

import os
import signal
from pathlib import Path

from dateline.errors import UsageError


def load() -> list[int]:
    return []


def load_nothing() -> list[int]:
    raise UsageError("There is nothing to load.")


def square(loaded: list[int], number: int) -> tuple[int, int, int]:
    """The square, how many items this process has had, and which process it is."""
    loaded.append(number)
    return number * number, len(loaded), os.getpid()


def die(loaded: list[int], number: int) -> int:
    """Dies at three, every time."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_once(loaded: list[int], item: tuple[int, str]) -> int:
    """Dies at five, the first time: then the file is there."""
    number, mark = item
    if number == 5 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def complain(loaded: list[int], number: int) -> int:
    raise UsageError(f"There is no {number}.")


def whoami(loaded: list[int]) -> int:
    return os.getpid()
