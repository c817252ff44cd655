"""How much memory ONNX Runtime will take for a model on the CPU, estimated before it is loaded."""

from pathlib import Path

import orjson

from inference_code.handlers.onnx.description import CONFIG

MEBIBYTE = 1024 * 1024
FIXED = 64 * MEBIBYTE
"""The process with its libraries, and the tokenizer."""
SHARE_OF_WEIGHTS = 1.15
"""Weights are kept as files hold them, and some in another order too: 1.12 were measured."""
STATES = 16
"""Numbers that a layer keeps for each token and each place of its hidden state."""
SCORES = 3
"""Numbers for each token, head and other token: the scores of attention, and copies of them."""
BYTES_PER_NUMBER = 4
_SIZES = {"hidden": ("hidden_size", "dim", "d_model"), "heads": ("num_attention_heads", "n_heads")}
_DEFAULTS = {"hidden": 1024, "heads": 16}
"""Those of large encoders, where the file says nothing."""


def memory_needed(folder: Path, *, most_tokens: int, max_tokens: int) -> int:
    """Return bytes: the weights, what the process needs, and the largest run.

    A run has at most `most_tokens`, or one text of `max_tokens`. A container with 22 million
    parameters in 32 bits took 145 MiB when it was healthy, and 160 after 300 and after 600 requests
    of all lengths; this says 178. Weights on a GPU are counted as if they were in the memory.
    """
    weights = sum(file.stat().st_size for file in folder.glob("*.onnx*"))
    tokens = max(most_tokens, max_tokens)
    return FIXED + int(weights * SHARE_OF_WEIGHTS) + tokens * _bytes_per_token(folder, max_tokens)


def _bytes_per_token(folder: Path, max_tokens: int) -> int:
    config = orjson.loads((folder / CONFIG).read_bytes())
    hidden, heads = _size(config, "hidden"), _size(config, "heads")
    return BYTES_PER_NUMBER * (STATES * hidden + SCORES * heads * max_tokens)


def _size(config: dict[str, object], name: str) -> int:
    found = [config[key] for key in _SIZES[name] if isinstance(config.get(key), int)]
    return int(str(found[0])) if found else _DEFAULTS[name]
