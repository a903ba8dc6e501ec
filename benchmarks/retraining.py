"""What `dateline retrain` gains from annotated documents that stand in for a user's reviewed rows; see docs/retraining.md.

    python -m benchmarks.retraining --data ../shared

Documents come as they are annotated, and by two conventions of our own making: `harm` keeps no opinions, plans and events without
violence; `coarse` calls every armed clash an attack, arrests and releases legal. The model was trained on the documents of
`annotation/` and not on gold/dev, which in turn chose its thresholds. `active` compares ways to choose the first half of documents.
"""

import argparse
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from dateline.codebook import load_codebook
from dateline.compare import Gold, load_gold
from dateline.compare.rows import Json
from dateline.ingest import ingest_text
from dateline.learning.counting import counts, f1
from dateline.learning.fitting import learn
from dateline.learning.material import Material, decided, materials, standing
from dateline.learning.measuring import FOLDS, Measured, measure
from dateline.read import Reader
from dateline.read.encoder import Labels
from training.annotate import documents

ANNOTATED = ("voa-b", "wikinews")
HARMLESS = {"talks", "agreement", "statement", "aid", "legal", "sanction", "deployment", "withdrawal", "recruitment"}
UNHARMING = {"judgement", "recommendation", "forecast", "label"}
ARMED, POLICED = {"battle", "bombing", "shelling", "airstrike"}, {"arrest", "release"}


def harm(row: Json) -> Json | None:
    """The row by a project that codes harm alone; None where it leaves it out."""
    return None if row["kind"] in UNHARMING or row.get("type") in HARMLESS else row


def coarse(row: Json) -> Json | None:
    """The row by a project with coarser types."""
    return row | {"type": "attack"} if row.get("type") in ARMED else row | {"type": "legal"} if row.get("type") in POLICED else row


def by(convention: Callable[[Json], Json | None], found: Sequence[Material]) -> list[Material]:
    """Documents as a project of this convention would have them reviewed."""
    out = []
    for one in found:
        kept = [coded for row in one.gold.rows if (coded := convention(row))]
        turned = [row for row in one.gold.rows if not convention(row)]
        out.append(dataclasses.replace(one, gold=dataclasses.replace(one.gold, rows=kept, rejected=turned)))
    return out


def annotated(data: Path, names: Sequence[str]) -> Iterator[tuple[str, list[Gold]]]:
    """The documents of the project's own annotation, by file."""
    for name in names:
        wanted = {line.split('"doc": "')[1].split('"')[0] for line in Path(f"annotation/{name}.jsonl").read_text().splitlines()}
        golds = [
            Gold(name=head["doc"], document=ingest_text(text, name=head["doc"], published=head["published"]), rows=rows)
            for head, text, rows in documents(data / "data")
            if head["doc"] in wanted
        ]
        yield name, golds


def words(measured: Measured) -> str:
    """The curve on one line."""
    parts = [
        f"{point.rows} rows {100 * point.f1:.1f} ({100 * point.gain:+.1f}, "
        f"{100 * point.gain_interval[0]:+.1f} to {100 * point.gain_interval[1]:+.1f})"
        for point in measured.curve
    ]
    return "; ".join(parts) + ("; better" if measured.better else "; refused")


def active(found: Sequence[Material], labels: Labels) -> dict[str, float]:
    """F1 on other documents after learning from half: drawn by chance, the most uncertain first, those with most in doubt first."""
    figures: dict[str, list[np.ndarray]] = {"by chance": [], "uncertain": [], "most to decide": []}
    for seed in range(4):
        order = np.random.default_rng(seed).permutation(len(found))
        for fold in range(FOLDS):
            held = [found[i] for i in order[fold::FOLDS]]
            rest = [found[i] for i in order if i not in order[fold::FOLDS]]
            half = len(rest) // 2
            doubts = [_doubt(one, labels) for one in rest]
            ranked = {
                "by chance": list(range(len(rest))),
                "uncertain": sorted(range(len(rest)), key=lambda i: -doubts[i][0]),
                "most to decide": sorted(range(len(rest)), key=lambda i: -doubts[i][1]),
            }
            for name, listed in ranked.items():
                figures[name].append(counts(held, labels, learn([rest[i] for i in listed[:half]], labels)).sum(axis=0))
    return {name: float(f1(np.sum(each, axis=0))) for name, each in figures.items()}


def _doubt(material: Material, labels: Labels) -> tuple[float, float]:
    """How doubtful what is read in a document is on the mean, and in all."""
    over = [abs(one.logit - labels.thresholds[one.candidate.kind]) for one in standing(decided(material, labels, None))]
    doubts = [float(np.exp(-margin)) for margin in over if margin < 1]
    return (float(np.mean(doubts)) if doubts else 0.0), sum(doubts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the corpora")
    args = parser.parse_args()
    reader = Reader.load(load_codebook())
    labels = reader.encoder.labels
    for name, golds in (("gold/dev", load_gold(args.data / "gold" / "dev" / "gold.jsonl")), *annotated(args.data, ANNOTATED)):
        found = list(materials(reader, golds))
        for convention, shown in (("as annotated", found), ("harm", by(harm, found)), ("coarse", by(coarse, found))):
            print(f"{name}, {convention}: {words(measure(shown, labels))}", flush=True)
            print(f"    half of the documents chosen: {active(shown, labels)}", flush=True)


if __name__ == "__main__":
    main()
