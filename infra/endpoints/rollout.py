"""Deployment guardrails: how an update reaches traffic, and when it is taken back."""

from collections.abc import Sequence
from datetime import timedelta

from aws_cdk import aws_sagemaker as sagemaker

from infra.config.rollout import Rollout

DeploymentConfig = sagemaker.CfnEndpoint.DeploymentConfigProperty
AutoRollback = sagemaker.CfnEndpoint.AutoRollbackConfigProperty
Alarm = sagemaker.CfnEndpoint.AlarmProperty
BlueGreen = sagemaker.CfnEndpoint.BlueGreenUpdatePolicyProperty
Rolling = sagemaker.CfnEndpoint.RollingUpdatePolicyProperty
Routing = sagemaker.CfnEndpoint.TrafficRoutingConfigProperty
Capacity = sagemaker.CfnEndpoint.CapacitySizeProperty


def deployment_config(rollout: Rollout, *, alarms: Sequence[str]) -> DeploymentConfig:
    """The guardrails of one endpoint's updates.

    Args:
        rollout: strategy and times; `percent` is set unless all traffic moves at once.
        alarms: names of the alarms that roll an update back, if the rollout allows it.
    """
    rollback = AutoRollback(alarms=[Alarm(alarm_name=name) for name in alarms])
    return DeploymentConfig(
        auto_rollback_configuration=rollback if rollout.rollback else None,
        blue_green_update_policy=None if rollout.strategy == "rolling" else _blue_green(rollout),
        rolling_update_policy=_rolling(rollout) if rollout.strategy == "rolling" else None,
    )


def _blue_green(rollout: Rollout) -> BlueGreen:
    return BlueGreen(
        traffic_routing_configuration=_routing(rollout),
        termination_wait_in_seconds=rollout.termination_wait.total_seconds(),
        maximum_execution_timeout_in_seconds=_seconds(rollout.timeout),
    )


def _routing(rollout: Rollout) -> Routing:
    return Routing(
        type=rollout.strategy.upper(),
        wait_interval_in_seconds=rollout.wait.total_seconds(),
        canary_size=_share(rollout) if rollout.strategy == "canary" else None,
        linear_step_size=_share(rollout) if rollout.strategy == "linear" else None,
    )


def _rolling(rollout: Rollout) -> Rolling:
    return Rolling(
        maximum_batch_size=_share(rollout),
        wait_interval_in_seconds=rollout.wait.total_seconds(),
        maximum_execution_timeout_in_seconds=_seconds(rollout.timeout),
    )


def _share(rollout: Rollout) -> Capacity:
    if rollout.percent is None:
        raise ValueError(f"a {rollout.strategy} rollout needs percent, the size of its steps")
    return Capacity(type="CAPACITY_PERCENT", value=rollout.percent)


def _seconds(duration: timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds()
