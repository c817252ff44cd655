"""The process of Multi Model Server: Java, and all that it starts."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")
STOPPING_S = 2.0
"""Time that Java gets to write its last lines. With 25 s for requests and 2 s for their connections
it stays within the 30 s after which SageMaker kills the container."""


class JavaProcess:
    """Java in a process group of its own, which its workers share."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, command: Sequence[str], environ: Mapping[str, str]) -> "JavaProcess":
        """Start it; what it prints goes where our own lines go."""
        launch = (sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()))
        process = await asyncio.create_subprocess_exec(
            *(*launch, *command),
            env=environ,
            stdin=asyncio.subprocess.DEVNULL,
            process_group=0,
        )
        return cls(process)

    async def ended(self) -> int:
        """Wait for its end; its exit code."""
        return await self._process.wait()

    async def stop(self) -> None:
        """End Java, then whatever is left of its workers."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), STOPPING_S)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
