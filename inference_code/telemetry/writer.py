"""Writes finished lines to stdout without ever making a request wait."""

import atexit
import os
import queue
import threading

import orjson

LONGEST_QUEUE = 10_000
"""Lines that may wait, about 4 MB; of more, only the number is kept."""
FLUSH_S = 2.0
"""Time that the waiting lines get when the process ends."""


class LineWriter:
    """Writes lines from a thread of its own, each in one call, so that lines never mix.

    A platform that reads stdout slowly, or stops reading it, blocks that thread instead of the
    event loop. Lines that find the queue full are dropped; how many is said as soon as there is
    room: `{"lockgate": "dropped", "lines": 12}`.
    """

    def __init__(self, descriptor: int = 1, *, longest: int = LONGEST_QUEUE) -> None:
        self._descriptor = descriptor
        self._waiting: queue.Queue[bytes] = queue.Queue(longest)
        self._dropped = 0
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self, line: bytes) -> None:
        """Hand over one line, newline included; returns at once."""
        self._start()
        try:
            if self._dropped:
                self._waiting.put_nowait(_dropped_line(self._dropped))
                self._dropped = 0
            self._waiting.put_nowait(line)
        except queue.Full:
            self._dropped += 1

    def flush(self, timeout_s: float = FLUSH_S) -> bool:
        """Wait for the lines to be written; False if the time did not suffice."""
        with self._waiting.all_tasks_done:
            return self._waiting.all_tasks_done.wait_for(
                lambda: not self._waiting.unfinished_tasks, timeout_s
            )

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="telemetry", daemon=True)
                self._thread.start()
                atexit.register(self.flush)

    def _write(self) -> None:
        while True:
            line = self._waiting.get()
            try:
                os.write(self._descriptor, line)
            except OSError:
                self._dropped += 1  # nobody reads any more; requests go on
            finally:
                self._waiting.task_done()


def _dropped_line(lines: int) -> bytes:
    record = {"lockgate": "dropped", "lines": lines}
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


print_line = LineWriter()
"""The writer of this process's stdout."""
