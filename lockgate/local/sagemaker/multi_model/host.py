"""The models of one instance: on its disk, and in the memory of its container."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

import httpx

from lockgate.local.containers.errors import ModelLoadFailed, NoHealthyInstance
from lockgate.local.sagemaker.loans import Loan, Measure, microseconds
from lockgate.local.sagemaker.multi_model.container_api import (
    LOADED_ALREADY,
    NO_MEMORY,
    Answer,
    ModelApi,
)
from lockgate.local.sagemaker.multi_model.files import ModelFiles, name_of

LOADING_LIMIT_S = 360
"""Longest download and load of a model, which outlasts the 60 s of the request that began it:
https://docs.aws.amazon.com/sagemaker/latest/dg/invoke-multi-model-endpoint.html"""
INSTANCE_NAMESPACE = "/aws/sagemaker/Endpoints"


class Instance(Protocol):
    """A running container."""

    id: str
    base_url: str
    base_dir: Path


@dataclass(eq=False)
class Model:
    """A model that is loaded, or about to be."""

    target: str
    name: str
    loading: asyncio.Task[None]
    users: int = 0
    """Requests that it answers, or that wait for it."""

    @property
    def is_loaded(self) -> bool:
        """Whether it is in memory, as far as anybody here knows."""
        return self.loading.done() and not self.has_failed

    @property
    def has_failed(self) -> bool:
        """Whether it could not be downloaded or loaded."""
        done = self.loading.done()
        return done and (self.loading.cancelled() or self.loading.exception() is not None)


class ModelHost:
    """Loads models on their first use, and unloads the least recently used when memory is short.

    A copy on disk stays, as AWS does it: an object that is published anew under the same name is
    not read again. Without a cache, a model is unloaded and deleted once nobody uses it.
    """

    def __init__(self, instance: Instance, files: ModelFiles, *, cache: bool) -> None:
        self._instance = instance
        self._api = ModelApi(instance.base_url)
        self._files = files
        self._cache = cache
        self._models: dict[str, Model] = {}
        self._memory = asyncio.Lock()
        self._released = asyncio.Event()
        """Is set, and replaced, when a request is done with its model."""
        self._told: list[Measure] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def has(self, target: str) -> bool:
        """Whether the model is loaded, or about to be."""
        return target in self._models

    @property
    def loaded(self) -> int:
        """How many models are loaded."""
        return sum(model.is_loaded for model in self._models.values())

    @asynccontextmanager
    async def using(self, target: str) -> AsyncIterator[Loan]:
        """Lend the instance with the model loaded; a load goes on when the request gives up.

        Raises:
            ModelDownloadFailed: there is no such model.
            ModelLoadFailed: the container does not load it.
            NoHealthyInstance: the container does not answer.
        """
        hit, began = target in self._models and self._models[target].is_loaded, perf_counter()
        model = self._used(target)
        try:
            await self._until_loaded(model)
            if not hit:
                self._told.append(microseconds("ModelLoadingWaitTime", perf_counter() - began))
            yield self._loan(model, hit=hit)
        finally:
            self._release(model)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _until_loaded(self, model: Model) -> None:
        await asyncio.wait({model.loading})  # which goes on when this is cancelled
        if model.loading.cancelled():
            raise NoHealthyInstance(f"{self._instance.id} is being stopped")
        model.loading.result()

    def _used(self, target: str) -> Model:
        """The model, as the most recently used one."""
        model = self._models.pop(target, None)
        if model is None or model.has_failed:
            name = name_of(target)
            model = Model(target, name, self._task(self._bring(target, name)))
        model.users += 1
        self._models[target] = model
        return model

    def _release(self, model: Model) -> None:
        model.users -= 1
        self._released.set()
        self._released = asyncio.Event()
        if model.has_failed and self._models.get(model.target) is model:
            del self._models[model.target]
        elif not self._cache and not model.users and model.is_loaded:
            self._task(self._discard(model))

    def _loan(self, model: Model, *, hit: bool) -> Loan:
        told, self._told = self._told, []
        told.append(Measure("ModelCacheHit", float(hit), "None"))
        told.append(Measure("LoadedModelCount", self.loaded, "None", INSTANCE_NAMESPACE))
        return Loan(
            self._instance.id,
            self._instance.base_url,
            path=f"/models/{model.name}/invoke",
            measures=told,
            recover=lambda status: self._recover(model, status),
        )

    async def _bring(self, target: str, name: str) -> None:
        async with asyncio.timeout(LOADING_LIMIT_S):
            folder = self._folder(name) / "model"
            if not folder.exists():
                began = perf_counter()
                files = await self._files.fetch(target)
                self._told.append(microseconds("ModelDownloadingTime", perf_counter() - began))
                if not self._instance.base_dir.is_dir():
                    raise NoHealthyInstance(f"{self._instance.id} ended, and its folder with it")
                folder.parent.mkdir(parents=True, exist_ok=True)
                folder.symlink_to(files.absolute())
            await self._load(target, name)

    async def _load(self, target: str, name: str) -> None:
        began = perf_counter()
        released = self._released
        while (answer := await self._try_to_load(target, name)).status == NO_MEMORY:
            if not self._loaded_beside(target):
                break
            await released.wait()
            released = self._released
        if not answer.is_success and answer.status != LOADED_ALREADY:
            raise ModelLoadFailed(answer.status, answer.text, self._instance.id)
        self._told.append(microseconds("ModelLoadingTime", perf_counter() - began))

    async def _try_to_load(self, target: str, name: str) -> Answer:
        """Load a model, in the place of as many unused ones as need be.

        Nobody waits for a request while holding the lock: that request might need it to end.
        """
        async with self._memory:
            while (answer := await self._ask_to_load(target, name)).status == NO_MEMORY:
                if not await self._make_room(target):
                    break
            return answer

    async def _ask_to_load(self, target: str, name: str) -> Answer:
        url = str(self._folder(name) / "model")
        try:
            return await self._api.load(name, url, target=target)
        except httpx.HTTPError as error:
            raise NoHealthyInstance(f"{self._instance.id} does not load models: {error}") from error

    async def _make_room(self, target: str) -> bool:
        """Unload the model that nobody has used for longest; false if all are in use."""
        for model in self._loaded_beside(target):
            if not model.users:
                await self._unload(model)
                return True
        return False

    def _loaded_beside(self, target: str) -> list[Model]:
        """The loaded models but one, the least recently used first."""
        return [one for one in self._models.values() if one.is_loaded and one.target != target]

    async def _unload(self, model: Model) -> None:
        del self._models[model.target]
        began = perf_counter()
        try:
            await self._api.unload(model.name, target=model.target)
        except httpx.HTTPError as error:
            raise NoHealthyInstance(f"{self._instance.id} does not unload: {error}") from error
        self._told.append(microseconds("ModelUnloadingTime", perf_counter() - began))

    async def _discard(self, model: Model) -> None:
        """Unload a model and delete it, unless somebody uses it again."""
        async with self._memory:
            if not model.users and self._models.get(model.target) is model:
                await self._unload(model)
                shutil.rmtree(self._folder(model.name))

    async def _recover(self, model: Model, status: int) -> bool:
        """Help a container that has unloaded the model by itself, or is out of memory."""
        if status == httpx.codes.NOT_FOUND and not await self._api.has(model.name):
            await self._load(model.target, model.name)
            return True
        if status == NO_MEMORY:
            async with self._memory:
                return await self._make_room(model.target)
        return False

    def _folder(self, name: str) -> Path:
        return self._instance.base_dir / "models" / name

    def _task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # those who wait for it are told
