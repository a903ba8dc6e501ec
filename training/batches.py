"""Prepared rows -> padded tensors, a batch at a time."""

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

Row = dict[str, Any]


def pad(rows: list[list[int]], fill: int, multiple: int = 8) -> Tensor:
    """Lists -> [b, t] int64, t rounded up so that few shapes occur (each new shape costs a kernel build on a processor)."""
    longest = -(-max(len(r) for r in rows) // multiple) * multiple
    out = np.full((len(rows), longest), fill, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out)


def collate(rows: list[Row]) -> dict[str, Any]:
    """The inputs every head needs; the rows ride along for the labels."""
    ids = pad([r["ids"] for r in rows], 0)
    first = pad([r["first"] for r in rows], 0)
    sentences = pad([r["sentences"] for r in rows], -1)
    mask = torch.zeros_like(ids)
    for i, row in enumerate(rows):
        mask[i, : len(row["ids"])] = 1
    return {"ids": ids, "mask": mask, "first": first, "sentences": sentences, "rows": rows}


def to(batch: dict[str, Any], device: torch.device) -> dict[str, Any]:
    """The batch's tensors on a device."""
    return {k: v.to(device, non_blocking=True) if isinstance(v, Tensor) else v for k, v in batch.items()}


def batches(rows: list[Row], pieces: int, seed: int) -> Iterator[dict[str, Any]]:
    """Endless batches of about `pieces` wordpieces of rows alike in length, in an order that the seed decides."""
    rng = random.Random(seed)
    while True:
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]["ids"]) + rng.random() * 24)
        groups: list[list[int]] = [[]]
        for i in order:
            size = -(-len(rows[i]["ids"]) // 8) * 8
            if groups[-1] and size * (len(groups[-1]) + 1) > pieces:
                groups.append([])
            groups[-1].append(i)
        rng.shuffle(groups)
        for group in groups:
            yield collate([rows[i] for i in group])


def once(rows: list[Row], pieces: int) -> Iterator[dict[str, Any]]:
    """Each row once, shortest first."""
    group: list[Row] = []
    for row in sorted(rows, key=lambda r: len(r["ids"])):
        if group and len(row["ids"]) * (len(group) + 1) > pieces:
            yield collate(group)
            group = []
        group.append(row)
    if group:
        yield collate(group)
