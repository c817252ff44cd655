"""Scaling activities, in the words of AWS."""

from typing import Any

from lockgate.local.autoscaling.records import Activity, Key
from lockgate.local.autoscaling.variants import PROVISIONED_CONCURRENCY

KEPT = 1000
"""Activities of an account and region that are remembered; AWS remembers those of six weeks."""


def noun(key: Key) -> str:
    """What a target has a number of."""
    is_concurrency = key[2] == PROVISIONED_CONCURRENCY
    return "provisioned concurrency" if is_concurrency else "instance count"


def begun(key: Key, capacity: int, cause: str) -> Activity:
    """An activity that begins."""
    return Activity(key, f"Setting desired {noun(key)} to {capacity}.", cause)


def by_policy(policy: str, alarm: str, state: str = "ALARM") -> str:
    """The cause of an activity that an alarm brought about."""
    return f"monitor alarm {alarm} in state {state} triggered policy {policy}"


def succeeded(activity: Activity, capacity: int) -> None:
    """Note that the capacity is there."""
    text = f"Successfully set desired {noun(activity.key)} to {capacity}."
    activity.end("Successful", f"{text} Change successfully fulfilled by sagemaker.")


def failed(activity: Activity, capacity: int, reason: str) -> None:
    """Note that the capacity is not there, and why."""
    text = f"Failed to set desired {noun(activity.key)} to {capacity}."
    activity.end("Failed", f"{text} Reason: {reason}")


def description(activity: Activity) -> dict[str, Any]:
    """One activity of DescribeScalingActivities."""
    namespace, resource, dimension = activity.key
    told: dict[str, Any] = {
        "ActivityId": activity.id,
        "ServiceNamespace": namespace,
        "ResourceId": resource,
        "ScalableDimension": dimension,
        "Description": activity.description,
        "Cause": activity.cause,
        "StartTime": activity.started,
        "StatusCode": activity.status,
    }
    optional = {"EndTime": activity.ended, "StatusMessage": activity.message}
    return told | {name: value for name, value in optional.items() if value is not None}
