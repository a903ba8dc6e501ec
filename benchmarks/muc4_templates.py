"""Whole incidents in reports of political violence (MUC-4): their types, and the fillers of five roles in each.

`ceaf_rme_f1`: CEAF-RME (`benchmarks.filling`), in which an incident's type counts like a filler.

Published systems (110 to 400 million parameters), on the test part (TST3 and TST4), from their released outputs scored anew: GTT
47.8, IterX 46.6 to 47.6.
"""

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import filling
from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.counts import GOLD, f1_of
from benchmarks.muc4 import predicted
from benchmarks.tagging import limited, model_versions, open_encoder
from dateline.read.incidents import find_incidents


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score documents {grit_text, gtt_templates}; the dev part by default. n counts gold types and entities."""
    rows = limited(read_lines(file or present(shared() / "data" / "muc4" / "dev.jsonl.gz")), limit)
    encoder = open_encoder(model)
    documents = []
    for row in rows:
        text = row["grit_text"]
        found = [filling.Template(frozenset([i.type]), predicted(text, i.fillers)) for i in find_incidents(text, encoder)]
        documents.append(filling.count_templates(found, filling.templates_of(row["gtt_templates"]))[None])
    n = int(np.sum(documents, axis=0)[0, GOLD])
    return report("muc4-templates", n, documents, {"ceaf_rme_f1": f1_of(0)}, model_versions(encoder))
