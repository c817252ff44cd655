"""What the multi-model API needs of the models behind it."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from starlette.types import ASGIApp

from inference_code.multi_model.model import Source
from inference_code.server.admission import State


class Servable(Protocol):
    """A model that answers."""

    @property
    def invocations(self) -> ASGIApp:
        """Where its inferences go."""
        ...


class Catalogue(Protocol):
    """The models of a server; `inference_code.multi_model.models.Models` says what each raises."""

    @property
    def state(self) -> State:
        """Requests are taken when it is ready."""
        ...

    async def load(self, source: Source) -> None:
        """Load a model."""
        ...

    async def unload(self, name: str) -> None:
        """Unload a model."""
        ...

    def loaded(self) -> list[Source]:
        """The models in memory, by name."""
        ...

    def get(self, name: str) -> Source:
        """One model in memory."""
        ...

    def use(self, name: str) -> AbstractAsyncContextManager[Servable]:
        """Hold a model for one request."""
        ...
