"""Graphs that put out their tokens as floats, written byte by byte.

The package that writes ONNX files is in the environment of the export only. Format:
https://onnx.ai/onnx/repo-docs/IR.html
"""

from collections.abc import Sequence
from pathlib import Path

_INT64, _FLOAT = 7, 1
_INT, _INTS = 2, 7
"""Types of attributes."""
_SHAPE = ("texts", "tokens")


def write_graph(
    file: Path,
    *,
    output: str = "last_hidden_state",
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
) -> None:
    """Vectors of one number, or, if the output is called `logits`, a number for each token."""
    is_flat = output == "logits"
    nodes = [_node("Cast", inputs[0], output if is_flat else "floats", "to", _INT, [_FLOAT])]
    if not is_flat:
        nodes.append(_node("Unsqueeze", "floats", output, "axes", _INTS, [2]))
    shape = _SHAPE if is_flat else (*_SHAPE, "one")
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, b"tiny")
    graph += b"".join(_field(11, _value(name, _INT64, _SHAPE)) for name in inputs)
    graph += _field(12, _value(output, _FLOAT, shape))
    file.write_bytes(_number(1, 8) + _field(7, graph) + _field(8, _number(2, 11)))


def _node(kind: str, given: str, output: str, name: str, type_: int, values: list[int]) -> bytes:
    numbers = b"".join(_number(3 if type_ == _INT else 8, value) for value in values)
    attribute = _field(1, name.encode()) + numbers + _number(20, type_)
    texts = ((1, given), (2, output), (4, kind))
    return b"".join(_field(n, text.encode()) for n, text in texts) + _field(5, attribute)


def _value(name: str, kind: int, shape: Sequence[str]) -> bytes:
    dimensions = b"".join(_field(1, _field(2, size.encode())) for size in shape)
    tensor = _number(1, kind) + _field(2, dimensions)
    return _field(1, name.encode()) + _field(2, _field(1, tensor))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    digits = []
    while value > 127:
        digits.append(value & 127 | 128)
        value >>= 7
    return bytes([*digits, value])
