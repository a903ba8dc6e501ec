"""The gate: every benchmark on its development part against floors.json. A floor never falls silently.

A floor holds for one corpus: file hash and n stand beside it, and other data is a failure, not a comparison. `--raise` lifts
floors to what was reached and leaves those that were not reached; where the corpus is another one it sets them anew and says so.
Lowering a floor takes an edit of floors.json, which a review sees.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bootstrap import MissingDataError
from benchmarks.names import BENCHMARKS, LOWER_IS_BETTER, data_files, run
from dateline.errors import DatelineError

FLOORS = Path(__file__).with_name("floors.json")
Json = dict[str, Any]


class Verdict(NamedTuple):
    """What the gate says of one metric: passed, below, changed (another corpus) or new (no floor yet)."""

    name: str
    metric: str
    reached: float
    floor: float | None
    what: str


def corpus_hash(files: Iterable[Path]) -> str:
    """sha256 of files, one after the other."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def better(metric: str, a: float, b: float) -> bool:
    """Whether figure `a` is better than `b`."""
    return a < b if metric in LOWER_IS_BETTER else a > b


def judge(report: Mapping[str, Any], digest: str, floors: Mapping[str, Json]) -> list[Verdict]:
    """The verdict on every guarded metric of a report."""
    name, floor = report["name"], floors.get(report["name"], {})
    changed = bool(floor) and (floor["sha256"], floor["n"]) != (digest, report["n"])
    verdicts = []
    for metric in BENCHMARKS[name].guarded:
        reached, least = report["metrics"][metric], floor.get("metrics", {}).get(metric)
        if least is None:
            what = "new"
        elif changed:
            what = "changed"
        else:
            what = "below" if better(metric, least, reached) else "passed"
        verdicts.append(Verdict(name, metric, reached, least, what))
    return verdicts


def lifted(floor: Json, verdicts: Iterable[Verdict], n: int, digest: str) -> Json:
    """The floor of one benchmark after `--raise`: the better of floor and figure, or the figure where the corpus is another one."""
    metrics = dict(floor.get("metrics", {}))
    for verdict in verdicts:
        if verdict.what != "below":
            metrics[verdict.metric] = verdict.reached
    return {"n": n, "sha256": digest, "metrics": metrics}


def line(verdict: Verdict) -> str:
    name, metric, reached, floor, what = verdict
    says = {
        "passed": f"holds, floor {floor}",
        "below": f"BELOW its floor {floor}",
        "changed": f"NOT COMPARED: the corpus is another one than that of the floor {floor}",
        "new": "has no floor yet",
    }[what]
    return f"{name:12s} {metric:16s} {reached:10.4f}  {says}"


def check(model: Path | None = None, *, lift: bool = False, path: Path = FLOORS) -> int:
    """Run every benchmark that has floors, print the verdicts, and return how many figures fail."""
    floors: dict[str, Json] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    failed = skipped = passed = 0
    for name in (name for name, benchmark in BENCHMARKS.items() if benchmark.guarded):
        try:
            digest = corpus_hash(data_files(name))
            report = run(name, model=model)
        except MissingDataError as error:
            print(f"{name:12s} skipped: {error}", flush=True)
            skipped += 1
            continue
        except DatelineError as error:
            print(f"{name:12s} cannot be measured: {error}", flush=True)
            failed += 1
            continue
        verdicts = judge(report, digest, floors)
        for verdict in verdicts:
            print(line(verdict), flush=True)
        failed += sum(verdict.what == "below" or (verdict.what == "changed" and not lift) for verdict in verdicts)
        passed += sum(verdict.what == "passed" for verdict in verdicts)
        if lift:
            floors[name] = lifted(floors.get(name, {}), verdicts, report["n"], digest)
    if lift:
        path.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    print(f"{passed} figures hold, {failed} fail, {skipped} benchmarks skipped for want of data", file=sys.stderr)
    return failed
