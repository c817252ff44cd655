"""A lock between processes, held through a file."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

_RETRY_S = 0.1


@asynccontextmanager
async def file_lock(path: Path, *, waiting: Callable[[], None]) -> AsyncIterator[None]:
    """Hold the lock of `path`; the kernel frees it when the process ends, however it ends.

    Calls `waiting` once if another process or task holds it. Tried again and again rather than
    waited for in a thread, so that a cancelled task leaves nothing behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        if not _take(file.fileno()):
            waiting()
            while not _take(file.fileno()):
                await asyncio.sleep(_RETRY_S)
        yield


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
