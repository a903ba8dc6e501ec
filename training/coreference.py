"""The head for mentions of entities and their antecedents, on the shipped encoder, which stays as it is:
`python -m training.coreference --data ../shared`.

Learned from GUM. Word vectors and dependencies are computed once. A transformer block over windows of words; every stretch of a few
words inside a sentence is told from its ends, the word its others depend on and what it pools between them, and scored as a mention
(GUM marks those that are alone too, so this is learned of its own, and first); a mention's antecedents are scored from both
stretches and what is written of them (`dateline.read.mention_pairs`), all true ones together against none (Lee et al. 2017).
`--folds 5` holds a fifth of the training documents out, prints how it does on them and writes nothing: choices were made there, the
development part is for `python -m benchmarks gum`.
"""

import argparse
import hashlib
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.gum import count, figures
from dateline.read.coreference import LONGEST, TOLD, Stretches, believed, candidates, clusters_of, owned, sentences_of, trees
from dateline.read.encoder import MODEL, Encoder
from dateline.read.incidents import read_vectors
from dateline.read.mention_pairs import OWN, SHARED, Mentions
from training.corpora.gum import TYPES, Document, load
from training.encoder import WIDTH
from training.export import write_graph, write_labels
from training.frozen import Block, fit
from training.prepare import fold, held_out

NARROW, INNER, HEADS = 88, 128, 4
"""Width of everything after the word vectors, inside of the block, and its attention heads."""
PAIR = 64
"""Hidden numbers of a pair."""
HIDDEN = 0.1
"""Share of words whose vector is hidden in training."""
SEEN = 0.35
"""Share of the stretches that are no mentions that an epoch looks at, each for as many as there are."""
SPURIOUS, DOUBT = 0.1, -2.0
"""Stretches that are no mentions but score above DOUBT are learned from as mentions without antecedent: at most so many a word."""
SEGMENT = 256
"""Words of a document that a step sees while only mentions are learned, which comes first."""
KINDS = 0.3
"""Weight of the loss of types beside those of mentions and of antecedents."""


class Thresholds(NamedTuple):
    """What `dateline.read.coreference.Settings` says of them."""

    least: float
    single: float
    alone: float


@dataclass
class Row:
    """One document as numbers."""

    document: Document
    words: list[tuple[int, int]]
    vectors: np.ndarray
    """[t, width] float16"""
    sentences: np.ndarray
    """[t]"""
    stretches: Stretches
    """What may be a mention"""
    type: np.ndarray
    entity: np.ndarray
    """As numbers [m], -1 where a candidate is no mention. Mentions that are too long or do not end at words are nowhere here."""


class Head(nn.Module):
    """What the graph is made of."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.enter, self.norm, self.dropout = nn.Linear(WIDTH, NARROW), nn.LayerNorm(NARROW), nn.Dropout(dropout)
        self.block, self.after = Block(INNER, dropout, NARROW, HEADS), nn.LayerNorm(NARROW)
        self.begin, self.end, self.root, self.pool = (nn.Linear(NARROW, NARROW) for _ in range(4))
        self.weigh, self.told, self.whole = nn.Linear(NARROW, 1), nn.Linear(LONGEST + TOLD, NARROW), nn.LayerNorm(NARROW)
        self.across = nn.Linear(NARROW, NARROW, bias=False)
        self.mention = nn.Sequential(nn.Linear(NARROW, PAIR), nn.ReLU(), nn.Linear(PAIR, 1))
        self.types = nn.Linear(NARROW, len(TYPES))
        self.later, self.earlier = nn.Linear(NARROW + OWN, PAIR), nn.Linear(NARROW + OWN, PAIR)
        self.product, self.shared, self.out = nn.Linear(NARROW, PAIR), nn.Linear(SHARED, PAIR), nn.Linear(PAIR, 1)
        self.middle = nn.Linear(PAIR, PAIR)

    def stretches(self, words: Tensor, first: Tensor, last: Tensor, root: Tensor, told: Tensor) -> tuple[Tensor, Tensor]:
        """words [t, WIDTH], words of stretches [m], told [m, TOLD] -> logits [m] of a mention, stretches [m, NARROW]."""
        x = self.dropout(self.norm(self.enter(words)))[None]
        x = self.after(self.block(x, torch.ones_like(x[..., 0], dtype=torch.bool)))[0]
        share = self.weigh(x).float().clamp(-6, 6).exp()  # sums over a window need more than the eight bits of bfloat16
        sums = F.pad(torch.cat([share, share * self.pool(x).float()], -1).cumsum(0), (0, 0, 1, 0))
        pooled = sums[last + 1] - sums[first]
        pooled = pooled[..., 1:] / pooled[..., :1].clamp(min=1e-4)
        begin, end = self.begin(x), self.end(x)
        sizes = (last - first)[:, None] == torch.arange(LONGEST)
        sizes = sizes.to(told.dtype)  # as a product: the gradient of an embedding is slow
        both = self.across(begin[first] * end[last])
        whole = self.whole(begin[first] + end[last] + both + pooled + self.root(x)[root] + self.told(torch.cat([sizes, told], -1)))
        return self.mention(F.relu(whole)).squeeze(-1), whole

    def pairs(self, described: Tensor, own: Tensor, later: Tensor, earlier: Tensor, shared: Tensor) -> tuple[Tensor, Tensor]:
        """described [n, NARROW], own [n, OWN], places [m] and numbers [m, SHARED] of pairs -> types [n, types], scores [m]."""
        d = self.dropout(described)
        told = torch.cat([d, own], -1)
        hidden = self.later(told)[later] + self.earlier(told)[earlier] + self.product(d[later] * d[earlier]) + self.shared(shared)
        hidden = F.relu(self.middle(F.relu(hidden)))
        return self.types(d), self.out(self.dropout(hidden)).squeeze(-1)


class Graph(nn.Module):
    """The two parts of the head, each of which can be asked alone."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(
        self,
        words: Tensor,
        first: Tensor,
        last: Tensor,
        root: Tensor,
        told: Tensor,
        described: Tensor,
        own: Tensor,
        later: Tensor,
        earlier: Tensor,
        shared: Tensor,
    ) -> tuple[Tensor, ...]:
        return *self.head.stretches(words, first, last, root, told), *self.head.pairs(described, own, later, earlier, shared)


def rows(shared: Path, split: str, encoder: Encoder) -> list[Row]:
    """The documents of a part as numbers; those that share a sentence with what is measured on are left out."""
    banned = held_out(shared)
    found = [row_of(document, encoder) for document in load(shared / "data", split)]
    return [row for row in found if not banned & sentences_in(row)]


def sentences_in(row: Row) -> set[str]:
    """Sentences as they are compared."""
    cuts = np.flatnonzero(np.diff(row.sentences, prepend=-1, append=-1))
    text = row.document.text
    return {fold(text[row.words[a][0] : row.words[b - 1][1]]) for a, b in pairwise(cuts.tolist())}


def row_of(document: Document, encoder: Encoder) -> Row:
    """One document with its vectors and labels."""
    words, vectors = read_vectors(document.text, encoder)
    sentences = sentences_of(document.text, words)
    stretches = candidates(sentences, *trees(encoder, vectors, sentences))
    first, last = stretches.first, stretches.last
    entities: dict[str, int] = {}
    types, owners = np.full((2, len(first)), -1)
    for i, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if marked := document.mentions.get((words[a][0], words[b][1])):
            types[i], owners[i] = TYPES.index(marked[0]), entities.setdefault(marked[1], len(entities))
    return Row(document, words, vectors.astype(np.float16), sentences, stretches, types, owners)


def read_stretches(head: Head, row: Row, places: np.ndarray, hide: float = 0.0) -> tuple[Tensor, Tensor]:
    """Of candidates at some places, window by window as the program reads them: logits [m], stretches [m, NARROW]."""
    vectors = torch.from_numpy(row.vectors.astype(np.float32))
    if hide:
        vectors = vectors * (torch.rand(len(vectors), 1) > hide)
    logits, stretches = [], []
    for start, end, low, high in owned(len(vectors)):
        own = places[slice(*np.searchsorted(row.stretches.first[places], (low, high)))]
        at = row.stretches
        sides = (torch.from_numpy(side[own] - start) for side in (at.first, at.last, at.root))
        scores, whole = head.stretches(vectors[start:end], *sides, torch.from_numpy(at.told[own]))
        logits.append(scores)
        stretches.append(whole)
    return torch.cat(logits), torch.cat(stretches)


def link(head: Head, row: Row, places: np.ndarray, stretches: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Of the candidates at some places: types [n, types], and later, earlier, score [m] of pairs."""
    at = row.stretches
    mentions = Mentions(row.document.text, row.words, row.sentences, at.first[places], at.last[places], at.root[places])
    later, earlier, shared = mentions.pairs(range(len(places)))
    one, other = torch.from_numpy(later), torch.from_numpy(earlier)
    types, scores = head.pairs(stretches, torch.from_numpy(mentions.own), one, other, torch.from_numpy(shared))
    return types.float(), one, other, scores.float()


def segments(found: Sequence[Row]) -> list[tuple[Row, int, int]]:
    """Documents in parts of about SEGMENT words: a mention is told by what is near, and small parts make many steps."""
    cuts = ((row, np.linspace(0, len(row.words), 1 + -(-len(row.words) // SEGMENT)).astype(int).tolist()) for row in found)
    return [(row, start, end) for row, ends in cuts for start, end in pairwise(ends)]


def mention_loss(head: Head, row: Row, start: int, end: int) -> Tensor:
    """Loss of some words of a document: mentions and their types."""
    at = row.stretches
    inside = np.arange(*np.searchsorted(at.first, (start, end)))
    inside = inside[at.last[inside] < end]
    seen = inside[(row.entity[inside] >= 0) | (torch.rand(len(inside)).numpy() < SEEN)]
    vectors = torch.from_numpy(row.vectors[start:end].astype(np.float32)) * (torch.rand(end - start, 1) > HIDDEN)
    sides = (torch.from_numpy(side[seen] - start) for side in (at.first, at.last, at.root))
    with torch.autocast("cpu", torch.bfloat16):
        logits, stretches = head.stretches(vectors, *sides, torch.from_numpy(at.told[seen]))
        types = head.types(head.dropout(stretches))
    right = torch.from_numpy(row.entity[seen] >= 0)
    weight = torch.where(right, 1.0, 1.0 / SEEN)
    mention = F.binary_cross_entropy_with_logits(logits.float(), right.float(), weight, reduction="sum") / (right.sum() + 1)
    kinds = F.cross_entropy(types.float(), torch.from_numpy(row.type[seen]), ignore_index=-1, reduction="sum") / (right.sum() + 1)
    return mention + KINDS * kinds


def loss_of(head: Head, row: Row) -> Tensor:
    """Loss of one document: mentions, types, antecedents."""
    with torch.autocast("cpu", torch.bfloat16):
        seen = np.flatnonzero((row.entity >= 0) | (torch.rand(len(row.entity)).numpy() < SEEN))
        logits, stretches = read_stretches(head, row, seen, HIDDEN)
        logits = logits.float()
        right = torch.from_numpy(row.entity[seen] >= 0)
        wrong = logits.detach().masked_fill(right | (logits < DOUBT), -torch.inf)
        worst = wrong.topk(min(int((wrong > -torch.inf).sum()), int(SPURIOUS * len(row.words)))).indices
        chosen = torch.cat([torch.where(right)[0], worst]).sort().values
        places = seen[chosen.numpy()]
        types, later, earlier, scores = link(head, row, places, stretches[chosen])
    weight = torch.where(right, 1.0, 1.0 / SEEN)
    mention = F.binary_cross_entropy_with_logits(logits, right.float(), weight, reduction="sum") / right.sum()
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
def predict(head: Head, row: Row, chosen: Thresholds) -> tuple[list[tuple[int, int]], list[tuple[int, ...]]]:
    """What `dateline.read.coreference` makes of a document, in float32: mentions as characters, and clusters of them."""
    logits, stretches = read_stretches(head, row, np.arange(len(row.entity)))
    places = np.flatnonzero(logits.numpy() >= chosen.least)
    _, later, earlier, scores = link(head, row, places, stretches[places])
    table = np.full((len(places), len(places) + 1), -np.inf)
    table[:, -1] = chosen.alone
    table[later, earlier] = scores.numpy()
    best = table.argmax(1)
    kept, antecedents = believed(logits.numpy()[places], np.where(best == len(places), -1, best), chosen.single)
    spans = zip(row.stretches.first[places[kept]], row.stretches.last[places[kept]], strict=True)
    return [(row.words[a][0], row.words[b][1]) for a, b in spans], clusters_of(antecedents.tolist())


def measured(head: Head, found: Sequence[Row], chosen: Thresholds) -> dict[str, float]:
    """What the benchmark measures, on some documents."""
    return figures([count(row.document, *predict(head, row, chosen)) for row in found])


def train(found: Sequence[Row], first: int, epochs: int, rate: float, seed: int) -> Head:
    """One head: mentions alone first, then all together."""
    torch.manual_seed(seed)
    head, parts = Head(), segments(found)

    def tell(epoch: int) -> None:
        print(f"epoch {epoch + 1}", flush=True)

    def some(rng: random.Random) -> list[tuple[Row, int, int]]:
        return rng.sample(parts, len(parts))

    fit(head, some, lambda part: mention_loss(head, *part), first, len(parts), rate, seed, tell)
    fit(head, lambda rng: rng.sample(found, len(found)), lambda row: loss_of(head, row), epochs, len(found), rate, seed, tell)
    return head


def is_held(row: Row, part: int, parts: int) -> bool:
    """Whether a document is in the part that the head does not see."""
    return int(hashlib.sha256(row.document.name.encode()).hexdigest()[:8], 16) % parts == part


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=MODEL, help="the folder of the encoder, where the head is written")
    parser.add_argument("--first", type=int, default=5, help="epochs in which only mentions are learned")
    parser.add_argument("--epochs", type=int, default=12, help="epochs in which all is learned")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=-1.0, help="logit from which on a stretch may be a mention")
    parser.add_argument("--single", type=float, default=-0.3, help="logit from which on it is one though nothing is joined to it")
    parser.add_argument("--alone", type=float, default=-0.5, help="score of having no antecedent")
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
        head = train(
            [row for row in found if not is_held(row, args.part, args.folds)], args.first, args.epochs, args.rate, args.seed
        )
        for chosen in product((-1.5, -1.0, -0.5), (-0.6, -0.3, 0.0), (-1.0, -0.5, 0.0)):
            print(f"{Thresholds(*chosen)}: {measured(head, held, Thresholds(*chosen))}", flush=True)
        return
    head = train(found, args.first, args.epochs, args.rate, args.seed)
    write(args.model, head, Thresholds(args.least, args.single, args.alone), quantise=not args.float)


def write(folder: Path, head: Head, chosen: Thresholds, quantise: bool) -> None:
    """The graph, and what labels.json says of it."""
    n, m, first = 5, 7, torch.arange(3)
    one, two = torch.randint(0, n, (2, m))
    words = torch.randn(40, WIDTH), first, first + 2, first, torch.zeros(3, TOLD)
    pairs = torch.randn(n, NARROW), torch.zeros(n, OWN), one, two, torch.zeros(m, SHARED)
    inputs = ["words", "first", "last", "root", "told", "described", "own", "later", "earlier", "shared"]
    outputs = ["mentions", "stretches", "types", "pairs"]
    axes = {
        "words": {0: "words"},
        **{name: {0: "stretches"} for name in ("first", "last", "root", "told", "mentions", "stretches")},
        **{name: {0: "spans"} for name in ("described", "own", "types")},
        **{name: {0: "pairs"} for name in ("later", "earlier", "shared", "pairs")},
    }
    path = folder / "coreference.onnx"
    write_graph(path, Graph(head), (*words, *pairs), inputs, outputs, axes, quantise)
    if quantise:
        shorten_names(path)
    write_labels(folder, coreference={"types": list(TYPES), **chosen._asdict()})
    print({path.name: path.stat().st_size})


def shorten_names(path: Path) -> None:
    """Number what a graph calls its nodes and what goes between them: in a graph this small, names are an eighth of the file."""
    model = onnx.load(str(path))
    graph = model.graph
    kept = {"", *(one.name for one in (*graph.input, *graph.output))}
    short: dict[str, str] = {}

    def renamed(name: str) -> str:
        return name if name in kept else short.setdefault(name, f"t{len(short)}")

    for weight in graph.initializer:
        weight.name = renamed(weight.name)
    for node in graph.node:
        node.name = ""
        node.input[:], node.output[:] = map(renamed, node.input), map(renamed, node.output)
    del graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


if __name__ == "__main__":
    main()
