"""Values of time expressions, on expressions marked by hand in news (TimeML: TimeBank).

`value_accuracy`: of all marked expressions, how many have the TIMEX3 value that the annotators gave. An expression that we do not
find counts as wrong, so the figure holds detection as well. Of an expression that we read as one range ("from May to July"),
either end is compared by its place.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.bootstrap import interval, read_lines, shared, versions
from dateline.resolve.times import TimeMention, find_times


def _value(mentions: Sequence[TimeMention], start: int, end: int) -> str | None:
    """The value of the expression that shares most characters with [start, end)."""
    shares = [(min(end, m.anchor.end) - max(start, m.anchor.start), m) for m in mentions]
    overlap, best = max(shares, key=lambda pair: pair[0], default=(0, None))
    if best is None or overlap <= 0:
        return None
    if "/" not in best.value:
        return best.value
    first, second = best.value.split("/", 1)
    return second if start - best.anchor.start > best.anchor.end - end else first


def _accuracy(documents: Sequence[tuple[int, int]]) -> float:
    total = sum(n for _, n in documents)
    return sum(right for right, _ in documents) / total if total else 0.0


def _score(document: Mapping[str, Any]) -> tuple[int, int]:
    mentions = find_times(document["text"], document.get("dct"))
    marked = document["timex"]
    return sum(_value(mentions, t["start"], t["end"]) == t["value"] for t in marked), len(marked)


def run(file: Path | None = None) -> dict[str, Any]:
    """Score a file of documents {text, dct, timex: [{start, end, value}]}; TimeBank of the shared corpora by default."""
    documents = [_score(d) for d in read_lines(file or shared() / "data" / "timeml" / "timebank.jsonl.gz")]
    return {
        "name": "times",
        "n": sum(n for _, n in documents),
        "metrics": {"value_accuracy": round(_accuracy(documents), 4)},
        "interval": {"value_accuracy": interval(documents, _accuracy)},
        "versions": versions(),
    }
