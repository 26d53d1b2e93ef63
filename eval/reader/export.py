"""The reader's tensors as the ONNX file that ``qa.reader`` runs: matrices as 7-bit integers, the rest as it is.

Seven bits of eight, because processors without VNNI add pairs of products of 8-bit weights in 16 bits and clip them
(onnxruntime's ``reduce_range``): so the same file gives the same answers on an old office PC.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eval.reader.network import Size
from qa.reader import FORMAT, MOST_QUESTION, MOST_SIDE, PAD

if TYPE_CHECKING:
    from eval.reader.network import Tensors

OPSET, VERSION = 17, 9
"""Of ONNX's operators and of its files; both are old enough for every onnxruntime that installs here."""
EIGHT_BITS = 127
KEPT = MOST_QUESTION + MOST_SIDE + 10
"""Places that the file keeps; running text, which the reader learns from first, is longer."""
HIDDEN = -1e9
Arrays = dict[str, NDArray[Any]]


class _Graph:
    """Nodes and constants as they are put down; every method gives the name of what it computes."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, NDArray[Any]] = {}

    def constant(self, name: str, values: NDArray[Any]) -> str:
        self.constants.setdefault(name, values)
        return name

    def whole(self, *numbers: int) -> str:
        return self.constant(f"whole {numbers}", np.array(numbers, dtype=np.int64))

    def real(self, number: float) -> str:
        return self.constant(f"real {number}", np.array(number, dtype=np.float32))

    def put(self, operator: str, *inputs: str, **settings: Any) -> str:
        from onnx import helper

        name = f"{operator} {len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **settings))
        return name

    def linear(self, values: str, weights: Arrays, name: str) -> str:
        """``values`` times the matrix ``name``, and its bias."""
        matrix = self.constant(f"{name}.weight", np.ascontiguousarray(weights[f"{name}.weight"].T))
        product = self.put("MatMul", values, matrix)
        return self.put("Add", product, self.constant(f"{name}.bias", weights[f"{name}.bias"]))

    def normed(self, values: str, weights: Arrays, name: str) -> str:
        scale, offset = (self.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.put("LayerNormalization", values, scale, offset, axis=-1)


def graph_of(weights: Arrays, size: Size) -> Any:
    """The network as an ONNX model in float32, but for its rows of pieces, which are int8 with a scale each."""
    from onnx import TensorProto, helper, numpy_helper

    graph = _Graph()
    filled = graph.put("Not", graph.put("Equal", "ids", graph.whole(PAD)))
    mask = graph.put("Where", filled, graph.real(0.0), graph.real(HIDDEN))
    mask = graph.put("Unsqueeze", mask, graph.whole(1, 2))
    values = _looked_up(graph, weights)
    for n in range(size.layers):
        values = _layer(graph, weights, size, n, values, mask, last=n == size.layers - 1)
    first = graph.put("Squeeze", graph.normed(values, weights, "norm"), graph.whole(1))
    scores = graph.put("Squeeze", graph.linear(first, weights, "score"), graph.whole(1))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "places"]) for name in ("ids", "parts")]
    outputs = [helper.make_tensor_value_info(scores, TensorProto.FLOAT, ["rows"])]
    constants = [numpy_helper.from_array(values, name) for name, values in graph.constants.items()]
    made = helper.make_graph(graph.nodes, "reader", inputs, outputs, constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = VERSION
    helper.set_model_props(model, {"format": FORMAT})
    return model


def _looked_up(graph: _Graph, weights: Arrays) -> str:
    """Pieces, places and parts as one vector for each place."""
    scale = np.maximum(np.abs(weights["emb.weight"]).max(1, keepdims=True), 1e-8) / EIGHT_BITS
    rows = graph.constant("emb.rows", np.round(weights["emb.weight"] / scale).astype(np.int8))
    scales = graph.constant("emb.scales", scale.astype(np.float32))
    plain = graph.put("Cast", graph.put("Gather", rows, "ids", axis=0), to=1)
    pieces = graph.put("Mul", plain, graph.put("Gather", scales, "ids", axis=0))
    parts = graph.put("Gather", graph.constant("seg.weight", weights["seg.weight"]), "parts", axis=0)
    long = graph.put("Slice", graph.put("Shape", "ids"), graph.whole(1), graph.whole(2))
    held = graph.constant("pos.weight", weights["pos.weight"][:KEPT])
    places = graph.put("Slice", held, graph.whole(0), long, graph.whole(0))
    return graph.put("Add", graph.put("Add", pieces, places), parts)


def _layer(graph: _Graph, weights: Arrays, size: Size, n: int, values: str, mask: str, *, last: bool) -> str:
    """What stands at each place after layer ``n``; of the ``last`` layer only what stands at the first."""
    block, deep = f"blocks.{n}", size.width // size.heads
    mixed = graph.linear(graph.normed(values, weights, f"{block}.n1"), weights, f"{block}.qkv")
    split = graph.put("Reshape", mixed, graph.whole(0, 0, 3, size.heads, deep))
    turned = graph.put("Transpose", split, perm=[2, 0, 3, 1, 4])
    query, key, value = (
        graph.put("Gather", turned, graph.constant(f"place {i}", np.array(i, dtype=np.int64)), axis=0) for i in range(3)
    )
    if last:
        query = graph.put("Slice", query, graph.whole(0), graph.whole(1), graph.whole(2))
        values = graph.put("Slice", values, graph.whole(0), graph.whole(1), graph.whole(1))
    fits = graph.put("MatMul", query, graph.put("Transpose", key, perm=[0, 1, 3, 2]))
    fits = graph.put("Add", graph.put("Mul", fits, graph.real(deep**-0.5)), mask)
    joined = graph.put("MatMul", graph.put("Softmax", fits, axis=-1), value)
    joined = graph.put("Transpose", joined, perm=[0, 2, 1, 3])
    joined = graph.put("Reshape", joined, graph.whole(0, 0, size.width))
    values = graph.put("Add", values, graph.linear(joined, weights, f"{block}.o"))
    inner = graph.linear(graph.normed(values, weights, f"{block}.n2"), weights, f"{block}.up")
    return graph.put("Add", values, graph.linear(graph.put("Relu", inner), weights, f"{block}.down"))


def save(held: Tensors, size: Size, path: Path) -> None:
    """Writes the file that ``qa.reader`` runs."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    weights = {name: tensor.detach().float().cpu().numpy() for name, tensor in held.items()}
    with tempfile.TemporaryDirectory() as temporary:
        plain = Path(temporary) / "plain.onnx"
        onnx.save(graph_of(weights, size), plain)
        quantize_dynamic(
            plain,
            path,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
