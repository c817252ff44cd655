from typing import Any

import pytest

from lockgate.local.alarms.evaluation import evaluate, range_start
from lockgate.local.metrics.series_math import Series

NOW = 300.0
"""The last three complete periods of a minute begin at 120, 180 and 240."""
HIGH, LOW = 10.0, 1.0


def alarm(**members: Any) -> dict[str, Any]:
    return {
        "Namespace": "AWS/SageMaker",
        "MetricName": "ModelLatency",
        "Statistic": "Average",
        "Dimensions": [],
        "Period": 60,
        "EvaluationPeriods": 3,
        "DatapointsToAlarm": 2,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 5.0,
    } | members


def state(points: Series, **members: Any) -> str | None:
    verdict = evaluate(alarm(**members), lambda *_: points, now=NOW)
    return verdict.state if verdict else None


def test_enough_breaching_points_raise_the_alarm() -> None:
    assert state({120: HIGH, 180: LOW, 240: HIGH}) == "ALARM"


def test_too_few_breaching_points_do_not() -> None:
    assert state({120: LOW, 180: LOW, 240: HIGH}) == "OK"


def test_all_points_must_breach_when_no_number_is_given() -> None:
    points = {120: HIGH, 180: LOW, 240: HIGH}
    assert state(points, DatapointsToAlarm=None) == "OK"


def test_the_period_that_is_not_over_does_not_count() -> None:
    assert state({240: LOW, 300: HIGH}, EvaluationPeriods=1, DatapointsToAlarm=1) == "OK"


def test_older_periods_do_not_count() -> None:
    assert state({60: HIGH, 120: HIGH, 180: LOW, 240: LOW, 0: HIGH}) == "OK"


def test_a_missing_point_is_made_up_for_by_an_older_one() -> None:
    assert state({60: HIGH, 120: HIGH, 180: HIGH}, DatapointsToAlarm=3) == "ALARM"


def test_a_verdict_tells_the_points_that_were_judged() -> None:
    verdict = evaluate(alarm(), lambda *_: {0: 9.0, 120: 1.0, 180: 2.0, 240: 3.0}, now=NOW)
    assert verdict is not None
    assert verdict.points == (1, 2, 3)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("missing", "INSUFFICIENT_DATA"),
        ("notBreaching", "OK"),
        ("breaching", "ALARM"),
        ("ignore", None),
    ],
)
def test_an_alarm_without_points_does_as_it_was_told(missing: str, expected: str | None) -> None:
    assert state({}, TreatMissingData=missing) == expected


def test_an_alarm_can_watch_an_expression() -> None:
    def metric(name: str) -> dict[str, Any]:
        where = {"Namespace": "AWS/SageMaker", "MetricName": name, "Dimensions": []}
        stat = {"Metric": where, "Period": 60, "Stat": "Sum"}
        return {"Id": name, "MetricStat": stat, "ReturnData": False}

    values = {"errors": {240: 3.0}, "requests": {240: 100.0}}
    rate = {"Id": "rate", "Expression": "100 * errors / requests"}
    watched = alarm(
        Metrics=[rate, metric("errors"), metric("requests")],
        EvaluationPeriods=1,
        DatapointsToAlarm=1,
        Threshold=2,
    )
    verdict = evaluate(watched, lambda _namespace, name, *_: values[name], now=NOW)
    assert verdict is not None
    assert verdict.state == "ALARM"
    assert "1 of the last 1 datapoints [3] were GreaterThanThreshold (2)" in verdict.reason


def test_the_range_begins_with_the_periods_that_are_evaluated() -> None:
    assert range_start(alarm(), 339.0, with_extra=False) == 300 - 3 * 60
    assert range_start(alarm(), 339.0, with_extra=True) == 300 - 5 * 60


def test_the_range_of_an_alarm_on_metrics_is_of_their_longest_period() -> None:
    stat = {"Metric": {}, "Period": 3600, "Stat": "Sum"}
    members = {"Metrics": [{"Id": "m", "MetricStat": stat}], "EvaluationPeriods": 1}
    assert range_start(alarm(**members), 7230.0, with_extra=False) == 7200 - 3600


def test_long_periods_end_with_each_minute() -> None:
    read: list[tuple[Any, ...]] = []

    def series(*asked: Any) -> Series:
        read.append(asked)
        return {780 - 300: HIGH}

    members = {"Period": 300, "EvaluationPeriods": 1, "DatapointsToAlarm": 1}
    verdict = evaluate(alarm(**members), series, now=799.0)
    assert verdict is not None
    assert verdict.state == "ALARM"
    ((*_, period, statistic, end),) = read
    assert (period, statistic, end) == (300, "Average", 780)


def test_short_periods_end_with_themselves() -> None:
    points = {290: HIGH}
    members = {"Period": 10, "EvaluationPeriods": 1, "DatapointsToAlarm": 1}
    verdict = evaluate(alarm(**members), lambda *_: points, now=309.9)
    assert verdict is not None
    assert verdict.state == "ALARM"


def test_an_expression_knows_the_period() -> None:
    stat = {"Metric": {"Namespace": "N", "MetricName": "M"}, "Period": 60, "Stat": "Sum"}
    metrics = [
        {"Id": "rate", "Expression": "sum / PERIOD(sum)"},
        {"Id": "sum", "MetricStat": stat, "ReturnData": False},
    ]
    members = {"Metrics": metrics, "EvaluationPeriods": 1, "DatapointsToAlarm": 1}
    verdict = evaluate(alarm(**members), lambda *_: {240: 30.0}, now=NOW)
    assert verdict is not None
    assert verdict.points == (0.5,)
