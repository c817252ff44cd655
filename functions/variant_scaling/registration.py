"""Scalable targets and their policies, in Application Auto Scaling."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from .patience import patiently
from .request import Variant

NAMESPACE = "sagemaker"
DIMENSION = "sagemaker:variant:DesiredInstanceCount"
MISSING = ("ObjectNotFoundException", "ResourceNotFound")
"""Error codes of targets and policies, and of alarms, that do not exist."""


@dataclass(frozen=True)
class Registration:
    """Registers the variants of one endpoint."""

    endpoint: str
    autoscaling: Any
    """boto3 client."""
    cloudwatch: Any
    """boto3 client."""
    sleep: Callable[[float], None] = time.sleep

    def register(self, name: str, variant: Variant) -> None:
        """Scale a variant by its policies; those that it has under these names are changed."""
        target = self._target(name)
        limits = {"MinCapacity": variant.least, "MaxCapacity": variant.most}
        self._call(self.autoscaling.register_scalable_target, **target, **limits)
        for policy in variant.policies:
            members = {key: value for key, value in policy.items() if key != "Alarm"}
            put = self._call(self.autoscaling.put_scaling_policy, **target, **members)
            if "Alarm" in policy:
                self.cloudwatch.put_metric_alarm(**policy["Alarm"], AlarmActions=[put["PolicyARN"]])

    def deregister(self, name: str) -> None:
        """Scale a variant no longer; its policies go too."""
        self._unless_missing(self.autoscaling.deregister_scalable_target, **self._target(name))

    def forget(self, name: str, *, policies: Collection[str], alarms: Collection[str]) -> None:
        """Delete policies of a variant, and alarms that called them."""
        for policy in sorted(policies):
            self._unless_missing(
                self.autoscaling.delete_scaling_policy, **self._target(name), PolicyName=policy
            )
        for alarm in sorted(alarms):
            self._unless_missing(self.cloudwatch.delete_alarms, AlarmNames=[alarm])

    def _target(self, name: str) -> dict[str, str]:
        return {
            "ServiceNamespace": NAMESPACE,
            "ResourceId": f"endpoint/{self.endpoint}/variant/{name}",
            "ScalableDimension": DIMENSION,
        }

    def _unless_missing(self, call: Callable[..., Any], **members: Any) -> None:
        try:
            self._call(call, **members)
        except ClientError as error:
            if error.response["Error"]["Code"] not in MISSING:
                raise

    def _call(self, call: Callable[..., Any], **members: Any) -> Any:
        return patiently(call, sleep=self.sleep, **members)
