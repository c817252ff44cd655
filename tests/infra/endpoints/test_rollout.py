from typing import Any

import pytest

from infra.config.rollout import Rollout
from infra.endpoints.rollout import deployment_config
from tests.infra.templates import Assembly


def guardrails(house: Assembly, environment: str, stack: str) -> dict[str, Any]:
    endpoint = house.one(environment, stack, "AWS::SageMaker::Endpoint")
    found: dict[str, Any] = endpoint["DeploymentConfig"]
    return found


def test_canary_moves_its_share_first(house: Assembly) -> None:
    assert guardrails(house, "built", "file")["BlueGreenUpdatePolicy"] == {
        "TrafficRoutingConfiguration": {
            "Type": "CANARY",
            "WaitIntervalInSeconds": 600,
            "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 10},
        },
        "TerminationWaitInSeconds": 120,
        "MaximumExecutionTimeoutInSeconds": 3600,
    }


def test_linear_moves_equal_steps(house: Assembly) -> None:
    policy = guardrails(house, "docker", "folder")["BlueGreenUpdatePolicy"]
    assert policy["TrafficRoutingConfiguration"] == {
        "Type": "LINEAR",
        "WaitIntervalInSeconds": 300,
        "LinearStepSize": {"Type": "CAPACITY_PERCENT", "Value": 25},
    }


def test_rolling_replaces_batches_and_no_second_fleet(house: Assembly) -> None:
    assert guardrails(house, "docker", "prefix") == {
        "RollingUpdatePolicy": {
            "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 20},
            "WaitIntervalInSeconds": 300,
        }
    }


def test_all_at_once_is_the_default(house: Assembly) -> None:
    policy = guardrails(house, "remote", "hub")["BlueGreenUpdatePolicy"]
    assert policy["TrafficRoutingConfiguration"]["Type"] == "ALL_AT_ONCE"


def test_alarms_of_the_endpoint_roll_an_update_back(house: Assembly) -> None:
    alarms = guardrails(house, "built", "file")["AutoRollbackConfiguration"]["Alarms"]
    made = house.resources("built", "file", "AWS::CloudWatch::Alarm")
    assert {alarm["AlarmName"]["Ref"] for alarm in alarms} == set(made)


def test_steps_without_a_size_are_refused() -> None:
    with pytest.raises(ValueError, match="a canary rollout needs percent"):
        deployment_config(Rollout(strategy="canary"), alarms=[])
