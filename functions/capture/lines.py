"""The lines of a captured object as they come, plain or compressed."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from .trouble import UnreadableError

CHUNK_BYTES = 1 << 20
MAX_LINE_BYTES = 32 << 20
"""A request and an answer of several MB each fit in base64; memory is for about ten times this."""
GZIP = b"\x1f\x8b"
"""How each member of a gzip file begins: RFC 1952, 2.3.1."""


@dataclass(frozen=True)
class Line:
    """One line, without its end."""

    number: int
    """From 1."""
    data: bytes
    trouble: str | None = None
    """Why there is no data."""


def read_lines(chunks: Iterable[bytes], *, max_line_bytes: int = MAX_LINE_BYTES) -> Iterator[Line]:
    """Yield the lines of an object that are not empty, and where one could not be had, why.

    At most one line and one chunk are in memory.
    """
    splitter = _Splitter(max_line_bytes)
    try:
        for chunk in _plain(chunks):
            yield from splitter.feed(chunk)
    except UnreadableError as error:
        yield Line(splitter.number, b"", str(error))
        return
    yield from splitter.end()


class _Splitter:
    """Collects a line until it ends, or is too long."""

    def __init__(self, max_line_bytes: int) -> None:
        self._max = max_line_bytes
        self._begun = bytearray()
        self._is_too_long = False
        self.number = 1

    def feed(self, chunk: bytes) -> Iterator[Line]:
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            self._add(part)
            yield from self.end()
            self.number += 1
        self._add(rest)

    def end(self) -> Iterator[Line]:
        if self._is_too_long:
            yield Line(self.number, b"", f"the line has more than {self._max} bytes")
        elif data := bytes(self._begun).strip():
            yield Line(self.number, data)
        self._begun.clear()
        self._is_too_long = False

    def _add(self, part: bytes) -> None:
        if self._is_too_long or len(self._begun) + len(part) > self._max:
            self._is_too_long = True
            self._begun.clear()
        else:
            self._begun += part


def _plain(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content, decompressed if it begins as gzip does."""
    each = iter(chunks)
    first = next(each, b"")
    whole = chain([first], each)
    return _decompressed(whole) if first.startswith(GZIP) else whole


def _decompressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A chunk at a time, however much it was compressed; a file may have several members."""
    stream = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        rest = chunk
        while rest:
            if stream.eof:
                stream = zlib.decompressobj(wbits=31)
            try:
                yield stream.decompress(rest, CHUNK_BYTES)
            except zlib.error as error:
                raise UnreadableError("the gzip data is broken from here on") from error
            rest = stream.unconsumed_tail or stream.unused_data
    if not stream.eof:
        raise UnreadableError("the gzip data ends early")
