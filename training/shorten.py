"""The exported int8 encoder -> one of fewer steps that gives the same: `python -m training.shorten --model src/dateline/model`.

The exporter writes every step of the modules down for batches of padded rows; reading has one chunk without padding. So:

- attention is one operator, which takes its three matrices in one product; there is no mask;
- stretches are scored where one may be (inside a sentence, first word before last), not all pairs of words and then most masked.

Every step left out is one whose result is the same number. `export` sends its graph through here; a graph that was through is left
as it is. Before anything is written both graphs are run beside each other on made-up chunks, and must give the same bytes.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from training.encoder import HEADS
from training.heads import LENGTHS
from training.labels import KINDS, MARKS

CONTRIB = "com.microsoft"
ATTENTION = ("query", "key", "value")
INPUTS = ("ids", "first", "marks", "begin", "end")
"""What the shorter graph asks for, as `dateline.read.encoder` gives it."""
_INTEGER, _FLOAT = TensorProto.INT64, TensorProto.FLOAT


class _Graph:
    """A graph that is being rewritten: nodes by name, initialisers as arrays."""

    def __init__(self, model: ModelProto) -> None:
        self.graph = model.graph
        self.nodes = {node.name: node for node in self.graph.node}
        self.values = {value.name: numpy_helper.to_array(value) for value in self.graph.initializer}

    def constant(self, name: str, value: np.ndarray) -> str:
        self.graph.initializer.append(numpy_helper.from_array(value, name))
        return name

    def add(self, operator: str, inputs: Iterable[str], output: str, **attributes: object) -> str:
        self.graph.node.append(helper.make_node(operator, list(inputs), [output], name=f"short/{output}", **attributes))
        return output

    def replace(self, old: str, new: str) -> None:
        """Whoever takes one value takes the other."""
        for node in self.graph.node:
            for place, name in enumerate(node.input):
                if name == old:
                    node.input[place] = new

    def finish(self, inputs: Iterable[str]) -> None:
        """Leave out what nobody asks for any more, and put what is left in an order that can be run."""
        graph, wanted = self.graph, list(inputs)
        needed = {output.name for output in graph.output}
        kept: list[NodeProto] = []
        for node in reversed(_in_order(list(graph.node))):
            if needed.intersection(node.output):
                kept.insert(0, node)
                needed |= _needs(node)
        del graph.node[:]
        graph.node.extend(kept)
        for rows, asked in ((graph.initializer, needed), (graph.input, needed.intersection(wanted))):
            for row in [row for row in rows if row.name not in asked]:
                rows.remove(row)
        if [row.name for row in graph.input] != wanted:
            raise ValueError(f"The graph asks for {[row.name for row in graph.input]}, where {wanted} was meant.")


def _needs(node: NodeProto) -> set[str]:
    """What a node takes, its branches included."""
    found = set(node.input)
    for attribute in node.attribute:
        if attribute.type == onnx.AttributeProto.GRAPH:
            inner = attribute.g.node
            found |= {name for each in inner for name in _needs(each)} - {name for each in inner for name in each.output}
    return found


def _in_order(nodes: list[NodeProto]) -> list[NodeProto]:
    made = {name for node in nodes for name in node.output}
    out: list[NodeProto] = []
    while nodes:
        ready = [node for node in nodes if not _needs(node) & made]
        if not ready:
            raise ValueError("The graph has a circle.")
        out += ready
        made -= {name for node in ready for name in node.output}
        nodes = [node for node in nodes if node not in ready]
    return out


def shorten_encoder(model: ModelProto) -> None:
    """ids [1, pieces], first [1, t], marks [1, t, channels], begin, end [m] -> words, tags, marked, spans [1, kinds, m].

    `begin` and `end` are the first and last word of each stretch to be scored.
    """
    model.opset_import.append(helper.make_opsetid(CONTRIB, 1))
    rewriting = _Graph(model)
    layer = 0
    while f"/encoder/layers.{layer}/Softmax" in rewriting.nodes:
        _attention(rewriting, layer)
        layer += 1
    _stretches(rewriting)
    graph = rewriting.graph
    graph.input.extend(helper.make_tensor_value_info(name, _INTEGER, ["stretches"]) for name in ("begin", "end"))
    for output in [output for output in graph.output if output.name == "spans"]:
        graph.output.remove(output)
    graph.output.append(helper.make_tensor_value_info("spans", _FLOAT, [1, len(KINDS), "stretches"]))
    rewriting.finish(INPUTS)


def _attention(rewriting: _Graph, layer: int) -> None:
    """The products, the softmax and the mixing of one layer as one operator."""
    prefix, nodes, values = f"/encoder/layers.{layer}", rewriting.nodes, rewriting.values
    products = [nodes[f"{prefix}/{part}/MatMul_quant"] for part in ATTENTION]
    scales = [nodes[f"{prefix}/{part}/MatMul_quant_scales_mul"] for part in ATTENTION]
    biases = [nodes[f"{prefix}/{part}/Add"].input[0] for part in ATTENTION]
    quantised, zero, scale = products[0].input[0], products[0].input[2], scales[0].input[0]
    base = f"model.encoder.layers.{layer}.attention"
    joined = {
        "weight_quantized": np.concatenate([values[node.input[1]] for node in products], 1),
        "bias": np.concatenate([values[name] for name in biases]),
        "weight_scale": np.concatenate([values[node.input[1]] for node in scales]),
        "weight_zero_point": np.concatenate([values[node.input[3]] for node in products]),
    }
    weight, bias, scale_of_weight, zero_of_weight = (rewriting.constant(f"{base}.{n}", v) for n, v in joined.items())
    mixed = rewriting.add(
        "QAttention",
        (quantised, weight, bias, scale, scale_of_weight, "", zero, zero_of_weight),
        f"{prefix}/mixed",
        domain=CONTRIB,
        num_heads=HEADS,
    )
    rewriting.replace(f"{prefix}/Reshape_3_output_0", mixed)


def _stretches(rewriting: _Graph) -> None:
    """Scores of the stretches asked for, added up in the order in which the dense scores are."""
    add, constant = rewriting.add, rewriting.constant
    one, kinds = constant("one", np.array(1, np.int64)), constant("kinds", np.array([1, len(KINDS), -1], np.int64))
    table, table_scale, table_zero = (f"model.spans.length.weight_{part}" for part in ("quantized", "scale", "zero_point"))
    place = add("Add", (add("Mul", ("begin", "/spans/Gather_1_output_0"), "row_begin"), "end"), "place")
    score = add("Gather", (add("Reshape", ("/spans/Mul_output_0", kinds), "products"), place), "product", axis=2)
    score = add("Add", (score, add("Gather", ("/spans/Split_output_0", "begin"), "at_begin", axis=2)), "with_begin")
    score = add("Add", (score, add("Gather", ("/spans/Split_output_1", "end"), "at_end", axis=2)), "with_end")
    sums = [
        add("Gather", ("/spans/CumSum_output_0", "end"), "sum_to", axis=2),
        add("Gather", ("/spans/Concat_2_output_0", "begin"), "sum_before", axis=2),
    ]
    words = add("Add", (add("Sub", ("end", "begin"), "further_words"), one), "words_inside")
    mean = add("Div", (add("Sub", sums, "sum_inside"), add("Cast", (words,), "divisor", to=_FLOAT)), "mean_inside")
    score = add("Add", (score, mean), "with_inside")
    most = constant("most", np.array(LENGTHS, np.int64))
    row = add("Sub", (add("Min", (words, most), "length"), one), "length_row")
    lengths = add("DequantizeLinear", (table, table_scale, table_zero), "lengths")
    of_length = add("Transpose", (add("Gather", (lengths, row), "length_of", axis=0),), "of_length", perm=[1, 0])
    score = add("Add", (score, of_length), "with_length")
    rewriting.graph.node.remove(rewriting.nodes["/spans/Where"])
    add("Sub", (score, "/spans/Constant_29_output_0"), "spans")


def shorten(path: Path) -> bool:
    """Rewrite the graph of the encoder in its place; False where it is short already.

    Raises:
        ValueError: the shorter graph does not give the same bytes.
    """
    model = onnx.load(str(path))
    if [row.name for row in model.graph.input] == list(INPUTS):
        return False
    before = model.SerializeToString()
    shorten_encoder(model)
    onnx.checker.check_model(model)
    after = model.SerializeToString()
    _compare(_session(before), _session(after))
    path.write_bytes(after)
    return True


def _session(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def _compare(whole: onnxruntime.InferenceSession, short: onnxruntime.InferenceSession, chunks: int = 24) -> None:
    draw = np.random.default_rng(1)
    for number in range(chunks):
        t = int(draw.integers(1, 171))
        pieces = min(510, t + 2 + int(draw.integers(0, 1 + t // 2)))
        sentences = np.sort(draw.integers(0, 1 + t // 20, t))
        begin, end = np.nonzero((np.arange(t)[:, None] <= np.arange(t)) & (sentences[:, None] == sentences))
        inputs = {
            "marks": (draw.random((1, t, len(MARKS))) < 0.02).astype(np.float32),
            "ids": draw.integers(1, 20_000, (1, pieces)),
            "mask": np.ones((1, pieces), np.int64),
            "first": np.sort(draw.integers(1, pieces - 1, (1, t))),
            "sentences": sentences[None],
            "begin": begin,
            "end": end,
        }
        was, now = (s.run(None, {i.name: inputs[i.name] for i in s.get_inputs()}) for s in (whole, short))
        names = [[output.name for output in session.get_outputs()] for session in (whole, short)]
        was, now = dict(zip(names[0], was, strict=True)), dict(zip(names[1], now, strict=True))
        was["spans"] = was["spans"][:, :, begin, end]
        if any(was[name].tobytes() != now[name].tobytes() for name in was):
            raise ValueError(f"The shorter graph gives other numbers in chunk {number} of {t} words.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of encoder.onnx, rewritten in place")
    folder = parser.parse_args().model
    print("shortened, same bytes" if shorten(folder / "encoder.onnx") else "short already")


if __name__ == "__main__":
    main()
