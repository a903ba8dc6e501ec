"""The int8 roof of a core: how many operations a second onnxruntime gets out of it in one large product of whole numbers.

A product `MatMulInteger` of unsigned by signed bytes, which are what the reader's layers are made of, with the second matrix
constant and thus laid out beforehand, as weights are; the best of several sizes and of several tries, by processor time, on one
thread. No program that multiplies through onnxruntime can be faster on this core. A multiplication with its addition is two
operations.
"""

import time
from collections.abc import Iterator

import numpy as np

SIZES = ((256, 384, 1536), (512, 1536, 1536), (1024, 2048, 2048))
"""Rows, columns, columns of the product: from a chunk in a layer of the reader to what is large enough to hide every start."""
TRIES = 5
LAYERS, WIDTH = 6, 384
OPERATIONS_PER_PIECE = 2 * LAYERS * 12 * WIDTH**2
"""Of the encoder's layers: four square matrices and two of four times the width each. Attention is in float32 and the heads are
small; neither is counted, so that what is said of the encoder is rather too little."""


def int8_roof() -> float | None:
    """Operations a second; None where the package onnx, with which the product is written down, is not installed."""
    try:
        import onnx  # noqa: F401
    except ModuleNotFoundError:
        return None
    return max(rate for size in SIZES for rate in _rates(*size))


def _rates(rows: int, inner: int, columns: int) -> Iterator[float]:
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    draw = np.random.default_rng(1)
    weights = numpy_helper.from_array(draw.integers(-127, 128, (inner, columns), dtype=np.int8), "weights")
    given = helper.make_tensor_value_info("given", TensorProto.UINT8, [rows, inner])
    made = helper.make_tensor_value_info("made", TensorProto.INT32, [rows, columns])
    product = helper.make_node("MatMulInteger", ["given", "weights"], ["made"])
    graph = helper.make_graph([product], "product", [given], [made], [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    inputs = {"given": draw.integers(0, 256, (rows, inner), dtype=np.uint8)}
    operations = 2 * rows * inner * columns
    times = max(1, int(2e9 // operations))
    for _ in range(TRIES):
        began = time.process_time()
        for _ in range(times):
            session.run(None, inputs)
        yield times * operations / (time.process_time() - began)
