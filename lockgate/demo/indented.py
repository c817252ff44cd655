"""Text that is still being written, wrapped at words and indented."""

import re
from collections.abc import Callable


class Indented:
    """Wraps pieces of text as they come; a word is written once it is whole."""

    def __init__(self, write: Callable[[str], None], *, width: int, indent: int) -> None:
        self._write = write
        self._width = width
        self._margin = " " * indent
        self._column = 0
        self._pending = ""

    def add(self, piece: str) -> None:
        """Write what is whole of the text so far."""
        *whole, self._pending = re.split(r"(?<=\s)", self._pending + piece)
        for word in whole:
            self._put(word)

    def close(self) -> None:
        """Write the rest, and end the line."""
        self._put(self._pending)
        self._pending = ""
        self._end_line()

    def _put(self, word: str) -> None:
        """Write a word, on a new line if this one is full; white space follows with the next."""
        text = word.rstrip()
        if self._column + len(text) >= self._width:
            self._end_line()
        if text:
            before = " " if self._column else self._margin
            self._write(before + text)
            self._column += len(before) + len(text)
        if "\n" in word:
            self._end_line()

    def _end_line(self) -> None:
        if self._column:
            self._write("\n")
            self._column = 0
