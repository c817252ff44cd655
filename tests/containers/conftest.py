"""What starts the containers of all tests below."""

from collections.abc import Iterator

import pytest

from tests.containers.platform import Platform


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    platform = Platform()
    yield platform
    platform.close()
