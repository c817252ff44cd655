"""What the local AWS installs for containers meanwhile, which takes minutes the first time."""

import re
from pathlib import Path

from lockgate.local.containers.virtual_environment import BUILDING, FAILED, READY

_LINE = re.compile(r" INFO \[lockgate\] (.+)")


class Installing:
    """Reads on in the log of the local AWS; one in a terminal of its own tells its user itself."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = log.stat().st_size if log.exists() else 0
        self._rest = b""
        self._step = ""
        self._building: set[str] = set()

    def __call__(self) -> str:
        """The last step, such as `Downloading torch… (190 MB)`; nothing when there is none."""
        for line in self._new_lines():
            if found := _LINE.search(line):
                self._hear(found[1])
        return self._step if self._building else ""

    def _hear(self, said: str) -> None:
        """Take in a line; several environments may be built at the same time."""
        if said.startswith((READY, FAILED)):
            self._building.discard(said.removeprefix(FAILED).removeprefix(READY))
            return
        if said.startswith(BUILDING):
            self._building.add(said.removeprefix(BUILDING))
        self._step = said.partition(" (from ")[0]

    def _new_lines(self) -> list[str]:
        if not self._log.exists():
            return []
        with self._log.open("rb") as file:
            file.seek(self._read)
            new = file.read()
        self._read += len(new)
        *lines, self._rest = (self._rest + new).split(b"\n")
        return [line.decode(errors="replace") for line in lines]
