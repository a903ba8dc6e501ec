"""The command line run inside the test's own process: what a command prints, says and ends with."""

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from dateline import cli


class Result(NamedTuple):
    """Exit code, stdout and stderr of one command."""

    code: int
    out: str
    err: str


def runner(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run `dateline` with some arguments, not on a terminal; `stdin` is what stands there."""

    def run(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as end:
            cli.main()
        return Result(int(end.value.code or 0), *capfd.readouterr())

    return run
