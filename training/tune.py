"""Thresholds of the shipped model on the development documents: `python -m training.tune --data ../shared`.

Each kind's least score is moved in turn to where the typed micro F1 of whole assertions is highest (two rounds), then written to
the model's labels.json. The scorer is `tools/score_assertions.py` of the shared folder.
"""

import argparse
import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np

from dateline.codebook import load_codebook
from dateline.ingest import ingest_text
from dateline.read import Reader
from dateline.read.encoder import MODEL
from training.corpora.files import rows
from training.labels import KINDS

LOW = -1.6
GRID = np.arange(-1.5, 0.21, 0.1)


def load_scorer(shared: Path) -> Any:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_assertions", shared / "tools" / "score_assertions.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def candidates(reader: Reader, gold: Path) -> list[dict[str, Any]]:
    """Every span above the low floor with its logit, in the scorer's form (kinds and types only)."""
    reader.encoder.labels.thresholds.update(dict.fromkeys(KINDS, LOW))
    out = []
    for row in rows(gold / "docs.jsonl"):
        with (gold / "texts" / f"{row['doc']}.txt").open(encoding="utf-8", newline="") as file:
            document = ingest_text(file.read(), name=row["doc"], published=row["published"], outlet=row["outlet"], url=None)
        for a in reader.read([document])[0].assertions:
            found = {"doc": row["doc"], "id": a.id, "kind": a.kind, "span": [a.anchor.start, a.anchor.end]}
            found["change" if a.kind == "control" else "type"] = a.type
            out.append(found | {"logit": float(np.log(a.score / max(1e-6, 1 - a.score)))})
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write the thresholds into the model's labels.json")
    args = parser.parse_args()
    scorer = load_scorer(args.data)
    gold_folder = args.data / "gold" / "dev"
    gold = list(rows(gold_folder / "gold.jsonl"))
    docs = sorted(r["doc"] for r in rows(gold_folder / "docs.jsonl"))
    texts = scorer.load_texts(docs, gold_folder / "texts")
    found = candidates(Reader.load(load_codebook(), args.model), gold_folder)
    thresholds = dict.fromkeys(KINDS, -0.6)

    def score(limits: dict[str, float]) -> float:
        kept = [f for f in found if f["logit"] > limits[f["kind"]]]
        return scorer.run(gold, kept, texts, docs, fld=False)["typed"]["micro"]["f1"]

    best = score(thresholds)
    for _ in range(args.rounds):
        for kind in KINDS:
            for value in GRID:
                reached = score(thresholds | {kind: float(value)})
                if reached > best + 1e-6:
                    best, thresholds[kind] = reached, round(float(value), 2)
        print(f"typed micro F1 {best:.4f}", thresholds, flush=True)
    if args.write:
        path = args.model / "labels.json"
        content = json.loads(path.read_text(encoding="utf-8")) | {"thresholds": thresholds}
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
