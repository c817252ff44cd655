"""What a running local AWS leaves in `.lockgate/` so that other commands find it."""

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

FOLDER = ".lockgate"
ATTEMPTS = 20
"""Whoever looks whether the lock is held has a share of it for a moment, so one try may fail."""
PAUSE_S = 0.01


@dataclass(frozen=True)
class LocalState:
    """One running local AWS."""

    pid: int
    port: int
    endpoint_url: str
    started: str
    """ISO 8601, UTC."""
    time_scale: float = 1.0
    """Seconds of AWS that pass in one second; see `lockgate.local.time_scale`."""


class AlreadyRunningError(Exception):
    """Another process of this project holds a lock."""


class StateFolder:
    """The state of the local AWS of one project.

    A running local AWS holds a lock on a file for as long as it lives, however it ends. So a
    state file that nobody holds the lock for is stale, even if its pid now is another process.
    """

    def __init__(self, root: Path) -> None:
        self.path = root / FOLDER
        self.log = self.path / "local.log"
        self._state = self.path / "local.json"
        self._lock = self.path / "local.lock"
        self._start_lock = self.path / "start.lock"

    def read(self) -> LocalState | None:
        """Return the running local AWS, or None; a stale or unreadable state counts as none."""
        if not self.is_locked():
            return None
        try:
            return LocalState(**json.loads(self._state.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, state: LocalState) -> None:
        """Publish the running local AWS, all at once: readers never see half a file."""
        scratch = self._state.with_suffix(".tmp")
        scratch.write_text(json.dumps(asdict(state), indent=2) + "\n")
        scratch.replace(self._state)

    def clear(self) -> None:
        """Forget what was published."""
        self._state.unlink(missing_ok=True)

    def is_locked(self) -> bool:
        """Tell whether a local AWS of this project is alive, starting ones included."""
        if not self._lock.exists():
            return False
        with self._lock.open("a") as file:
            return not _try_lock(file, fcntl.LOCK_SH)  # others may look at the same time

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock of the project's local AWS.

        Raises:
            AlreadyRunningError: another process holds it.
        """
        with self._held(self._lock):
            yield

    @contextmanager
    def start_lock(self) -> Iterator[None]:
        """Hold the lock of those who start a detached local AWS, whose log one at a time writes.

        Raises:
            AlreadyRunningError: another process starts one.
        """
        with self._held(self._start_lock):
            yield

    @contextmanager
    def _held(self, lock: Path) -> Iterator[None]:
        self.path.mkdir(exist_ok=True)
        with lock.open("a") as file:
            _take(file)
            yield


def _take(file: IO[str]) -> None:
    for _ in range(ATTEMPTS):
        if _try_lock(file, fcntl.LOCK_EX):
            return
        time.sleep(PAUSE_S)
    raise AlreadyRunningError


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
