from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import orjson
import pytest

from inference_code.telemetry.writer import print_line
from inference_code.vllm.arguments import MIDDLEWARE
from tests.inference_code.vllm.application import Encoder, Scripted, build_app

Lines = Callable[[], list[dict[str, Any]]]
ENVIRONMENT = {
    "LOCKGATE_MODEL_NAME": "tiny",
    "LOCKGATE_MODEL_ALIASES": "dev-chat",
    "LOCKGATE_PARALLEL_REQUESTS": "1",
    "LOCKGATE_QUEUE_LENGTH": "1",
    "LOCKGATE_MAX_BODY_BYTES": "500",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What vLLM's process inherits, and the middleware reads."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def scripted() -> Scripted:
    """The model behind `client`."""
    return Scripted()


@pytest.fixture
async def client(
    scripted: Scripted, environment: None, lines: Lines
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a model that writes text."""
    transport = httpx.ASGITransport(build_app(scripted.routes, MIDDLEWARE))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as one:
        yield one


@pytest.fixture
async def encoder(environment: None, lines: Lines) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a model that makes vectors."""
    transport = httpx.ASGITransport(build_app(Encoder.routes, MIDDLEWARE))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as one:
        yield one


@pytest.fixture
def lines(capfd: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What telemetry has printed since the last call."""

    def read() -> list[dict[str, Any]]:
        assert print_line.flush()
        return [orjson.loads(line) for line in capfd.readouterr().out.splitlines()]

    yield read
    assert print_line.flush()
