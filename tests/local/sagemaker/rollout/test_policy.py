from typing import Any

import pytest

from lockgate.local.sagemaker.records import Definition
from lockgate.local.sagemaker.rollout.policy import excluded, read
from tests.local.sagemaker.conftest import variant
from tests.local.sagemaker.rollout.policies import canary, linear, rolling, watched


def config(**members: Any) -> Definition:
    return Definition("config", "arn", {"ProductionVariants": [variant()]} | members)


def test_an_update_without_a_policy_moves_all_traffic_at_once() -> None:
    policy = read(None)
    assert (policy.routing, policy.steps({"primary": 4})) == ("ALL_AT_ONCE", 1)
    assert (policy.wait_s, policy.termination_wait_s, policy.alarms) == (0, 0, ())


def test_a_policy_says_its_waits_its_size_and_its_alarms() -> None:
    policy = read(watched(canary(25, wait=60, termination_wait=30), "errors", "latency"))
    assert (policy.routing, policy.wait_s, policy.termination_wait_s) == ("CANARY", 60, 30)
    assert policy.size == {"Type": "CAPACITY_PERCENT", "Value": 25}
    assert policy.alarms == ("errors", "latency")


@pytest.mark.parametrize(("percent", "steps"), [(50, 2), (33, 4), (10, 10)])
def test_linear_steps_are_as_many_as_it_takes_to_move_all(percent: int, steps: int) -> None:
    assert read(linear(percent)).steps({"primary": 3}) == steps


def test_rolling_steps_are_as_many_as_there_are_batches() -> None:
    assert read(rolling(2)).steps({"primary": 5}) == 3


@pytest.mark.parametrize(
    ("policy", "members", "reason"),
    [
        (canary(), {"ProductionVariants": [variant(ServerlessConfig={})]}, "serverless"),
        (canary(), {"ProductionVariants": [variant(InstanceType="ml.inf1.xlarge")]}, "Inf1"),
        (rolling(), {"ProductionVariants": [variant(), variant(VariantName="b")]}, "several"),
        (rolling(), {"ShadowProductionVariants": [variant(VariantName="b")]}, "several"),
    ],
)
def test_kinds_without_guardrails_are_named(
    policy: dict[str, Any], members: dict[str, Any], reason: str
) -> None:
    assert reason in str(excluded(read(policy), config(**members)))


def test_several_variants_can_have_a_canary() -> None:
    variants = [variant(), variant(VariantName="b")]
    assert excluded(read(canary()), config(ProductionVariants=variants)) is None
