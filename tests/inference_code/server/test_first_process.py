"""What process 1 of a container does, by a process to which Linux gives orphans as to that one."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="containers run on Linux")

SUBREAPER = """
import ctypes, os, signal, subprocess, sys, time
from pathlib import Path
from inference_code.server.first_process import stand_aside
ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
stand_aside()
"""
ORPHANS = """
for _ in range(3):
    subprocess.run([sys.executable, "-c", "import os; os.fork() and os._exit(0)"], check=True)
children = Path(f"/proc/{os.getppid()}/task/{os.getppid()}/children")
deadline = time.monotonic() + 30
while children.read_text().split() != [str(os.getpid())] and time.monotonic() < deadline:
    time.sleep(0.01)
print(children.read_text().split() == [str(os.getpid())])
"""
PATIENT = """
signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))
print("ready", flush=True)
signal.pause()
"""

HELPLESS = """
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, signal.SIG_DFL)
print("ready", flush=True)
signal.pause()
"""


async def started(program: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SUBREAPER + program), stdout=PIPE
    )


async def test_orphans_are_waited_for() -> None:
    out, _ = await (await started(ORPHANS)).communicate()
    assert out == b"True\n"


async def test_signals_reach_who_works_and_its_code_is_that_of_the_container() -> None:
    process = await started(PATIENT)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    process.terminate()
    assert await process.wait() == 5


async def test_end_by_a_signal_has_a_code() -> None:
    process = await started("os.kill(os.getpid(), signal.SIGKILL)")
    assert await process.wait() == 128 + signal.SIGKILL


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGHUP, 128 + signal.SIGHUP)],
)
async def test_end_by_the_signal_that_says_to_end_is_a_good_one(
    number: signal.Signals, code: int
) -> None:
    process = await started(HELPLESS)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    assert await process.wait() == code


async def test_who_works_ends_with_the_first_process() -> None:
    process = await started(HELPLESS)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    process.kill()
    assert await process.stdout.read() == b""  # at the end of whoever has the pipe
    await process.wait()
