"""Fillers of five roles in reports of political violence (MUC-4): who did it, for which organisation, to whom, to what, with what.

`ceaf_ree_f1`: CEAF-REE, micro F1 over roles (`benchmarks.filling`). `parts` has precision, recall and F1 of each role. One string
stands for each entity, as in GRIT's output. Texts are those of GRIT's benchmark: small letters, without datelines.

Published systems (110 to 400 million parameters), on the test part (TST3 and TST4), from their released outputs scored anew: GRIT
53.4 to 54.5, GTT 53.4, IterX 50.8 to 53.6. TempGen's abstract says 57.8.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import filling
from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.counts import GOLD, PREDICTED, TRUE, f1
from benchmarks.tagging import limited, model_versions, open_encoder
from dateline.read.fillers import Filler
from dateline.read.incidents import find_incidents


def predicted(text: str, fillers: Sequence[Filler]) -> dict[str, list[filling.Entity]]:
    """Role -> one entity a filler."""
    found: dict[str, list[filling.Entity]] = {role: [] for role in filling.ROLES}
    for filler in fillers:
        entity = frozenset([filling.compared(text[filler.start : filler.end])])
        if entity not in found[filler.role]:  # one filler may be in several incidents
            found[filler.role].append(entity)
    return found


def micro(documents: Sequence[np.ndarray]) -> float:
    """F1 over documents with counts [roles, 3]."""
    return f1(np.sum(documents, axis=(0, 1)))


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score documents {grit_text, grit_roles}; the dev part by default. n counts gold entities."""
    rows = limited(read_lines(file or present(shared() / "data" / "muc4" / "dev.jsonl.gz")), limit)
    encoder = open_encoder(model)
    documents = []
    for row in rows:
        text = row["grit_text"]
        fillers = [filler for incident in find_incidents(text, encoder) for filler in incident.fillers]
        documents.append(filling.count_roles(predicted(text, fillers), filling.roles_of(row["grit_roles"])))
    totals = np.sum(documents, axis=0)
    made = report("muc4", int(totals[:, GOLD].sum()), documents, {"ceaf_ree_f1": micro}, model_versions(encoder))
    return made | {"parts": {role: _figures(counts) for role, counts in zip(filling.ROLES, totals, strict=True)}}


def _figures(counts: np.ndarray) -> dict[str, float]:
    precision, recall = (round(float(counts[TRUE] / max(1, counts[of])), 4) for of in (PREDICTED, GOLD))
    return {"precision": precision, "recall": recall, "f1": round(f1(counts), 4), "n": int(counts[GOLD])}
