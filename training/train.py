"""Train all heads together: `python -m training.train --data runs/prepared --out runs/first --minutes 80`.

Each process draws a task by its share of the steps and gradients are averaged over processes: on a processor two processes of one
thread are half as fast again as one of two. The encoder runs in bfloat16, the heads in float32. The learning rate follows the
clock, so a run ends when it was told to. A checkpoint is written every five minutes and at the end; `--resume` goes on from it.
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
import torch.distributed as dist
import torch.multiprocessing as processes
from tokenizers import Tokenizer
from torch.nn import functional as F

from training.batches import batches, to
from training.encoder import from_minilm
from training.heads import Model
from training.losses import LOSSES
from training.measure import measure

SHARES = {"assertions": 0.45, "attribution": 0.26, "syntax": 0.17, "entity": 0.08, "factuality": 0.04}
"""Share of the steps of each task."""
REPEATED = {"re3d": 6, "gold": 2}
"""The entity inventory is re3d's and its sentences are few, and what is scored is marked as gold/ is: each of theirs counts this
often beside the others'."""
SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
CHECKPOINT_SECONDS = 300


def settings() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("runs/prepared"))
    parser.add_argument("--out", type=Path, default=Path("runs/first"))
    parser.add_argument("--init", type=Path, help="weights to begin with (a model.pt, or the checkpoint.pt of a run)")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--minutes", type=float, default=80, help="length of the schedule, at whose end the learning rate is zero")
    parser.add_argument("--until", type=float, help="stop at this minute of the schedule, for runs that part from there")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--shares", type=json.loads, default=SHARES, help='JSON, e.g. {"assertions": 1.0}')
    parser.add_argument("--pieces", type=int, default=2048, help="wordpieces a batch and process")
    parser.add_argument("--rate", type=float, default=2e-4, help="learning rate of the last layer")
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.9, help="learning rate of a layer over that of the next")
    parser.add_argument("--hide", type=float, default=0.08, help="share of pieces hidden from the assertion heads while training")
    parser.add_argument(
        "--average", type=float, default=0.995, help="decay of the moving average of the weights, which is what is kept"
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = settings()
    args.out.mkdir(parents=True, exist_ok=True)
    if torch.cuda.is_available():
        args.processes = 1
    rendezvous = (args.out / "rendezvous").absolute()
    rendezvous.unlink(missing_ok=True)
    processes.spawn(work, (args, f"file://{rendezvous}"), nprocs=args.processes)
    rendezvous.unlink(missing_ok=True)


def work(rank: int, args: argparse.Namespace, rendezvous: str) -> None:
    """One process of the training; the first writes the files."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cpu":
        torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=rendezvous, rank=rank, world_size=args.processes)
    torch.manual_seed(args.seed * 1000 + rank)
    with gzip.open(args.data / "prepared.pickle.gz", "rb") as file:
        prepared = pickle.load(file)
    with (args.data / "minilm.pickle").open("rb") as file:
        weights = {k: torch.from_numpy(v) for k, v in pickle.load(file).items()}
    model = Model(from_minilm(weights, list(range(len(prepared["kept"])))), prepared["relations"], prepared["roles"])
    model.encoder.words.weight.requires_grad_(False)
    if args.init:
        begun = torch.load(args.init, map_location="cpu")
        begin_with(model, begun.get("model", begun))
    model.to(device).train()
    for value in model.state_dict().values():
        dist.broadcast(value, 0)
    average = run(model, prepared["rows"]["train"], device, rank, args)
    if rank == 0:
        model.load_state_dict(average)
        torch.save(model.state_dict(), args.out / "model.pt")
        figures = measure(model, prepared["rows"]["dev"], device)
        made = {k: str(v) for k, v in vars(args).items()}
        (args.out / "dev.json").write_text(json.dumps({"settings": made, **figures}, indent=1), encoding="utf-8")
        print({k: round(v, 4) for k, v in figures.items()}, flush=True)
    dist.destroy_process_group()


def begin_with(model: Model, weights: dict[str, torch.Tensor]) -> None:
    """Take over the weights that fit; channels of words added since begin at nothing, a head that grew begins new."""
    own = model.state_dict()
    known = weights["marks.weight"]
    weights = weights | {"marks.weight": F.pad(known, (0, own["marks.weight"].shape[1] - known.shape[1]))}
    fitting = {k: v for k, v in weights.items() if k in own and own[k].shape == v.shape}
    model.load_state_dict(own | fitting)
    print("begun new:", sorted(own.keys() - fitting.keys()), flush=True)


def groups(model: Model, args: argparse.Namespace) -> list[dict[str, Any]]:
    """Parameters with learning rates that fall from the last layer to the embeddings."""
    out = [{"params": [p for n, p in model.named_parameters() if not n.startswith("encoder.")], "lr": args.head_rate}]
    layers = model.encoder.layers
    for i, block in enumerate(layers):
        out.append({"params": list(block.parameters()), "lr": args.rate * args.decay ** (len(layers) - 1 - i)})
    rest = [p for n, p in model.encoder.named_parameters() if not n.startswith("layers.") and p.requires_grad]
    return [*out, {"params": rest, "lr": args.rate * args.decay ** len(layers)}]


def run(model: Model, rows: list[dict], device: torch.device, rank: int, args: argparse.Namespace) -> dict[str, torch.Tensor]:
    """One schedule from warm-up to zero. Returns the moving average of the weights."""
    draw = random.Random(args.seed)  # the same task in every process: they wait for one another
    rng = random.Random(args.seed * 1000 + rank)
    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    mask_id, specials = tokenizer.token_to_id("[MASK]"), max(tokenizer.token_to_id(t) for t in SPECIALS)
    feeds = {}
    for task in sorted(args.shares):
        members = [r for r in rows if r["task"] == task for _ in range(REPEATED.get(r["corpus"], 1))]
        feeds[task] = batches(members, args.pieces, rng.randrange(1 << 30))
    optimizer = torch.optim.AdamW(groups(model, args), weight_decay=0.01, fused=True)
    peaks = [g["lr"] for g in optimizer.param_groups]
    parameters = [p for p in model.parameters() if p.requires_grad]
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    step, before = 0, 0.0
    if args.resume:
        state = torch.load(args.out / "checkpoint.pt", map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average, step, before = state["average"], state["step"], state["seconds"]
    began = saved = time.monotonic()
    seen: dict[str, list[float]] = {}
    end = min(args.minutes, args.until or args.minutes) * 60
    while (seconds := agree(before + time.monotonic() - began)) < end:
        step += 1
        scale = min(1.0, step / 60) * max(0.01, 0.5 * (1 + math.cos(math.pi * seconds / args.minutes / 60)))
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * scale
        task = draw.choices(list(args.shares), list(args.shares.values()))[0]
        batch = to(next(feeds[task]), device) | {"mask_id": mask_id, "specials": specials}
        if task == "assertions":
            hidden = (torch.rand(batch["ids"].shape, device=device) < args.hide) & (batch["ids"] > specials)
            batch["ids"] = batch["ids"].masked_fill(hidden, mask_id)
        loss = LOSSES[task](model, batch)
        loss.backward()
        seen.setdefault(task, []).append(float(loss.detach()))
        share(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, 2.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        keep = min(args.average, step / (step + 10))
        for name, value in model.state_dict().items():
            average[name].lerp_(value.detach(), 1 - keep)
        if rank == 0 and step % 50 == 0:
            means = {k: round(sum(v[-30:]) / len(v[-30:]), 3) for k, v in sorted(seen.items())}
            print(step, f"{seconds / 60:.1f} min", means, flush=True)
        if rank == 0 and time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average}
            torch.save(state | {"step": step, "seconds": seconds}, args.out / "checkpoint.part")
            (args.out / "checkpoint.part").replace(args.out / "checkpoint.pt")
    return average


def agree(seconds: float) -> float:
    """The first process's clock, so that all stop at the same step."""
    clock = torch.tensor([seconds], dtype=torch.float64)
    dist.broadcast(clock, 0)
    return float(clock)


def share(parameters: list[torch.nn.Parameter]) -> None:
    """Average the gradients over the processes; a parameter that this process's task does not touch counts as zero."""
    if dist.get_world_size() == 1:
        return
    flat = torch.cat([torch.zeros(p.numel()) if p.grad is None else p.grad.flatten().cpu() for p in parameters])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    for p, grad in zip(parameters, flat.split([p.numel() for p in parameters]), strict=True):
        p.grad = grad.view_as(p).to(p.device)


if __name__ == "__main__":
    main()
