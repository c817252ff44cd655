import asyncio
from typing import Any

import pytest

from lockgate.local.sagemaker.deployment import Deployment, ServingVariant
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.rollout.blue_green import BlueGreenUpdate
from lockgate.local.sagemaker.rollout.guard import Guard, RollbackError
from lockgate.local.sagemaker.rollout.policy import Policy, read
from lockgate.local.sagemaker.rollout.progress import Progress
from lockgate.local.sagemaker.rollout.rolling import RollingUpdate
from lockgate.local.sagemaker.rollout.split import Split
from lockgate.local.sagemaker.rollout.update import update_of
from lockgate.local.sagemaker.sizes import Size, Sizes
from lockgate.local.time_scale import TimeScale
from tests.local.in_process import SCOPE
from tests.local.sagemaker.rollout.policies import rolling

CONFIG = Definition("config", "arn", {})


def deployment() -> Deployment:
    fleet: Any = None
    return Deployment(CONFIG, {"a": ServingVariant({"VariantName": "a"}, fleet, "image", 1.0, 2)})


def update(
    old: Deployment | Split, policy: Policy, *, count: int = 2, timeout_s: float | None = None
) -> BlueGreenUpdate | RollingUpdate:
    endpoint = Endpoint("chat", "arn", SCOPE, CONFIG, serving=old)
    progress = Progress.begun(CONFIG, {"a": Size(1.0, count)})
    guard = Guard(list, timeout_s=timeout_s, time_scale=TimeScale())
    return update_of(endpoint, old, progress, policy, guard)


async def never(_: Sizes) -> Deployment:
    await asyncio.Event().wait()
    raise AssertionError


async def no_drain(_: object) -> None:
    raise AssertionError


def test_a_rolling_policy_rolls() -> None:
    assert isinstance(update(deployment(), read(rolling())), RollingUpdate)


def test_without_instances_to_come_nothing_rolls() -> None:
    assert isinstance(update(deployment(), read(rolling()), count=0), BlueGreenUpdate)


def test_two_deployments_after_a_failed_rollback_do_not_roll() -> None:
    both = Split(deployment(), deployment(), {"a": 0.5})
    assert isinstance(update(both, read(rolling())), BlueGreenUpdate)


@pytest.mark.parametrize("policy", [read(None), read(rolling())])
async def test_fleets_that_come_up_too_late_are_given_up(policy: Policy) -> None:
    with pytest.raises(RollbackError, match="MaximumExecutionTimeoutInSeconds"):
        await update(deployment(), policy, timeout_s=0.01).run(never, no_drain)
