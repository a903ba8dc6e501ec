"""The command: a process a target, started anew after an input that ended it, until the budget is spent.

Figures go to stdout, one JSON object a target; failing inputs stay in the folder. Exit codes: 0 nothing failed, 1 something did,
2 usage.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.fuzz.seeds import dictionary, seeds
from benchmarks.fuzz.targets import TARGETS

INPUTS = 2_000
LONGEST_BYTES = 20_000
HANGS_SECONDS = 60
"""By the clock, on whatever machine; what takes 5 seconds of the processor and then ends is a failure too."""
MOST_MB = 1_024
MOST_STARTS = 50


def fuzz(target: str, inputs: int, seed: int, folder: Path) -> dict[str, Any]:
    """Try so many inputs on one target; what failed lies in the folder."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(data)
    (folder / "words.dict").write_text(dictionary(target), encoding="utf-8")
    done, began = 0, time.monotonic()
    told: dict[str, Any] = {"slowest_seconds": 0.0, "peak_mb": 0}
    for start in range(MOST_STARTS):
        (folder / "progress.json").unlink(missing_ok=True)
        with (folder / "log.txt").open("ab") as log:
            code = subprocess.run(
                _command(target, inputs - done, seed + start, folder), stdout=log, stderr=log, check=False
            ).returncode
        found = _progress(folder)
        done += found.get("inputs", 0)
        told = {name: max(told[name], found.get(name, 0)) for name in told}
        if code == 0 or done >= inputs:
            break
    failed = sorted(path.name for path in folder.iterdir() if path.name.startswith(("failed-", "crash-", "timeout-", "oom-")))
    failed = [name for name in failed if not name.endswith(".txt")]
    return {"target": target, "inputs": done, "seed": seed, "seconds": round(time.monotonic() - began, 1), **told, "failed": failed}


def _command(target: str, inputs: int, seed: int, folder: Path) -> list[str]:
    options = {
        "seed": seed + 1,
        "max_len": LONGEST_BYTES,
        "timeout": HANGS_SECONDS,
        "rss_limit_mb": MOST_MB,
        "dict": folder / "words.dict",
        "artifact_prefix": f"{folder}{os.sep}",
        "verbosity": 0,
    }
    libfuzzer = [f"-{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "benchmarks.fuzz.child", target, str(inputs), str(folder), str(folder / "corpus"), *libfuzzer]


def _progress(folder: Path) -> dict[str, Any]:
    path = folder / "progress.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="Hostile input to the doors of Dateline.")
    parser.add_argument("target", metavar="TARGET", choices=[*TARGETS, "all"], help=f"one of {', '.join(TARGETS)}, or all")
    parser.add_argument("--inputs", type=int, default=INPUTS, metavar="N", help=f"for each target [default: {INPUTS:,}]")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="where inputs are kept, to go on from; a temporary folder without it"
    )
    args = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        for target in TARGETS if args.target == "all" else [args.target]:
            told = fuzz(target, args.inputs, args.seed, (args.keep or Path(temporary)) / target)
            print(json.dumps(told), flush=True)
            failed = failed or bool(told["failed"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
