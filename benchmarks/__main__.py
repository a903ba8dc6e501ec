"""`python -m benchmarks NAME [--file GOLD] [--json] [--model FOLDER] [--save]`, or one of `all`, `gate [--raise]`, `table`.

Figures go to stdout, all else to stderr. Exit codes: 0 measured, 1 a figure is below its floor, 2 usage or missing data.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import gate, results
from benchmarks.bootstrap import MissingDataError
from benchmarks.names import BENCHMARKS, run
from dateline.errors import DatelineError

DONE, BELOW, MISSING = 0, 1, 2


def lines(report: dict[str, Any]) -> Iterator[str]:
    """A report for people."""
    made = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    yield f"{report['name']}  n={report['n']}  ({made})"
    for metric, value in report["metrics"].items():
        low, high = report["interval"].get(metric, (None, None))
        yield f"  {metric:28s} {value:10.4f}" + (f"   95 % {low:.4f} to {high:.4f}" if low is not None else "")
    for part, values in report.get("parts", {}).items():
        yield f"  {part}: {json.dumps(values)}"


def show(report: dict[str, Any], as_json: bool) -> None:
    print(json.dumps(report, ensure_ascii=False) if as_json else "\n".join(lines(report)), flush=True)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    about = "\n".join(f"  {name:12s} {benchmark.about}" for name, benchmark in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=f"Measure one task, or all:\n{about}\n  all          every one that has a development part\n"
        "  gate         every one on its development part, against floors.json\n  table        results.json as a table",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="NAME", choices=[*BENCHMARKS, "all", "gate", "table"])
    parser.add_argument(
        "--file", type=Path, metavar="GOLD", help="score this file, of the same form, in place of the development part"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a benchmark")
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="a model other than the one that is shipped")
    parser.add_argument("--save", action="store_true", help="keep the figures in results.json, from which README's table is made")
    parser.add_argument("--raise", action="store_true", dest="lift", help="with gate: floors rise to what was reached")
    args = parser.parse_args(given)
    if args.file and args.name in ("all", "gate", "table"):
        parser.error(f"--file goes with one benchmark, not with {args.name}")
    if args.file and args.save:
        parser.error("--save keeps figures on the development part; leave --file out")
    return args


def main() -> int:
    args = arguments()
    if args.name == "table":
        print(results.table(results.load()))
        return DONE
    if args.name == "gate":
        return BELOW if gate.check(args.model, lift=args.lift) else DONE
    missing = False
    everything = [name for name, benchmark in BENCHMARKS.items() if not benchmark.asks_file]
    for name in everything if args.name == "all" else [args.name]:
        try:
            report = run(name, args.file, args.model)
        except (MissingDataError, DatelineError) as error:
            print(error, file=sys.stderr)
            missing = True
            continue
        show(report, args.json)
        if args.save:
            results.save(report)
    return MISSING if missing else DONE


if __name__ == "__main__":
    sys.exit(main())
