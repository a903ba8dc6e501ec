"""Train all heads together: `python -m training.train --data runs/prepared --out runs/first`.

Every step takes one batch of the task the schedule draws and, once the assertions have begun, one batch of those. Runs on a GPU if there is
one, else on the processor in bf16. A checkpoint is written at the end and every few minutes; `--resume` goes on from it.
"""

import argparse
import gzip
import json
import math
import pickle
import random
import time
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from training.batches import batches, to
from training.encoder import from_minilm
from training.heads import Model
from training.losses import LOSSES
from training.measure import measure

SHARES = {"attribution": 0.42, "syntax": 0.34, "entity": 0.12, "factuality": 0.06, "mask": 0.06}
"""Share of the steps of each task beside the assertions. Attribution is kept high: less of it lost five points of it."""


def settings() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("runs/prepared"))
    parser.add_argument("--out", type=Path, default=Path("runs/first"))
    parser.add_argument("--init", type=Path, help="weights to begin with (a model.pt)")
    parser.add_argument("--mask-steps", type=int, default=0, help="steps of masked-language adaptation before all else")
    parser.add_argument("--steps", type=int, default=6000, help="steps after it")
    parser.add_argument("--assertions-from", type=float, default=0.3, help="share of the steps after which assertions begin")
    parser.add_argument("--assertion-tasks-only", action="store_true", help="ablation: no other task")
    parser.add_argument("--pieces", type=int, default=4096, help="wordpieces a batch")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.9, help="learning rate of a layer over that of the next")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9, help="time left: the schedule is shortened to end by then")
    parser.add_argument("--hide", type=float, default=0.0, help="share of pieces hidden from the assertion heads while training")
    parser.add_argument("--save-masked", action="store_true", help="stop after the masked-language part")
    parser.add_argument("--average", type=float, default=0.999, help="decay of the moving average of the weights that is kept")
    return parser.parse_args()


def groups(model: Model, rate: float, head_rate: float, decay: float) -> list[dict[str, Any]]:
    """Parameters with learning rates that fall from the last layer to the embeddings."""
    out = [{"params": [p for n, p in model.named_parameters() if not n.startswith("encoder.")], "lr": head_rate}]
    layers = model.encoder.layers
    for i, block in enumerate(layers):
        out.append({"params": list(block.parameters()), "lr": rate * decay ** (len(layers) - 1 - i)})
    rest = [p for n, p in model.encoder.named_parameters() if not n.startswith("layers.")]
    return [*out, {"params": rest, "lr": rate * decay ** len(layers) * 0.5}]


def main() -> None:
    args = settings()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(args.seed)
    began = time.monotonic()
    with gzip.open(args.data / "prepared.pickle.gz", "rb") as file:
        prepared = pickle.load(file)
    with (args.data / "minilm.pickle").open("rb") as file:
        weights = {k: torch.from_numpy(v) for k, v in pickle.load(file).items()}
    vocabulary = list(range(len(prepared["kept"])))
    model = Model(from_minilm(weights, vocabulary), prepared["relations"], prepared["roles"])
    if args.init:
        model.load_state_dict(torch.load(args.init, map_location="cpu"))
    model.to(device).train()
    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    special = {
        "mask_id": tokenizer.token_to_id("[MASK]"),
        "specials": max(tokenizer.token_to_id(t) for t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")),
    }
    rows: dict[str, list] = {}
    for row in prepared["rows"]["train"]:
        rows.setdefault(row["task"], []).append(row)
    rows["mask"] = rows["mask"] + [{**r, "task": "mask"} for r in rows["attribution"]]
    feeds = {task: batches(rows[task], args.pieces, args.seed + i) for i, task in enumerate(sorted(rows))}
    args.out.mkdir(parents=True, exist_ok=True)
    if args.mask_steps:
        run(model, feeds, device, special, args, args.mask_steps, {"mask": 1.0}, None, began)
    if not args.save_masked:
        average = run(model, feeds, device, special, args, args.steps, SHARES, args.assertions_from, began)
        model.load_state_dict(average)
        figures = measure(model, prepared["rows"]["dev"], device)
        (args.out / "dev.json").write_text(
            json.dumps({"settings": {k: str(v) for k, v in vars(args).items()}, **figures}, indent=1)
        )
        print(args.out.name, {k: round(v, 4) for k, v in figures.items()}, flush=True)
    torch.save(model.state_dict(), args.out / "model.pt")


def run(model, feeds, device, special, args, steps, shares, assertions_from, began) -> dict[str, torch.Tensor]:
    """One schedule from warm-up to zero. Returns the moving average of the weights."""
    rng = random.Random(args.seed)
    optimizer = torch.optim.AdamW(groups(model, args.rate, args.head_rate, args.decay), weight_decay=0.01)
    peaks = [g["lr"] for g in optimizer.param_groups]
    average = {k: v.detach().clone().float() if v.is_floating_point() else v for k, v in model.state_dict().items()}
    tasks, odds = list(shares), list(shares.values())
    seen: dict[str, list[float]] = {}
    started, done = time.monotonic(), 0.0
    for step in range(1, steps + 1):
        spent = (time.monotonic() - began) / args.seconds
        done = max(step / steps, spent if assertions_from is not None else 0.0)
        if done >= 1.0 and step < steps:
            break
        scale = min(1.0, step / 100) * max(0.02, 0.5 * (1 + math.cos(math.pi * min(1.0, done))))
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * scale
        chosen = [] if args.assertion_tasks_only and assertions_from is not None else [rng.choices(tasks, odds)[0]]
        if assertions_from is not None and done >= assertions_from:
            chosen.append("assertions")
        for task in chosen:
            batch = to(next(feeds[task]), device) | special
            if task == "assertions" and args.hide:
                hidden = (torch.rand(batch["ids"].shape, device=device) < args.hide) & (batch["ids"] > special["specials"])
                batch["ids"] = batch["ids"].masked_fill(hidden, special["mask_id"])
            with torch.autocast(device.type, dtype=torch.bfloat16):
                loss = LOSSES[task](model, batch)
            loss.backward()
            seen.setdefault(task, []).append(loss.detach())
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        keep = min(args.average, step / (step + 10))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                if value.is_floating_point():
                    average[name].lerp_(value.float(), 1 - keep)
        if step % 500 == 0 or step == steps:
            means = {k: round(float(torch.stack(v[-100:]).mean()), 3) for k, v in seen.items()}
            print(args.out.name, step, f"{done:.2f}", f"{step / (time.monotonic() - started):.1f}/s", means, flush=True)
            torch.save(model.state_dict(), args.out / "checkpoint.pt")
    return average


if __name__ == "__main__":
    main()
