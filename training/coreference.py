"""The head for mentions of entities and their antecedents, on the shipped encoder, which stays as it is:
`python -m training.coreference --data ../shared`.

Learned from GUM. Word vectors are computed once. A transformer block over windows of words; every stretch of a few words inside a
sentence is told from its ends and what it pools between them, and scored as a mention (GUM marks those that are alone too, so this
is learned of its own); a mention's antecedents are scored from both stretches and what is written of them
(`dateline.read.mention_pairs`), all true ones together against none (Lee et al. 2017). `--folds 5` holds a fifth of the training
documents out, prints how it does on them and writes nothing: choices were made there, the development part is for
`python -m benchmarks gum`.
"""

import argparse
import hashlib
import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.gum import count, figures
from dateline.read.coreference import LONGEST, candidates, clusters_of, owned, sentences_of
from dateline.read.encoder import MODEL, Encoder
from dateline.read.incidents import read_vectors
from dateline.read.mention_pairs import OWN, SHARED, Mentions
from training.corpora.gum import TYPES, Document, load
from training.encoder import WIDTH
from training.export import write_graph, write_labels
from training.frozen import Block, fit
from training.prepare import fold, held_out

NARROW, INNER, HEADS = 96, 192, 3
"""Width of everything after the word vectors, inside of the block, and its attention heads."""
PAIR = 64
"""Hidden numbers of a pair."""
HIDDEN = 0.1
"""Share of words whose vector is hidden in training."""
SPURIOUS, DOUBT = 0.15, -2.0
"""Stretches that are no mentions but score above DOUBT are learned from as mentions without an antecedent: this many a word at most."""
KINDS = 0.3
"""Weight of the loss of types beside those of mentions and of antecedents."""


@dataclass
class Row:
    """One document as numbers."""

    document: Document
    words: list[tuple[int, int]]
    vectors: np.ndarray
    """[t, width] float16"""
    sentences: np.ndarray
    """[t]"""
    first: np.ndarray
    last: np.ndarray
    """First and last word of each candidate [m]"""
    type: np.ndarray
    entity: np.ndarray
    """As numbers [m], -1 where a candidate is no mention. Mentions that are too long or do not end at words are nowhere here."""


class Head(nn.Module):
    """What the graph is made of."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.enter, self.norm, self.dropout = nn.Linear(WIDTH, NARROW), nn.LayerNorm(NARROW), nn.Dropout(dropout)
        self.block, self.after = Block(INNER, dropout, NARROW, HEADS), nn.LayerNorm(NARROW)
        self.begin, self.end, self.pool = (nn.Linear(NARROW, NARROW) for _ in range(3))
        self.weigh, self.length, self.whole = nn.Linear(NARROW, 1), nn.Embedding(LONGEST, NARROW), nn.LayerNorm(NARROW)
        self.mention = nn.Sequential(nn.Linear(NARROW, PAIR), nn.ReLU(), nn.Dropout(dropout), nn.Linear(PAIR, 1))
        self.types = nn.Linear(NARROW, len(TYPES))
        self.later, self.earlier = nn.Linear(NARROW + OWN, PAIR), nn.Linear(NARROW + OWN, PAIR)
        self.product, self.shared, self.out = nn.Linear(NARROW, PAIR), nn.Linear(SHARED, PAIR), nn.Linear(PAIR, 1)
        self.middle = nn.Linear(PAIR, PAIR)

    def stretches(self, words: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """words [t, WIDTH], first and last word [m] -> logits [m] of a mention, stretches [m, NARROW]."""
        x = self.dropout(self.norm(self.enter(words)))[None]
        x = self.after(self.block(x, torch.ones_like(x[..., 0], dtype=torch.bool)))[0]
        share = self.weigh(x).clamp(-6, 6).exp()
        sums = F.pad(torch.cat([share, share * self.pool(x)], -1).cumsum(0), (0, 0, 1, 0))
        pooled = sums[last + 1] - sums[first]
        pooled = pooled[..., 1:] / pooled[..., :1].clamp(min=1e-4)
        whole = self.whole(self.begin(x)[first] + self.end(x)[last] + pooled + self.length(last - first))
        return self.mention(F.relu(whole)).squeeze(-1), whole

    def pairs(self, described: Tensor, own: Tensor, later: Tensor, earlier: Tensor, shared: Tensor) -> tuple[Tensor, Tensor]:
        """described [n, NARROW], own [n, OWN], places [m] and numbers [m, SHARED] of pairs -> types [n, types], scores [m]."""
        d = self.dropout(described)
        told = torch.cat([d, own], -1)
        hidden = self.later(told)[later] + self.earlier(told)[earlier] + self.product(d[later] * d[earlier]) + self.shared(shared)
        hidden = F.relu(self.middle(self.dropout(F.relu(hidden))))
        return self.types(d), self.out(self.dropout(hidden)).squeeze(-1)


class Graph(nn.Module):
    """words, first, last -> mentions, stretches; described, own, later, earlier, shared -> types, pairs: each alone when asked for."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(
        self,
        words: Tensor,
        first: Tensor,
        last: Tensor,
        described: Tensor,
        own: Tensor,
        later: Tensor,
        earlier: Tensor,
        shared: Tensor,
    ) -> tuple[Tensor, ...]:
        return *self.head.stretches(words, first, last), *self.head.pairs(described, own, later, earlier, shared)


def rows(shared: Path, split: str, encoder: Encoder) -> list[Row]:
    """The documents of a part as numbers; those that share a sentence with what is measured on are left out."""
    banned = held_out(shared)
    found = [row_of(document, encoder) for document in load(shared / "data", split)]
    return [row for row in found if not banned & sentences_in(row)]


def sentences_in(row: Row) -> set[str]:
    """Sentences as they are compared."""
    cuts = np.flatnonzero(np.diff(row.sentences, prepend=-1, append=-1))
    text = row.document.text
    return {fold(text[row.words[a][0] : row.words[b - 1][1]]) for a, b in zip(cuts, cuts[1:], strict=False)}


def row_of(document: Document, encoder: Encoder) -> Row:
    """One document with its vectors and labels."""
    words, vectors = read_vectors(document.text, encoder)
    sentences = sentences_of(document.text, words)
    first, last = candidates(sentences)
    entities: dict[str, int] = {}
    types, owners = np.full((2, len(first)), -1)
    for i, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if marked := document.mentions.get((words[a][0], words[b][1])):
            types[i], owners[i] = TYPES.index(marked[0]), entities.setdefault(marked[1], len(entities))
    return Row(document, words, vectors.astype(np.float16), sentences, first, last, types, owners)


def read_stretches(head: Head, row: Row, hide: float = 0.0) -> tuple[Tensor, Tensor]:
    """Of the candidates of a whole document, window by window as the program reads it: logits [m], stretches [m, NARROW]."""
    vectors = torch.from_numpy(row.vectors.astype(np.float32))
    if hide:
        vectors = vectors * (torch.rand(len(vectors), 1) > hide)
    logits, stretches = [], []
    for start, end, low, high in owned(len(vectors)):
        own = slice(*np.searchsorted(row.first, (low, high)))
        first, last = row.first[own] - start, row.last[own] - start
        scores, whole = head.stretches(vectors[start:end], torch.from_numpy(first), torch.from_numpy(last))
        logits.append(scores)
        stretches.append(whole)
    return torch.cat(logits), torch.cat(stretches)


def link(head: Head, row: Row, places: np.ndarray, stretches: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Of the candidates at some places: types [n, types], and later, earlier, score [m] of pairs."""
    spans = np.stack([row.first[places], row.last[places]], axis=1)
    mentions = Mentions(row.document.text, row.words, row.sentences, spans)
    later, earlier, shared = mentions.pairs(range(len(spans)))
    one, other = torch.from_numpy(later), torch.from_numpy(earlier)
    types, scores = head.pairs(stretches[places], torch.from_numpy(mentions.own), one, other, torch.from_numpy(shared))
    return types.float(), one, other, scores.float()


def loss_of(head: Head, row: Row) -> Tensor:
    """Loss of one document: mentions, types, antecedents."""
    with torch.autocast("cpu", torch.bfloat16):
        logits, stretches = read_stretches(head, row, HIDDEN)
        logits = logits.float()
        wrong = np.flatnonzero((logits.detach().numpy() > DOUBT) & (row.entity < 0))
        worst = wrong[np.argsort(-logits.detach().numpy()[wrong], kind="stable")[: int(SPURIOUS * len(row.words))]]
        places = np.sort(np.concatenate([np.flatnonzero(row.entity >= 0), worst]))
        types, later, earlier, scores = link(head, row, places, stretches)
    right = torch.from_numpy(row.entity >= 0)
    mention = F.binary_cross_entropy_with_logits(logits, right.float(), reduction="sum") / right.sum()
    kinds, entities = torch.from_numpy(row.type[places]), torch.from_numpy(row.entity[places])
    table = torch.full((len(places), len(places) + 1), -1e4)
    table[:, -1] = 0.0
    table[later, earlier] = scores
    true = torch.zeros_like(table, dtype=torch.bool)
    true[later, earlier] = (entities[later] == entities[earlier]) & (entities[later] >= 0)
    true[:, -1] = ~true[:, :-1].any(1)
    antecedent = (table.logsumexp(1) - table.masked_fill(~true, -1e4).logsumexp(1)).sum() / right.sum()
    return mention + KINDS * F.cross_entropy(types, kinds, ignore_index=-1) + antecedent


@torch.no_grad()
def predict(head: Head, row: Row, least: float, alone: float) -> tuple[list[tuple[int, int]], list[tuple[int, ...]]]:
    """What `dateline.read.coreference` makes of a document, in float32: mentions as characters, and clusters of them."""
    logits, stretches = read_stretches(head, row)
    places = np.flatnonzero(logits.numpy() >= least)
    _, later, earlier, scores = link(head, row, places, stretches)
    table = np.full((len(places), len(places) + 1), -np.inf)
    table[:, -1] = alone
    table[later, earlier] = scores.numpy()
    best = table.argmax(1)
    clusters = clusters_of(np.where(best == len(places), -1, best).tolist())
    return [(row.words[a][0], row.words[b][1]) for a, b in zip(row.first[places], row.last[places], strict=True)], clusters


def measured(head: Head, found: Sequence[Row], least: float, alone: float) -> dict[str, float]:
    """What the benchmark measures, on some documents."""
    return figures([count(row.document, *predict(head, row, least, alone)) for row in found])


def train(found: Sequence[Row], held: Sequence[Row], epochs: int, rate: float, seed: int) -> Head:
    """One head; where documents are held, how it does on them every few epochs (the weights of the moment, not yet their mean)."""
    torch.manual_seed(seed)
    head = Head()

    def feed(rng: random.Random) -> Iterator[Row]:
        yield from rng.sample(list(found), len(found))

    def each(epoch: int) -> None:
        if held and epoch % 4 == 3:
            head.eval()
            print(epoch + 1, measured(head, held, 0.0, 0.0), flush=True)
            head.train()

    fit(head, feed, lambda row: loss_of(head, row), epochs, len(found), rate, seed, each)
    return head


def is_held(row: Row, part: int, parts: int) -> bool:
    """Whether a document is in the part that the head does not see."""
    return int(hashlib.sha256(row.document.name.encode()).hexdigest()[:8], 16) % parts == part


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=MODEL, help="the folder of the encoder, where the head is written")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.0, help="logit from which on a stretch is a mention")
    parser.add_argument("--alone", type=float, default=0.0, help="score of having no antecedent")
    parser.add_argument("--folds", type=int, default=0, help="measure on one of this many parts, write nothing")
    parser.add_argument("--part", type=int, default=0, help="which of them is held out")
    parser.add_argument("--keep", type=Path, help="keep vectors in this file, for trials with one encoder")
    parser.add_argument("--float", action="store_true", help="write float32, to compare with int8")
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.keep and args.keep.exists():
        found = pickle.loads(args.keep.read_bytes())
    else:
        found = rows(args.data, "train", Encoder(args.model, threads=1))
        if args.keep:
            args.keep.write_bytes(pickle.dumps(found))
    print(f"{len(found)} documents, {sum(int((row.entity >= 0).sum()) for row in found)} mentions", flush=True)
    if args.folds:
        held = [row for row in found if is_held(row, args.part, args.folds)]
        head = train([row for row in found if not is_held(row, args.part, args.folds)], held, args.epochs, args.rate, args.seed)
        for least in (-1.0, -0.5, 0.0, 0.5):
            for alone in (-0.5, 0.0, 0.5):
                print(f"least {least}, alone {alone}: {measured(head, held, least, alone)}", flush=True)
        return
    head = train(found, [], args.epochs, args.rate, args.seed)
    write(args.model, head, args.least, args.alone, quantise=not args.float)


def write(folder: Path, head: Head, least: float, alone: float, quantise: bool) -> None:
    """The graph, and what labels.json says of it."""
    n, m = 5, 7
    one, two = torch.randint(0, n, (2, m))
    first = torch.arange(3)
    example = (torch.randn(40, WIDTH), first, first + 2, torch.randn(n, NARROW), torch.zeros(n, OWN), one, two, torch.zeros(m, SHARED))
    inputs = ["words", "first", "last", "described", "own", "later", "earlier", "shared"]
    outputs = ["mentions", "stretches", "types", "pairs"]
    axes = {
        "words": {0: "words"},
        **{name: {0: "stretches"} for name in ("first", "last", "mentions", "stretches")},
        **{name: {0: "spans"} for name in ("described", "own", "types")},
        **{name: {0: "pairs"} for name in ("later", "earlier", "shared", "pairs")},
    }
    path = folder / "coreference.onnx"
    write_graph(path, Graph(head), example, inputs, outputs, axes, quantise)
    write_labels(folder, coreference={"types": list(TYPES), "least": least, "alone": alone})
    print({path.name: path.stat().st_size})


if __name__ == "__main__":
    main()
