"""Starts programs that end with this process, and stops them."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

INIT = Path(__file__).with_name("init_process.py")


async def spawn(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    cwd: Path,
    scratch: Path | None = None,
) -> asyncio.subprocess.Process:
    """Start a program in a session of its own; its output and errors come through one pipe.

    It ends when this process ends, even by SIGKILL (see `init_process`). `scratch` is a folder
    that is deleted after it.
    """
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(INIT), str(scratch or ""), *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        env=environment,
        cwd=cwd,
    )


async def terminate(process: asyncio.subprocess.Process, *, grace_s: float) -> None:
    """Send SIGTERM as `docker stop` does, and after the grace time kill the process group."""
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), grace_s)
    except TimeoutError:
        await kill(process)


async def kill(process: asyncio.subprocess.Process) -> None:
    """Kill the program and all processes of its group, and wait for their end."""
    if process.stdin is not None:
        process.stdin.close()  # for init_process: as if this process had ended
    await process.wait()
