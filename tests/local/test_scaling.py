"""Endpoints that scale, on a running local AWS whose minutes last half a second."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.local.conftest import REGION, LocalAws, running
from tests.local.polling import until
from tests.local.stacks import FAST, IMAGE, ROLE

pytestmark = pytest.mark.local_aws
SCALE = 120.0
BUCKET = "scaling"


@pytest.fixture(scope="module")
def aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    with running(echo_project, cache, time_scale=SCALE) as started:
        model = {"ModelName": "echo", "PrimaryContainer": {"Image": IMAGE}}
        started.client("sagemaker").create_model(**model, ExecutionRoleArn=ROLE)
        yield started


def serve(aws: LocalAws, name: str, **config: Any) -> dict[str, str]:
    """Bring up an endpoint; returns the identity of its scalable target."""
    client = aws.client("sagemaker")
    variant = {"VariantName": "primary", "ModelName": "echo", "InitialInstanceCount": 1}
    variants = [variant | {"InstanceType": "ml.c5.large"}]
    client.create_endpoint_config(EndpointConfigName=name, ProductionVariants=variants, **config)
    client.create_endpoint(EndpointName=name, EndpointConfigName=name)
    client.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig=FAST)
    return {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{name}/variant/primary",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }


def track(aws: LocalAws, target: dict[str, str], **tracking: Any) -> None:
    aws.client("application-autoscaling").put_scaling_policy(
        **target,
        PolicyName="tracking",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=tracking,
    )


def step(aws: LocalAws, target: dict[str, str]) -> str:
    """A policy that adds an instance; returns its ARN."""
    adjustments = [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]
    configuration = {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": adjustments}
    answer = aws.client("application-autoscaling").put_scaling_policy(
        **target,
        PolicyName="steps",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration=configuration | {"Cooldown": 36_000},
    )
    return str(answer["PolicyARN"])


def ring(aws: LocalAws, policy: str, **metric: Any) -> None:
    """An alarm that calls a policy when a metric is 1 or more."""
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName=metric["MetricName"],
        Statistic="Average",
        Period=60,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        AlarmActions=[policy],
        **metric,
    )


def instances(aws: LocalAws, name: str) -> int:
    described = aws.client("sagemaker").describe_endpoint(EndpointName=name)
    count: int = described["ProductionVariants"][0]["CurrentInstanceCount"]
    return count


def activities(aws: LocalAws, target: dict[str, str]) -> list[dict[str, Any]]:
    """The latest first."""
    found: list[dict[str, Any]] = aws.client("application-autoscaling").describe_scaling_activities(
        **target
    )["ScalingActivities"]
    return found


@contextmanager
def load(aws: LocalAws, name: str, *, requests: int) -> Iterator[None]:
    """Requests that last as long as the block."""
    body = json.dumps({"do": "hang"})
    message = (
        f"POST /endpoints/{name}/invocations HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )
    with ExitStack() as stack:
        for _ in range(requests):
            connection = socket.create_connection(("localhost", aws.port))
            stack.enter_context(connection).sendall(message.encode())
        yield


def test_load_adds_an_instance_and_quiet_takes_it_away(aws: LocalAws) -> None:
    target = serve(aws, "tracked")
    scaling = aws.client("application-autoscaling")
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2)
    metric = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
    track(
        aws,
        target,
        TargetValue=1.5,
        PredefinedMetricSpecification={"PredefinedMetricType": metric},
    )
    with load(aws, "tracked", requests=4):
        until(lambda: instances(aws, "tracked") == 2)
    until(lambda: instances(aws, "tracked") == 1)
    until(lambda: activities(aws, target)[0]["StatusCode"] == "Successful")
    less, more = activities(aws, target)
    assert more["Description"] == "Setting desired instance count to 2."
    assert "-AlarmHigh-" in more["Cause"]
    assert less["Description"] == "Setting desired instance count to 1."
    assert "-AlarmLow-" in less["Cause"]


def test_an_asynchronous_endpoint_scales_to_nothing_and_back(aws: LocalAws) -> None:
    storage = aws.client("s3")
    where = {"LocationConstraint": REGION}
    storage.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
    storage.put_object(Bucket=BUCKET, Key="question", Body=b'{"answer": 42}')
    output = {"OutputConfig": {"S3OutputPath": f"s3://{BUCKET}/answers"}}
    target = serve(aws, "queued", AsyncInferenceConfig=output)
    scaling = aws.client("application-autoscaling")
    scaling.register_scalable_target(**target, MinCapacity=0, MaxCapacity=2)
    queue = {
        "Namespace": "AWS/SageMaker",
        "Dimensions": [{"Name": "EndpointName", "Value": "queued"}],
    }
    backlog = queue | {"MetricName": "ApproximateBacklogSizePerInstance", "Statistic": "Average"}
    track(aws, target, TargetValue=5, CustomizedMetricSpecification=backlog)
    until(lambda: instances(aws, "queued") == 0)

    waiting = queue | {"MetricName": "HasBacklogWithoutCapacity"}
    ring(aws, step(aws, target), **waiting, EvaluationPeriods=2)
    runtime = aws.client("sagemaker-runtime")
    answer = runtime.invoke_endpoint_async(
        EndpointName="queued", InputLocation=f"s3://{BUCKET}/question"
    )
    until(lambda: instances(aws, "queued") == 1)
    key = answer["OutputLocation"].removeprefix(f"s3://{BUCKET}/")
    until(lambda: storage.list_objects_v2(Bucket=BUCKET, Prefix=key)["KeyCount"] == 1)


def test_an_alarm_calls_a_step_policy_once_in_its_cooldown(aws: LocalAws) -> None:
    target = serve(aws, "stepped")
    scaling = aws.client("application-autoscaling")
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=3)
    where = {"Namespace": "Lockgate/Tests", "MetricName": "Pressure"}
    ring(aws, step(aws, target), **where, EvaluationPeriods=1)
    press = partial(
        aws.client("cloudwatch").put_metric_data,
        Namespace="Lockgate/Tests",
        MetricData=[{"MetricName": "Pressure", "Value": 3.0}],
    )
    until(lambda: bool(press()) and instances(aws, "stepped") == 2)
    until(lambda: activities(aws, target)[0]["StatusCode"] == "Successful")
    (activity,) = activities(aws, target)
    assert activity["Cause"] == "monitor alarm Pressure in state ALARM triggered policy steps"


def test_a_raised_minimum_adds_instances_at_once(aws: LocalAws) -> None:
    target = serve(aws, "raised")
    scaling = aws.client("application-autoscaling")
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=3)
    scaling.register_scalable_target(**target, MinCapacity=2)
    until(lambda: instances(aws, "raised") == 2)
    assert activities(aws, target)[0]["Cause"] == "minimum capacity was set to 2"


def test_cpu_and_memory_of_instances_are_published(aws: LocalAws) -> None:
    serve(aws, "measured")
    cloudwatch = aws.client("cloudwatch")
    wanted = {"CPUUtilization", "MemoryUtilization"}

    def told() -> set[str]:
        dimension = {"Name": "EndpointName", "Value": "measured"}
        listed = cloudwatch.list_metrics(
            Namespace="/aws/sagemaker/Endpoints", Dimensions=[dimension]
        )
        return {metric["MetricName"] for metric in listed["Metrics"]}

    until(lambda: told() == wanted)
