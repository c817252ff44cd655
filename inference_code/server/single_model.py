"""A server with one model, loaded at the start."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from inference_code.handler import Handler
from inference_code.server.admission import Admission
from inference_code.server.application import create_application
from inference_code.server.service import warm_up
from inference_code.settings import Settings


class SingleModel:
    """Serves `/invocations` with one handler; see `inference_code.server.service.Service`."""

    def __init__(self, settings: Settings, handler: Handler) -> None:
        self._handler = handler
        self._admission = Admission(slots=settings.parallel_requests, queue=settings.queue_length)
        self.application = create_application(settings, handler, self._admission)
        self.starts_alone = handler.loads_alone

    async def start(self) -> None:
        """Load the model, let it answer once, and only then be healthy."""
        # A thread that nobody joins: a signal must not wait for the end of a long load.
        thread = ThreadPoolExecutor(1, "load")
        await asyncio.get_running_loop().run_in_executor(thread, self._handler.load)
        await warm_up(self._handler)
        self._admission.state = "ready"

    async def watch(self) -> None:
        """Nothing to look after: the engine is in this process."""
        await asyncio.Event().wait()

    async def drain(self) -> None:
        """Refuse new requests, and wait for the end of those present."""
        self._admission.state = "draining"
        await self._admission.empty()

    async def stop(self) -> None:
        """Nothing to end: the engine goes with this process."""
