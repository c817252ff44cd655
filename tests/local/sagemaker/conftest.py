from collections.abc import Iterator
from typing import Any

import pytest

from tests.local.echo_container import serving
from tests.local.in_process import InProcess, running

IMAGE = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/lockgate/echo:1"
ROLE = "arn:aws:iam::000000000000:role/endpoint"


@pytest.fixture(scope="session")
def echo_url() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def aws(echo_url: str) -> Iterator[InProcess]:
    with running(echo_url) as services:
        yield services


@pytest.fixture
def sagemaker(aws: InProcess) -> Any:
    return aws.sagemaker


@pytest.fixture
def endpoint(aws: InProcess) -> str:
    """An endpoint in service, with the configuration `config` and the model `model`."""
    create_config(aws.sagemaker)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    assert aws.settle("chat")["EndpointStatus"] == "InService"
    return "chat"


def create_model(client: Any, name: str = "model", **environment: str) -> str:
    container = {"Image": IMAGE, "Environment": environment}
    arn: str = client.create_model(
        ModelName=name, PrimaryContainer=container, ExecutionRoleArn=ROLE
    )["ModelArn"]
    return arn


def variant(**members: Any) -> dict[str, Any]:
    """A production variant, with other members where they are given."""
    return {
        "VariantName": "primary",
        "ModelName": "model",
        "InstanceType": "ml.c5.large",
        "InitialInstanceCount": 1,
    } | members


def create_config(client: Any, name: str = "config", **members: Any) -> str:
    """A configuration with one variant, and its model if there is none."""
    model = members.get("ModelName", "model")
    if not client.list_models(NameContains=model)["Models"]:
        create_model(client, model)
    arn: str = client.create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=[variant(**members)]
    )["EndpointConfigArn"]
    return arn
