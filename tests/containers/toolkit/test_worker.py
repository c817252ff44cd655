"""The program that Java starts for a model, without Java."""

import asyncio
import contextlib
import os
import socket
import struct
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from inference_code.mms.lifeline import ROLL, RUN_DIR
from inference_code.mms.reports import Failure
from inference_code.mms.roll import Roll
from tests.containers.platform import ROOT
from tests.containers.toolkit import direct
from tests.containers.toolkit.conftest import CONTAINER
from tests.local.polling import LIMIT_S

PROGRAM = "from inference_code.mms.worker import main; main()"
HANDLER = """
import os, time
from inference_code.mms.handler_service import HandlerService

class Toolkit:
    def load(self, model_dir, context):
        while not os.path.exists("may load"):
            time.sleep(0.01)

def prepare():
    while not os.path.exists("may prepare"):
        time.sleep(0.01)

handle = HandlerService(Toolkit, prepare=prepare)
"""
Start = Callable[[str], Awaitable[Process]]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where the program runs; paths of sockets are short."""
    with tempfile.TemporaryDirectory(prefix="lg-") as path:
        Path(path, "slow.py").write_text(HANDLER)
        yield Path(path)


@pytest.fixture
async def roll(folder: Path) -> AsyncIterator[Roll]:
    roll = Roll()
    await roll.open(folder / ROLL)
    yield roll
    await roll.close()


@pytest.fixture
async def start(folder: Path, roll: Roll) -> AsyncIterator[Start]:
    """Starts the program with a handler service, and returns when it listens."""
    python = await asyncio.to_thread(direct.python, CONTAINER)
    started: list[Process] = []

    async def program(handler: str) -> Process:
        words = {"sock-type": "unix", "sock-name": "worker", "handler": handler}
        words |= {"model-path": str(folder), "model-name": "one"}
        words |= {"preload-model": "false", "tmp-dir": str(folder)}
        arguments = [word for name, value in words.items() for word in (f"--{name}", value)]
        environ = {"PYTHONPATH": f"{ROOT}:{folder}", RUN_DIR: str(folder)}
        process = await asyncio.create_subprocess_exec(
            *(str(python), "-c", PROGRAM, *arguments),
            cwd=folder,
            env=environ,
            stdout=PIPE,
            process_group=0,
        )
        started.append(process)
        await _until_it_listens(process)
        return process

    yield program
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        await process.wait()


async def _until_it_listens(process: Process) -> None:
    assert process.stdout is not None
    async with asyncio.timeout(LIMIT_S):
        while (line := await process.stdout.readline()) != b"MMS worker started.\n":
            assert line, "the program ended before it listened; its stderr says why"


async def settled(roll: Roll) -> Failure | None:
    async with asyncio.timeout(LIMIT_S):
        return await roll.settled("one", 1)


def ask_to_load(folder: Path, handler: str) -> socket.socket:
    """What Java sends over its connection."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(folder / "worker"))
    batch_size, gpu = struct.pack("!i", 1), struct.pack("!i", -1)
    parts = (_text("one"), _text(str(folder)), batch_size, _text(handler), gpu, _text("io"))
    connection.sendall(b"L" + b"".join(parts))
    return connection


def _text(value: str) -> bytes:
    return struct.pack("!i", len(value)) + value.encode()


async def test_it_listens_before_it_prepares(start: Start, folder: Path, roll: Roll) -> None:
    await start("slow:handle")
    with ask_to_load(folder, "slow:handle"):
        (folder / "may load").touch()
        assert roll.loaded("one") == 0
        (folder / "may prepare").touch()
        assert await settled(roll) is None


async def test_handler_service_that_cannot_be_imported_is_told(
    start: Start, folder: Path, roll: Roll
) -> None:
    await start("nowhere:handle")
    with ask_to_load(folder, "nowhere:handle"):
        failure = await settled(roll)
    assert failure is not None
    assert failure.reason.endswith(
        "cannot be loaded: ModuleNotFoundError: No module named 'nowhere'"
    )


async def test_dismissal_ends_a_worker_that_loads(start: Start, folder: Path, roll: Roll) -> None:
    (folder / "may prepare").touch()
    program = await start("slow:handle")
    with ask_to_load(folder, "slow:handle"):
        async with asyncio.timeout(LIMIT_S):
            while len(roll._of("one")) < 2:
                await asyncio.sleep(0.01)
            program.kill()  # as Java does
            await roll.dismiss("one")
    assert roll.failure("one") is None
