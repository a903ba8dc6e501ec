"""Values of number phrases.

By default the counts and number spans of the annotated reports: is the range (low, high) exactly theirs? There the unit asked
for is only whether the number is a share or a count, and the change whether the ends are open in the same way. With `--file`,
either that form (gold.jsonl beside texts/) or one JSON object a line in the manner of NewsQuant: {"text", "quantities":
[{"value": number or [low, high], "unit", "change"}]} with change one of = ~ > <. Our unit there is only the words that follow the
number, so read that figure as a floor.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.bootstrap import interval, read_lines, shared, versions
from dateline.codebook.quantities import QuantityTable, load_quantities
from dateline.records import Quantity
from dateline.resolve.counts import read_count
from dateline.resolve.quantities import find_numbers, read_quantity

METRICS = ("value_f1", "value_unit_f1", "value_change_f1")
Counts = Mapping[str, tuple[int, int, int]]
"""Metric -> (right, predicted, gold)."""


def change_of(low: float | None, high: float | None, approx: bool) -> str:
    """NewsQuant's sign for a bound: > at least, < at most, ~ about, = exactly."""
    if high is None:
        return ">"
    if low is None:
        return "<"
    return "~" if approx else "="


def _same(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= max(1e-3 * min(1.0, abs(a)), abs(a) * 1e-6)


def _phrases(path: Path, table: QuantityTable) -> list[Counts]:
    """Annotated reports: one document, one set of counts."""
    documents: dict[str, list[tuple[Mapping[str, Any], Quantity | None]]] = {}
    texts: dict[str, str] = {}
    for assertion in read_lines(path):
        doc = assertion["doc"]
        if doc not in texts:
            texts[doc] = (path.parent / "texts" / f"{doc}.txt").read_bytes().decode("utf-8")
        rows = documents.setdefault(doc, [])
        rows.extend((c, read_count(texts[doc][slice(*c["span"])], table)) for c in assertion.get("counts") or () if c.get("span"))
        if assertion["kind"] == "quantity" and assertion.get("number_span"):
            rows.append((assertion, read_quantity(texts[doc][slice(*assertion["number_span"])], table)))
    return [_counts(rows) for _, rows in sorted(documents.items()) if rows]


def _counts(rows: Sequence[tuple[Mapping[str, Any], Quantity | None]]) -> Counts:
    value = unit = change = 0
    for gold, read in rows:
        if read is None or not (_same(gold["low"], read.low) and _same(gold["high"], read.high)):
            continue
        value += 1
        unit += bool(gold.get("ratio")) == read.ratio
        change += change_of(gold["low"], gold["high"], False) == change_of(read.low, read.high, False)
    predicted = sum(read is not None for _, read in rows)
    return {name: (right, predicted, len(rows)) for name, right in zip(METRICS, (value, unit, change), strict=True)}


def _unit_words(text: str, start: int, end: int) -> set[str]:
    found = set(re.findall(r"[^\W\d_]+|[%$£€¥]", text[max(0, start - 1) : end + 40].lower()))
    return found | {word.removesuffix("s") for word in found}


def _sentence(row: Mapping[str, Any], table: QuantityTable) -> Counts:
    """One sentence in the manner of NewsQuant; each gold quantity is matched to one of ours by value."""
    left = find_numbers(row["text"], table)
    predicted, value, unit, change = len(left), 0, 0, 0
    for gold in row["quantities"]:
        low, high = gold["value"] if isinstance(gold["value"], list) else (gold["value"], gold["value"])
        for item in left:
            ends = [end for end in (item[2].low, item[2].high) if end is not None]
            scale = 100 if item[2].ratio and "%" in row["text"][item[0] : item[1] + 1] + row["text"][item[1] : item[1] + 2] else 1
            if any(
                _same(float(low), k * min(ends)) and _same(float(high), k * max(ends))
                for k in {1, 100 if item[2].ratio else 1, scale}
            ):
                left.remove(item)
                value += 1
                asked = str(gold.get("unit") or "").lower().split()
                unit += not asked or asked[-1].removesuffix("s") in _unit_words(row["text"], item[0], item[1])
                change += gold.get("change", "=") == change_of(item[2].low, item[2].high, item[2].approx)
                break
    gold_count = len(row["quantities"])
    return {name: (right, predicted, gold_count) for name, right in zip(METRICS, (value, unit, change), strict=True)}


def _f1(metric: str, documents: Sequence[Counts]) -> float:
    right, predicted, gold = (sum(d[metric][i] for d in documents) for i in range(3))
    return 2 * right / (predicted + gold) if predicted + gold else 0.0


def run(file: Path | None = None) -> dict[str, Any]:
    """Score the annotated reports kept for development, or a file."""
    table = load_quantities()
    path = file or shared() / "gold" / "dev" / "gold.jsonl"
    rows = read_lines(path)
    documents = [_sentence(row, table) for row in rows] if rows and "quantities" in rows[0] else _phrases(path, table)
    return {
        "name": "quantities",
        "n": sum(d["value_f1"][2] for d in documents),
        "metrics": {name: round(_f1(name, documents), 4) for name in METRICS},
        "interval": {name: interval(documents, lambda sample, name=name: _f1(name, sample)) for name in METRICS},
        "versions": versions(),
    }
