"""What `dateline retrain` gains from annotated documents that stand in for a user's reviewed rows; see docs/retraining.md.

    python -m benchmarks.retraining --data ../shared

Documents come as they are annotated, and by two conventions of our own making: `harm` keeps no opinions, plans and events without
violence; `coarse` calls every armed clash an attack, arrests and releases legal. The model was trained on the documents of
`annotation/` and not on gold/dev, which in turn chose its thresholds. The second line compares what
to review.
"""

import argparse
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from dateline.codebook import load_codebook
from dateline.compare import Gold, load_gold
from dateline.compare.pairs import pairs
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


def choosing(found: Sequence[Material], labels: Labels) -> dict[str, float]:
    """F1 on other documents after reviewing as many rows as half of the documents hold, by what is reviewed.

    `whole documents` are decided to the end, what was missed added; rows `by chance` and `doubtful first` are accepted,
    corrected or rejected wherever they stand.
    """
    sums: dict[str, list[np.ndarray]] = {}
    for seed in range(2):
        chance = np.random.default_rng(seed)
        order = chance.permutation(len(found))
        for fold in range(FOLDS):
            held = [found[i] for i in order[fold::FOLDS]]
            rest = [found[i] for i in order if i not in order[fold::FOLDS]]
            half = rest[: len(rest) // 2]
            doubtful = sorted(rest, key=lambda one: -sum(1 - margin for margin, _ in _read(one, labels) if margin < 1))
            number = sum(len(one.gold.rows) + len(one.gold.rejected) for one in half)
            everything = [(margin, n, row) for n, one in enumerate(rest) for margin, row in _read(one, labels)]
            shuffled = [everything[i] for i in chance.permutation(len(everything))]
            ways = {
                "whole documents": half,
                "whole, most in doubt first": _first(doubtful, number),
                "by chance": _partly(rest, shuffled[:number]),
                "doubtful first": _partly(rest, sorted(everything, key=lambda each: each[0])[:number]),
            }
            for name, part in ways.items():
                sums.setdefault(name, []).append(counts(held, labels, learn(part, labels)).sum(axis=0))
    return {name: round(100 * float(f1(np.sum(each, axis=0))), 1) for name, each in sums.items()}


def _read(material: Material, labels: Labels) -> list[tuple[float, Json]]:
    """What the shipped model reads in a document, each with how far it is over its threshold."""
    chunks = decided(material, labels, None)
    over = [[one for one in chunk if one.logit > labels.thresholds[one.candidate.kind]] for chunk in chunks]
    return [(one.logit - labels.thresholds[one.candidate.kind], one.row) for one in standing(over)]


def _first(found: Sequence[Material], rows: int) -> list[Material]:
    """The first documents, up to so many rows."""
    out: list[Material] = []
    for one in found:
        if sum(len(each.gold.rows) + len(each.gold.rejected) for each in out) >= rows:
            break
        out.append(one)
    return out


def _partly(found: Sequence[Material], chosen: Sequence[tuple[float, int, Json]]) -> list[Material]:
    """Documents in which some of what was read is accepted, corrected or rejected, and the rest undecided."""
    out = []
    for n, one in enumerate(found):
        mine = [row for _, number, row in chosen if number == n]
        made = pairs(one.gold.rows, mine, one.words)
        taken = {j for _, j in made}
        gold = dataclasses.replace(
            one.gold,
            rows=[one.gold.rows[i] for i, _ in made],
            rejected=[row for j, row in enumerate(mine) if j not in taken],
            complete=False,
        )
        out.append(dataclasses.replace(one, gold=gold))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the corpora")
    args = parser.parse_args()
    reader = Reader.load(load_codebook())
    labels = reader.encoder.labels
    for name, golds in (("gold/dev", load_gold(args.data / "gold" / "dev" / "gold.jsonl")), *annotated(args.data, ANNOTATED)):
        found = list(materials(reader, sorted(golds, key=lambda gold: gold.document.id)))  # as retrain does
        for convention, shown in (("as annotated", found), ("harm", by(harm, found)), ("coarse", by(coarse, found))):
            print(f"{name}, {convention}: {words(measure(shown, labels))}", flush=True)
            print(f"    by what is reviewed: {choosing(shown, labels)}", flush=True)


if __name__ == "__main__":
    main()
