"""Prepared rows -> padded tensors, a batch at a time."""

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from dateline.read.marks import dense
from training.labels import MARKS

Row = dict[str, Any]


STEP = 32
"""Lengths are rounded up to this many pieces, and a batch of one length always has the same number of rows: each new shape
costs a kernel build on a processor, and the first trials ran ten times slower without."""


def pad(rows: list[list[int]], fill: int, multiple: int = STEP) -> Tensor:
    """Lists -> [b, t] int64, t rounded up."""
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
    marks = torch.zeros(*first.shape, len(MARKS))
    for i, row in enumerate(rows):
        if row["marks"]:
            marks[i, : len(row["marks"])] = torch.from_numpy(dense(row["marks"], len(MARKS)))
    return {"ids": ids, "mask": mask, "first": first, "sentences": sentences, "marks": marks, "rows": rows}


def to(batch: dict[str, Any], device: torch.device) -> dict[str, Any]:
    """The batch's tensors on a device."""
    return {k: v.to(device, non_blocking=True) if isinstance(v, Tensor) else v for k, v in batch.items()}


def batches(rows: list[Row], pieces: int, seed: int) -> Iterator[dict[str, Any]]:
    """Endless batches of about `pieces` wordpieces of rows alike in length, in an order that the seed decides."""
    rng = random.Random(seed)
    while True:
        by_length: dict[int, list[int]] = {}
        for i in rng.sample(range(len(rows)), len(rows)):
            by_length.setdefault(-(-len(rows[i]["ids"]) // STEP) * STEP, []).append(i)
        groups: list[list[int]] = []
        for length, members in sorted(by_length.items()):
            size = max(1, pieces // length)
            groups += [members[i : i + size] for i in range(0, len(members), size)]
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
