"""One loaded model."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inference_code.handler import Generator
from inference_code.server.admission import Admission
from inference_code.server.invocations import Invocations
from inference_code.server.presence import Presence
from inference_code.settings import Settings


class Engine(Generator, Protocol):
    """What holds a model; `inference_code.worker.engine.Engine` in the server."""

    async def start(self) -> int:
        """Check the model's files; the bytes of memory that it will take. Raises LoadError."""
        ...

    async def load(self) -> None:
        """Load the model. Raises LoadError."""
        ...

    async def ended(self) -> None:
        """Wait until it can generate no more, stopped or broken."""
        ...

    async def stop(self) -> None:
        """Give all memory back."""
        ...


@dataclass(frozen=True)
class Source:
    """What the platform said of a model."""

    name: str
    """The platform's own, opaque name."""
    url: Path
    """Folder with the unpacked archive."""
    target: str
    """TargetModel of the request that made the platform load it, or else its name."""

    def fields(self) -> dict[str, str]:
        """The model as the API shows it."""
        return {"modelName": self.name, "modelUrl": str(self.url)}


class Model:
    """A model that answers: its engine, and everything that it does not share."""

    def __init__(self, source: Source, settings: Settings, engine: Engine) -> None:
        self.source = source
        self.engine = engine
        self.users = Presence()
        """Requests for this model, from their first byte to their last."""
        self.admission = Admission(slots=settings.parallel_requests, queue=settings.queue_length)
        self.admission.state = "ready"
        self.invocations = Invocations(settings, engine, self.admission)
        self.watch: asyncio.Task[None] | None = None
        """Looks after the engine; kept here because the event loop does not keep it."""
