"""Dateline's programs as a user starts them, watched from outside: what they said was done, and how they ended."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

PROGRAM = "from dateline.cli import main; main()"
PATIENCE_SECONDS = 300.0
"""On a machine that does much else."""


class Program:
    """One run of `dateline`."""

    def __init__(self, *arguments: str, before: Callable[[], None] | None = None) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", PROGRAM, *arguments]
        self.process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, preexec_fn=before)
        self.out: list[str] = []
        self.said: list[str] = []
        self._listeners = [
            threading.Thread(target=_listen, args=(self.process.stdout, self.out), daemon=True),
            threading.Thread(target=_listen, args=(self.process.stderr, self.said), daemon=True),
        ]
        for listener in self._listeners:
            listener.start()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def wait_for(self, seconds: float) -> bool:
        """Wait that long; whether it still runs then."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        return self.running

    def kill(self) -> None:
        """End it without warning."""
        self.process.kill()

    def end(self) -> int:
        """Its exit code, once it has ended and all that it said is here."""
        code = self.process.wait(PATIENCE_SECONDS)
        for listener in self._listeners:
            listener.join(PATIENCE_SECONDS)
        return code

    def documents(self) -> set[str]:
        """Ids of the documents that it said were kept, with `--format json`."""
        found = set()
        for line in list(self.out):
            with suppress(ValueError):  # the last one may be cut
                found.add(json.loads(line)["document"]["id"])
        return found

    def workers(self) -> list[int]:
        """Processes that read for it."""
        return [child for child in children(self.process.pid) if b"spawn_main" in _cmdline(child)]

    def complaint(self) -> str:
        """The sentence that it ended with; what is no sentence is a failure."""
        text = "".join(self.said)
        assert "Traceback" not in text and "fault of Dateline" not in text, text
        return text.strip().splitlines()[-1] if text.strip() else ""


def read(crawl: Path, place: str, before: Callable[[], None] | None = None) -> Program:
    """`dateline read` with two processes, telling each document when it is in the store."""
    return Program("read", str(crawl), "--db", place, "--jobs", "2", "--format", "json", before=before)


class Desk:
    """`dateline serve --review`, and somebody who accepts statements as fast as it answers."""

    def __init__(self, place: str, statements: Sequence[str]) -> None:
        self.program = Program("serve", "--db", place, "--review", "--coder", "ana", "--port", "0")
        self.address, self.kept = self._address(), []
        self._statements = list(statements)
        self._acting = threading.Thread(target=self._act, daemon=True)
        self._acting.start()

    def end(self) -> None:
        """Wait until whoever acts has noticed."""
        self.program.end()
        self._acting.join(PATIENCE_SECONDS)

    def _address(self) -> str:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.program.running:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", "".join(self.program.said)):
                return found[0]
            time.sleep(0.02)
        raise AssertionError(f"the desk did not start: {''.join(self.program.said)}")

    def _act(self) -> None:
        headers = {"X-Dateline-Review": "1", "Content-Type": "application/json"}
        for statement in self._statements:
            body = json.dumps({"action": "accept", "statement": statement, "note": f"note {len(self.kept)}"}).encode()
            request = urllib.request.Request(f"{self.address}api/review/acts", body, headers)
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                    self.kept.append(json.loads(answer.read())["act"]["id"])
            except (OSError, ValueError):
                return


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if _parent(folder) == process]


def gone(processes: Sequence[int], seconds: float = 30.0) -> bool:
    """Whether processes end by themselves, in that time."""
    deadline = time.monotonic() + seconds
    while any(_alive(process) for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def strike(process: int) -> None:
    """Kill a process, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _alive(process: int) -> bool:
    with suppress(OSError):
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _parent(folder: Path) -> int | None:
    with suppress(OSError, ValueError):
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    return None


def _cmdline(process: int) -> bytes:
    with suppress(OSError):
        return (Path("/proc") / str(process) / "cmdline").read_bytes()
    return b""


def _listen(stream: Any, lines: list[str]) -> None:
    lines.extend(iter_lines(stream))


def iter_lines(stream: Any) -> Iterator[str]:
    """Lines as they come."""
    yield from stream
