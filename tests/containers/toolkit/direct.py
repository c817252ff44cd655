"""Calls a handler without a server, with the packages of its container."""

import asyncio
import json
import os
import subprocess
from pathlib import Path
from typing import Any

from infra.config.artifacts import default_cache
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec
from tests.containers.platform import ROOT

_PROGRAM = """
import json, sys
import inference
body, kind = sys.argv[2:]
model = inference.model_fn(sys.argv[1])
prediction = inference.predict_fn(inference.input_fn(body, kind), model)
print(inference.output_fn(prediction, "application/json")[0])
"""


def answer(container: Path, model: Path, body: str, content_type: str) -> Any:
    """What the handler of a container says to a request."""
    done = subprocess.run(
        [python(container), "-c", _PROGRAM, model, body, content_type],
        env={"PYTHONPATH": str(ROOT / container)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def python(container: Path) -> Path:
    """The Python of a container, with its packages."""
    spec = ContainerSpec(folder=container, environment={}, model_dir=container)
    launcher = Launcher(root=ROOT, cache=default_cache(os.environ))
    prepared = asyncio.run(launcher.prepare(spec))
    return Path(prepared.base["VIRTUAL_ENV"]) / "bin" / "python"
