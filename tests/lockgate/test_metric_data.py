from datetime import datetime, timedelta
from typing import Any

import pytest

from lockgate.errors import CommandError
from lockgate.metric_data import Metric, Span, read_metrics
from tests.lockgate.fake_metrics import MINUTE, FakeMetrics

HOUR = Span(MINUTE - timedelta(hours=1), MINUTE + timedelta(minutes=1))
REQUESTS = Metric("Lockgate", "Requests", (("EndpointName", "local-chat"),), "Sum")


class Pages:
    """CloudWatch that answers one value on each page."""

    def __init__(self, *pages: dict[str, Any]) -> None:
        self.pages = list(pages)
        self.tokens: list[str | None] = []

    def get_metric_data(self, **asked: Any) -> dict[str, Any]:
        self.tokens.append(asked.get("NextToken"))
        return self.pages.pop(0)


def page(at: datetime, value: float, **more: Any) -> dict[str, Any]:
    result = {"Id": "m0", "Timestamps": [at], "Values": [value], "StatusCode": "Complete"}
    return {"MetricDataResults": [result], **more}


def test_value_is_found_by_the_start_of_its_period() -> None:
    cloudwatch = FakeMetrics()
    cloudwatch.put("Requests", 7, "local-chat")

    assert read_metrics(cloudwatch, [REQUESTS], HOUR, period_s=60) == {REQUESTS: {MINUTE: 7}}


def test_metric_without_data_has_no_values() -> None:
    assert read_metrics(FakeMetrics(), [REQUESTS], HOUR, period_s=60) == {REQUESTS: {}}


def test_no_more_than_500_metrics_are_asked_for_at_once() -> None:
    cloudwatch = FakeMetrics()
    many = [Metric("Lockgate", f"m{number}", (), "Sum") for number in range(1001)]

    read_metrics(cloudwatch, many, HOUR, period_s=60)

    assert [len(asked["MetricDataQueries"]) for asked in cloudwatch.asked] == [500, 500, 1]


def test_values_of_all_pages_are_joined() -> None:
    later = MINUTE + timedelta(minutes=1)
    cloudwatch = Pages(page(MINUTE, 1, NextToken="more"), page(later, 2))

    found = read_metrics(cloudwatch, [REQUESTS], HOUR, period_s=60)

    assert found[REQUESTS] == {MINUTE: 1, later: 2}
    assert cloudwatch.tokens == [None, "more"]


def test_metric_that_cloudwatch_could_not_read_is_an_error() -> None:
    answer = page(MINUTE, 0)
    messages = [{"Code": "x", "Value": "try later"}]
    answer["MetricDataResults"][0] |= {"StatusCode": "InternalError", "Messages": messages}

    with pytest.raises(CommandError) as caught:
        read_metrics(Pages(answer), [REQUESTS], HOUR, period_s=60)
    assert str(caught.value) == "CloudWatch could not read Requests (InternalError): try later"


def test_statistic_and_period_are_asked_for() -> None:
    cloudwatch = FakeMetrics()

    read_metrics(cloudwatch, [REQUESTS], HOUR, period_s=300)

    stat = cloudwatch.asked[0]["MetricDataQueries"][0]["MetricStat"]
    assert (stat["Period"], stat["Stat"]) == (300, "Sum")
    assert (cloudwatch.asked[0]["StartTime"], cloudwatch.asked[0]["EndTime"]) == (
        HOUR.start,
        HOUR.end,
    )
