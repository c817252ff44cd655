"""Guarded updates of real containers, whose alarms are those of the local CloudWatch."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.local.conftest import LocalAws, running
from tests.local.polling import until
from tests.local.stacks import Stacks, template

pytestmark = pytest.mark.local_aws


@pytest.fixture(scope="module")
def aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    """An hour of AWS lasts 36 seconds."""
    with running(echo_project, cache, time_scale=100) as started:
        yield started


@pytest.fixture
def stacks(aws: LocalAws) -> Iterator[Stacks]:
    """A stack with an endpoint, and an alarm that does not ring."""
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName="errors",
        Namespace="AWS/SageMaker",
        MetricName="Invocation5XXErrors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="ignore",
    )
    set_state(aws, "OK")
    stacks = Stacks(aws)
    stacks.create(guarded("old"))
    yield stacks
    stacks.delete()


def set_state(aws: LocalAws, state: str) -> None:
    aws.client("cloudwatch").set_alarm_state(
        AlarmName="errors", StateValue=state, StateReason="the test says so"
    )


def guarded(greeting: str, *, wait: int = 3600) -> dict[str, Any]:
    """An endpoint that is updated by a canary."""
    body = template(GREETING=greeting)
    size = {"Type": "CAPACITY_PERCENT", "Value": 50}
    routing = {"Type": "CANARY", "CanarySize": size, "WaitIntervalInSeconds": wait}
    body["Resources"]["Endpoint"]["Properties"]["DeploymentConfig"] = {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors"}]},
    }
    return body


def greeting(runtime: Any) -> str:
    """What the container that answers one request has in its environment."""
    body = json.dumps({"do": "describe"})
    answer = runtime.invoke_endpoint(EndpointName="chat", Body=body)
    return str(json.loads(answer["Body"].read())["environment"]["GREETING"])


@contextmanager
def hammering(aws: LocalAws, clients: int = 3) -> Iterator[list[str]]:
    """Clients that ask for the greeting without a pause; yields the answers, all successes."""
    runtime, done, greetings = aws.client("sagemaker-runtime"), Event(), list[str]()

    def hammer() -> None:
        while not done.is_set():
            greetings.append(greeting(runtime))

    with ThreadPoolExecutor(clients) as pool:
        working = [pool.submit(hammer) for _ in range(clients)]
        try:
            yield greetings
        finally:
            done.set()
        for one in working:
            one.result()


def is_baking(aws: LocalAws) -> bool:
    described = aws.client("sagemaker").describe_endpoint(EndpointName="chat")
    variants = described.get("PendingDeploymentSummary", {}).get("ProductionVariants", [])
    return any(stage["Status"] == "Baking" for v in variants for stage in v["VariantStatus"])


def test_a_canary_that_rings_is_taken_back_without_a_failed_request(
    stacks: Stacks, aws: LocalAws
) -> None:
    with ThreadPoolExecutor(1) as pool, hammering(aws) as greetings:
        updated = pool.submit(stacks.update, guarded("new"))
        until(lambda: is_baking(aws))
        until(lambda: "new" in greetings)
        set_state(aws, "ALARM")
        status = updated.result()["StackStatus"]
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert "alarm(s) errors in ALARM state" in stacks.reasons()[0]
    assert greeting(aws.client("sagemaker-runtime")) == "old"


def test_a_canary_that_does_not_ring_completes_the_stack(stacks: Stacks, aws: LocalAws) -> None:
    with hammering(aws):
        status = stacks.update(guarded("new", wait=100))["StackStatus"]
    assert status == "UPDATE_COMPLETE"
    assert greeting(aws.client("sagemaker-runtime")) == "new"
