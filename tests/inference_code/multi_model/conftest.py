import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from inference_code.multi_model.memory import Memory
from inference_code.multi_model.model import Source
from inference_code.multi_model.models import Models
from inference_code.multi_model.service import create_application
from tests.inference_code.multi_model.scripted_engine import House
from tests.inference_code.scripted import settings

SourceOf = Callable[[str], Source]


async def settled() -> None:
    """Let everything go on that can."""
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.fixture
def house() -> House:
    """Three models, of which any two fit."""
    return House(a=40, b=40, c=60, giant=101)


@pytest.fixture
def models(house: House) -> Models:
    return Models(settings(), Memory(100), house.create)


@pytest.fixture
def source(tmp_path: Path) -> SourceOf:
    """Writes the folder of a model, as the platform unpacks it, with an opaque name."""

    def create(name: str) -> Source:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "lockgate.json").write_text(f'{{"model": "{name}"}}')
        return Source(f"hash-{name}", folder, f"{name}-1.tar.gz")

    return create


@pytest.fixture
async def client(models: Models) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_application(models), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
