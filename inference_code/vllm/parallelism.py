"""Over how many GPUs one copy of the model is split."""

from inference_code.settings import SettingsError
from inference_code.vllm.devices import DeviceError
from inference_code.vllm.model import Model

OVERRIDE = "SM_VLLM_TENSOR_PARALLEL_SIZE"
MOST_DEVICES = 16
"""GPUs of the largest instance."""


def tensor_parallel_size(model: Model, *, devices: int, wanted: str | None) -> int:
    """All visible GPUs, or as many as the operator says.

    Args:
        model: its attention heads decide which counts are possible.
        devices: visible GPUs.
        wanted: text of SM_VLLM_TENSOR_PARALLEL_SIZE.

    Raises:
        SettingsError: `wanted` is no number, or more than there are.
        DeviceError: the heads cannot be split over so many.
    """
    size = devices if wanted is None else _read(wanted, devices)
    if not _splits(model, size):
        raise DeviceError(_explanation(model, size, devices))
    return size


def _read(text: str, devices: int) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= devices:
        raise SettingsError(
            f"{OVERRIDE} is {text!r}; write a whole number, at most the {devices} visible GPUs"
        )
    return int(text)


def _splits(model: Model, size: int) -> bool:
    """Whether each GPU gets the same heads; key/value heads may be repeated, but evenly too.

    Source: vllm/config/model.py, verify_with_parallel_config, and the assertions in
    vllm/model_executor/models/llama.py.
    """
    heads = model.figure("num_attention_heads")
    key_value_heads = model.figure("num_key_value_heads") or heads
    if heads is None or key_value_heads is None:
        return True  # vLLM knows more of such a model, and says so if it cannot be split.
    few, many = sorted((size, key_value_heads))
    return heads % size == 0 and many % few == 0


def _explanation(model: Model, size: int, devices: int) -> str:
    heads = model.figure("num_attention_heads")
    key_value_heads = model.figure("num_key_value_heads") or heads
    counts = [count for count in range(1, MOST_DEVICES + 1) if _splits(model, count)]
    fewer = max(count for count in counts if count <= devices)
    return (
        f"{heads} attention heads and {key_value_heads} key/value heads cannot be split over "
        f"{size} GPUs; counts that do: {', '.join(map(str, counts))}. Use an instance with one of "
        f"these, or set {OVERRIDE}={fewer}"
    )
