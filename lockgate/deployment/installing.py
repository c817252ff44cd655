"""What the local AWS installs for containers meanwhile, which takes minutes the first time."""

import re
from pathlib import Path

_LINE = re.compile(r" INFO \[lockgate\] (.+)")
READY = "the virtual environment is ready"


class Installing:
    """Reads on in the log of the local AWS; one in a terminal of its own tells its user itself."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = log.stat().st_size if log.exists() else 0
        self._rest = b""
        self._step = ""

    def __call__(self) -> str:
        """The last step, such as `Downloading torch… (190 MB)`; nothing when there is none."""
        for line in self._new_lines():
            if found := _LINE.search(line):
                self._step = "" if found[1] == READY else found[1].partition(" (from ")[0]
        return self._step

    def _new_lines(self) -> list[str]:
        if not self._log.exists():
            return []
        with self._log.open("rb") as file:
            file.seek(self._read)
            new = file.read()
        self._read += len(new)
        *lines, self._rest = (self._rest + new).split(b"\n")
        return [line.decode(errors="replace") for line in lines]
