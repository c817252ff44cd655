"""Weights in 8 bits: a quarter of the size, and integer arithmetic where the processor has it."""

from pathlib import Path

import onnx
from onnxruntime.quantization import (  # type: ignore[import-untyped]
    QuantType,
    quantize_dynamic,
)
from onnxruntime.quantization.matmul_nbits_quantizer import (  # type: ignore[import-untyped]
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)

from containers.onnx.export.quiet import quiet

_PRODUCTS = DefaultWeightOnlyQuantConfig(
    bits=8,
    block_size=64,
    is_symmetric=True,
    accuracy_level=4,  # what is multiplied with the weights gets 8 bits, too
)
"""Each 64 numbers have a scale of their own, those of a token as those of the weights.

So a text's answer does not depend on what runs beside it, as it does where one scale serves a whole
run (`quantize_dynamic`): there a text of MiniLM beside others had a cosine of 0.969 with itself
alone. With blocks of 128 numbers it was 0.9985, since ONNX Runtime multiplies single rows and
several of them in other ways; with 64 and with 32 it was 1.
"""


def quantize(file: Path, target: Path) -> None:
    """Write the graph with 8 bits for the weights of products and the table of tokens.

    Source of the operator and of `accuracy_level`:
    https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#commicrosoftmatmulnbits
    """
    model = onnx.load(file)
    # They describe the weights as they were.
    del model.graph.value_info[:]
    with quiet():
        products = MatMulNBitsQuantizer(model, algo_config=_PRODUCTS)
        products.process()
        quantize_dynamic(
            products.model.model,
            target,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["Gather"],
        )
