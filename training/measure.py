"""Quick figures on the development part while training. The benchmarks proper run on the exported model: see benchmarks/."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch

from dateline.read.decode import iou, pick_spans, point, ranges, viterbi
from training.batches import once, to
from training.heads import ATTRIBUTES, Model
from training.labels import BIO, ENTITIES, KINDS, ROLES, TYPES

Counts = dict[str, list[float]]


def f1(tp: float, predicted: float, gold: float) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * tp / (predicted + gold) if predicted + gold else 0.0


@torch.no_grad()
def measure(model: Model, rows: list[dict[str, Any]], device: torch.device) -> dict[str, float]:
    """Name -> figure, for all tasks that `rows` hold."""
    model.eval()
    tasks: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        tasks[row["task"]].append(row)
    out: dict[str, float] = {}
    if tasks["syntax"]:
        out |= _syntax(model, tasks["syntax"], device)
    out |= _tags(
        model, [r for r in tasks["entity"] if r["corpus"] == "re3d"], device, ("entity",), {"entity": (len(ENTITIES) - 1) // 2}
    )
    out |= _tags(model, tasks["attribution"], device, ("source", "cue", "content"), dict.fromkeys(("source", "cue", "content"), 1))
    out |= _factuality(model, tasks["factuality"], device)
    out |= _assertions(model, tasks["assertions"], device)
    model.train()
    return out


def _batches(model: Model, rows: list[dict], device: torch.device) -> Iterable[tuple[dict, torch.Tensor]]:
    for batch in once(rows, 8192):
        batch = to(batch, device)
        yield batch, model.words(batch["ids"], batch["mask"], batch["first"])


def _syntax(model: Model, rows: list[dict], device: torch.device) -> dict[str, float]:
    n = upos = uas = las = 0
    tp = predicted = gold = 0
    for batch, h in _batches(model, rows, device):
        tag = model.tags(h)["upos"].argmax(-1).cpu().numpy()
        arcs = model.syntax(h).float().masked_fill((batch["sentences"] < 0)[:, None], -1e4).argmax(-1)
        labels = model.syntax.labels(h, arcs).argmax(-1).cpu().numpy()
        arcs = arcs.cpu().numpy()
        for b, row in enumerate(batch["rows"]):
            t = len(row["upos"])
            n += t
            upos += int((tag[b, :t] == row["upos"]).sum())
            right = arcs[b, :t] == row["head"]
            uas += int(right.sum())
            las += int((right & (labels[b, :t] == row["deprel"])).sum())
        found = [(b, p) for b, r in enumerate(batch["rows"]) for p in r["predicates"] or ()]
        if found:
            b, w = torch.tensor([f[0] for f in found], device=device), torch.tensor([f[1][0] for f in found], device=device)
            scores = model.frames(torch.cat([h[b, w], h[b].mean(1)], -1), h[b], w, w).float().cpu().numpy()
            lengths = np.array([len(batch["rows"][f[0]]["first"]) for f in found])
            for tags, (_, p) in zip(viterbi(scores, lengths), found, strict=True):
                have, want = set(ranges(tags)), set(map(tuple, p[2]))
                tp, predicted, gold = tp + len(have & want), predicted + len(have), gold + len(want)
    return {"upos": upos / n, "uas": uas / n, "las": las / n, "roles": f1(tp, predicted, gold)}


def _tags(model: Model, rows: list[dict], device: torch.device, layers: tuple[str, ...], types: dict[str, int]) -> dict[str, float]:
    counts: Counts = {name: [0, 0, 0] for name in layers}
    for batch, h in _batches(model, rows, device):
        out = model.tags(h)
        lengths = np.array([len(r["first"]) for r in batch["rows"]])
        for name in layers:
            found = viterbi(out[name].float().cpu().numpy(), lengths)
            for b, row in enumerate(batch["rows"]):
                have, want = set(ranges(found[b])), set(ranges(np.array(row[name])))
                for i, x in enumerate((len(have & want), len(have), len(want))):
                    counts[name][i] += x
    return {name: f1(*c) for name, c in counts.items()} if rows else {}


def _factuality(model: Model, rows: list[dict], device: torch.device) -> dict[str, float]:
    have, want = [], []
    for batch, h in _batches(model, rows, device):
        out = model.tags(h)["factuality"].squeeze(-1).float().cpu().numpy()
        for b, row in enumerate(batch["rows"]):
            for w, value in row["factuality"]:
                have.append(out[b, w])
                want.append(value)
    return {"factuality_r": float(np.corrcoef(have, want)[0, 1])} if have else {}


def predict(model: Model, batch: dict[str, Any], device: torch.device, floor: float = -1.5) -> list[list[dict[str, Any]]]:
    """Spans of every row above a low floor, with their attributes and arguments."""
    h = model.marked(model.words(batch["ids"], batch["mask"], batch["first"]), batch["marks"])
    scores = model.spans(h, batch["sentences"]).float().cpu().numpy()
    stretches = np.triu_indices(scores.shape[-1])
    picked = [pick_spans(s[:, *stretches], stretches, np.full(len(KINDS), floor), 0.3) for s in scores]
    found = [(b, *p) for b, row in enumerate(picked) for p in row]
    out: list[list[dict[str, Any]]] = [[] for _ in picked]
    if not found:
        return out
    b, kind, first, last = (torch.tensor([f[i] for f in found], device=device) for i in range(4))
    attributes, roles, _ = model.reader(h[b], first, last, kind)
    parts = dict(zip(ATTRIBUTES, attributes.float().cpu().split(list(ATTRIBUTES.values()), -1), strict=True))
    lengths = [len(batch["rows"][f[0]]["first"]) for f in found]
    layers = roles.float().cpu().numpy().reshape(len(found), h.shape[1], len(ROLES), len(BIO))
    pointed = [of_span for (of_span,) in point([layer[None, :length] for layer, length in zip(layers, lengths, strict=True)])]
    kinds_of = np.array([KINDS.index(k) for k, _ in TYPES])
    for n, (row, k, s, e, score) in enumerate(found):
        types = np.where(kinds_of == k, parts["type"][n].numpy(), -1e9)
        out[row].append(
            {
                "kind": k,
                "span": (s, e),
                "score": score,
                "type": int(types.argmax()) if (kinds_of == k).any() else -1,
                "roles": pointed[n],
                **{name: int(parts[name][n].argmax()) for name in ("hedge", "voice", "likelihood", "conditional", "dating")},
            }
        )
    return out


def _assertions(model: Model, rows: list[dict], device: torch.device) -> dict[str, float]:
    pairs = []
    for batch, _ in _batches(model, rows, device):
        pairs += [(r["assertions"], p) for r, p in zip(batch["rows"], predict(model, batch, device), strict=True)]
    out: dict[str, float] = {}
    total, typed_total = [0, 0, 0], [0, 0, 0]
    matched: list[tuple[dict, dict]] = []
    for k, kind in enumerate(KINDS):
        best = (-1.0, 0.0, [0, 0, 0], [0, 0, 0], [])
        for threshold in np.arange(-1.5, 1.01, 0.25):
            strict, typed, found = _match(pairs, k, threshold)
            if f1(*typed) > best[0]:
                best = (f1(*typed), float(threshold), strict, typed, found)
        out[f"typed_{kind}"], out[f"threshold_{kind}"] = best[0], best[1]
        for i in range(3):
            total[i] += best[2][i]
            typed_total[i] += best[3][i]
        matched += best[4]
    out["strict"], out["typed"] = f1(*total), f1(*typed_total)
    for name in ("hedge", "voice", "dating"):
        known = [g[name] == p[name] for g, p in matched if g[name] >= 0]
        out[name] = float(np.mean(known)) if known else 0.0
    for role in ("actor", "recipient", "source", "place", "time", "target", "subject", "object", "number", "count:killed"):
        out[f"role_{role}"] = _role(matched, ROLES.index(role))
    return out


def _match(pairs: list, kind: int, threshold: float) -> tuple[list[int], list[int], list[tuple[dict, dict]]]:
    strict, typed, found = [0, 0, 0], [0, 0, 0], []
    for gold, predicted in pairs:
        want = [g for g in gold if g["kind"] == kind]
        have = [p for p in predicted if p["kind"] == kind and p["score"] > threshold]
        order = sorted(((iou(p["span"], g["span"]), i, j) for i, p in enumerate(have) for j, g in enumerate(want)), reverse=True)
        used_p, used_g, optional = set(), set(), 0
        for value, i, j in order:
            if value < 0.3 or i in used_p or j in used_g:
                continue
            used_p.add(i)
            used_g.add(j)
            if want[j]["optional"]:
                optional += 1
                continue
            strict[0] += 1
            typed[0] += want[j]["type"] == have[i]["type"]
            found.append((want[j], have[i]))
        for c in (strict, typed):
            c[1] += len(have) - optional
            c[2] += sum(not g["optional"] for g in want)
    return strict, typed, found


def _role(matched: list[tuple[dict, dict]], role: int) -> float:
    tp = predicted = gold = 0
    for g, p in matched:
        if role in g["open"]:
            continue
        want, have = [r[1:] for r in g["roles"] if r[0] == role], [r[1:3] for r in p["roles"] if r[0] == role]
        tp += sum(any(iou(w, h) > 0 for h in have) for w in want)
        predicted, gold = predicted + len(have), gold + len(want)
    return f1(tp, predicted, gold)
