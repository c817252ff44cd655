from typing import Any

import pytest

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_model, variant


def create_shadowed(
    aws: InProcess, name: str = "config", *, mode: str | None = None, **members: Any
) -> None:
    """A configuration with a shadow of a model of its own; `members` are the shadow's."""
    if not aws.sagemaker.list_models(NameContains="model")["Models"]:
        create_model(aws.sagemaker, "model")
    if not aws.sagemaker.list_models(NameContains="candidate")["Models"]:
        create_model(aws.sagemaker, "candidate", **({"MODE": mode} if mode else {}))
    shadow = variant(VariantName="shadow", ModelName="candidate") | members
    aws.sagemaker.create_endpoint_config(
        EndpointConfigName=name,
        ProductionVariants=[variant()],
        ShadowProductionVariants=[shadow],
    )


@pytest.fixture
def shadowed(aws: InProcess) -> str:
    """An endpoint in service with a shadow that gets all requests."""
    create_shadowed(aws)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    assert aws.settle("chat")["EndpointStatus"] == "InService"
    return "chat"
