"""Programs that need PyTorch, run in the environment that exports models."""

import asyncio
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infra.config.artifacts import default_cache
from lockgate.export.process import REQUIREMENTS
from lockgate.local.containers.virtual_environment import build_environment

ROOT = Path(__file__).parents[3]
PROGRAMS = Path(__file__).with_name("programs")
ENVIRON = {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}


def cache() -> Path:
    """Where what takes long to make is kept."""
    return default_cache(os.environ)


def run(program: str, *arguments: str | Path, stdin: Any = None) -> Any:
    """Run one of `programs`; what it prints, decoded. It gets `stdin` as JSON."""
    work = build_environment([ROOT / REQUIREMENTS], folder=cache() / "environments", report=print)
    python = asyncio.run(work) / "bin" / "python"
    done = _run([str(python), str(PROGRAMS / program), *map(str, arguments)], json.dumps(stdin))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _run(command: Sequence[str], stdin: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=os.environ | ENVIRON, input=stdin, capture_output=True, text=True, check=False
    )
