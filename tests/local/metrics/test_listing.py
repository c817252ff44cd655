from typing import Any

import pytest

from lockgate.local.metrics.listing import PAGE, get_metric_statistics, list_metrics
from tests.local.metrics.kept import CHAT, SCOPE, Kept, dimensions, moment, span


@pytest.fixture
def kept() -> Kept:
    kept = Kept()
    kept.put("Requests", 4, 6)
    kept.put("Latency", *range(1, 101))
    kept.put("Latency", 5, of={"EndpointName": "chat"})
    return kept


def listed(kept: Kept, **request: Any) -> list[tuple[str, int]]:
    found = list_metrics(kept.store, SCOPE, request)["Metrics"]
    return [(one["MetricName"], len(one["Dimensions"])) for one in found]


def points(kept: Kept, **request: Any) -> list[dict[str, Any]]:
    asked = {"Namespace": "Lockgate", "MetricName": "Latency", "Dimensions": dimensions()}
    whole = asked | span() | {"Period": 60} | request
    found: list[dict[str, Any]] = get_metric_statistics(kept.store, SCOPE, whole)["Datapoints"]
    return found


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({}, [("Latency", 1), ("Latency", 2), ("Requests", 2)]),
        ({"Namespace": "Other"}, []),
        ({"MetricName": "Requests"}, [("Requests", 2)]),
        ({"Dimensions": [{"Name": "VariantName"}]}, [("Latency", 2), ("Requests", 2)]),
        ({"Dimensions": [{"Name": "VariantName", "Value": "shadow"}]}, []),
    ],
)
def test_metrics_are_listed(
    kept: Kept, request_: dict[str, Any], expected: list[tuple[str, int]]
) -> None:
    assert listed(kept, **request_) == expected


def test_a_page_has_500_metrics(kept: Kept) -> None:
    for number in range(PAGE):
        kept.put("Many", 1, of=CHAT | {"Number": f"{number}"})
    page = list_metrics(kept.store, SCOPE, {"MetricName": "Many"})
    assert len(page["Metrics"]) == PAGE
    assert "NextToken" not in page
    token = list_metrics(kept.store, SCOPE, {})["NextToken"]
    assert len(listed(kept, NextToken=token)) == 3


def test_statistics_come_by_period(kept: Kept) -> None:
    (point,) = points(kept, Statistics=["Sum", "Maximum"], ExtendedStatistics=["p50", "PR(:80)"])
    assert point == {
        "Timestamp": moment(0),
        "Unit": "Count",
        "Sum": 5050,
        "Maximum": 100,
        "ExtendedStatistics": {"p50": 50.5, "PR(:80)": 80},
    }


def test_units_are_not_converted(kept: Kept) -> None:
    assert points(kept, Statistics=["Sum"], Unit="Seconds") == []
    assert len(points(kept, Statistics=["Sum"], Unit="Count")) == 1


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({}, "Must specify either Statistics or ExtendedStatistics"),
        ({"Statistics": ["p50x"]}, "The value p50x for parameter Stat is not supported"),
        (
            {"Statistics": ["Sum"], **span(1441)},
            "You have requested up to 1441 datapoints, which exceeds the limit of 1440",
        ),
    ],
)
def test_what_cloudwatch_does_not_answer_is_refused(
    kept: Kept, request_: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        points(kept, **request_)
