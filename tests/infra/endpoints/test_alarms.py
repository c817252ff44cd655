from typing import Any

from tests.infra.templates import Assembly

DIMENSIONS = [
    {"Name": "EndpointName", "Value": "built-file"},
    {"Name": "VariantName", "Value": "primary"},
]


def alarm(house: Assembly, name: str) -> dict[str, Any]:
    alarms = house.resources("built", "file", "AWS::CloudWatch::Alarm")
    (found,) = [row for key, row in alarms.items() if name in key]
    return found


def test_error_rate_is_a_share_of_the_requests(house: Assembly) -> None:
    errors = alarm(house, "ErrorRate")
    expression, *metrics = errors["Metrics"]
    assert expression["Expression"] == "IF(requests > 0, 100 * errors / requests, 0)"
    assert {row["Id"]: row["MetricStat"]["Metric"]["MetricName"] for row in metrics} == {
        "requests": "Invocations",
        "errors": "Invocation5XXErrors",
    }
    assert errors["Threshold"] == 1


def test_latency_limit_is_in_microseconds(house: Assembly) -> None:
    latency = alarm(house, "Latency")
    assert (latency["MetricName"], latency["ExtendedStatistic"]) == ("ModelLatency", "p99")
    assert latency["Threshold"] == 30_000_000


def test_alarm_knows_the_endpoint_by_name_alone(house: Assembly) -> None:
    assert alarm(house, "Latency")["Dimensions"] == DIMENSIONS


def test_silence_is_no_alarm(house: Assembly) -> None:
    assert alarm(house, "ErrorRate")["TreatMissingData"] == "notBreaching"
    assert alarm(house, "Latency")["TreatMissingData"] == "notBreaching"
