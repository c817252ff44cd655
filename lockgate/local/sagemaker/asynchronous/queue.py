"""The queue of one asynchronous endpoint; it outlives the endpoint's updates."""

import asyncio
import logging

from lockgate.local.sagemaker.asynchronous.backlog import Backlog
from lockgate.local.sagemaker.asynchronous.container import UnreachableError
from lockgate.local.sagemaker.asynchronous.outcome import expired
from lockgate.local.sagemaker.asynchronous.places import Place, Places
from lockgate.local.sagemaker.asynchronous.request import AsyncRequest
from lockgate.local.sagemaker.asynchronous.settings import Settings
from lockgate.local.sagemaker.asynchronous.worker import Worker
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.runtime.pairing import is_asynchronous
from lockgate.local.time_scale import TimeScale

logger = logging.getLogger(__name__)

POLL_S = 0.1
"""How often a request that waits looks for an instance; fleets tell nobody of theirs."""


class Queue:
    """Hands requests to instances, in turn, as these have places free.

    A request whose container answers with an error, breaks off or takes too long has failed: AWS
    documents no second try. One that no container has seen waits on.
    """

    def __init__(self, worker: Worker, time_scale: TimeScale, *, poll_s: float = POLL_S) -> None:
        self._worker = worker
        self._scale = time_scale
        self._poll_s = poll_s
        self._backlog = Backlog()
        self._places = Places()
        self._changed = asyncio.Event()
        self._handing_out: asyncio.Task[None] | None = None
        self._processing: set[asyncio.Task[None]] = set()

    @property
    def endpoint(self) -> Endpoint:
        """Whose queue it is."""
        return self._worker.endpoint

    @property
    def size(self) -> int:
        """Requests that wait or are being processed."""
        return len(self._backlog)

    @property
    def age_s(self) -> float:
        """Age of the oldest of them, in real seconds."""
        return self._backlog.age(_now())

    def put(self, request: AsyncRequest) -> None:
        """Let a request wait for its turn. Call from the event loop."""
        self._backlog.add(request)
        self._changed.set()
        if self._handing_out is None or self._handing_out.done():
            self._handing_out = asyncio.get_running_loop().create_task(self._hand_out())

    async def close(self) -> None:
        """Drop all requests, those under way too."""
        tasks = [*self._processing, *([self._handing_out] if self._handing_out else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._backlog.clear()
        self._worker.log.flush()

    async def _hand_out(self) -> None:
        """Runs while there are requests."""
        while self.size and self.endpoint.status != "Deleting":
            self._changed.clear()
            self._expire()
            await self._begin_all()
            await self._pause()
        if self.size:  # the endpoint was deleted, and its queue with it
            self._drop()

    async def _begin_all(self) -> None:
        while self._backlog.has_waiting and (place := await self._place()) is not None:
            request = self._backlog.begin()
            task = asyncio.get_running_loop().create_task(self._process(request, place))
            self._processing.add(task)
            task.add_done_callback(self._processing.discard)

    async def _place(self) -> Place | None:
        serving = self.endpoint.serving
        if serving is None or not is_asynchronous(serving.config):
            return None
        concurrency = Settings.of(serving.config).concurrency
        return await self._places.borrow(serving, concurrency=concurrency)

    async def _process(self, request: AsyncRequest, place: Place) -> None:
        try:
            async with place.held:
                await self._worker.process(request, place)
        except UnreachableError:
            await asyncio.sleep(self._poll_s)  # its instance is about to be replaced
            self._backlog.put_back(request)
        except Exception:
            self._lost(request)
            self._backlog.end(request)
        else:
            self._backlog.end(request)
        self._changed.set()

    def _expire(self) -> None:
        for request in self._backlog.take_older(self._scale.seconds(1), _now()):
            try:
                self._worker.end(request, expired(request.ttl_s))
            except Exception:
                self._lost(request)

    def _lost(self, request: AsyncRequest) -> None:
        """Tell of an error of our own; it must not hold up the other requests."""
        logger.exception("endpoint %s: request %s is lost", self.endpoint.name, request.id)

    async def _pause(self) -> None:
        """Until a request comes or ends; no longer than it takes to look at the fleets again."""
        try:
            await asyncio.wait_for(self._changed.wait(), self._poll_s)
        except TimeoutError:
            return

    def _drop(self) -> None:
        for task in self._processing:
            task.cancel()
        self._backlog.clear()


def _now() -> float:
    return asyncio.get_running_loop().time()
