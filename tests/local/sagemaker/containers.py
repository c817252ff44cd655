"""Endpoints of real containers behind boto3 clients."""

import json
import time
from collections.abc import Callable
from typing import Any

from tests.local.in_process import InProcess
from tests.local.polling import LIMIT_S
from tests.local.sagemaker.conftest import ROLE

REGISTRY = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/lockgate"


def eventually(condition: Callable[[], object]) -> None:
    """Return once the condition holds; fail after a time that no healthy machine needs."""
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.01)


def create_model(
    aws: InProcess, *, image: str = "echo", members: dict[str, Any] | None = None, **container: Any
) -> None:
    """Create the model `model`; `members` are CreateModel's own."""
    aws.sagemaker.create_model(
        ModelName="model",
        ExecutionRoleArn=ROLE,
        PrimaryContainer={"Image": f"{REGISTRY}/{image}:1"} | container,
        **members or {},
    )


def create_config(aws: InProcess, name: str = "config", **variant: Any) -> None:
    """Create a configuration with one variant of `model`."""
    members = {"VariantName": "primary", "ModelName": "model"} | variant
    aws.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[members])


def create_endpoint(aws: InProcess) -> dict[str, Any]:
    """Create the endpoint `chat` of the configuration `config`; returns its description."""
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    return aws.settle("chat")


def invoke(aws: InProcess, body: object = None, **members: Any) -> Any:
    """Invoke the endpoint; returns its answer's JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body)
    answer = aws.runtime.invoke_endpoint(EndpointName="chat", Body=content, **members)
    text = answer["Body"].read()
    return json.loads(text) if text else None


def lines(aws: InProcess) -> list[str]:
    """What the containers printed, as far as it is logged."""
    return [text for _, _, text in aws.recorder.lines]


def metrics(aws: InProcess) -> dict[str, float]:
    """The last value of each metric."""

    async def flush() -> None:
        aws.service.flush()

    aws.run(flush())
    return {datum.name: datum.value for datum in aws.recorder.data}
