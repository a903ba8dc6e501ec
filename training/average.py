"""The mean of several runs that began at the same weights.

    python -m training.average runs/x/model.pt runs/y/model.pt --out runs/mean

Runs that part late in training lie in one basin, and their mean is better than each (Wortsman et al. 2022, model soups).
"""

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+", help="files model.pt, or checkpoints of a run that goes on")
    parser.add_argument("--out", type=Path, required=True, help="folder for the mean's model.pt")
    args = parser.parse_args()
    states = [torch.load(path, map_location="cpu") for path in args.weights]
    states = [state.get("average", state) for state in states]
    mean = {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, args.out / "model.pt")


if __name__ == "__main__":
    main()
