"""Writes the header of a GGUF file, as llama.cpp's converters do."""

import struct
from pathlib import Path

Entry = tuple[int, bytes]


def number(value: int) -> Entry:
    return 4, struct.pack("<I", value)


def text(value: str) -> Entry:
    return 8, struct.pack("<Q", len(value)) + value.encode()


def array(kind: int, items: bytes, length: int) -> Entry:
    return 9, struct.pack("<IQ", kind, length) + items


def gguf(folder: Path, entries: dict[str, Entry], *, version: int = 3) -> Path:
    """A file with this header and no tensors."""
    content = b"GGUF" + struct.pack("<IQQ", version, 0, len(entries))
    for key, (kind, value) in entries.items():
        content += text(key)[1] + struct.pack("<I", kind) + value
    file = folder / "model.gguf"
    file.write_bytes(content)
    return file
