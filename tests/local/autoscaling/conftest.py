from collections.abc import Iterator
from typing import Any

import pytest

from tests.local.echo_container import serving
from tests.local.in_process import InProcess, running
from tests.local.sagemaker.conftest import create_config

RESOURCE = "endpoint/chat/variant/primary"
TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": RESOURCE,
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}


@pytest.fixture
def aws() -> Iterator[InProcess]:
    """The services, with an endpoint `chat` in service."""
    with serving() as url, running(url) as services:
        create_config(services.sagemaker)
        services.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
        services.settle("chat")
        yield services


@pytest.fixture
def scaling(aws: InProcess) -> Any:
    return aws.scaling


@pytest.fixture
def target(scaling: Any) -> str:
    """The ARN of a registered target."""
    answer = scaling.register_scalable_target(**TARGET, MinCapacity=1, MaxCapacity=3)
    arn: str = answer["ScalableTargetARN"]
    return arn
