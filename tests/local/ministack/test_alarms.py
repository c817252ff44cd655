"""Alarms on a running local AWS."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import LocalAws

pytestmark = pytest.mark.local_aws
NAMESPACE = "Lockgate/Tests"


@pytest.fixture(scope="module")
def cloudwatch(local_aws: LocalAws) -> Any:
    return local_aws.client("cloudwatch")


def dimensions(endpoint: str) -> list[dict[str, str]]:
    return [{"Name": "EndpointName", "Value": endpoint}]


def publish(cloudwatch: Any, endpoint: str, **values: float) -> None:
    """Put values into the last complete minute."""
    when = datetime.now(UTC) - timedelta(minutes=1)
    data = [
        {"MetricName": name, "Dimensions": dimensions(endpoint), "Timestamp": when, "Value": value}
        for name, value in values.items()
    ]
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)


def state(cloudwatch: Any, name: str) -> str:
    (alarm,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    value: str = alarm["StateValue"]
    return value


def put_alarm(cloudwatch: Any, name: str, **members: Any) -> None:
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        EvaluationPeriods=2,
        DatapointsToAlarm=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        **members,
    )


def rate() -> list[dict[str, Any]]:
    def metric(name: str) -> dict[str, Any]:
        where = {
            "Namespace": NAMESPACE,
            "MetricName": name,
            "Dimensions": dimensions("rated"),
        }
        stat = {"Metric": where, "Period": 60, "Stat": "Sum"}
        return {"Id": name, "MetricStat": stat, "ReturnData": False}

    expression = "IF(requests > 0, 100 * errors / requests, 0)"
    return [{"Id": "rate", "Expression": expression}, metric("errors"), metric("requests")]


def test_an_alarm_looks_at_its_own_dimensions_only(cloudwatch: Any) -> None:
    for endpoint in ("calm", "busy"):
        watched = {"Namespace": NAMESPACE, "MetricName": "latency", "Period": 60}
        where = dimensions(endpoint)
        put_alarm(cloudwatch, endpoint, Statistic="Maximum", Dimensions=where, **watched)
    publish(cloudwatch, "busy", latency=9)
    publish(cloudwatch, "calm", latency=0.5)
    assert (state(cloudwatch, "busy"), state(cloudwatch, "calm")) == ("ALARM", "OK")


def test_an_alarm_on_metric_math_rings(cloudwatch: Any) -> None:
    put_alarm(cloudwatch, "rate", Metrics=rate())
    publish(cloudwatch, "rated", errors=2, requests=100)
    assert state(cloudwatch, "rate") == "ALARM"


def test_metric_math_that_is_not_emulated_is_refused(cloudwatch: Any) -> None:
    metrics = rate()
    metrics[0]["Expression"] = "ANOMALY_DETECTION_BAND(errors)"
    with pytest.raises(ClientError, match="does not evaluate the metric math expression"):
        put_alarm(cloudwatch, "unknown", Metrics=metrics)


def test_a_statistic_that_cloudwatch_does_not_have_is_refused(cloudwatch: Any) -> None:
    watched = {"Namespace": NAMESPACE, "MetricName": "latency", "Period": 60}
    with pytest.raises(ClientError, match="The value p101 for parameter Stat is not supported"):
        put_alarm(cloudwatch, "unknown", ExtendedStatistic="p101", **watched)
