"""Work on Multi Model Server, which may end meanwhile."""

import asyncio
import os

import pytest

from inference_code.handler import LoadError
from inference_code.mms.backend import Backend
from inference_code.mms.process import JavaProcess
from tests.inference_code.mms.fake_server import FakeBackend


class Ending(Backend):
    """A backend whose Java is a shell program, without anything else."""

    def __init__(self) -> None:
        self._process: JavaProcess | None = None

    async def run(self, program: str) -> None:
        self._process = await JavaProcess.start(["/bin/sh", "-c", program], os.environ)


async def asleep() -> None:
    await asyncio.Event().wait()


async def seven() -> int:
    return 7


async def test_work_is_done_while_java_lives(backend: FakeBackend) -> None:
    assert await backend.while_alive(seven()) == 7


async def test_work_is_given_up_when_java_ends(backend: FakeBackend) -> None:
    working = asyncio.ensure_future(backend.while_alive(asleep()))
    await asyncio.sleep(0)
    backend.java.set_exception(LoadError("Java is gone"))
    with pytest.raises(LoadError, match="Java is gone"):
        await working


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("exit 3", r"^Multi Model Server ended with code 3; its last words are above$"),
        ("kill -9 $$", r"^Multi Model Server was ended by signal 9$"),
    ],
)
async def test_end_of_java_is_told_with_its_code(program: str, said: str) -> None:
    backend = Ending()
    await backend.run(program)
    with pytest.raises(LoadError, match=said):
        await backend.watch()


async def test_java_that_was_never_started() -> None:
    with pytest.raises(LoadError, match="has not been started"):
        await Ending().watch()
