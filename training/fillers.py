"""The head for MUC-4's role fillers, on the shipped encoder, which stays as it is: `python -m training.fillers --data ../shared`.

Word vectors are computed once. The head is a transformer block over up to 512 words with, for each role, tags of begin and inside,
the types of incidents that a mention is in, and those of the whole report, which the words are told. Every mention of a filler in
the text is marked, not only the one that MUC-4's benchmark points at. A fifth of the training reports is held out from the head; on
them the weights and thresholds of what is made of its scores are learned (`training.filler_weights`).
"""

import argparse
import hashlib
import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dateline.read.encoder import MODEL, Encoder
from dateline.read.fillers import WordScores
from dateline.read.incidents import join_windows, read_vectors, windows
from dateline.read.sentences import find_sentences
from training import filler_weights
from training.corpora.muc4 import ROLES, TYPES, Report, load
from training.encoder import WIDTH
from training.examples import word_range
from training.export import write_graph, write_labels
from training.frozen import Block, batches, fit, stack
from training.prepare import fold, held_out

LAYERS = len(ROLES) + 1
"""The roles, and human targets without a name, which are learned beside them: they teach what a target is."""
ROUND = 128
"""Lengths are rounded up to this many words: few shapes, few kernels."""
WORDS = 3072
"""Words in a batch, about."""
QUIET = 0.6
"""Share of the reports without an incident that an epoch sees."""
HIDDEN = 0.15
"""Share of words whose vector is hidden in training."""
TAGS, KINDS, WHOLE = 24.0, 0.9, 1.05
"""Weights of the three losses."""


@dataclass
class Row:
    """One report as numbers."""

    report: Report
    words: list[tuple[int, int]]
    vectors: np.ndarray
    """[t, width] float16"""
    tags: np.ndarray
    """[t, layers]: 0 outside, 1 begin, 2 inside."""
    types: np.ndarray
    """[t, types], -1 where no filler is: the types of the incidents in which it is."""
    whole: np.ndarray
    """[types + 1]: incidents of each type, and any."""


class Head(nn.Module):
    """words [b, t, WIDTH], mask [b, t] -> tags [b, t, layers * 3], types [b, t, types], report [b, types + 1]."""

    def __init__(self, width: int = 256, inner: int = 512, dropout: float = 0.3) -> None:
        super().__init__()
        self.enter, self.norm, self.dropout = nn.Linear(WIDTH, width), nn.LayerNorm(width), nn.Dropout(dropout)
        self.block, self.after = Block(inner, dropout, width, width // 64), nn.LayerNorm(width)
        self.look, self.say = nn.Linear(width, len(TYPES) + 1), nn.Linear(width, len(TYPES) + 1)
        self.told, self.mix = nn.Linear(len(TYPES) + 1, width), nn.Linear(width, width)
        self.tags, self.types = nn.Linear(width, 3 * LAYERS), nn.Linear(width, len(TYPES))

    def forward(self, words: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.after(self.block(self.dropout(self.norm(self.enter(words))), mask))
        shares = self.look(x).masked_fill(~mask[..., None], -1e4).softmax(1)
        report = (shares * self.say(x)).sum(1)
        x = self.dropout(F.gelu(self.mix(x + self.told(report.sigmoid())[:, None])))
        return self.tags(x), self.types(x), report


class Graph(nn.Module):
    """words [t, WIDTH] of one window -> tags [t, layers, 3], types [t, types], report [types + 1]."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        tags, types, report = self.head(words[None], torch.ones_like(words[None, :, 0], dtype=torch.bool))
        return tags[0].reshape(-1, LAYERS, 3), types[0], report[0]


def rows(shared: Path, split: str, encoder: Encoder) -> list[Row]:
    """The reports of a part as numbers; of train those that share a sentence with what is measured on are left out."""
    data = shared / "data"
    banned = held_out(shared) | {s for r in load(data, "dev") for s in sentences(r.text)} if split == "train" else set()
    return [row_of(report, encoder) for report in load(data, split) if not banned & sentences(report.text)]


def sentences(text: str) -> set[str]:
    """Sentences as they are compared; short ones are no sign of anything."""
    return {found for start, end in find_sentences(text) if len(found := fold(text[start:end])) >= 40}


def row_of(report: Report, encoder: Encoder) -> Row:
    """One report with its vectors and labels."""
    words, vectors = read_vectors(report.text, encoder)
    tags = np.zeros((len(words), LAYERS), dtype=np.int64)
    types = np.full((len(words), len(TYPES)), -1, dtype=np.float32)
    for layer, role in enumerate((*ROLES, None)):
        mentions = {m for entity in report.entities[role] for m in entity} if role else set(report.described)
        for mention in sorted(mentions, key=lambda m: (-len(m), m)):
            inside = [n for names, roles in report.incidents if role and any(mention in e for e in roles[role]) for n in names]
            for start, end in occurrences(report.text, mention):
                span = word_range(words, start, end)
                if span is None or tags[span[0] : span[1] + 1, layer].any():
                    continue
                tags[span[0], layer], tags[span[0] + 1 : span[1] + 1, layer] = 1, 2
                if inside:
                    marked = types[span[0] : span[1] + 1]
                    marked[:] = np.maximum(marked, [float(name in inside) for name in TYPES])
    whole = [float(any(name in names for names, _ in report.incidents)) for name in TYPES]
    return Row(report, words, vectors.astype(np.float16), tags, types, np.array([*whole, max(whole)], dtype=np.float32))


def occurrences(text: str, mention: str) -> Iterator[tuple[int, int]]:
    """Where the words of a mention stand in a text."""
    at = text.find(mention)
    while at >= 0:
        end = at + len(mention)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at, end
        at = text.find(mention, at + 1)


def is_held(row: Row, part: int, parts: int = 5) -> bool:
    """Whether a report is in the part that the head does not see."""
    return int(hashlib.sha256(row.report.name.encode()).hexdigest()[:8], 16) % parts == part


def cut(found: Sequence[Row]) -> list[tuple[Row, int, int]]:
    """Windows of reports."""
    return [(row, start, end) for row in found for start, end in windows(len(row.words)) if end]


def feed(found: Sequence[Row], rng: random.Random) -> Iterator[tuple[list[tuple[Row, int, int]], int, int]]:
    """Batches of windows, with rows and length of each."""
    pieces = cut([row for row in found if row.whole[-1] or rng.random() < QUIET])
    for size, length, members in batches([-(-(end - start) // ROUND) * ROUND for _, start, end in pieces], WORDS, rng):
        yield [pieces[i] for i in members], size, length


def loss_of(head: Head, batch: tuple[list[tuple[Row, int, int]], int, int]) -> Tensor:
    """Loss of one batch: tags, types of fillers, types of reports."""
    pieces, size, length = batch
    vectors, mask = stack([row.vectors[start:end] for row, start, end in pieces], size, length)
    vectors = vectors * (torch.rand(size, length, 1) > HIDDEN)
    tags = torch.full((size, length, LAYERS), -1)
    types, whole = torch.full((size, length, len(TYPES)), -1.0), torch.full((size, len(TYPES) + 1), -1.0)
    for i, (row, start, end) in enumerate(pieces):
        tags[i, : end - start], types[i, : end - start] = (
            torch.from_numpy(row.tags[start:end]),
            torch.from_numpy(row.types[start:end]),
        )
        whole[i] = torch.from_numpy(row.whole)
    with torch.autocast("cpu", torch.bfloat16):
        found, kinds, report = head(vectors, mask)
    bio = F.cross_entropy(found.float().reshape(-1, 3), tags.reshape(-1), ignore_index=-1)
    return TAGS * bio + KINDS * binary(kinds, types) + WHOLE * binary(report, whole)


def binary(logits: Tensor, right: Tensor) -> Tensor:
    """Mean loss of yes and no where it is known, which is where the answer is not below 0."""
    known = right >= 0
    loss = F.binary_cross_entropy_with_logits(logits.float(), right.clamp(min=0), reduction="none")
    return (loss * known).sum() / known.sum().clamp(min=1)


def scores_of(graph: Graph, row: Row) -> WordScores:
    """The head's scores of one report, in float32."""
    vectors = row.vectors.astype(np.float32)
    with torch.no_grad():
        found = [(s, e, *(o.numpy() for o in graph(torch.from_numpy(vectors[s:e])))) for s, e in windows(len(vectors))]
    tags, types, report = join_windows(len(vectors), found)
    return WordScores(vectors, tags.transpose(1, 0, 2), types, report)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("runs/fillers"), help="where vectors and float weights are kept")
    parser.add_argument("--model", type=Path, default=MODEL, help="the encoder; fillers.onnx and labels.json are written beside it")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held", type=int, default=0, choices=range(5), help="which fifth is held out")
    parser.add_argument("--init", type=Path, nargs="*", default=[], help="weights to go on from, or without epochs to average")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--name", default="fillers", help="of the float weights in --work")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    made_by = hashlib.sha256((args.model / "encoder.onnx").read_bytes()).hexdigest()[:12]
    read = {split: cached(args.work / f"{split}-{made_by}.pickle", args.data, split, args.model) for split in ("train", "dev")}
    held, seen = ([row for row in read["train"] if is_held(row, args.held) == which] for which in (True, False))
    head = Head()
    if args.init:
        states = [torch.load(path) for path in args.init]
        head.load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    if args.epochs:
        steps = sum(1 for _ in feed(seen, random.Random(args.seed)))
        fit(head, lambda rng: feed(seen, rng), lambda b: loss_of(head, b), args.epochs, steps, args.rate, args.seed, print)
    torch.save(head.state_dict(), args.work / f"{args.name}.pt")
    graph = Graph(head).eval()
    ready = {
        name: [filler_weights.read(r.report, r.words, scores_of(graph, r)) for r in part if r.words]
        for name, part in (("held", held), ("dev", read["dev"]))
    }
    settings = filler_weights.tune(ready["held"])
    counts = np.sum([filler_weights.count(r, settings) for r in ready["dev"]], axis=0)
    print("dev, float32: CEAF-REE {:.4f}, CEAF-RME {:.4f}".format(*filler_weights.figures(counts)), counts.tolist())
    write_graph(
        args.model / "fillers.onnx",
        graph,
        (torch.randn(40, WIDTH),),
        ["words"],
        ["tags", "types", "report"],
        {name: {0: "words"} for name in ("words", "tags", "types")},
    )
    write_labels(args.model, fillers=asdict(settings))


def cached(path: Path, shared: Path, split: str, model: Path) -> list[Row]:
    """The rows of a part, computed once for each encoder."""
    if not path.exists():
        path.write_bytes(pickle.dumps(rows(shared, split, Encoder(model))))
    return pickle.loads(path.read_bytes())


if __name__ == "__main__":
    main()
