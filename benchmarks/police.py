"""What police did, a test from outside: sentences on Gujarat in 2002 (IndiaPoliceEvents), never trained on, told by the codebook.

`kill_f1`, `arrest_f1`, `force_f1`: does the sentence say that police killed, arrested, used force or violence? Killing is force
too. The sentence is read on its own. An arrest is what the codebook's types call one, whoever makes it; force is a statement that
is PLOVER's ASSAULT, or a protest or riot with dead or injured, and whose actor or quote names the police; killing is force that
counts dead or says so.

The columns of the corpus's `labels` are KILL, ARREST, ANY_ACTION, FAIL, FORCE. Their order is told by what its authors say of them
(github.com/slanglab/IndiaPoliceEvents): every KILL is FORCE and ANY_ACTION, every ARREST and FORCE is ANY_ACTION, FAIL is not, and
only one order of the five columns holds to that. ANY_ACTION and FAIL are no events of the codebook and are not scored.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.counts import compare, f1_of
from benchmarks.crosswalk import Crosswalk
from benchmarks.tagging import limited
from dateline.exports.items import Item

FILE = Path("data/event_classification/IndiaPoliceEvents_sents.dev.jsonl.gz")
COLUMNS = ("KILL", "ARREST", "ANY_ACTION", "FAIL", "FORCE")
SCORED = ("ARREST", "FORCE", "KILL")
POLICE = re.compile(r"\b(?:police\w*|cops?|constables?)\b", re.IGNORECASE)
DEATH = re.compile(r"\b(?:kill\w*|dead|deaths?|died|shot dead|lives)\b", re.IGNORECASE)


def told(items: Sequence[Item]) -> set[str]:
    """What police did by these items.

    >>> told([])
    set()
    """
    found = {"ARREST"} if any(item.type == "arrest" for item in items) else set()
    for item in items:
        hurt = any(count.of in ("killed", "injured") for count in item.counts)
        violent = (item.codes.plover or "").startswith("ASSAULT") or (item.type in ("protest", "riot") and hurt)
        quote = item.reports[0].quote
        if violent and (any(POLICE.search(party.words) for party in item.in_roles("actor")) or POLICE.search(quote)):
            found.add("FORCE")
            if any(count.of == "killed" for count in item.counts) or DEATH.search(quote):
                found.add("KILL")
    return found


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score sentences {text, labels: [KILL, ARREST, ANY_ACTION, FAIL, FORCE]}; the dev part by default. n counts sentences."""
    rows = limited(read_lines(file or present(shared() / FILE)), limit)
    crosswalk = Crosswalk.open(model)
    counts = []
    for row, items in zip(rows, crosswalk.told(row["text"] for row in rows), strict=True):
        gold = {name for name, holds in zip(COLUMNS, row["labels"], strict=True) if holds}
        found = told(items)
        counts.append(np.stack([compare({name} & found, {name} & gold) for name in SCORED]))
    measures = {f"{name.lower()}_f1": f1_of(i) for i, name in enumerate(SCORED)}
    made = report("police", len(rows), counts, measures, crosswalk.made_by)
    totals = np.sum(counts, axis=0)
    return made | {"parts": {name: {"n": int(totals[i, 2]), "found": int(totals[i, 1])} for i, name in enumerate(SCORED)}}
