"""Multi Model Server at work: its folder, its process, its workers and the way to speak to it."""

import asyncio
import sys
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from inference_code.errors import EngineError
from inference_code.handler import LoadError
from inference_code.mms import configuration
from inference_code.mms.client import Client
from inference_code.mms.folder import RunFolder
from inference_code.mms.java import find_java
from inference_code.mms.options import Options
from inference_code.mms.process import JavaProcess
from inference_code.mms.roll import Roll
from inference_code.mms.surroundings import surroundings
from inference_code.settings import Settings

LOOK_S = 0.02
"""How often its API is tried until it is there."""
T = TypeVar("T")


class Backend:
    """Starts Multi Model Server, and ends all of it."""

    def __init__(self, settings: Settings, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._environ = environ
        self._options = Options.from_environment(environ)
        self._java = find_java(environ)
        self._process: JavaProcess | None = None
        self.folder = RunFolder.create()
        self.roll = Roll()
        self.client = Client(self.folder.api, passing=configuration.passing(settings))

    async def start(self) -> None:
        """Start it; it begins to load its models.

        Raises:
            LoadError: Java ends before the API answers.
        """
        settings, options, folder = self._settings, self._options, self.folder
        folder.properties.write_text(configuration.properties(settings, options, folder))
        folder.log4j.write_text(configuration.log4j())
        configuration.unpack_classes(folder)
        await self.roll.open(folder.roll)
        self.client.open()
        command = configuration.command(self._java, settings, options, folder, sys.executable)
        environ = surroundings(settings, options, folder, self._environ)
        self._process = await JavaProcess.start(command, environ)
        await self.while_alive(self._api())

    async def while_alive(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something, unless Java ends first.

        Raises:
            LoadError: Java ends.
        """
        working = asyncio.ensure_future(work)
        watching = asyncio.create_task(self.watch())
        try:
            await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                watching.result()
            return working.result()
        finally:
            working.cancel()
            watching.cancel()

    async def watch(self) -> None:
        """Wait for the end of Java.

        Raises:
            LoadError: it has ended.
        """
        if self._process is None:
            raise LoadError("Multi Model Server has not been started")
        code = await self._process.ended()
        raise LoadError(
            f"Multi Model Server ended with code {code}; its last words are above"
            if code >= 0
            else f"Multi Model Server was ended by signal {-code}"
        )

    async def stop(self) -> None:
        """End Java and the workers, and leave no files."""
        if self._process is not None:
            await self._process.stop()
        await self.client.close()
        await self.roll.close()
        self.folder.remove()

    async def _api(self) -> None:
        while True:
            try:
                await self.client.ask("GET", "/ping")
            except EngineError:
                await asyncio.sleep(LOOK_S)
            else:
                return
