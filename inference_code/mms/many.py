"""Many models, which the platform loads and unloads."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote, urlencode

from inference_code.errors import (
    SHUTTING_DOWN,
    InsufficientMemoryError,
    InvalidModelError,
    ModelLoadedError,
    ModelNotLoadedError,
    RequestError,
    UnavailableError,
)
from inference_code.mms.backend import Backend
from inference_code.mms.client import Reply
from inference_code.mms.forwarding import Forwarding
from inference_code.mms.refusals import refusal
from inference_code.mms.reports import Failure
from inference_code.multi_model.archive import read_settings
from inference_code.multi_model.budget import model_memory, total_memory
from inference_code.multi_model.memory import Memory
from inference_code.multi_model.model import Source
from inference_code.multi_model.service import create_application
from inference_code.server.admission import Admission, State
from inference_code.server.presence import Presence
from inference_code.settings import Settings

_log = logging.getLogger(__name__)


class ServedModel:
    """A loaded model: its workers are Multi Model Server's, its queue is ours."""

    def __init__(self, source: Source, settings: Settings, backend: Backend) -> None:
        self.source = source
        self.users = Presence()
        self.admission = Admission(slots=settings.parallel_requests, queue=settings.queue_length)
        self.admission.state = "ready"
        path = f"/models/{quote(source.name, safe='')}/invoke"
        self.invocations = Forwarding(path, settings, backend.client, self.admission)


class ManyModels:
    """Serves `/models`; what it raises is what `inference_code.multi_model.models.Models` raises.

    Nothing is set aside to make room: how much memory a handler takes is known only once it has
    loaded its model. If that was too much, the model goes again, and the platform hears 507.
    """

    def __init__(self, settings: Settings, backend: Backend) -> None:
        self.state: State = "loading"
        self.application = create_application(self)
        self._settings = settings
        self._backend = backend
        self._memory = Memory(model_memory(settings, total=total_memory()))
        self._models: dict[str, ServedModel] = {}
        self._changes: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._users = Presence()

    async def start(self) -> None:
        """Start Multi Model Server, without a model. Raises LoadError."""
        await self._backend.start()
        self.state = "ready"

    async def drain(self) -> None:
        """Refuse everything new, and wait for the end of the running requests."""
        self.state = "draining"
        for model in self._models.values():
            model.admission.state = "draining"
        await self._users.empty()

    def loaded(self) -> list[Source]:
        """The models in memory, by name."""
        return [model.source for _, model in sorted(self._models.items())]

    def get(self, name: str) -> Source:
        """One model in memory."""
        return self._find(name).source

    async def load(self, source: Source) -> None:
        """Load a model in all its workers; on failure nothing of it stays."""
        self._check_open()
        async with self._changes[source.name]:
            if source.name in self._models:
                raise ModelLoadedError(f"the model {source.name!r} is loaded already")
            settings = read_settings(source.url, self._settings, name=source.target)
            await self._bring_up(source, settings)
            self._models[source.name] = ServedModel(source, settings, self._backend)

    async def unload(self, name: str) -> None:
        """Unload a model when its last request is answered; its memory is free on return."""
        async with self._changes[name]:
            model = self._find(name)
            del self._models[name]
            await model.users.empty()
            await self._take_down(name)

    @asynccontextmanager
    async def use(self, name: str) -> AsyncIterator[ServedModel]:
        """Hold a model for one request; it is not unloaded meanwhile."""
        self._check_open()
        model = self._find(name)
        roll = self._backend.roll
        if (failure := roll.failure(name)) is not None and not roll.loaded(name):
            raise UnavailableError(f"no worker can load the model again: {failure.reason}")
        with self._users.one_more(), model.users.one_more():
            yield model

    async def _bring_up(self, source: Source, settings: Settings) -> None:
        if (file := source.url / "code" / "requirements.txt").is_file():
            _log.warning("%s is not installed: models share the image's packages", file)
        self._backend.roll.expect(source.name)
        try:
            reply = await self._register(source, workers=settings.parallel_requests)
            failure = await self._backend.roll.heard(source.name, settings.parallel_requests)
            if reply.status != 200 or failure is not None:
                raise _error(source, reply, failure)
            self._take_memory(source.name)
        except RequestError:
            await self._take_down(source.name)
            raise

    async def _register(self, source: Source, *, workers: int) -> Reply:
        """Let Multi Model Server load a model; it answers when all workers have done so."""
        wanted = {
            "model_name": source.name,
            "url": source.url,
            "initial_workers": workers,
            "synchronous": "true",
        }
        return await self._backend.client.ask("POST", f"/models?{urlencode(wanted)}")

    def _take_memory(self, name: str) -> None:
        needs = self._backend.roll.memory(name)
        if needs > self._memory.free:
            raise self._memory.refuse(needs, idle=0)
        self._memory.take(name, needs)

    async def _take_down(self, name: str) -> None:
        await self._backend.client.ask("DELETE", f"/models/{quote(name, safe='')}")
        await self._backend.roll.dismiss(name)
        self._memory.release(name)

    def _find(self, name: str) -> ServedModel:
        if (model := self._models.get(name)) is None:
            raise ModelNotLoadedError(f"the model {name!r} is not loaded")
        return model

    def _check_open(self) -> None:
        if self.state == "loading":
            raise UnavailableError("Multi Model Server is still starting")
        if self.state == "draining":
            raise UnavailableError(SHUTTING_DOWN)


def _error(source: Source, reply: Reply, failure: Failure | None) -> RequestError:
    """Why a model is not loaded: in the words of its worker, or else of Multi Model Server."""
    if failure is None:
        return refusal(reply, source.name)
    if failure.no_memory:
        return InsufficientMemoryError(failure.reason)
    return InvalidModelError(failure.reason, param="url")
