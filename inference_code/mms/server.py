"""Multi Model Server as a service: one model that it loads at the start, or many."""

import os

from inference_code.mms.backend import Backend
from inference_code.mms.many import ManyModels
from inference_code.mms.one import OneModel
from inference_code.settings import Settings


class ModelServer:
    """Our server in front, Multi Model Server behind; see `inference_code.server.service.Service`.

    Raises:
        SettingsError: there is no Java, or a variable has a value that cannot be used.
    """

    starts_alone = False

    def __init__(self, settings: Settings) -> None:
        self._backend = Backend(settings, os.environ)
        create = ManyModels if settings.multi_model else OneModel
        self._models: ManyModels | OneModel = create(settings, self._backend)
        self.application = self._models.application

    async def start(self) -> None:
        """Start Multi Model Server, and wait until it can answer. Raises LoadError."""
        await self._models.start()

    async def watch(self) -> None:
        """Wait for the end of Java. Raises LoadError then."""
        await self._backend.watch()

    async def drain(self) -> None:
        """Refuse new requests, and wait for the end of those present."""
        await self._models.drain()

    async def stop(self) -> None:
        """End Java and the workers."""
        await self._backend.stop()
