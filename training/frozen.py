"""Heads of their own on the shipped encoder, which stays as it is: what their trainings share.

A task that reading does not ask for (PLOVER roots, role fillers) need not be learned together with all others:
its head sees the word vectors that the shipped int8 encoder gives, so nothing else changes by it, and an epoch takes minutes on one
core because the vectors are computed once. Each such head is an ONNX graph of its own, loaded when it is asked for.
"""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dateline.read.encoder import Encoder
from training.encoder import HEADS, WIDTH

FARTHEST = 32
"""Words; farther apart than this is all one distance."""
STEP = 16
"""Lengths are rounded up to this many words, and a batch of one length always has the same number of rows: each new shape costs a
kernel build on a processor."""


class Block(nn.Module):
    """A transformer layer over words, normalised before each part, with relative distances (Raffel et al. 2020)."""

    def __init__(self, inner: int = 512, dropout: float = 0.2, width: int = WIDTH, heads: int = HEADS) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.distance = nn.Embedding(2 * FARTHEST + 1, heads)
        nn.init.zeros_(self.distance.weight)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: [b, t, w]; mask: [b, t] bool, True for words. -> [b, t, w]."""
        b, t, width = x.shape
        y = self.norm1(x)
        q, k, v = (f(y).reshape(b, t, self.heads, width // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value))
        at = torch.arange(t, device=x.device)
        near = self.distance((at[None] - at[:, None]).clamp(-FARTHEST, FARTHEST) + FARTHEST).permute(2, 0, 1)
        scores = (q @ k.transpose(2, 3)) * (width // self.heads) ** -0.5 + near
        shares = scores.masked_fill(~mask[:, None, None], -1e4).softmax(-1)
        x = x + self.dropout(self.out((shares @ v).transpose(1, 2).reshape(b, t, width)))
        return x + self.dropout(self.down(F.gelu(self.up(self.norm2(x)))))


def vectors_of(encoder: Encoder, text: str, words: list[tuple[int, int]]) -> np.ndarray:
    """[words, width] float16: what the shipped encoder gives for the words of one stretch of text (at most its window)."""
    chunks = list(encoder.chunk(text, words, [0] * len(words), [()] * len(words)))
    return np.concatenate([s.vectors[0] for s in encoder.score(chunks)]).astype(np.float16)


def batches(lengths: Sequence[int], words: int, rng: random.Random | None = None) -> Iterator[tuple[int, int, list[int]]]:
    """(rows, padded length, members) of batches of about `words` words, alike in length; shuffled where a generator is given."""
    by_length: dict[int, list[int]] = {}
    for i, length in enumerate(lengths):
        by_length.setdefault(-(-max(1, length) // STEP) * STEP, []).append(i)
    found = []
    for length, members in sorted(by_length.items()):
        if rng:
            rng.shuffle(members)
        size = max(1, words // length)
        found += [(size, length, members[i : i + size]) for i in range(0, len(members), size)]
    if rng:
        rng.shuffle(found)
    yield from found


def stack(vectors: Sequence[np.ndarray], rows: int, length: int) -> tuple[Tensor, Tensor]:
    """Vectors of some stretches -> [rows, length, w] and mask [rows, length]; rows without a stretch have one empty word."""
    out, mask = torch.zeros(rows, length, WIDTH), torch.zeros(rows, length, dtype=torch.bool)
    mask[:, 0] = True  # a row of nothing but padding would have nowhere to look
    for i, one in enumerate(vectors):
        out[i, : len(one)], mask[i, : len(one)] = torch.from_numpy(one), True
    return out, mask


def fit(
    model: nn.Module,
    feed: Callable[[random.Random], Iterable[Any]],
    loss: Callable[[Any], Tensor],
    epochs: int,
    steps: int,
    rate: float = 1e-3,
    seed: int = 1,
    each: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Train a head: `epochs` times through `feed(rng)`, `steps` batches each, the rate down to nothing at the end (cosine).

    The model keeps the moving average of its weights over about the last fifty steps. `each` is called after every epoch.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, fused=True)
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    step, whole = 0, epochs * steps
    for epoch in range(epochs):
        for batch in feed(rng):
            step += 1
            scale = min(1.0, step / 100) * max(0.01, 0.5 * (1 + math.cos(math.pi * min(1.0, step / whole))))
            for group in optimizer.param_groups:
                group["lr"] = rate * scale
            value = loss(batch)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if step % 5 == 0:
                keep = min(0.9, step / (step + 50))
                for name, now in model.state_dict().items():
                    average[name].lerp_(now.detach(), 1 - keep)
        each(epoch)
    model.load_state_dict(average)
    model.eval()
