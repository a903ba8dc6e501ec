"""How far the triggers reach on annotated reports that nobody looked at when the lists were written; floors are never lowered."""

import json
import os
from pathlib import Path

import pytest

from dateline.codebook import load_codebook

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
GOLD = SHARED / "gold" / "dev" / "gold.jsonl"
COVERED_AT_LEAST = 0.73
STRONG_RIGHT_AT_LEAST = 0.65
MOST_EVIDENCE_RIGHT_AT_LEAST = 0.56


@pytest.mark.skipif(
    not GOLD.is_file(), reason=f"{GOLD} is not there: put the folder with gold/ in DATELINE_SHARED to measure reach"
)
def test_triggers_reach_most_clauses_of_their_type_and_strong_ones_are_mostly_right() -> None:
    codebook = load_codebook()
    kinds = {entry.id: entry.kind for entry in codebook.entries.values()}
    clauses = covered = most = strong = strong_right = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] not in ("event", "control", "relation"):
            continue
        gold = row["change"] if row["kind"] == "control" else row["type"]
        evidence = {k: v for k, v in codebook.type_evidence(row["quote"]).items() if kinds[k] == row["kind"]}
        clauses += 1
        covered += gold in evidence
        most += bool(evidence) and max(evidence, key=lambda k: (evidence[k], k)) == gold
        found = codebook.find_triggers(row["quote"])
        sure = {m.entry for m in found if m.strength == "strong" and m.kind == row["kind"]}
        strong += len(sure)
        strong_right += gold in sure
    assert covered / clauses >= COVERED_AT_LEAST
    assert strong_right / strong >= STRONG_RIGHT_AT_LEAST
    assert most / clauses >= MOST_EVIDENCE_RIGHT_AT_LEAST
