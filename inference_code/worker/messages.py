"""What server and worker say to each other: JSON documents, each after its length.

The worker begins with `needs` or `failed`. To `load` it answers `failed`, or `loaded` with the
operations that the model has. Each `generate` carries a number, `call`, which its `chunks` repeat,
and `end`, the last word about it; `cancel` brings the end about. The end of the connection ends the
worker.
"""

import asyncio
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from inference_code.errors import RequestError
from inference_code.settings import Settings

Message = dict[str, Any]
_LENGTH_BYTES = 4


def frame(message: Message) -> bytes:
    """The bytes of a message."""
    document = orjson.dumps(message)
    return len(document).to_bytes(_LENGTH_BYTES) + document


async def receive(reader: asyncio.StreamReader) -> Message | None:
    """Wait for the next message; None at the end of the connection."""
    try:
        length = int.from_bytes(await reader.readexactly(_LENGTH_BYTES))
        message: Message = orjson.loads(await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return message


def settings_to_message(settings: Settings) -> Message:
    """The settings that a worker needs."""
    fields = {field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)}
    return fields | {"model_dir": str(settings.model_dir), "model_aliases": []}


def settings_from_message(message: Message) -> Settings:
    """The settings again."""
    paths = {"model_dir": Path(message["model_dir"]), "model_aliases": frozenset[str]()}
    return Settings(**message | paths)


def error_to_message(error: RequestError) -> Message:
    """An error of a request."""
    return {"type": error.type, "message": error.message, "param": error.param}


def error_from_message(message: Message) -> RequestError:
    """The same error, of the class that has its type."""
    classes = {kind.type: kind for kind in _kinds(RequestError)}
    return classes[message["type"]](message["message"], param=message["param"])


def _kinds(base: type[RequestError]) -> Iterator[type[RequestError]]:
    yield base
    for kind in base.__subclasses__():
        yield from _kinds(kind)
