"""What a server process serves: one model, or many."""

from typing import Protocol

from starlette.types import ASGIApp

from inference_code.errors import RequestError
from inference_code.handler import GenerationRequest, Generator, LoadError

WARM_UP = GenerationRequest(
    operation="completion",
    body={"prompt": "Hello", "max_tokens": 1, "temperature": 0.0},
    stream=False,
)


class Service(Protocol):
    """An application, with a beginning and an end."""

    @property
    def application(self) -> ASGIApp:
        """The routes of SageMaker's container contract."""
        ...

    async def start(self) -> None:
        """Do what must be done before the first request. Raises LoadError."""
        ...

    async def drain(self) -> None:
        """Refuse new requests, and wait for the end of those present."""
        ...


async def warm_up(model: Generator) -> None:
    """Let a model answer once.

    Raises:
        LoadError: it does not.
    """
    try:
        async for _ in model.generate(WARM_UP):
            pass
    except RequestError as error:
        raise LoadError(f"the model does not answer: {error.message}") from error
