"""Installs what the model's own code/requirements.txt asks for, as sagemaker-inference does.

The packages go into a folder of their own, which workers search before the image's: the image
stays as it was built.
"""

import asyncio
import contextlib
import logging
import sys
from pathlib import Path

import orjson

from inference_code.handler import LoadError

_log = logging.getLogger(__name__)
_PIP = (sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check")
_ERROR = "ERROR: "


async def install(requirements: Path, packages: Path) -> None:
    """Install what the image lacks of these requirements.

    Raises:
        LoadError: pip cannot.
    """
    _log.info("installing %s with pip, at each start of the container", requirements)
    plan = packages.with_suffix(".json")
    resolve = ("install", "--quiet", "--dry-run", "--report", str(plan), "-r", str(requirements))
    await _run(*resolve, requirements=requirements)
    missing = [item["download_info"]["url"] for item in orjson.loads(plan.read_bytes())["install"]]
    if not missing:
        _log.info("all of it is in the image already")
        return
    options = ("--no-deps", "--progress-bar", "off", "--target", str(packages))
    await _run("install", *options, *missing, requirements=requirements)


async def _run(*arguments: str, requirements: Path) -> None:
    """Run pip, and show what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(*_PIP, *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    errors = []
    try:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        async for line in process.stdout:
            text = line.decode(errors="replace").rstrip()
            _log.info("%s", text)
            errors += [text.removeprefix(_ERROR)] if text.startswith(_ERROR) else []
        code = await process.wait()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if code != 0:
        reason = errors[-1] if errors else f"its exit code is {code}"
        raise LoadError(f"pip cannot install {requirements}: {reason}")
