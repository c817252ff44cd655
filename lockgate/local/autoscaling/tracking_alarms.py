"""The two alarms that a target tracking policy makes, and that go away with it."""

from collections.abc import Mapping
from typing import Any

from lockgate.local.alarms.book import AlarmBook
from lockgate.local.autoscaling.predefined import alarm_metric
from lockgate.local.autoscaling.records import Policy, new_id
from lockgate.local.protocol.scope import Scope

HIGH_PERIODS, LOW_PERIODS = 3, 15
"""Datapoints of a breach: of a minute, or of ten seconds for a high-resolution metric."""
LOW_PART = 0.9
"""The load must fall below this part of the target before capacity is taken away."""


def put_alarms(book: AlarmBook, scope: Scope, policy: Policy) -> None:
    """Make the alarms of a policy, or change those that it has."""
    policy.alarms = [
        {"AlarmName": name, "AlarmARN": book.put(scope, name, members)}
        for name, members in _alarms(policy).items()
    ]


def delete_alarms(book: AlarmBook, scope: Scope, policy: Policy) -> None:
    """Delete the alarms of a policy."""
    book.delete(scope, [alarm["AlarmName"] for alarm in policy.alarms])
    policy.alarms = []


def _alarms(policy: Policy) -> dict[str, dict[str, Any]]:
    """Members of PutMetricAlarm by the alarm's name; a policy that has alarms keeps their names."""
    tracking = policy.tracking
    if tracking is None:
        return {}
    resource = policy.settings["ResourceId"]
    shared = _shared(policy, tracking)
    names = [alarm["AlarmName"] for alarm in policy.alarms] or [
        f"TargetTracking-{resource}-Alarm{side}-{new_id()}" for side in ("High", "Low")
    ]
    target = float(tracking["TargetValue"])
    high = shared | _breach("GreaterThanThreshold", target, HIGH_PERIODS)
    low = shared | _breach("LessThanThreshold", _low(target), LOW_PERIODS)
    return dict(zip(names, (high, low), strict=True))


def _low(target: float) -> float:
    return round(target * LOW_PART, 9)  # 4.5 and not 4.500000000000001


def _shared(policy: Policy, tracking: Mapping[str, Any]) -> dict[str, Any]:
    description = f"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy.arn}."
    return alarm_metric(tracking, policy.settings["ResourceId"]) | {
        "AlarmDescription": description,
        "AlarmActions": [policy.arn],
        "ActionsEnabled": True,
    }


def _breach(comparison: str, threshold: float, periods: int) -> dict[str, Any]:
    return {
        "ComparisonOperator": comparison,
        "Threshold": threshold,
        "EvaluationPeriods": periods,
    }
