"""Builds the virtual environment of a container, once per content of its requirements."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lockgate.local.containers.errors import EnvironmentFailed
from lockgate.local.containers.locking import file_lock
from lockgate.local.containers.output import Output
from lockgate.local.containers.processes import kill, spawn
from lockgate.local.containers.requirements import environment_key

Report = Callable[[str], None]
BUILDING = "building the virtual environment of "
READY = "done: the virtual environment of "
FAILED = "not done: the virtual environment of "
"""How the first and the last line of a build begin; the names of its requirement files follow."""
_COMPLETE = ".complete"
_PROGRESS = re.compile(r"\s*(Collecting|Downloading|Installing|Building|Successfully)\b")
_QUOTED_LINES = 12


async def build_environment(files: Sequence[Path], *, folder: Path, report: Report) -> Path:
    """Return a virtual environment with these requirements installed; `folder` keeps them all.

    It is built at its final path, because console scripts carry that path, and counts only once
    its marker file is there: what an interrupted build left behind is deleted. A lock keeps
    other tasks and processes out meanwhile. `report` gets a line for each step; those of builds at
    the same time mix. Raises EnvironmentFailed with pip's last lines.
    """
    path = folder / environment_key(files)
    if _is_complete(path):
        return path
    async with file_lock(
        path.with_suffix(".lock"),
        waiting=lambda: report("waiting for another process that builds the same environment"),
    ):
        if not _is_complete(path):
            await _build(path, files, report)
    return path


def _is_complete(path: Path) -> bool:
    # The interpreter is a link, which hangs in the air once its Python is uninstalled.
    return (path / _COMPLETE).is_file() and (path / "bin" / "python").exists()


async def _build(path: Path, files: Sequence[Path], report: Report) -> None:
    if path.exists():
        await asyncio.to_thread(shutil.rmtree, path)
    names = ", ".join(str(file) for file in files) or "no requirements"
    report(f"{BUILDING}{names}")
    try:
        await _run([sys.executable, "-m", "venv", str(path)], _venv_failed, report)
        if files:
            await _run(_pip_install(path, files), lambda: _pip_failed(names), report)
        (path / _COMPLETE).touch()
    except BaseException:
        report(f"{FAILED}{names}")
        raise
    report(f"{READY}{names}")


def _pip_install(path: Path, files: Sequence[Path]) -> list[str]:
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    requirements = [word for file in files for word in ("-r", str(file))]
    return [str(path / "bin" / "python"), "-m", "pip", "install", *options, *requirements]


async def _run(arguments: list[str], failed: Callable[[], str], report: Report) -> None:
    output = Output(lambda line: report(line.strip()) if _PROGRESS.match(line) else None)
    process = await spawn(arguments, environment=os.environ, cwd=Path.cwd())
    assert process.stdout is not None  # noqa: S101 - spawn opens the pipe
    try:
        await output.pump(process.stdout)
        code = await process.wait()
    except asyncio.CancelledError:
        await kill(process)
        await process.stdout.read()  # to its end, so that the pipe is closed
        raise
    if code != 0:
        raise EnvironmentFailed(failed(), telling_lines(list(output.last_lines)))


def telling_lines(lines: list[str]) -> list[str]:
    """What pip calls its errors; its last lines if it calls nothing so."""
    errors = [line.strip() for line in lines if line.startswith("ERROR: ")]
    return errors or [line.strip() for line in lines[-_QUOTED_LINES:]]


def _venv_failed() -> str:
    return (
        f"{sys.executable} -m venv failed; install the venv module of this Python "
        "(Debian and Ubuntu: apt install python3-venv)."
    )


def _pip_failed(names: str) -> str:
    return (
        f"pip could not install {names}; check the names and versions in it, the network, and "
        "pip's index (`pip config list`), then try again."
    )
