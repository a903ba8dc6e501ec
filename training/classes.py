"""The head for PLOVER roots, on the shipped encoder, which stays as it is: `python -m training.classes --data ../shared`.

Word vectors are computed once. The words of source and target are marked by a vector each; a transformer block looks at the
sentence, and the root is told from what it pools and from the two sides. Choices are made by cross-validation inside the train part
(`--folds 5`, alike sentences in one fold); the development part is for `python -m benchmarks event-class`.
"""

import argparse
import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.event_class import MEASURES, ROOTS, count, first_manual
from dateline.read.encoder import MODEL, Encoder
from dateline.read.words import find_words
from training.corpora import own_dyads
from training.corpora.event_coding import Dyad, alike, load
from training.encoder import WIDTH
from training.examples import word_range
from training.export import write_graph, write_labels
from training.frozen import Block, batches, fit, stack, vectors_of

INNER, LOOKS = 384, 4
"""Width between the two parts of the block; ways in which the head pools a sentence."""
WORDS = 1000
"""Words in a batch, about."""
HIDDEN = 0.1
"""Share of the sides that are not marked in training."""
SMOOTH, EVEN = 0.1, 0.5
"""Smoothing of labels; how far rare roots weigh more: their share to the power of this."""
OWN = 0.4
"""What one of our own sentences counts beside one of the corpus."""
LONGEST = 170
"""Words of a sentence that are looked at."""


class Row(NamedTuple):
    """One dyad as numbers."""

    dyad: Dyad
    vectors: np.ndarray
    """[t, width] float16"""
    sides: tuple[tuple[int, int] | None, ...]
    """First and last word of source and of target."""
    root: int


class Head(nn.Module):
    """words [b, t, WIDTH], sides [b, t, 2], mask [b, t] -> logits [b, roots]."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.sides = nn.Linear(2, WIDTH, bias=False)
        nn.init.normal_(self.sides.weight, std=0.5)
        self.block, self.norm = Block(INNER, dropout), nn.LayerNorm(WIDTH)
        self.look, self.dropout = nn.Linear(WIDTH, LOOKS), nn.Dropout(dropout)
        self.out = nn.Linear((LOOKS + 2) * WIDTH, len(ROOTS))

    def forward(self, words: Tensor, sides: Tensor, mask: Tensor) -> Tensor:
        x = self.norm(self.block(words + self.sides(sides), mask))
        looks = self.look(x).masked_fill(~mask[..., None], -1e4).softmax(1)
        ends = sides / sides.sum(1, keepdim=True).clamp(min=1)
        pooled = torch.cat([looks, ends], -1).transpose(1, 2) @ x
        return self.out(self.dropout(pooled.flatten(1)))


class Graph(nn.Module):
    """words [1, t, WIDTH], sides [1, t, 2] of one sentence -> logits [1, roots], the mean of heads that differ by their seed."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self.heads = nn.ModuleList(heads)

    def forward(self, words: Tensor, sides: Tensor) -> Tensor:
        mask = torch.ones_like(words[..., 0], dtype=torch.bool)
        return torch.stack([head(words, sides, mask).log_softmax(-1) for head in self.heads]).mean(0)


def row_of(dyad: Dyad, encoder: Encoder) -> Row:
    """One dyad with its vectors."""
    words = find_words(dyad.text)[:LONGEST]
    vectors = vectors_of(encoder, dyad.text, words)
    sides = tuple(word_range(words, *span) if span else None for span in (dyad.source, dyad.target))
    return Row(dyad, vectors, sides, ROOTS.index(first_manual(dyad.root)))


def marked(rows: Sequence[Row], size: int, length: int, rng: random.Random | None = None) -> Tensor:
    """[size, length, 2], 1 for the words of each side; some sides stay unmarked where a generator is given."""
    out = torch.zeros(size, length, 2)
    for i, row in enumerate(rows):
        for side, span in enumerate(row.sides):
            if span is not None and not (rng and rng.random() < HIDDEN):
                out[i, span[0] : span[1] + 1, side] = 1.0
    return out


def train(rows: Sequence[Row], epochs: int, rate: float, seed: int) -> Head:
    """One head."""
    torch.manual_seed(seed)
    head = Head()
    seen = Counter(row.root for row in rows)
    mean = len(rows) / len(seen)
    rare = [(mean / max(1, seen[root])) ** EVEN for root in range(len(ROOTS))]
    lengths = [len(row.vectors) for row in rows]

    def feed(rng: random.Random) -> Iterator[tuple[Tensor, ...]]:
        for size, length, members in batches(lengths, WORDS, rng):
            chosen = [rows[i] for i in members]
            words, mask = stack([row.vectors for row in chosen], size, length)
            weights = torch.tensor([rare[row.root] * (1.0 if row.dyad.quad else OWN) for row in chosen])
            yield words, marked(chosen, size, length, rng), mask, torch.tensor([row.root for row in chosen]), weights

    def loss(batch: tuple[Tensor, ...]) -> Tensor:
        words, sides, mask, roots, weights = batch
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = head(words, sides, mask)
        # A batch that lacks rows is filled up with empty ones at its end.
        found = nn.functional.cross_entropy(logits.float()[: len(roots)], roots, label_smoothing=SMOOTH, reduction="none")
        return (found * weights).mean()

    fit(head, feed, loss, epochs, sum(1 for _ in batches(lengths, WORDS)), rate, seed)
    return head


@torch.no_grad()
def predict(heads: Sequence[Head], rows: Sequence[Row]) -> list[str]:
    """The root of each row."""
    graph = Graph(heads).eval()
    found = []
    for row in rows:
        words = torch.from_numpy(row.vectors.astype(np.float32))[None]
        found.append(ROOTS[int(graph(words, marked([row], 1, len(row.vectors))).argmax())])
    return found


def figures(predicted: Sequence[str], rows: Sequence[Row]) -> dict[str, float]:
    """What the benchmark measures."""
    counts = [count(root, row.dyad) for root, row in zip(predicted, rows, strict=True)]
    return {name: round(measure(counts), 4) for name, measure in MEASURES.items()}


def folds_of(rows: Sequence[Row], folds: int) -> list[int]:
    """The fold of each row; alike sentences share theirs."""
    first = alike([row.dyad.text for row in rows])
    return [int(hashlib.md5(rows[i].dyad.sentence.encode(), usedforsecurity=False).hexdigest()[:8], 16) % folds for i in first]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=MODEL, help="the folder of the encoder, where the head is written")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seeds", type=int, default=1, help="heads whose mean is taken")
    parser.add_argument("--folds", type=int, default=0, help="measure by this many folds of the train part, write nothing")
    parser.add_argument("--float", action="store_true", help="write float32, to compare with int8")
    args = parser.parse_args()
    torch.set_num_threads(1)
    encoder = Encoder(args.model, threads=1)
    rows = [row_of(dyad, encoder) for dyad in load(args.data, "train")]
    own = [row_of(dyad, encoder) for dyad in own_dyads.load()]
    print(f"{len(rows)} dyads of event_coding, {len(own)} of our own", flush=True)

    def heads(among: Sequence[Row]) -> list[Head]:
        return [train([*among, *own], args.epochs, args.rate, seed + 1) for seed in range(args.seeds)]

    if args.folds:
        fold, found = folds_of(rows, args.folds), [""] * len(rows)
        for number in range(args.folds):
            kept = [i for i in range(len(rows)) if fold[i] == number]
            made = heads([row for i, row in enumerate(rows) if fold[i] != number])
            for i, root in zip(kept, predict(made, [rows[i] for i in kept]), strict=True):
                found[i] = root
            done = [i for i in range(len(rows)) if found[i]]
            print(f"folds 0 to {number}: {figures([found[i] for i in done], [rows[i] for i in done])}", flush=True)
        return
    example = (torch.randn(1, 40, WIDTH), torch.zeros(1, 40, 2))
    axes = {name: {1: "words"} for name in ("words", "sides")}
    path = args.model / "classes.onnx"
    write_graph(path, Graph(heads(rows)), example, ["words", "sides"], ["roots"], axes, quantise=not args.float)
    write_labels(args.model, roots=ROOTS)
    print({path.name: path.stat().st_size})


if __name__ == "__main__":
    main()
