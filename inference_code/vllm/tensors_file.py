"""The beginning of a safetensors file, which says what the file holds."""

import json
from pathlib import Path
from typing import Any

from inference_code.handler import LoadError

LENGTH_BYTES = 8
LONGEST_HEADER = 100_000_000
"""The format's own limit.

Source: https://github.com/huggingface/safetensors, README, "Format"
"""


def read_header(file: Path) -> dict[str, dict[str, Any]]:
    """Tensors by name, each with `dtype`, `shape` and `data_offsets`.

    Raises:
        LoadError: the file is none of safetensors, or is shorter than it says.
    """
    size = file.stat().st_size
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(LENGTH_BYTES), "little")
        if size < LENGTH_BYTES or length > min(LONGEST_HEADER, size - LENGTH_BYTES):
            raise LoadError(f"{file.name} is no safetensors file, or it is cut short")
        header = _parse(opened.read(length), file)
    ends = [entry["data_offsets"][1] for entry in header.values()]
    expected = LENGTH_BYTES + length + max(ends, default=0)
    if size != expected:
        raise LoadError(f"{file.name} has {size} bytes, and its header tells of {expected}")
    return header


def _parse(text: bytes, file: Path) -> dict[str, dict[str, Any]]:
    try:
        header: dict[str, Any] = json.loads(text)
        header.pop("__metadata__", None)
        for entry in header.values():
            _, _ = entry["data_offsets"]
            list(entry["shape"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LoadError(f"the header of {file.name} cannot be read: {error!r}") from error
    return header
