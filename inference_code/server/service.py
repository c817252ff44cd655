"""What a server process serves: one model, or many."""

from collections.abc import Set
from typing import Any, Protocol

from starlette.types import ASGIApp

from inference_code.errors import RequestError
from inference_code.handler import GenerationRequest, Generator, LoadError, Operation

_GREETING = {"max_tokens": 1, "temperature": 0.0}
_WARM_UPS: dict[Operation, dict[str, Any]] = {
    "completion": {"prompt": "Hello"} | _GREETING,
    "chat": {"messages": [{"role": "user", "content": "Hello"}]} | _GREETING,
    "embedding": {"texts": ["Hello"], "truncate": True, "normalize": True},
    "classification": {"texts": ["Hello"], "truncate": True, "top_k": None},
}
"""The shortest request of each operation, the cheapest first."""


class Service(Protocol):
    """An application, with a beginning and an end."""

    @property
    def application(self) -> ASGIApp:
        """The routes of SageMaker's container contract."""
        ...

    @property
    def starts_alone(self) -> bool:
        """Whether `start()` keeps all other threads of the process from running."""
        ...

    async def start(self) -> None:
        """Do what must be done before the first request. Raises LoadError."""
        ...

    async def watch(self) -> None:
        """Once started, look after what the service needs, for ever.

        Raises:
            LoadError: it can serve no more.
        """
        ...

    async def drain(self) -> None:
        """Refuse new requests, and wait for the end of those present."""
        ...

    async def stop(self) -> None:
        """End everything that the service has started; called last, however it went."""
        ...


async def warm_up(model: Generator) -> None:
    """Let a model answer once.

    Raises:
        LoadError: it does not.
    """
    try:
        async for _ in model.generate(greeting(model.operations)):
            pass
    except RequestError as error:
        raise LoadError(f"the model does not answer: {error.message}") from error


def greeting(operations: Set[Operation]) -> GenerationRequest:
    """The shortest request to a model with these operations."""
    [operation, *_] = (each for each in _WARM_UPS if each in operations)
    return GenerationRequest(operation=operation, body=_WARM_UPS[operation], stream=False)
