"""Which words of a text give an annotated assertion its time: silver labels for pointing at time expressions.

The gold annotation says when, not where the text says so. For each assertion with a time we take the expression in its sentence,
or in up to three sentences before, whose days agree best with it. Where none agrees the label is None: the time came from
elsewhere (the publication date, an anaphor, arithmetic of the reader).
"""

import argparse
import json
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from dateline.resolve.times import TimeMention, find_times

SENTENCES_BACK = 3
LEAST_AGREEMENT = 0.05
COST_OF_A_SENTENCE = 0.12
_BOUNDARY = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\n\s*\n")


def agreement(mention: TimeMention, start: str, end: str) -> float:
    """Days in common over days in either."""
    if mention.interval is None:
        return 0.0
    a, b = date.fromisoformat(mention.interval.start).toordinal(), date.fromisoformat(mention.interval.end).toordinal() + 1
    c, d = date.fromisoformat(start).toordinal(), date.fromisoformat(end).toordinal() + 1
    common = min(b, d) - max(a, c)
    return max(0.0, common / (max(b, d) - min(a, c)))


def silver_time_spans(
    text: str, published: str | None, assertions: Sequence[Mapping[str, object]], sentences_after: int = 0
) -> list[tuple[int, int] | None]:
    """Give each assertion the span of the expression that states its time, or None.

    Args:
        text: the document.
        published: its ISO date, if known.
        assertions: records of the gold form (`span`, `time`).
        sentences_after: how many sentences after the assertion may hold it; a lead without a day often has it in the next one.
    """
    mentions = [m for m in find_times(text, published) if m.interval is not None]
    boundaries = [match.end() for match in _BOUNDARY.finditer(text)]
    where = [bisect_right(boundaries, mention.anchor.start) for mention in mentions]
    spans: list[tuple[int, int] | None] = []
    for assertion in assertions:
        time = assertion.get("time")
        best: tuple[float, tuple[int, int]] | None = None
        if isinstance(time, Mapping) and time.get("start") and time.get("end"):
            start, end = assertion["span"]  # type: ignore[misc]
            first, last = bisect_right(boundaries, start), bisect_right(boundaries, max(start, end - 1))
            for mention, sentence in zip(mentions, where, strict=True):
                if not first - SENTENCES_BACK <= sentence <= last + sentences_after:
                    continue
                agreed = agreement(mention, str(time["start"]), str(time["end"]))
                if agreed < LEAST_AGREEMENT:
                    continue
                back = max(0, first - sentence, 1.5 * (sentence - last))
                apart = max(0, start - mention.anchor.end, mention.anchor.start - end)
                score = agreed - COST_OF_A_SENTENCE * back - apart / 5000
                if best is None or score > best[0]:
                    best = (score, (mention.anchor.start, mention.anchor.end))
        spans.append(best[1] if best else None)
    return spans


def main() -> None:
    """Print how many timed assertions of a gold folder get a label."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder with docs.jsonl, gold.jsonl and texts/")
    folder = parser.parse_args().gold
    published = {d["doc"]: d.get("published") for d in map(json.loads, (folder / "docs.jsonl").read_text("utf-8").splitlines())}
    by_document: dict[str, list[dict]] = {}
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        assertion = json.loads(line)
        by_document.setdefault(assertion["doc"], []).append(assertion)
    timed = labelled = 0
    for doc, assertions in sorted(by_document.items()):
        text = (folder / "texts" / f"{doc}.txt").read_bytes().decode("utf-8")
        spans = silver_time_spans(text, published.get(doc), assertions)
        timed += sum(bool(a.get("time")) for a in assertions)
        labelled += sum(span is not None for span in spans)
    print(json.dumps({"timed": timed, "labelled": labelled, "share": round(labelled / timed, 3)}))


if __name__ == "__main__":
    main()
