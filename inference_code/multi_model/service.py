"""A server with as many models as its memory holds."""

import asyncio

from starlette.applications import Starlette
from starlette.routing import Route

from inference_code.multi_model.api import Api, Invoke
from inference_code.multi_model.budget import model_memory, total_memory
from inference_code.multi_model.catalogue import Catalogue
from inference_code.multi_model.memory import Memory
from inference_code.multi_model.models import Models
from inference_code.server.application import exception_handlers
from inference_code.settings import Settings
from inference_code.worker.engine import Engine


class MultiModel:
    """Serves `/models`; see `inference_code.server.service.Service`."""

    starts_alone = False

    def __init__(self, settings: Settings) -> None:
        memory = Memory(model_memory(settings, total=total_memory()))
        self._models = Models(settings, memory, Engine)
        self.application = create_application(self._models)

    async def start(self) -> None:
        """Nothing to do: the platform loads the models."""

    async def watch(self) -> None:
        """Nothing to look after: each model has its own watch."""
        await asyncio.Event().wait()

    async def drain(self) -> None:
        """Refuse new requests, and wait for the end of those present."""
        await self._models.drain()

    async def stop(self) -> None:
        """End engines that load; the others notice that this process is gone."""
        await self._models.give_up()


def create_application(models: Catalogue) -> Starlette:
    """The routes of the multi-model contract."""
    api = Api(models)
    return Starlette(
        routes=[
            Route("/ping", api.ping, methods=["GET"]),
            Route("/models", api.load, methods=["POST"]),
            Route("/models", api.list, methods=["GET"]),
            Route("/models/{name}", api.get, methods=["GET"]),
            Route("/models/{name}", api.unload, methods=["DELETE"]),
            Route("/models/{name}/invoke", Invoke(models), methods=["POST"]),
        ],
        exception_handlers=exception_handlers(hint="POST /models/NAME/invoke"),
    )
