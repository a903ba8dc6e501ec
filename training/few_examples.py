"""Can five sentences alone define an event type? An experiment, and its answer: docs/decisions/0008-no-type-by-examples-alone.md.

    python -m training.few_examples --data ../shared

Each sentence is the mean of the shipped encoder's word vectors, whitened over the pool. Five sentences of a type are drawn at
random, the others are ranked by their likeness to the five; the five themselves, each left out in turn, say from which likeness on
to take a sentence. Twenty draws a type; figures are means over draws and types.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml

from dateline.codebook import load_codebook
from dateline.read.encoder import Encoder
from dateline.read.marks import mark_words
from dateline.read.words import find_words
from training.corpora.files import rows

OWN = Path(__file__).parents[1] / "tests" / "workbench" / "own_types.yaml"
GIVEN, DRAWS, LEAST, LONGEST = 5, 20, 10, 170


class Pool(NamedTuple):
    """Sentences with the type of each, and the types that are asked for."""

    name: str
    sentences: list[str]
    types: list[str]
    asked: list[str]


def coded(data: Path) -> Pool:
    """Sentences of event_coding with one PLOVER type."""
    lines = rows(data / "data" / "event_coding" / "train.jsonl.gz")
    found = [(row["text"], {dyad["root"] for dyad in row.get("dyads", []) if dyad.get("root")}) for row in lines]
    pairs = [(text, roots.pop()) for text, roots in found if len(roots) == 1]
    types = [type_ for _, type_ in pairs]
    return Pool("PLOVER types", [text for text, _ in pairs], types, sorted({t for t in types if types.count(t) >= LEAST}))


def police(data: Path, chance: random.Random) -> Iterator[Pool]:
    """Sentences of IndiaPoliceEvents: 300 of any class among 1,700 of none, a class at a time."""
    path = data / "data" / "event_classification" / "IndiaPoliceEvents_sents.train.jsonl.gz"
    found = list(rows(path))
    some, none = [r for r in found if any(r["labels"][:4])], [r for r in found if not any(r["labels"])]
    chance.shuffle(some)
    chance.shuffle(none)
    sample = some[:300] + none[:1700]
    for number in range(4):
        types = ["yes" if row["labels"][number] else "no" for row in sample]
        yield Pool(f"police, class {number}", [row["text"] for row in sample], types, ["yes"])


def own(background: Pool) -> Pool:
    """Types that nothing was trained on, among the sentences of `background`."""
    groups = yaml.safe_load(OWN.read_text(encoding="utf-8"))
    pairs = [(sentence, type_) for type_, group in groups.items() for sentence in group["yes"]]
    pairs += [(sentence, "no") for group in groups.values() for sentence in group["no"]]
    pairs += [(sentence, "no") for sentence in background.sentences]
    return Pool("types of one's own", [s for s, _ in pairs], [t for _, t in pairs], sorted(groups))


class Vectors:
    """The mean of the word vectors of a sentence, kept."""

    def __init__(self) -> None:
        self._encoder, self._codebook = Encoder(threads=1), load_codebook()
        self._channels = {name: i for i, name in enumerate(self._encoder.labels.marks)}
        self._known: dict[str, np.ndarray] = {}

    def of(self, sentence: str) -> np.ndarray:
        """[width]"""
        if sentence not in self._known:
            words = find_words(sentence)[:LONGEST]
            marks = mark_words(sentence, words, self._codebook.find_triggers(sentence), self._codebook, self._channels)
            chunk = next(self._encoder.chunk(sentence, words, [0] * len(words), marks))
            self._known[sentence] = next(self._encoder.score([chunk])).vectors[0].mean(0).astype(np.float64)
        return self._known[sentence]


def whitened(vectors: np.ndarray) -> np.ndarray:
    """[n, width] rows of length 1, without what all sentences share."""
    middle = vectors - vectors.mean(0)
    spread = np.cov(middle.T)
    values, axes = np.linalg.eigh(spread + 0.1 * np.trace(spread) / len(spread) * np.eye(len(spread)))
    out = middle @ (axes * values**-0.5) @ axes.T
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def trial(pool: Pool, vectors: Vectors, chance: random.Random) -> list[list[float]]:
    """[types][4]: share of right ones among the first 5, the first 20, and those taken; share of all right ones that are taken."""
    space = whitened(np.stack([vectors.of(sentence) for sentence in pool.sentences]))
    means = []
    for type_ in pool.asked:
        mine = [i for i, t in enumerate(pool.types) if t == type_]
        figures = []
        for _ in range(DRAWS):
            given = chance.sample(mine, GIVEN)
            rest = np.array([i for i in range(len(pool.types)) if i not in given])
            likeness = space[rest] @ space[given].mean(0)
            right = np.array([pool.types[i] == type_ for i in rest])
            order = right[np.argsort(-likeness, kind="stable")]
            needed = float(np.median([space[one] @ np.mean([space[o] for o in given if o != one], axis=0) for one in given]))
            taken = right[likeness >= needed]
            precision = float(taken.mean()) if len(taken) else 0.0
            figures.append([order[:5].mean(), order[:20].mean(), precision, taken.sum() / right.sum()])
        means.append([float(value) for value in np.mean(figures, axis=0)])
    return means


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the corpora")
    args = parser.parse_args()
    chance, vectors = random.Random(7), Vectors()
    first = coded(args.data)
    for pool in (first, *police(args.data, chance), own(first)):
        means = trial(pool, vectors, chance)
        share = sum(pool.types.count(t) for t in pool.asked) / len(pool.asked) / len(pool.types)
        five, twenty, precision, recall = np.mean(means, axis=0)
        print(
            f"{pool.name:20s} {len(pool.asked):3d} types, {share:.1%} of {len(pool.types)} sentences each: "
            f"first 5 {five:.2f}, first 20 {twenty:.2f}; taken: precision {precision:.2f}, recall {recall:.2f}"
        )


if __name__ == "__main__":
    main()
