"""Trained weights -> the shipped model: `python -m training.export --weights runs/first/model.pt --data runs/prepared`.

Four ONNX graphs, so that reading pays only for what it uses: `encoder` (words, token tags, span scores), `spans` (what each span
is), `arguments` (those of the spans that are kept) and `grammar` (dependencies and PropBank roles). Weights of matrix products and
the embeddings become int8 (dynamic quantisation); the rest stays float32. `training.shorten` then takes out of the first what one
chunk at a time does not need.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training import labels as L
from training.encoder import HEADS, WIDTH, Encoder, Layer
from training.heads import ATTRIBUTES, MASKED, TAG_LAYERS, Model
from training.shorten import shorten

OPSET = 17
WHOLE = {"arguments": ["/reader/point/place/Gather"]}
"""Look-ups in a table so small that quantising what is looked up costs more than the table."""
HALVED = {"grammar": "syntax.label"}
"""Weights that no matrix product of int8 takes, and that are large: the product of labels of dependencies has two megabytes."""


class EncoderGraph(nn.Module):
    """ids, mask, first, sentences, marks -> words [b, t, w], tags [b, t, all], spans [b, kinds, t, t], marked [b, t, w]."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor, sentences: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        h = self.model.words(ids, mask, first)
        marked = self.model.marked(h, marks)
        return h, self.model.tags.linear(h), self.model.spans(marked, sentences), marked


class SpanGraph(nn.Module):
    """marked [1, t, w], first, last, kind [n] -> attributes [n, all], mixed [n, width], trigger [n, t].

    As `SpanReader.describe`, for the spans of one chunk, whose words need not be copied for each.
    """

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.reader = model.reader

    def forward(self, marked: Tensor, first: Tensor, last: Tensor, kind: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h, reader = marked[0], self.reader
        at = torch.arange(h.shape[0])[None]
        inside = (at >= first[:, None]) & (at <= last[:, None])
        trigger = reader.attend(h).t()[kind].masked_fill(~inside, MASKED).softmax(1)
        within = inside.to(h.dtype)
        mean = (within @ h) / within.sum(1, keepdim=True)
        mixed = reader.mix(torch.cat([h[first], h[last], trigger @ h, mean, reader.kind(kind)], -1))
        return reader.out(mixed), mixed, trigger


class ArgumentGraph(nn.Module):
    """marked [1, t, w], mixed [n, width], first, last [n] -> roles [n, t, roles * 3]."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.reader = model.reader

    def forward(self, marked: Tensor, mixed: Tensor, first: Tensor, last: Tensor) -> Tensor:
        return self.reader.point(mixed, marked, first, last)


class GrammarGraph(nn.Module):
    """words [b, t, w], row, predicate [n] -> arcs [b, t, t], labels [b, t, t' -> relations], frames [n, t, 2 * roles + 1]."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.syntax, self.frames = model.syntax, model.frames

    def forward(self, words: Tensor, heads: Tensor, row: Tensor, predicate: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h = words[row]
        query = torch.cat([h[torch.arange(h.shape[0]), predicate], h.mean(1)], -1)
        return self.syntax(words), self.syntax.labels(words, heads), self.frames(query, h, predicate, predicate)


def plain_attention(self: Layer, x: Tensor, bias: Tensor) -> Tensor:
    """The layer with attention written out: the fused operator has no int8 form in onnxruntime."""
    b, t, _ = x.shape
    q, k, v = (f(x).reshape(b, t, HEADS, WIDTH // HEADS).transpose(1, 2) for f in (self.query, self.key, self.value))
    mixed = ((q @ k.transpose(2, 3)) * (WIDTH // HEADS) ** -0.5 + bias).softmax(-1) @ v
    x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(b, t, WIDTH)))
    return self.norm2(x + self.down(nn.functional.gelu(self.up(x))))


def graphs(model: Model) -> dict[str, tuple[nn.Module, tuple[Tensor, ...], list[str], list[str], dict]]:
    """Name -> module, example inputs, input names, output names, dynamic axes."""
    b, p, t, n = 2, 48, 40, 5
    ids, mask = torch.randint(10, 100, (b, p)), torch.ones(b, p, dtype=torch.long)
    first, sentences = torch.arange(1, t + 1).repeat(b, 1), torch.zeros(b, t, dtype=torch.long)
    marks = torch.zeros(b, t, len(L.MARKS))
    words, row, at = torch.randn(b, t, WIDTH), torch.tensor([0, 0, 1, 1, 1]), torch.tensor([0, 1, 2, 3, 4])
    one = {0: "batch", 1: "words"}
    return {
        "encoder": (
            EncoderGraph(model),
            (ids, mask, first, sentences, marks),
            ["ids", "mask", "first", "sentences", "marks"],
            ["words", "tags", "spans", "marked"],
            {
                **{k: {0: "batch", 1: "pieces"} for k in ("ids", "mask")},
                **dict.fromkeys(("first", "sentences", "marks", "words", "tags", "marked"), one),
                "spans": {0: "batch", 2: "words", 3: "words"},
            },
        ),
        "spans": (
            SpanGraph(model),
            (words[:1], at, at + 2, torch.zeros(n, dtype=torch.long)),
            ["marked", "first", "last", "kind"],
            ["attributes", "mixed", "trigger"],
            {
                "marked": {1: "words"},
                **{k: {0: "spans"} for k in ("first", "last", "kind", "attributes", "mixed")},
                "trigger": {0: "spans", 1: "words"},
            },
        ),
        "arguments": (
            ArgumentGraph(model),
            (words[:1], torch.randn(n, model.reader.out.in_features), at, at + 2),
            ["marked", "mixed", "first", "last"],
            ["roles"],
            {"marked": {1: "words"}, **{k: {0: "spans"} for k in ("mixed", "first", "last")}, "roles": {0: "spans", 1: "words"}},
        ),
        "grammar": (
            GrammarGraph(model),
            (words, torch.zeros(b, t, dtype=torch.long), row, at),
            ["words", "heads", "row", "predicate"],
            ["arcs", "labels", "frames"],
            {
                "words": one,
                "heads": one,
                "row": {0: "predicates"},
                "predicate": {0: "predicates"},
                "arcs": {0: "batch", 1: "words", 2: "words"},
                "labels": one,
                "frames": {0: "predicates", 1: "words"},
            },
        ),
    }


def load(weights: Path, data: Path) -> Model:
    """The trained model, in evaluation mode, with attention written out."""
    inventories = json.loads((data / "inventories.json").read_text(encoding="utf-8"))
    state = torch.load(weights, map_location="cpu")
    state = {k: v.float() for k, v in state.get("average", state).items()}
    model = Model(Encoder(state["encoder.words.weight"].shape[0]), inventories["relations"], inventories["roles"])
    model.load_state_dict(state)
    return model.eval()


def write_graph(
    path: Path,
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
    quantise: bool = True,
    whole: Sequence[str] = (),
) -> None:
    """One ONNX graph, with int8 weights (but those of the nodes named in `whole`) or, to compare, as it is."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / path.name
        with torch.no_grad():
            torch.onnx.export(
                module.eval(),
                example,
                str(raw),
                input_names=inputs,
                output_names=outputs,
                dynamic_axes=axes,
                opset_version=OPSET,
                dynamo=False,
            )
        if quantise:
            quantize_dynamic(raw, path, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=list(whole))
        else:
            shutil.copy(raw, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=Path("runs/first/model.pt"))
    parser.add_argument("--data", type=Path, default=Path("runs/prepared"))
    parser.add_argument("--out", type=Path, default=Path("src/dateline/model"))
    parser.add_argument("--float", action="store_true", help="write float32 graphs as they are exported, to look at")
    args = parser.parse_args()
    model = load(args.weights, args.data)
    Layer.forward = plain_attention
    args.out.mkdir(parents=True, exist_ok=True)
    for name, graph in graphs(model).items():
        path = args.out / f"{name}.onnx"
        write_graph(path, *graph, quantise=not args.float, whole=WHOLE.get(name, ()))
        if name == "encoder" and not args.float:
            shorten(path)
        if name in HALVED and not args.float:
            halve(path, HALVED[name])
    shutil.copy(args.data / "tokenizer.json", args.out / "tokenizer.json")
    write_labels(args.out, relations=model.relations, frames=model.roles)
    print({p.name: p.stat().st_size for p in sorted(args.out.iterdir()) if p.is_file()})


def halve(path: Path, name: str) -> None:
    """Keep one float32 weight of a graph as float16, and widen it when the graph is loaded."""
    model = onnx.load(str(path))
    graph = model.graph
    index = next(i for i, value in enumerate(graph.initializer) if value.name == name)
    if graph.initializer[index].data_type == onnx.TensorProto.FLOAT16:
        return
    half = onnx.numpy_helper.to_array(graph.initializer[index]).astype(np.float16)
    graph.initializer[index].CopyFrom(onnx.numpy_helper.from_array(half, name))
    for node in graph.node:
        node.input[:] = [f"{name}/whole" if one == name else one for one in node.input]
    graph.node.insert(0, onnx.helper.make_node("Cast", [name], [f"{name}/whole"], to=onnx.TensorProto.FLOAT))
    onnx.save(model, str(path))


def write_labels(out: Path, **changed: Any) -> None:
    """labels.json: the inventories in order, what a head of its own adds or changes, and the hash of all weights as version."""
    path = out / "labels.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    thresholds = before.get("thresholds", {})
    shared = {
        "thresholds": {k: thresholds.get(k, 0.0) for k in L.KINDS},
        "kinds": L.KINDS,
        "types": L.TYPES,
        "hedges": L.HEDGES,
        "voices": L.VOICES,
        "likelihoods": L.LIKELIHOODS,
        "datings": L.DATINGS,
        "marks": L.MARKS,
        "roles": L.ROLES,
        "entities": L.ENTITIES,
        "upos": L.UPOS,
        "senses": L.SENSES,
        "tag_layers": TAG_LAYERS,
        "attributes": ATTRIBUTES,
    }
    content = before | shared | changed | {"version": version_of(out)}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def version_of(folder: Path) -> str:
    """The hash of all graphs of a model."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.onnx")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


if __name__ == "__main__":
    main()
