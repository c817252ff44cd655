import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from lockgate.local.containers.lifeline import Lifeline

SLEEPER = "import os, signal, sys; os.open(sys.argv[1], os.O_WRONLY); signal.pause()"
SERVER = """
import sys
from lockgate.local.containers.lifeline import Lifeline
with Lifeline() as lifeline:
    lifeline.run([sys.executable, "-c", *sys.argv[1:]])
"""


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A named pipe; whoever opens it for reading waits for a writer, and then for its end."""
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def test_program_runs_to_its_end() -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"

    with Lifeline() as lifeline:
        done = lifeline.run([sys.executable, "-c", code])

    assert (done.returncode, done.stdout, done.stderr) == (3, "out\n", "err\n")


async def test_program_ends_when_the_lifeline_is_closed(pipe: Path) -> None:
    with Lifeline() as lifeline:
        command = [sys.executable, "-c", SLEEPER, str(pipe)]
        running = asyncio.create_task(asyncio.to_thread(lifeline.run, command))
        started = await asyncio.to_thread(pipe.open)

    assert (await running).returncode == 128 + signal.SIGKILL
    started.close()


async def test_program_ends_when_this_process_is_killed(pipe: Path) -> None:
    server = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVER, SLEEPER, str(pipe))
    with await asyncio.to_thread(pipe.open) as reader:
        server.kill()
        await server.wait()
        assert await asyncio.to_thread(reader.read) == ""


def test_nothing_starts_on_a_closed_lifeline() -> None:
    with Lifeline() as lifeline:
        pass

    with pytest.raises(ValueError, match="closed file"):
        lifeline.run(["true"])
