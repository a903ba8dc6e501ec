"""What commands that go on for long say while they do: words for people, or events for machines, as the setting `log` has it."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from dateline import logs

if TYPE_CHECKING:
    from dateline.settings import Settings


def begin_to_say(settings: "Settings") -> None:
    """Switch the log on where it is asked for."""
    if settings.log == "json":
        logs.switch_on(settings.log_level)


def say(words: str, event: str, level: int = logging.INFO, **fields: Any) -> None:
    """Tell it on stderr in the one way or the other.

    Args:
        words: for people; they may quote what was read.
        event: for machines, with `fields` of `logs.FIELDS`.
    """
    if logs.switched_on():
        logs.event(event, level, **fields)
    else:
        typer.echo(words, err=True)


@contextmanager
def end_orderly() -> Iterator[None]:
    """SIGTERM within, when what runs there has finished for it, ends the program with 0: it was told to stop, and did."""

    def end(number: int, _: object) -> None:
        logs.event("stopped", signal=signal.Signals(number).name)
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
