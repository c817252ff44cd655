"""Why llama.cpp could not load a file: it tells its log, not its caller."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import xllamacpp  # type: ignore[import-untyped]

ERRORS = 1
"""llama.cpp's verbosity at which it reports errors only."""
_LAST_WORD = b"exiting due to"
_REASON = b"error loading model: "
_PATIENCE_S = 2.0


def reason_of_failure(parameters: xllamacpp.CommonParams) -> str:
    """Load once more, listening to llama.cpp's log on stderr, and return the line that tells.

    The engine itself runs silent: it writes its log in pieces, which would tear the lines of
    others when stdout and stderr end in one place.
    """
    parameters.verbosity = ERRORS
    with tempfile.TemporaryDirectory(prefix="lockgate-") as folder, _captured_stderr() as log:
        parameters.hostnames = [f"{folder}/engine.sock"]
        try:
            xllamacpp.Server(parameters)
        except RuntimeError:
            text = _read_log(log)
        else:
            return "the first attempt failed and the second did not; start again"
    for line in text.splitlines():
        _, mark, reason = line.partition(_REASON)
        if mark:
            return reason.decode(errors="replace").strip()
    return text.decode(errors="replace").strip() or "it gives no reason"


@contextmanager
def _captured_stderr() -> Iterator[IO[bytes]]:
    """Point file descriptor 2 at a file; the engine writes there from C."""
    kept = os.dup(2)
    with tempfile.TemporaryFile() as log:
        os.dup2(log.fileno(), 2)
        try:
            yield log
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _read_log(log: IO[bytes]) -> bytes:
    """Read what was logged; llama.cpp's log has a thread of its own, which may be late."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        log.seek(0)
        text = log.read()
        if _LAST_WORD in text or time.monotonic() > deadline:
            return text
        time.sleep(0.01)
