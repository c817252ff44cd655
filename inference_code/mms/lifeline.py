"""A worker's end of its connection to the server: what it reports, and how it learns of the end."""

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
    """A connection that lasts as long as this process and the server.

    What this process forks has no part in it: its end would come only with theirs.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(f"{environ[RUN_DIR]}/{ROLL}")
        os.register_at_fork(after_in_child=self.close)

    def tell(self, **fields: Any) -> None:
        """Report something, as one line of JSON; `inference_code.mms.roll` says what."""
        self._socket.sendall(json.dumps(fields).encode() + b"\n")

    def close(self) -> None:
        """Let go; the server takes it for the end of the worker."""
        self._socket.close()

    def watch(self, *, whole_group: bool) -> None:
        """From now on, end when the server ends, however it ends, or wants this worker to.

        The process that Java started ends its whole group, so that Java goes too.
        """
        threading.Thread(target=self._follow, args=(whole_group,), daemon=True).start()

    def wait_for_the_end(self) -> None:
        """Return when the server has ended, or wants this worker to end."""
        while self._read():
            pass

    def _follow(self, whole_group: bool) -> None:
        self.wait_for_the_end()
        if whole_group:
            os.killpg(0, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def _read(self) -> bytes:
        try:
            return self._socket.recv(64)
        except OSError:
            return b""
