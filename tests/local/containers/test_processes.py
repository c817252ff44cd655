import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from lockgate.local.containers.processes import spawn, terminate

# Opens the pipe that its first argument names, so that its end is seen as the end of the pipe,
# says so, and then does what its second argument says.
PROGRAM = """
import os, signal, sys
pipe = os.open(sys.argv[1], os.O_WRONLY)
end = lambda *_: os._exit(4)
exec(sys.argv[2])
os.write(1, b"ready\\n")  # at once: several processes may say it
while True:
    signal.pause()
"""
GRANDCHILD = "while os.fork() == 0: signal.pause()\n"
PARENT = """
import asyncio, os, sys
from pathlib import Path
from lockgate.local.containers.processes import spawn

async def main():
    process = await spawn(sys.argv[1:], environment=os.environ, cwd=Path.cwd())
    print((await process.stdout.readline()).decode(), end="", flush=True)
    await process.wait()

asyncio.run(main())
"""


def pipe(tmp_path: Path) -> tuple[str, int]:
    """Return a named pipe's path and its reading end."""
    path = str(tmp_path / "pipe")
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    return path, reader


async def closed(reader: int) -> None:
    """Return when no process has the other end of the pipe any more."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(reader, ended.set)
    await asyncio.wait_for(ended.wait(), 60)
    loop.remove_reader(reader)
    assert os.read(reader, 1) == b""
    os.close(reader)


async def end_of(process: asyncio.subprocess.Process) -> int:
    """Return the exit code, with the output read to its end, so that the pipe is closed."""
    assert process.stdout is not None
    await process.stdout.read()
    return await process.wait()


async def started(tmp_path: Path, behaviour: str) -> tuple[asyncio.subprocess.Process, int]:
    path, reader = pipe(tmp_path)
    arguments = [sys.executable, "-c", PROGRAM, path, behaviour]
    process = await spawn(arguments, environment=os.environ, cwd=tmp_path)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process, reader


async def test_program_is_gone_after_its_parent_was_killed(tmp_path: Path) -> None:
    path, reader = pipe(tmp_path)
    program = [sys.executable, "-c", PROGRAM, path, GRANDCHILD]
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT, *program), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert parent.stdout is not None
        assert await parent.stdout.readline() == b"ready\n"
    finally:
        parent.kill()
        await end_of(parent)
    await closed(reader)


async def test_program_is_gone_after_its_first_process_was_killed(tmp_path: Path) -> None:
    process, reader = await started(tmp_path, "pass")
    process.kill()
    await end_of(process)
    await closed(reader)


async def test_grandchildren_end_with_the_program(tmp_path: Path) -> None:
    process, reader = await started(tmp_path, GRANDCHILD + "signal.signal(15, end)")
    process.terminate()
    assert await end_of(process) == 4
    await closed(reader)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt orphans")
async def test_daemons_end_with_the_program(tmp_path: Path) -> None:
    daemon = "if os.fork() == 0:\n    os.setsid()\n    while os.fork() == 0: signal.pause()\n"
    process, reader = await started(tmp_path, daemon + "signal.signal(15, end)")
    process.terminate()
    await end_of(process)
    await closed(reader)


async def test_program_that_ignores_sigterm_is_killed_after_the_grace_time(tmp_path: Path) -> None:
    ignore = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    process, reader = await started(tmp_path, ignore)
    await terminate(process, grace_s=0)
    assert await end_of(process) == 128 + signal.SIGKILL
    await closed(reader)


async def test_sigterm_reaches_the_program(tmp_path: Path) -> None:
    process, reader = await started(tmp_path, "signal.signal(15, end)")
    await terminate(process, grace_s=60)
    assert await end_of(process) == 4
    await closed(reader)


async def test_program_ended_by_a_signal_has_the_exit_code_of_a_shell(tmp_path: Path) -> None:
    process, reader = await started(tmp_path, "signal.signal(15, lambda *_: os.abort())")
    process.terminate()
    assert await end_of(process) == 128 + signal.SIGABRT
    await closed(reader)


async def test_program_that_does_not_exist_is_named(tmp_path: Path) -> None:
    process = await spawn(["no-such-program"], environment=os.environ, cwd=tmp_path)
    assert process.stdout is not None
    output = await process.stdout.readline()
    assert output == b"cannot run no-such-program: No such file or directory\n"
    assert await end_of(process) == 127


async def test_scratch_folder_is_deleted_at_the_end(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = await spawn(["true"], environment=os.environ, cwd=tmp_path, scratch=scratch)
    await end_of(process)
    assert not scratch.exists()
