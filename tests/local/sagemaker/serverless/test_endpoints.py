"""Serverless endpoints of real containers, behind unmodified boto3 clients."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lockgate.local import processes
from lockgate.local.sagemaker.runtime.limits import Limits
from tests.local.containers_project import Bucket, running, write_project
from tests.local.in_process import InProcess
from tests.local.sagemaker.containers import (
    create_config,
    create_endpoint,
    create_model,
    eventually,
    invoke,
    lines,
    metrics,
)

Serve = Callable[..., InProcess]
QUICK = 1000
"""Makes five minutes last 0.3 seconds."""


@pytest.fixture
def serve(tmp_path: Path, cache: Path) -> Iterator[Serve]:
    """Starts the services with a serverless endpoint `chat` of the container `echo`."""
    root = write_project(tmp_path)
    with ExitStack() as stack:

        def start(
            *,
            factor: float = 1,
            limits: Limits | None = None,
            environment: dict[str, str] | None = None,
            **config: int,
        ) -> InProcess:
            running_one = running(root, cache, Bucket(), factor=factor, limits=limits)
            aws = stack.enter_context(running_one)
            create_model(aws, Environment=environment or {})
            sizes = {"MemorySizeInMB": 1024, "MaxConcurrency": 2} | config
            create_config(aws, ServerlessConfig=sizes)
            assert create_endpoint(aws)["EndpointStatus"] == "InService"
            return aws

        yield start


def answers(aws: InProcess) -> bool:
    with suppress(aws.runtime.exceptions.ModelNotReadyException):
        invoke(aws, {})
        return True
    return False


def pid_of(aws: InProcess) -> int:
    return int(invoke(aws, {"do": "describe"})["pid"])


def family() -> set[int]:
    """Process ids of all containers here."""
    return processes.descendants(os.getpid(), processes.process_table())


def test_an_endpoint_is_described_with_its_serverless_configuration(serve: Serve) -> None:
    described = serve(ProvisionedConcurrency=1).sagemaker.describe_endpoint(EndpointName="chat")
    (variant,) = described["ProductionVariants"]
    assert variant["CurrentServerlessConfig"] == {
        "MemorySizeInMB": 1024,
        "MaxConcurrency": 2,
        "ProvisionedConcurrency": 1,
    }
    assert "CurrentInstanceCount" not in variant


def test_an_idle_container_stops_and_the_next_request_starts_another(serve: Serve) -> None:
    aws = serve(factor=QUICK)
    first = pid_of(aws)
    eventually(lambda: not processes.alive([first]))
    assert pid_of(aws) != first
    assert metrics(aws)["ModelSetupTime"] > 0


def test_a_warm_container_answers_again(serve: Serve) -> None:
    aws = serve()
    assert pid_of(aws) == pid_of(aws)
    told = metrics(aws)
    assert "ModelSetupTime" not in told
    assert told["ServerlessConcurrentExecutionsUtilization"] == 0.5
    assert "InvocationsPerInstance" not in told


def test_provisioned_concurrency_stays_warm(serve: Serve) -> None:
    aws = serve(factor=QUICK, ProvisionedConcurrency=1, MaxConcurrency=1)
    first = pid_of(aws)
    for _ in range(5):
        assert pid_of(aws) == first
    assert metrics(aws)["ServerlessProvisionedConcurrencyInvocations"] == 1


def test_a_request_over_the_maximum_concurrency_is_throttled(serve: Serve, tmp_path: Path) -> None:
    aws, gate = serve(MaxConcurrency=1), tmp_path / "gate"
    with ThreadPoolExecutor() as pool:
        first = pool.submit(invoke, aws, {"do": "wait_for", "file": str(gate)})
        eventually(lambda: "waits for a file" in lines(aws))
        with pytest.raises(ClientError) as raised:
            invoke(aws)
        gate.touch()
        assert first.result() is None
    told = raised.value.response
    assert told["Error"] == {"Code": "ThrottlingException", "Message": None}
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_requests_at_a_time_have_containers_of_their_own(serve: Serve, tmp_path: Path) -> None:
    aws, gate = serve(), tmp_path / "gate"
    with ThreadPoolExecutor() as pool:
        first = pool.submit(invoke, aws, {"do": "wait_for", "file": str(gate)})
        eventually(lambda: "waits for a file" in lines(aws))
        assert pid_of(aws) > 0
        gate.touch()
        assert first.result() is None


def test_a_start_that_takes_longer_than_an_invocation_may_goes_on(
    serve: Serve, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    gate.touch()
    limits = Limits(plain_s=1)
    others = family()
    aws = serve(factor=QUICK, limits=limits, environment={"GATE": str(gate)})
    gate.unlink()
    eventually(lambda: not processes.alive(family() - others))  # the first stays idle
    with pytest.raises(ClientError) as raised:
        invoke(aws, {})
    assert raised.value.response["Error"]["Code"] == "ModelNotReadyException"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    gate.touch()
    eventually(lambda: answers(aws))


def test_a_body_over_4_mb_is_refused(serve: Serve) -> None:
    with pytest.raises(ClientError, match=r"Request [0-9a-f-]{36} has oversize body") as raised:
        invoke(serve(), b"x" * (4 * 1024 * 1024 + 1))
    assert raised.value.response["Error"]["Code"] == "ValidationError"


def test_a_response_over_4_mb_is_a_model_error(serve: Serve) -> None:
    with pytest.raises(ClientError, match="exceeded 4194304 bytes"):
        invoke(serve(), {"do": "repeat", "bytes": 4 * 1024 * 1024 + 1})


def test_a_stream_is_refused(serve: Serve) -> None:
    with pytest.raises(ClientError, match="response streaming for real-time endpoints only"):
        serve().runtime.invoke_endpoint_with_response_stream(EndpointName="chat", Body=b"")


def test_a_container_that_does_not_start_fails_the_endpoint(tmp_path: Path, cache: Path) -> None:
    with running(write_project(tmp_path), cache, Bucket()) as aws:
        create_model(aws, Environment={"MODE": "exit"})
        create_config(aws, ServerlessConfig={"MemorySizeInMB": 1024, "MaxConcurrency": 1})
        described = create_endpoint(aws)
    assert described["EndpointStatus"] == "Failed"
    assert "did not pass the ping health check" in described["FailureReason"]


def test_concurrency_can_be_changed(serve: Serve) -> None:
    aws = serve()
    update = {"MaxConcurrency": 4, "ProvisionedConcurrency": 2}
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat",
        DesiredWeightsAndCapacities=[{"VariantName": "primary", "ServerlessUpdateConfig": update}],
    )
    (variant,) = aws.settle("chat")["ProductionVariants"]
    assert variant["CurrentServerlessConfig"] == {"MemorySizeInMB": 1024} | update


def test_more_provisioned_than_maximum_concurrency_is_refused(serve: Serve) -> None:
    update: dict[str, Any] = {"ServerlessUpdateConfig": {"ProvisionedConcurrency": 3}}
    with pytest.raises(ClientError, match="ProvisionedConcurrency 3 is more than MaxConcurrency 2"):
        serve().sagemaker.update_endpoint_weights_and_capacities(
            EndpointName="chat",
            DesiredWeightsAndCapacities=[{"VariantName": "primary"} | update],
        )


def test_a_serverless_endpoint_can_get_instances_but_not_the_other_way_round(serve: Serve) -> None:
    aws = serve()
    create_config(aws, "instances", InstanceType="ml.c5.large", InitialInstanceCount=1)
    aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="instances")
    (variant,) = aws.settle("chat")["ProductionVariants"]
    assert variant["CurrentInstanceCount"] == 1
    with pytest.raises(ClientError, match="cannot be updated to a serverless endpoint"):
        aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="config")
