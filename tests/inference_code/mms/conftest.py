import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.inference_code.mms.fake_server import FakeBackend, FakeServer


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder for sockets, whose paths must be short."""
    with tempfile.TemporaryDirectory(prefix="lg-") as folder:
        yield Path(folder)


@pytest.fixture
async def backend(short_path: Path) -> AsyncIterator[FakeBackend]:
    backend = FakeBackend(short_path)
    yield backend
    await backend.stop()


@pytest.fixture
async def server(backend: FakeBackend) -> AsyncIterator[FakeServer]:
    server = FakeServer(backend.folder)
    await server.open()
    yield server
    await server.close()
