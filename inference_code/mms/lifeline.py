"""The worker's end of its connection to the server: what it reports, and how it notices the end."""

import json
import os
import signal
import socket
import threading
from collections.abc import Mapping
from typing import Any

RUN_DIR = "LOCKGATE_MMS_RUN_DIR"
"""Variable that names the run folder."""
ROLL = "roll.sock"


class Lifeline:
    """A connection that lasts as long as the worker and the server."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(f"{environ[RUN_DIR]}/{ROLL}")

    def tell(self, **fields: Any) -> None:
        """Report something, as one line of JSON."""
        report = {"pid": os.getpid()} | fields
        self._socket.sendall(json.dumps(report).encode() + b"\n")

    def close(self) -> None:
        """Let go; the server takes it for the end of the worker."""
        self._socket.close()

    def watch(self, *, whole_group: bool) -> None:
        """From now on, end when the server ends, however it ends.

        The process that Java started ends its whole group, so that Java goes too.
        """
        threading.Thread(target=self._wait, args=(whole_group,), daemon=True).start()

    def _wait(self, whole_group: bool) -> None:
        while self._read():
            pass
        if whole_group:
            os.killpg(0, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def _read(self) -> bytes:
        try:
            return self._socket.recv(64)
        except OSError:
            return b""
