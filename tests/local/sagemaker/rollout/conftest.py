import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from lockgate.local.time_scale import TimeScale
from tests.local.in_process import InProcess, running
from tests.local.polling import LIMIT_S
from tests.local.sagemaker.conftest import create_config


@pytest.fixture
def aws(echo_url: str) -> Iterator[InProcess]:
    """An hour of AWS lasts 36 seconds: long enough to be looked at, and ended by the test."""
    with running(echo_url, time_scale=TimeScale(100)) as services:
        yield services


@pytest.fixture
def endpoint(aws: InProcess) -> str:
    """An endpoint of four instances; the configuration `next` is like its own."""
    create_config(aws.sagemaker, InitialInstanceCount=4)
    create_config(aws.sagemaker, "next", InitialInstanceCount=4)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    aws.settle("chat")
    return "chat"


def begin(aws: InProcess, policy: dict[str, Any], config: str = "next", **members: Any) -> None:
    """Begin to update the endpoint."""
    aws.sagemaker.update_endpoint(
        EndpointName="chat", EndpointConfigName=config, DeploymentConfig=policy, **members
    )


def describe(aws: InProcess) -> dict[str, Any]:
    described: dict[str, Any] = aws.sagemaker.describe_endpoint(EndpointName="chat")
    return described


def until(aws: InProcess, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The endpoint's description as soon as it meets a condition."""
    deadline = time.monotonic() + LIMIT_S
    while not condition(described := describe(aws)):
        assert time.monotonic() < deadline, described
        time.sleep(0.005)
    return described


def baking(aws: InProcess, message: str = "") -> dict[str, Any]:
    """The only pending variant as soon as it bakes, with a message that contains a text."""

    def bakes(described: dict[str, Any]) -> bool:
        stage = stage_of(described)
        return stage["Status"] == "Baking" and message in stage["StatusMessage"]

    return pending(until(aws, bakes))


def pending(described: dict[str, Any]) -> dict[str, Any]:
    (variant,) = described["PendingDeploymentSummary"]["ProductionVariants"]
    return dict(variant)


def stage_of(described: dict[str, Any]) -> dict[str, Any]:
    assert described["EndpointStatus"] in {"Updating", "RollingBack"}, described
    (stage,) = pending(described)["VariantStatus"]
    return dict(stage)


def invoke(aws: InProcess, times: int = 1, **members: Any) -> None:
    for _ in range(times):
        answer = aws.runtime.invoke_endpoint(EndpointName="chat", Body=b"hello", **members)
        assert answer["Body"].read() == b"hello"


@contextmanager
def hammering(aws: InProcess, clients: int = 4) -> Iterator[list[int]]:
    """Clients that invoke without a pause; yields the counts of their answers, all successes."""
    done, counts = Event(), [0] * clients

    def hammer(number: int) -> None:
        while not done.is_set():
            invoke(aws)
            counts[number] += 1

    with ThreadPoolExecutor(clients) as pool:
        working = [pool.submit(hammer, number) for number in range(clients)]
        try:
            yield counts
        finally:
            done.set()
        for one in working:
            one.result()
