"""What was last measured (results.json), and the table that README shows of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.names import BENCHMARKS

RESULTS = Path(__file__).with_name("results.json")
Json = dict[str, Any]


def load(path: Path = RESULTS) -> Json:
    """Name -> what was measured."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def save(report: Mapping[str, Any], path: Path = RESULTS) -> None:
    """Put one report in the place of what was measured before under its name."""
    kept = {key: report[key] for key in ("n", "metrics", "interval", "versions", "parts") if key in report}
    everything = load(path) | {report["name"]: {"command": f"python -m benchmarks {report['name']}", **kept}}
    ordered = {name: everything[name] for name in BENCHMARKS if name in everything}
    path.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def shown(metric: str, value: float) -> str:
    """A figure as the table prints it: shares in per cent, the rest as it is."""
    if metric in ("mae", "pearson_r") or metric.endswith("_ratio"):
        return f"{value:.2f}"
    return (
        f"{100 * value:.1f}" if abs(value) <= 1 and not metric.endswith(("_km", "_mb", "_second", "_seconds")) else f"{value:,.1f}"
    )


def table(results: Mapping[str, Json]) -> str:
    """Results as Markdown: one line a guarded metric, with its interval."""
    rows = ["| task | metric | n | Dateline | 95 % interval | command |", "|---|---|--:|--:|--:|---|"]
    for name, benchmark in BENCHMARKS.items():
        if name not in results:
            continue
        found = results[name]
        for metric in benchmark.guarded or tuple(found["metrics"]):
            if metric not in found["metrics"] or metric.startswith("share_"):  # the stages' shares are for who makes it faster
                continue
            bounds = found["interval"].get(metric)
            between = f"{shown(metric, bounds[0])} to {shown(metric, bounds[1])}" if bounds else ""
            value = shown(metric, found["metrics"][metric])
            rows.append(f"| {benchmark.about} | {metric} | {found['n']:,} | {value} | {between} | `{found['command']}` |")
    return "\n".join(rows)
