"""What is made of a captured object, while its lines are read: on disk beyond some megabytes."""

import gzip
import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Self

from .capture import Capture
from .join import Join
from .lines import Line
from .place import Place
from .redaction import Redactor, redact
from .row import Row
from .tally import Tally
from .trouble import UnreadableError

SPOOL_BYTES = 8 << 20
MOST_NOTES = 1000
"""Lines that cannot be read of which each is named; more are counted."""


class Digest:
    """Rows, counts, the redacted copy, and notes of what cannot be read. Is a context manager."""

    def __init__(self, place: Place, redactor: Redactor | None) -> None:
        self._place = place
        self._redactor = redactor
        self._join = Join()
        self._files = ExitStack()
        self._hash = hashlib.sha256()
        self.rows: IO[bytes] = self._file()
        """Compressed lines of JSON."""
        self._lines: IO[bytes] = gzip.GzipFile(fileobj=self.rows, mode="wb", mtime=0)  # type: ignore[assignment]  # typeshed lacks one method
        self.copy: IO[bytes] = self._file()
        """Redacted lines."""
        self.tally = Tally()
        self.notes: list[dict[str, str]] = []
        self.unreadable = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        self._files.close()

    @property
    def digest(self) -> str:
        """Digest of the rows."""
        return self._hash.hexdigest()

    def take(self, lines: Iterable[Line]) -> None:
        """Read all lines of the object. One that cannot be read keeps no other from it."""
        for line in lines:
            try:
                row, copied = self._read(line)
            except UnreadableError as error:
                self._note(line, str(error))
            except MemoryError:
                raise
            except Exception as error:  # of code that met what it does not know
                self._note(line, f"unexpected {type(error).__name__}")
            else:
                self.copy.write(copied)
                self._write(self._join.add(row))
        self._write(self._join.rest())
        self._lines.close()
        for file in (self.rows, self.copy):
            file.seek(0)

    def _read(self, line: Line) -> tuple[Row, bytes]:
        """The row of a line, and its redacted copy if there is one."""
        if line.trouble is not None:
            raise UnreadableError(line.trouble)
        capture = Capture.of(line.data)
        if self._redactor is None:
            return Row.of(capture, self._place), b""
        copied = redact(capture, self._redactor)
        # What is derived comes from what is kept.
        return Row.of(Capture.of(copied), self._place), copied

    def _write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            line = row.line()
            self._lines.write(line)
            self._hash.update(line)
            self.tally.add(vars(row))

    def _note(self, line: Line, reason: str) -> None:
        self.unreadable += 1
        self.tally.unreadable[self._place.endpoint] += 1
        if len(self.notes) < MOST_NOTES:
            self.notes.append({"id": str(line.number), "reason": reason})

    def _file(self) -> IO[bytes]:
        return self._files.enter_context(SpooledTemporaryFile(SPOOL_BYTES))
