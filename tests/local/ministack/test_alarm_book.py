from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from lockgate.local.alarms.evaluation import Verdict
from lockgate.local.ministack.alarm_book import AlarmBook
from tests.local.in_process import SCOPE

POLICY = "arn:aws:autoscaling:eu-west-1:000000000000:scalingPolicy:1:resource/x:policyName/y"


def alarm(name: str, state: str) -> dict[str, Any]:
    return {
        "AlarmName": name,
        "AlarmArn": f"arn:aws:cloudwatch:eu-west-1:000000000000:alarm:{name}",
        "StateValue": state,
        "Threshold": 5,
        "ComparisonOperator": "GreaterThanThreshold",
        "AlarmActions": [POLICY],
    }


def book(*alarms: dict[str, Any], **composite: str) -> AlarmBook:
    """The alarms, and composite ones by their state."""

    @contextmanager
    def scope(_account: str, _region: str) -> Iterator[None]:
        yield

    cloudwatch = SimpleNamespace(
        _alarms={one["AlarmName"]: one for one in alarms},
        _composite_alarms={name: {"StateValue": state} for name, state in composite.items()},
    )
    verdicts: Any = SimpleNamespace(verdict=lambda _: Verdict("ALARM", "because", (6.0,)))
    return AlarmBook(cloudwatch, None, scope, verdicts)


def test_alarms_that_ring_are_named_in_the_order_asked_for() -> None:
    made = book(alarm("a", "OK"), alarm("b", "ALARM"), alarm("c", "ALARM"), d="ALARM", e="OK")
    assert made.in_alarm(SCOPE, ["d", "c", "missing", "a", "b", "e"]) == ["d", "c", "b"]


def test_an_alarm_of_a_policy_tells_its_points_and_whether_it_calls() -> None:
    made = book(alarm("a", "OK"), alarm("b", "ALARM"), alarm("c", "ALARM") | {"AlarmActions": []})
    readings = made.of_policy(SCOPE, POLICY)
    assert [(one.name, one.calls, one.points) for one in readings] == [
        ("a", False, (6.0,)),
        ("b", True, (6.0,)),
    ]
