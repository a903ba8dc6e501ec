"""One loss a task. Each takes the model and a batch on its device and returns a scalar."""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from training.batches import pad
from training.heads import ATTRIBUTES, Model
from training.labels import BIO, KINDS, ROLES

Batch = dict[str, Any]
_SOURCE, _CUE = ROLES.index("source"), ROLES.index("cue")


def layer(logits: Tensor, rows: list[list[int]]) -> Tensor:
    """Cross-entropy of one token layer; -1 and padding are skipped."""
    target = pad(rows, -1).to(logits.device)
    return F.cross_entropy(logits.float().flatten(0, 1), target[:, : logits.shape[1]].flatten(), ignore_index=-1)


def syntax(model: Model, batch: Batch) -> Tensor:
    """Parts of speech, arcs, labels, predicates, senses and roles."""
    rows = batch["rows"]
    h = model.words(batch["ids"], batch["mask"], batch["first"])
    tags = model.tags(h)
    heads = pad([r["head"] for r in rows], -1).to(h.device)
    known = heads >= 0
    arcs = model.syntax(h).float().masked_fill((batch["sentences"] < 0)[:, None], -1e4)
    loss = layer(tags["upos"], [r["upos"] for r in rows]) + F.cross_entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=-1)
    labels = model.syntax.labels(h, heads.clamp(min=0)).float()
    relation = pad([r["deprel"] for r in rows], -1).to(h.device).masked_fill(~known, -1)
    loss = loss + F.cross_entropy(labels.flatten(0, 1), relation.flatten(), ignore_index=-1)
    return loss + _frames(model, h, tags, rows)


def _frames(model: Model, h: Tensor, tags: dict[str, Tensor], rows: list[dict]) -> Tensor:
    """PropBank: which words are predicates, their sense number, their arguments."""
    is_predicate = [
        [-1] * len(r["upos"])
        if r["predicates"] is None
        else [int(i in {p[0] for p in r["predicates"]}) for i in range(len(r["upos"]))]
        for r in rows
    ]
    loss = layer(tags["predicate"], is_predicate)
    found = [(b, *p) for b, r in enumerate(rows) for p in r["predicates"] or ()]
    if not found:
        return loss
    b, w = torch.tensor([f[0] for f in found], device=h.device), torch.tensor([f[1] for f in found], device=h.device)
    sense = torch.tensor([f[2] for f in found], device=h.device)
    loss = loss + 0.5 * F.cross_entropy(tags["sense"][b, w].float(), sense, ignore_index=-1)
    goal = torch.zeros(len(found), h.shape[1], dtype=torch.long)
    for n, (_, _, _, arguments) in enumerate(found):
        for role, first, last in arguments:
            goal[n, first], goal[n, first + 1 : last + 1] = 2 * role + 1, 2 * role + 2
    goal = goal.to(h.device).masked_fill(batch_padding(h, rows)[b], -1)
    query = torch.cat([h[b, w], h[b].mean(1)], -1)
    out = model.frames(query, h[b], w, w).float()
    return loss + 2.0 * F.cross_entropy(out.flatten(0, 1), goal.flatten(), ignore_index=-1)


def batch_padding(h: Tensor, rows: list[dict]) -> Tensor:
    """[b, t] True where there is no word."""
    lengths = torch.tensor([len(r["first"]) for r in rows], device=h.device)
    return torch.arange(h.shape[1], device=h.device)[None] >= lengths[:, None]


def entity(model: Model, batch: Batch) -> Tensor:
    """Entity tags under partial labels: where a corpus does not mark a type, an unmarked word may still be of it."""
    rows = batch["rows"]
    logits = model.tags(model.words(batch["ids"], batch["mask"], batch["first"]))["entity"].float()
    scores = logits.log_softmax(-1)
    allowed = torch.zeros(logits.shape, dtype=torch.bool)
    weight = torch.zeros(logits.shape[:2])
    for b, row in enumerate(rows):
        for t, tag in enumerate(row["entity"]):
            if tag < 0:
                continue
            weight[b, t] = 1.0
            allowed[b, t, row["open"] if tag == 0 and row["open"] else [tag]] = True
    weight = weight.to(logits.device)
    picked = scores.masked_fill(~allowed.to(logits.device), -1e4).logsumexp(-1)
    return -(picked * weight).sum() / weight.sum().clamp(min=1)


def attribution(model: Model, batch: Batch) -> Tensor:
    """Source, cue and content tags, and from each content to its source and cue."""
    rows = batch["rows"]
    h = model.words(batch["ids"], batch["mask"], batch["first"])
    tags = model.tags(h)
    loss = sum(layer(tags[part], [r[part] for r in rows]) for part in ("source", "cue", "content"))
    found = [(b, a) for b, r in enumerate(rows) for a in r["attributions"]]
    if not found:
        return loss
    goal = torch.full((len(found), h.shape[1], len(ROLES)), -1, dtype=torch.long)
    spans = []
    for n, (b, a) in enumerate(found):
        first, last = min(s for s, _ in a["content"]), max(e for _, e in a["content"])
        spans.append((b, first, last))
        goal[n, : len(rows[b]["first"]), [_SOURCE, _CUE]] = 0
        for role, part in ((_SOURCE, "source"), (_CUE, "cue")):
            for s, e in a[part]:
                goal[n, s, role], goal[n, s + 1 : e + 1, role] = 1, 2
    b, first, last = (torch.tensor(x, device=h.device) for x in zip(*spans, strict=True))
    _, roles, _ = model.reader(h[b], first, last, torch.full_like(b, len(KINDS)))
    return loss + 2.0 * _pointing(roles, goal)


def _pointing(roles: Tensor, goal: Tensor) -> Tensor:
    """roles: [n, t, roles * 3]; goal: [n, t, roles], -1 where open. The mean is over arguments, not over all the nothing."""
    logits = roles.float().unflatten(-1, (len(ROLES), len(BIO)))
    goal = goal.to(logits.device)
    loss = F.cross_entropy(logits.flatten(0, 2), goal.flatten(), ignore_index=-1, reduction="sum")
    return loss / (goal > 0).sum().clamp(min=16)


def factuality(model: Model, batch: Batch) -> Tensor:
    """Smooth L1 on the scale from -3 to 3."""
    rows = batch["rows"]
    out = model.tags(model.words(batch["ids"], batch["mask"], batch["first"]))["factuality"].squeeze(-1).float()
    found = [(b, w, v) for b, r in enumerate(rows) for w, v in r["factuality"]]
    b, w, v = zip(*found, strict=True)
    return F.smooth_l1_loss(out[list(b), list(w)], torch.tensor(v, device=out.device, dtype=torch.float))


def assertions(model: Model, batch: Batch) -> Tensor:
    """Spans as soft detection, then attributes and arguments of the true spans, half of them moved as a detector would."""
    rows = batch["rows"]
    h = model.marked(model.words(batch["ids"], batch["mask"], batch["first"]), batch["marks"])
    logits = model.spans(h, batch["sentences"])
    found = [(b, a) for b, r in enumerate(rows) for a in r["assertions"]]
    loss = _detection(logits, found)
    if not found:
        return loss
    near_misses = torch.rand(len(found)) < 0.5
    every = [
        (b, a, *(_shift(a["span"], rows[b]["sentences"]) if near else a["span"]))
        for (b, a), near in zip(found, near_misses.tolist(), strict=True)
    ]
    b, first, last, kind = (
        torch.tensor(x, device=h.device) for x in zip(*((b, s, e, a["kind"]) for b, a, s, e in every), strict=True)
    )
    attributes, roles, _ = model.reader(h[b], first, last, kind)
    loss = loss + sum(
        (2.0 if name == "type" else 1.0)
        * F.cross_entropy(
            part.float(), torch.tensor([a[name] for _, a, _, _ in every], device=h.device), ignore_index=-1, reduction="sum"
        )
        / max(1, sum(a[name] >= 0 for _, a, _, _ in every))
        for name, part in zip(ATTRIBUTES, attributes.split(list(ATTRIBUTES.values()), -1), strict=True)
    )
    return loss + 2.0 * _pointing(roles, _role_goal(every, rows, h.shape[1]))


def _shift(span: tuple[int, int], sentences: list[int]) -> tuple[int, int]:
    """A span as a detector might get it: bounds moved by up to a third of its length, inside the sentence."""
    first, last = span
    room = max(1, (last - first + 1) // 3)
    low = sentences.index(sentences[first])
    high = len(sentences) - 1 - sentences[::-1].index(sentences[last])
    first = min(max(low, first + int(torch.randint(-room, room + 1, ()))), last)
    last = max(min(high, last + int(torch.randint(-room, room + 1, ()))), first)
    return first, last


def _role_goal(every: list[tuple], rows: list[dict], words: int) -> Tensor:
    goal = torch.full((len(every), words, len(ROLES)), -1, dtype=torch.long)
    for n, (b, a, _, _) in enumerate(every):
        goal[n, : len(rows[b]["first"])] = 0
        goal[n, :, a["open"]] = -1
        for role, s, e in a["roles"]:
            goal[n, s, role], goal[n, s + 1 : e + 1, role] = 1, 2
    return goal


def _detection(logits: Tensor, found: list[tuple]) -> Tensor:
    """Quality focal loss (Li et al. 2020): the goal of each candidate span is its overlap with the nearest true one.

    Optional spans and what overlaps them are left open: the model is neither taught to give them nor to leave them out.
    """
    b, kinds, t, _ = logits.shape
    goal, free = torch.zeros(2, b * kinds, t, t, device=logits.device)
    if found:
        row, kind, first, last, optional = torch.tensor(
            [(b, a["kind"], *a["span"], a["optional"]) for b, a in found], device=logits.device
        ).T.unsqueeze(-1)
        at = torch.arange(t, device=logits.device)
        shared = torch.minimum(at[None, None], last[..., None]) - torch.maximum(at[None, :, None], first[..., None]) + 1
        covered = torch.maximum(at[None, None], last[..., None]) - torch.minimum(at[None, :, None], first[..., None]) + 1
        overlap = torch.where(at[None] >= at[:, None], shared.clamp(min=0) / covered.clamp(min=1), 0.0)
        near = torch.where((overlap >= 0.5) & (optional[..., None] == 0), overlap.square(), 0.0)
        slot = (row * kinds + kind).squeeze(-1)
        goal.index_reduce_(0, slot, near, "amax")
        free.index_reduce_(0, slot, ((overlap >= 0.4) & (optional[..., None] == 1)).float(), "amax")
    goal, free = goal.view_as(logits), free.view_as(logits)
    weight = ((logits > -9e3) & ((free == 0) | (goal >= 0.25))).float()
    gap = (goal - logits.sigmoid()).abs().square()
    loss = F.binary_cross_entropy_with_logits(logits.clamp(min=-50), goal, reduction="none") * gap.detach() * weight
    return 2.0 * loss.sum() / goal.sum().clamp(min=4.0)


def mask(model: Model, batch: Batch) -> Tensor:
    """Masked language (Devlin et al. 2019): 15 % of pieces hidden, the word embeddings as output layer."""
    ids = batch["ids"]
    chosen = (torch.rand(ids.shape, device=ids.device) < 0.15) & (batch["mask"] > 0) & (ids > batch["specials"])
    drawn = torch.rand(ids.shape, device=ids.device)
    seen = torch.where(chosen & (drawn < 0.8), batch["mask_id"], ids)
    seen = torch.where(chosen & (drawn > 0.9), torch.randint_like(ids, 1000, model.encoder.words.num_embeddings), seen)
    with torch.autocast(ids.device.type, dtype=torch.bfloat16):
        h = model.unmask(model.encoder(seen, batch["mask"])[chosen])
        scores = F.linear(h, model.encoder.words.weight)
    return F.cross_entropy(scores.float(), ids[chosen])


LOSSES = {
    "syntax": syntax,
    "entity": entity,
    "attribution": attribution,
    "factuality": factuality,
    "assertions": assertions,
    "mask": mask,
}
