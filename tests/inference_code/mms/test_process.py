import asyncio
import os
import sys
from pathlib import Path

import pytest

from inference_code.mms.process import JavaProcess
from tests.local.polling import LIMIT_S

STUBBORN = """
trap '' TERM
sh -c 'trap "" TERM; echo $$ > child; sleep 600' &
while true; do sleep 0.05; done
"""


async def started(folder: Path, program: str) -> JavaProcess:
    """A shell program in the place of Java."""
    script = folder / "program.sh"
    script.write_text(f"cd {folder}\n{program}")
    return await JavaProcess.start(["/bin/sh", str(script)], os.environ)


async def test_exit_code_is_told(tmp_path: Path) -> None:
    assert await (await started(tmp_path, "exit 7")).ended() == 7


async def test_stop_lets_it_say_its_last_words(tmp_path: Path) -> None:
    words = "trap 'echo bye > words; exit 0' TERM; touch ready; while true; do sleep 0.01; done"
    process = await started(tmp_path, words)
    await until_there(tmp_path / "ready")
    await process.stop()
    assert (tmp_path / "words").read_text() == "bye\n"


async def test_stop_ends_what_does_not_want_to_and_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference_code.mms.process.STOPPING_S", 0.1)
    process = await started(tmp_path, STUBBORN)
    await until_there(tmp_path / "child")
    child = int((tmp_path / "child").read_text())
    await process.stop()
    assert await process.ended() < 0
    await until_gone(child)


async def test_stop_after_the_end_does_no_harm(tmp_path: Path) -> None:
    process = await started(tmp_path, "exit 0")
    await process.ended()
    await process.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do it")
async def test_program_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    starter = f"""
import asyncio, os
from inference_code.mms.process import JavaProcess
async def main():
    await JavaProcess.start(["/bin/sh", "-c", "echo $$ > {tmp_path}/pid; sleep 600"], os.environ)
    while not (os.path.exists("{tmp_path}/pid") and os.path.getsize("{tmp_path}/pid")):
        await asyncio.sleep(0.01)
    os._exit(0)
asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", starter)
    await parent.wait()
    await until_gone(int((tmp_path / "pid").read_text()))


async def until_there(path: Path) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not (path.exists() and (path.read_text() or path.name == "ready")):
            await asyncio.sleep(0.01)


async def until_gone(pid: int) -> None:
    async with asyncio.timeout(LIMIT_S):
        while is_alive(pid):
            await asyncio.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
