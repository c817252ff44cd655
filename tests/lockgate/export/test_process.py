"""The client of the exporting program, with programs that say what a test wants."""

import asyncio
import sys
from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.export.process import Export, run_export, run_program

WANTED = Export(Path("/models/original"), Path("/models/exported"))


async def told(code: str, root: Path) -> tuple[str, list[str]]:
    """What a program says in the end, and its steps before that."""
    steps: list[str] = []
    done = await run_program([sys.executable, "-c", code], WANTED, root, steps.append)
    return done, steps


def test_program_gets_the_folders_and_the_options() -> None:
    wanted = Export(Path("/a"), Path("/b"), "embedding", int8=True)
    assert wanted.arguments() == ["--task", "embedding", "--int8", "/a", "/b"]


async def test_steps_are_reported_and_the_end_is_returned(tmp_path: Path) -> None:
    code = """print('{"step": "one"}'); print("a warning"); print('{"done": "equal"}')"""
    assert await told(code, tmp_path) == ("equal", ["one"])


async def test_program_runs_in_the_project_and_fetches_nothing(tmp_path: Path) -> None:
    code = """
import json, os
print(json.dumps({"done": f"{os.getcwd()} {os.environ['HF_HUB_OFFLINE']}"}))
"""
    assert (await told(code, tmp_path))[0] == f"{tmp_path} 1"


async def test_refusal_is_the_users_to_put_right(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="the two differ"):
        await told("""print('{"error": "the two differ"}')""", tmp_path)


async def test_program_that_breaks_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"the export broke; .* KeyError: 'layers'"):
        await told("raise KeyError('layers')", tmp_path)


async def test_interrupted_program_may_remove_what_is_half_done(tmp_path: Path) -> None:
    code = """
import pathlib, signal, sys, time
half = pathlib.Path("half")
half.touch()
def end(*_):
    half.unlink()
    sys.exit(143)
signal.signal(signal.SIGTERM, end)
print('{"step": "half"}', flush=True)
time.sleep(60)
"""
    begun = asyncio.Event()
    program = [sys.executable, "-c", code]
    running = asyncio.create_task(run_program(program, WANTED, tmp_path, lambda _: begun.set()))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert list(tmp_path.iterdir()) == []


async def test_project_without_the_container_is_told_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"has no containers/onnx/export-requirements\.txt"):
        await run_export(WANTED, root=tmp_path, cache=tmp_path, report=print)
