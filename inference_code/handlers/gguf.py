"""The header of a GGUF file: what a model says of itself before its weights.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import struct
from pathlib import Path
from typing import BinaryIO

MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_STRING, _ARRAY = 8, 9
_NUMBERS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
_LONGEST_LIST = 1024
"""Items of a list that is kept: those with an entry for each layer, not those for each token."""

Value = int | float | bool | str | list[int | float | bool]


class GgufError(Exception):
    """The file is no GGUF file, or its header is damaged."""


def read_header(file: Path) -> dict[str, Value]:
    """Return the metadata by key; lists of strings and long lists are left out.

    Raises:
        GgufError: the file does not begin as a GGUF file does.
    """
    with file.open("rb") as stream:
        try:
            return _Reader(stream).header()
        except (struct.error, UnicodeDecodeError, KeyError, OverflowError, MemoryError) as error:
            raise GgufError("its header is damaged") from error


class _Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def header(self) -> dict[str, Value]:
        if (magic := self._stream.read(4)) != MAGIC:
            raise GgufError(f"it begins with {magic!r}, and a GGUF file with {MAGIC!r}")
        if (version := self._number("I")) not in _VERSIONS:
            raise GgufError(f"it has version {version}; versions 2 and 3 are read")
        _tensors, entries = self._number("Q"), int(self._number("Q"))
        values = {}
        for _ in range(entries):
            key = self._string()
            if (value := self._value(int(self._number("I")))) is not None:
                values[key] = value
        return values

    def _value(self, kind: int) -> Value | None:
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            return self._array(int(self._number("I")), int(self._number("Q")))
        return self._number(_NUMBERS[kind])

    def _array(self, kind: int, length: int) -> list[int | float | bool] | None:
        if kind == _STRING:
            for _ in range(length):
                self._take(int(self._number("Q")))
            return None
        form = _NUMBERS[kind]
        if length > _LONGEST_LIST:
            self._stream.seek(length * struct.calcsize(form), 1)
            return None
        return [self._number(form) for _ in range(length)]

    def _string(self) -> str:
        return self._take(int(self._number("Q"))).decode()

    def _take(self, length: int) -> bytes:
        taken = self._stream.read(length)
        if len(taken) < length:
            raise struct.error
        return taken

    def _number(self, form: str) -> int | float | bool:
        form = f"<{form}"
        [value] = struct.unpack(form, self._stream.read(struct.calcsize(form)))
        number: int | float | bool = value
        return number
