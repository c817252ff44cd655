"""Starts containers as the platform does: through the launcher of the local AWS."""

import asyncio
import os
import threading
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from infra.config.artifacts import default_cache
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec
from lockgate.local.ports import HOST, free_port
from tests.containers.container import Container

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
BUILDING_S = 1800
"""Time for the virtual environment of a container, which is built once."""
SMALL = {
    "LOCKGATE_MODEL_NAME": "tiny",
    "LOCKGATE_CONTEXT_LENGTH": "1024",
    "OMP_WAIT_POLICY": "passive",  # the tests share their cores with others
}


class Platform:
    """Has an event loop in a thread of its own, on which the containers' pipes are read."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._launcher = Launcher(root=ROOT, cache=default_cache(os.environ), report=print)

    def start(
        self, folder: Path, *, model: Path, environment: Mapping[str, str], port: int | None = None
    ) -> Container:
        """Start a container of a folder, with a model folder; it is not yet healthy."""
        spec = ContainerSpec(folder=folder, environment={**SMALL, **environment}, model_dir=model)
        prepared = self._run(self._launcher.prepare(spec))
        port = port or free_port()
        launched = self._run(self._launcher.launch(prepared, port=port))
        return Container(launched, f"http://{HOST}:{port}", self._loop)

    def close(self) -> None:
        """End the event loop; all containers have ended before."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(BUILDING_S)
