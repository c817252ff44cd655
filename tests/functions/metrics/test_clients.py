import pytest

from functions.metrics.batch import THREADS
from functions.metrics.clients import s3


@pytest.fixture
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    s3.cache_clear()


@pytest.mark.usefixtures("_region")
def test_each_thread_has_a_connection() -> None:
    assert s3().meta.config.max_pool_connections == THREADS


@pytest.mark.usefixtures("_region")
def test_client_is_made_once() -> None:
    assert s3() is s3()
