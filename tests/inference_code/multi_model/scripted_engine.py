"""An engine that does what a test tells it to, in place of a worker process."""

import asyncio

from inference_code.handler import LoadError
from inference_code.settings import Settings
from tests.inference_code.scripted import ScriptedHandler


class ScriptedEngine(ScriptedHandler):
    """Says the name of its model; `loading` holds back the end of its loading."""

    def __init__(self, settings: Settings, house: "House") -> None:
        super().__init__(settings.model_name)
        self.settings = settings
        self._house = house
        self._end = asyncio.Event()

    async def start(self) -> int:
        self._house.started.append(self.settings.model_name)
        return self._house.needs[self.settings.model_name]

    async def load(self) -> None:  # type: ignore[override]
        await self._house.loading.wait()
        if self._house.refusal is not None:
            raise LoadError(self._house.refusal)
        self._house.running.append(self.settings.model_name)

    async def ended(self) -> None:
        await self._end.wait()

    async def stop(self) -> None:
        if self.settings.model_name in self._house.running:
            self._house.running.remove(self.settings.model_name)
        self.break_down()

    def break_down(self) -> None:
        """End as a process does that is killed."""
        self._end.set()


class House:
    """What all engines of a test share."""

    def __init__(self, **needs: int) -> None:
        self.needs = needs
        self.engines: dict[str, ScriptedEngine] = {}
        self.started: list[str] = []
        self.running: list[str] = []
        self.refusal: str | None = None
        self.loading = asyncio.Event()
        self.loading.set()

    def create(self, settings: Settings) -> ScriptedEngine:
        engine = self.engines[settings.model_name] = ScriptedEngine(settings, self)
        return engine
