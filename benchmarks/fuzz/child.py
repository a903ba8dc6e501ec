"""One process of fuzzing, which `python -m benchmarks.fuzz` starts: `... child TARGET INPUTS FOLDER [options of libFuzzer]`.

What an input raises is written down and fuzzing goes on; what hangs, takes all memory or crashes ends the process, and libFuzzer
leaves the input in the folder.
"""

import contextlib
import hashlib
import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import atheris  # pyright: ignore[reportMissingImports]: for Linux alone

from benchmarks.fuzz.seeds import seeds
from benchmarks.fuzz.targets import TARGETS

DOORS = ["dateline.ingest", "dateline.query", "dateline.codebook", "dateline.crawl"]
MOST_SECONDS = 5.0
OFTEN = 200


class Run:
    """Counts inputs and keeps what failed."""

    def __init__(self, target: str, inputs: int, folder: Path) -> None:
        self.check, self.inputs, self.folder = TARGETS[target], inputs, folder
        self.done = self.failed = 0
        self.slowest = 0.0

    def one(self, data: bytes) -> None:
        """Try one input."""
        began = time.process_time()
        try:
            self.check(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            self._keep(data, error)
        seconds = time.process_time() - began
        if seconds > MOST_SECONDS:
            self._keep(data, TimeoutError(f"took {seconds:.1f} seconds of the processor"))
        self.slowest = max(self.slowest, seconds)
        self.done += 1
        if self.done % OFTEN == 0 or self.done >= self.inputs:
            self._note()
        if self.done >= self.inputs:
            os._exit(0)

    def _note(self) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told: dict[str, Any] = {"inputs": self.done, "slowest_seconds": round(self.slowest, 3), "peak_mb": round(peak)}
        (self.folder / "progress.json").write_text(json.dumps(told), encoding="utf-8")

    def _keep(self, data: bytes, error: BaseException) -> None:
        """Keep the first input of each kind of failure: the same line of code with the same error."""
        where = traceback.extract_tb(error.__traceback__)[-1:]
        kind = f"{type(error).__name__} {where[0].filename}:{where[0].lineno}" if where else type(error).__name__
        name = self.folder / f"failed-{hashlib.sha256(kind.encode()).hexdigest()[:12]}"
        if not name.exists():
            name.write_bytes(data)
            told = "".join(traceback.format_exception(error))
            name.with_suffix(".txt").write_text(told, encoding="utf-8", errors="backslashreplace")


def main() -> None:
    target, inputs, folder, *options = sys.argv[1:]
    run = Run(target, int(inputs), Path(folder))
    with atheris.instrument_imports(include=DOORS):
        for data in seeds(target):  # whatever a door imports late
            with contextlib.suppress(Exception):
                run.check(data)
    atheris.Setup([sys.argv[0], *options], run.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
