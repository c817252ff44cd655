"""Turns a process's output into lines."""

import asyncio
import codecs
import logging
from collections import deque
from collections.abc import Callable

LONGEST_LINE = 262_118
"""Characters of one line; CloudWatch Logs takes events of 262,144 bytes less 26 of overhead."""
KEPT_LINES = 50
_CHUNK = 65_536
_log = logging.getLogger(__name__)


class Output:
    """Passes on each line, and keeps the last ones for error messages."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._partial = ""
        self.last_lines: deque[str] = deque(maxlen=KEPT_LINES)

    async def pump(self, stream: asyncio.StreamReader) -> None:
        """Read until the stream ends. Bytes that are not UTF-8 become U+FFFD."""
        while chunk := await stream.read(_CHUNK):
            self._feed(self._decoder.decode(chunk))
        self._feed(self._decoder.decode(b"", final=True))
        if self._partial:
            self.write(self._partial)

    def write(self, line: str) -> None:
        """Pass on one line. A receiver that fails must not block the container's pipe."""
        self.last_lines.append(line)
        try:
            self._on_line(line)
        except Exception:
            _log.exception("the receiver of a container's output failed")

    def _feed(self, text: str) -> None:
        *lines, self._partial = (self._partial + text).split("\n")
        for line in lines:
            self._write_bounded(line.removesuffix("\r"))
        while len(self._partial) > LONGEST_LINE:
            self.write(self._partial[:LONGEST_LINE])
            self._partial = self._partial[LONGEST_LINE:]

    def _write_bounded(self, line: str) -> None:
        self.write(line[:LONGEST_LINE])
        while line := line[LONGEST_LINE:]:
            self.write(line[:LONGEST_LINE])
