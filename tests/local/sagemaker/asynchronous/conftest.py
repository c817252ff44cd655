import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.local.in_process import InProcess
from tests.local.polling import LIMIT_S
from tests.local.sagemaker.conftest import create_model, variant

TOPICS = {
    "SuccessTopic": "arn:aws:sns:eu-west-1:000000000000:done",
    "ErrorTopic": "arn:aws:sns:eu-west-1:000000000000:trouble",
}


def async_config(**members: Any) -> dict[str, Any]:
    """An AsyncInferenceConfig; `concurrency` and members of OutputConfig may be given.

    None takes a member out.
    """
    concurrency = members.pop("concurrency", None)
    output = {"S3OutputPath": "s3://data/out/", "S3FailurePath": "s3://data/failed"}
    given = {name: value for name, value in (output | members).items() if value is not None}
    config: dict[str, Any] = {"OutputConfig": given}
    if concurrency is not None:
        config["ClientConfig"] = {"MaxConcurrentInvocationsPerInstance": concurrency}
    return config


@dataclass
class AsyncEndpoint:
    """An asynchronous endpoint `slow`, and requests to it."""

    aws: InProcess
    sent: list[dict[str, Any]] = field(default_factory=list)

    def create(self, *, count: int = 1, mode: str = "", **members: Any) -> "AsyncEndpoint":
        create_model(self.aws.sagemaker, "model", MODE=mode)
        self.configure("config", **members)
        self.aws.sagemaker.create_endpoint(EndpointName="slow", EndpointConfigName="config")
        assert self.aws.settle("slow")["EndpointStatus"] == "InService"
        if count != 1:
            self.scale(count)
        return self

    def configure(self, name: str, **members: Any) -> None:
        self.aws.sagemaker.create_endpoint_config(
            EndpointConfigName=name,
            ProductionVariants=[variant()],
            AsyncInferenceConfig=async_config(**members),
        )

    def scale(self, count: int) -> None:
        desired = {"VariantName": "primary", "DesiredInstanceCount": count}
        self.aws.sagemaker.update_endpoint_weights_and_capacities(
            EndpointName="slow", DesiredWeightsAndCapacities=[desired]
        )
        self.aws.settle("slow")

    def send(self, body: object, **members: Any) -> dict[str, Any]:
        """Put an input into S3 and ask for its answer."""
        key = f"in/{len(self.sent)}.json"
        self.aws.storage.objects["data", key] = json.dumps(body).encode(), "application/json"
        location = {"InputLocation": f"s3://data/{key}", "ContentType": "application/json"}
        return self.invoke(**location | members)

    def invoke(self, **members: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.aws.runtime.invoke_endpoint_async(
            EndpointName="slow", **members
        )
        self.sent.append(answer)
        return answer

    def output(self, answer: dict[str, Any]) -> bytes:
        """The answer to a request, when it is there."""
        return self.content(answer["OutputLocation"])[0]

    def failure(self, answer: dict[str, Any]) -> bytes:
        """What was written of a request that failed, when it is there."""
        return self.content(answer["FailureLocation"])[0]

    def content(self, uri: str) -> tuple[bytes, str]:
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        until(lambda: (bucket, key) in self.aws.storage.objects)
        return self.aws.storage.objects[bucket, key]

    def messages(self, count: int = 1) -> list[dict[str, Any]]:
        """The notifications, when there are so many."""
        until(lambda: len(self.aws.storage.messages) >= count)
        return [json.loads(text) for _, text in self.aws.storage.messages]

    def metrics(self, name: str, count: int = 1) -> list[float]:
        """The values of a metric, when there are so many."""
        until(lambda: len(self.published(name)) >= count)
        return self.published(name)

    def published(self, name: str) -> list[float]:
        async def flush() -> None:
            self.aws.service.flush()

        self.aws.run(flush())
        return self.aws.recorder.values(name)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.01)


@pytest.fixture
def slow(aws: InProcess) -> AsyncEndpoint:
    return AsyncEndpoint(aws)
