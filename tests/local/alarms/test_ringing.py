from typing import Any

from lockgate.local.alarms.ringing import Bell, Ringing, names
from lockgate.local.protocol.scope import Scope

POLICY = (
    "arn:aws:autoscaling:eu-west-1:000000000000:scalingPolicy:1:"
    "resource/sagemaker/endpoint/chat/variant/primary:policyName/steps"
)
TOPIC = "arn:aws:sns:eu-west-1:000000000000:topic"


def alarm(state: str = "ALARM", **members: Any) -> dict[str, Any]:
    return {
        "AlarmName": "backlog",
        "AlarmArn": "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:backlog",
        "StateValue": state,
        "AlarmActions": [TOPIC, POLICY],
    } | members


def rung(*seen: tuple[float, dict[str, Any]]) -> list[Ringing]:
    """What is heard of an alarm that enters each state that is not the one before."""
    heard: list[Ringing] = []
    bell, before = Bell(heard.append), None
    for now, record in seen:
        tell = bell.stays if record["StateValue"] == before else bell.entered
        tell(record, now=now)
        before = record["StateValue"]
    return heard


def test_an_alarm_calls_its_policy_and_not_its_topic() -> None:
    scope = Scope("000000000000", "eu-west-1")
    assert rung((0, alarm())) == [Ringing(scope, POLICY, "backlog", "ALARM")]


def test_an_alarm_that_stays_calls_again_each_minute() -> None:
    assert len(rung(*((now, alarm()) for now in (0, 10, 59, 60, 70, 120)))) == 3


def test_an_alarm_that_comes_back_calls_at_once() -> None:
    assert len(rung((0, alarm()), (10, alarm("OK")), (20, alarm()))) == 2


def test_an_action_for_another_state_is_not_called() -> None:
    assert rung((0, alarm("OK"))) == []


def test_an_alarm_whose_actions_are_off_calls_nobody() -> None:
    assert rung((0, alarm(ActionsEnabled=False))) == []


def test_a_policy_is_known_by_its_alarm_in_any_state() -> None:
    assert names(alarm("OK"), POLICY)
    assert not names(alarm(AlarmActions=[TOPIC]), POLICY)
