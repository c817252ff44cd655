"""How much memory llama.cpp will take for a model, estimated before it is loaded."""

from pathlib import Path

from inference_code.handlers.gguf import Value, read_header
from inference_code.settings import MEBIBYTE

BYTES_PER_ELEMENT = 2
"""Keys and values are cached as 16-bit numbers."""
FIXED = 128 * MEBIBYTE
"""The process, the vocabulary and the buffers of a small model: 82 MiB measured for 135 million
parameters and 49 152 tokens."""
SHARE_OF_WEIGHTS = 0.05
"""What grows with the model: the buffers in which a batch of 512 tokens passes the layers."""


def memory_needed(file: Path, *, context_length: int, parallel_requests: int) -> int:
    """Return bytes: the weights, the cache of all slots in full, and what the engine needs.

    Layers with a sliding window, or without attention, cache less than is counted here.

    Raises:
        GgufError: the file has no readable header.
    """
    weights = file.stat().st_size
    tokens = context_length * parallel_requests
    cache = cached_bytes_per_token(read_header(file)) * tokens
    return weights + cache + FIXED + int(weights * SHARE_OF_WEIGHTS)


def cached_bytes_per_token(header: dict[str, Value]) -> int:
    """Return layers x key/value heads x (size of a key + size of a value) x 2 bytes."""
    model = header.get("general.architecture", "")
    heads = _per_layer(header, f"{model}.attention.head_count")
    caching = _per_layer(header, f"{model}.attention.head_count_kv") or heads
    if not heads or max(heads) == 0:
        return 0
    default = _whole(header, f"{model}.embedding_length", 0) // max(heads)
    key = _whole(header, f"{model}.attention.key_length", default)
    value = _whole(header, f"{model}.attention.value_length", default)
    return sum(caching) * (key + value) * BYTES_PER_ELEMENT


def _per_layer(header: dict[str, Value], name: str) -> list[int]:
    """A number that is given once for all layers, or for each."""
    value = header.get(name)
    if isinstance(value, list):
        return [int(item) for item in value]
    layers = _whole(header, f"{header.get('general.architecture', '')!s}.block_count", 0)
    return [value] * layers if isinstance(value, int) else []


def _whole(header: dict[str, Value], name: str, default: int) -> int:
    value = header.get(name, default)
    return value if isinstance(value, int) else default
