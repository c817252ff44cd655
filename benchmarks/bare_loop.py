"""A loop around an engine without a server, in a process of its own that has loaded the model."""

import subprocess
from collections.abc import Sequence

from benchmarks.toolkit_load import Round


class BareLoop:
    """Starts the loop, and returns when the model is loaded."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def run(self, *, kind: str, at_once: int, requests: int) -> Round:
        """Embed so many texts, as many in each run as would be asked for at once."""
        runs = requests // at_once
        if self._process.stdin is None:
            raise RuntimeError("the loop has no input")
        self._process.stdin.write(f"{at_once} {runs} {kind}\n")
        self._process.stdin.flush()
        seconds = float(self._read())
        return Round(runs * at_once / seconds, seconds / runs)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _read(self) -> str:
        if self._process.stdout is None or not (line := self._process.stdout.readline()):
            raise RuntimeError("the bare engine did not start; the reason is above")
        return line
