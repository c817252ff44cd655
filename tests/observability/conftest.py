"""A local AWS that gathers records for half a second, and faults in front of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.local.conftest import LocalAws
from tests.local.conftest import running as running_aws
from tests.observability.faults import Faults
from tests.observability.faults import running as running_faults
from tests.observability.pipeline import Endpoint, Pipeline


@contextmanager
def empty_aws(root: Path, *, time_scale: float) -> Iterator[LocalAws]:
    """A local AWS with a project in which nothing is."""
    (root / "cdk.json").write_text("{}")
    with running_aws(root, root / "cache", time_scale=time_scale) as started:
        yield started


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with empty_aws(tmp_path_factory.mktemp("project"), time_scale=10) as started:
        yield started


@pytest.fixture(scope="session")
def settings() -> dict[str, Any]:
    """How the stacks let the function read the stream."""
    from infra.observability.metrics_function import BATCHES

    return BATCHES


@pytest.fixture(scope="session")
def pipeline(aws: LocalAws, settings: dict[str, Any]) -> Pipeline:
    return Pipeline(aws, "direct").deploy(settings)


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """Of a test's own endpoint."""
    words = re.findall("[a-z0-9]+", request.node.name.lower().removeprefix("test_"))
    return "-".join(words)[:50]


@pytest.fixture
def endpoint(pipeline: Pipeline, name: str) -> Endpoint:
    return Endpoint(pipeline, name)


@pytest.fixture(scope="session")
def proxy(aws: LocalAws) -> Iterator[Faults]:
    with running_faults(aws) as started:
        yield started


@pytest.fixture
def faults(proxy: Faults) -> Iterator[Faults]:
    yield proxy
    proxy.end()


@pytest.fixture(scope="session")
def faulty(aws: LocalAws, settings: dict[str, Any], proxy: Faults) -> Pipeline:
    """A pipeline whose function reaches S3 through the proxy."""
    return Pipeline(aws, "faulty").deploy(settings, {"AWS_ENDPOINT_URL": proxy.url})
