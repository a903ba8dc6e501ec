"""The shipped int8 model -> float weights to go on from: `python -m training.unpack --out runs/shipped`.

Writes `model.pt` for `training.train --init` and the vocabulary for `training.prepare --vocabulary`. A weight comes back as its
quantised value times its scale: what rounding lost stays lost (at most half a step).
"""

import argparse
import gzip
import json
import pickle
import re
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from dateline.read.encoder import MODEL
from training.encoder import Encoder
from training.heads import Model
from training.pieces import minilm
from training.shorten import ATTENTION

_PREFIXES = {"encoder": "model.", "spans": "", "arguments": "", "grammar": ""}
"""What the exported graph puts before the model's own names."""


def weights(path: Path, prefix: str) -> dict[str, torch.Tensor]:
    """Name -> float tensor of one graph: named initialisers, and the matrices of linear layers by the name of their node."""
    graph = onnx.load(str(path)).graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    out = {}

    def dequantised(name: str) -> np.ndarray:
        base = name.removesuffix("_quantized")
        scale, zero = values[f"{base}_scale"], values[f"{base}_zero_point"]
        return (values[name].astype(np.float32) - zero.astype(np.float32)) * scale

    for name, value in values.items():
        if name.startswith(prefix) and not re.search(r"onnx::|_scale$|_zero_point$|/|\.attention\.", name):
            whole = dequantised(name) if name.endswith("_quantized") else value
            key = name.removeprefix(prefix).removesuffix("_quantized")
            whole = whole.T if key.endswith("_Transposed") else whole
            out[key.removesuffix("_Transposed")] = torch.from_numpy(np.array(whole, dtype=np.float32))
    for node in graph.node:
        matrix = next((i for i in node.input if "onnx::MatMul" in i and not i.endswith(("_scale", "_zero_point"))), None)
        if matrix in values and node.op_type == "MatMulInteger":
            layer = re.sub(r"/MatMul_quant$", "", node.name).strip("/").replace("/", ".").removeprefix(prefix)
            layer = re.sub(r"(\w+)\.\1\b", r"\1", layer)  # the exporter says mix.mix.0
            out[f"{layer}.weight"] = torch.from_numpy(np.ascontiguousarray(dequantised(matrix).T))
        elif node.op_type == "QAttention":
            layer = node.input[1].removeprefix(prefix).removesuffix("attention.weight_quantized")
            parts = (np.split(whole, len(ATTENTION), -1) for whole in (dequantised(node.input[1]), values[node.input[2]]))
            for part, weight, bias in zip(ATTENTION, *parts, strict=True):
                out[f"{layer}{part}.weight"] = torch.from_numpy(np.ascontiguousarray(weight.T))
                out[f"{layer}{part}.bias"] = torch.from_numpy(np.array(bias))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--out", type=Path, default=Path("runs/shipped"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    labels = json.loads((args.model / "labels.json").read_text(encoding="utf-8"))
    found: dict[str, torch.Tensor] = {}
    for name, prefix in _PREFIXES.items():
        found |= weights(args.model / f"{name}.onnx", prefix)
    model = Model(Encoder(found["encoder.words.weight"].shape[0]), labels["relations"], labels["frames"])
    state = model.state_dict()
    for name in state:
        # A layer without its module's name in the graph: the only one of that end and shape.
        ends = [k for k in found if name.endswith(f".{k}") and found[k].shape == state[name].shape]
        if name not in found and len(ends) == 1:
            found[name] = found[ends[0]]
    print("not in the shipped graphs, left as new:", [k for k in state if k not in found])
    model.load_state_dict({k: found.get(k, v) for k, v in state.items()})
    torch.save(model.state_dict(), args.out / "model.pt")
    vocabulary = json.loads((args.model / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    full = json.loads((minilm() / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    kept = [full[piece] for piece in sorted(vocabulary, key=vocabulary.__getitem__)]
    shutil.copy(args.model / "tokenizer.json", args.out / "tokenizer.json")
    with gzip.open(args.out / "prepared.pickle.gz", "wb") as file:
        pickle.dump({"kept": kept, "relations": labels["relations"], "roles": labels["frames"]}, file)


if __name__ == "__main__":
    main()
