"""Whether the weights are quantized as the operator says."""

from inference_code.handler import LoadError
from inference_code.vllm.model import Model
from inference_code.vllm.settings import Quantization


def quantization_flag(model: Model, wanted: Quantization | None) -> str | None:
    """What `--quantization` must say; None where vLLM reads it from the model's files.

    Weights that are quantized say so in `quantization_config` of config.json, and vLLM chooses the
    kernels by it. FP8 of weights that are not is made while they are loaded; AWQ and GPTQ need data
    to calibrate with, so they are made beforehand. Of a repository nothing is known yet: vLLM
    compares then.

    Source: vllm/config/model.py, _verify_quantization; vllm/model_executor/layers/quantization,
    fp8.py, get_quant_method.

    Raises:
        LoadError: the weights are quantized otherwise, or not at all.
    """
    if wanted is None:
        return None
    if not model.is_local:
        return wanted
    found = _method(model)
    if found == wanted:
        return None
    if found is not None:
        raise LoadError(
            f"LOCKGATE_QUANTIZATION is {wanted}, and config.json says {found}; remove the "
            "variable, or name a release with other weights"
        )
    if wanted != "fp8":
        raise LoadError(
            f"LOCKGATE_QUANTIZATION is {wanted}, and config.json tells of no quantization; "
            f"{wanted.upper()} is made before the weights are published: name a release with such "
            "weights, or say fp8, which is made while they are loaded"
        )
    return wanted


def _method(model: Model) -> str | None:
    """`quant_method` of the model's own configuration, as vLLM reads it."""
    for config in (model.config, model.text):
        quantization = config.get("quantization_config")
        if isinstance(quantization, dict) and quantization.get("quant_method"):
            return str(quantization["quant_method"]).lower()
    return None
