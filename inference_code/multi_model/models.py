"""The models of a server: loading, finding and unloading them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from inference_code.errors import (
    SHUTTING_DOWN,
    InvalidModelError,
    ModelLoadedError,
    ModelNotLoadedError,
    UnavailableError,
)
from inference_code.handler import LoadError
from inference_code.multi_model.archive import read_settings
from inference_code.multi_model.changes import Changes
from inference_code.multi_model.memory import Memory
from inference_code.multi_model.model import Engine, Model, Source
from inference_code.server.admission import State
from inference_code.server.presence import Presence
from inference_code.server.service import warm_up
from inference_code.settings import Settings

_log = logging.getLogger(__name__)


class Models:
    """All models, in the order of their last use.

    What the platform loaded, it may invoke until it unloads it. So a model that had to make room
    is only set aside: it comes back with the next request for it.
    """

    def __init__(
        self, settings: Settings, memory: Memory, create_engine: Callable[[Settings], Engine]
    ) -> None:
        self.draining = False
        self._settings = settings
        self._memory = memory
        self._create_engine = create_engine
        self._loaded: dict[str, Model] = {}
        self._set_aside: dict[str, Source] = {}
        self._changes = Changes()
        self._making_room = asyncio.Lock()
        self._users = Presence()

    @property
    def state(self) -> State:
        """Ready from the start: the platform loads the models."""
        return "draining" if self.draining else "ready"

    def loaded(self) -> list[Source]:
        """The models in memory, by name."""
        return [model.source for _, model in sorted(self._loaded.items())]

    def get(self, name: str) -> Source:
        """One model in memory.

        Raises:
            ModelNotLoadedError: it is not there.
        """
        if (model := self._loaded.get(name)) is None:
            raise _not_loaded(name)
        return model.source

    async def load(self, source: Source) -> None:
        """Load a model, after the change that may be going on with it.

        Raises:
            ModelLoadedError: it is loaded, perhaps by the request that this one waited for.
            ModelNotLoadedError: its folder does not exist.
            InvalidModelError: it cannot be loaded.
            InsufficientMemoryError: the models that are answering hold too much memory.
        """
        self._check_open()
        await self._changes.settle(source.name)
        self._check_open()
        if source.name in self._loaded:
            raise ModelLoadedError(f"the model {source.name!r} is loaded already")
        await self._changes.make(source.name, self._bring_up(source))

    async def unload(self, name: str) -> None:
        """Unload a model when its last request is answered; its memory is free on return.

        Raises:
            ModelNotLoadedError: it has not been loaded.
        """
        await self._changes.settle(name)
        aside = self._set_aside.pop(name, None)
        if (model := self._loaded.pop(name, None)) is not None:
            await self._changes.make(name, self._take_down(model))
        elif aside is None:
            raise _not_loaded(name)

    @asynccontextmanager
    async def use(self, name: str) -> AsyncIterator[Model]:
        """Hold a model for one request; it is not unloaded meanwhile.

        Raises:
            ModelNotLoadedError: it has not been loaded.
            RequestError: it had to make room before, and does not come back.
        """
        self._check_open()
        with self._users.one_more():
            model = await self._find(name)
            with model.users.one_more():
                self._note_use(name)
                yield model
            self._note_use(name)

    async def drain(self) -> None:
        """Refuse everything new, and wait for the end of the running requests."""
        self.draining = True
        for model in self._loaded.values():
            model.admission.state = "draining"
        await self._users.empty()

    async def give_up(self) -> None:
        """End what is being loaded, which would not notice the end of this process before."""
        await self._changes.give_up()

    async def _find(self, name: str) -> Model:
        while (model := self._loaded.get(name)) is None:
            await self._changes.settle(name)
            if name not in self._loaded:
                if (source := self._set_aside.get(name)) is None:
                    raise _not_loaded(name)
                await self._changes.make(name, self._bring_up(source))
        return model

    async def _bring_up(self, source: Source) -> None:
        name = source.name
        settings = read_settings(source.url, self._settings, name=source.target)
        engine = self._create_engine(settings)
        try:
            needs = await engine.start()
            async with self._making_room:
                await self._make_room(needs)
                self._memory.take(name, needs)
            await engine.load()
            await warm_up(engine)
        except BaseException as error:
            await engine.stop()
            self._memory.release(name)
            if isinstance(error, LoadError):
                raise InvalidModelError(str(error), param="url") from error
            raise
        model = self._loaded[name] = Model(source, settings, engine)
        self._set_aside.pop(name, None)
        model.watch = asyncio.create_task(self._watch(model))

    async def _make_room(self, needs: int) -> None:
        """Set idle models aside, the least recently used first, until the memory suffices."""
        while self._memory.free < needs:
            idle = [name for name, model in self._loaded.items() if model.users.count == 0]
            held = sum(self._memory.taken_by(name) for name in idle)
            if self._memory.free + held < needs:
                raise self._memory.refuse(needs, idle=held)
            model = self._loaded.pop(idle[0])
            self._set_aside[idle[0]] = model.source
            _log.info("%s is unloaded to make room", model.source.target)
            await self._take_down(model)

    async def _take_down(self, model: Model) -> None:
        await model.users.empty()
        await model.engine.stop()
        self._memory.release(model.source.name)

    async def _watch(self, model: Model) -> None:
        """Set a model aside if its engine breaks: its next request brings it back."""
        name = model.source.name
        await model.engine.ended()
        if self._loaded.get(name) is model:
            _log.error("the engine of %s has ended unexpectedly", model.source.target)
            self._set_aside[name] = self._loaded.pop(name).source
            await self._changes.make(name, self._take_down(model))

    def _note_use(self, name: str) -> None:
        """Move a model to the end of the order."""
        if (model := self._loaded.pop(name, None)) is not None:
            self._loaded[name] = model

    def _check_open(self) -> None:
        if self.draining:
            raise UnavailableError(SHUTTING_DOWN)


def _not_loaded(name: str) -> ModelNotLoadedError:
    return ModelNotLoadedError(f"the model {name!r} is not loaded")
