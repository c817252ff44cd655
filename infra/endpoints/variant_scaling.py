"""Scaling of an endpoint's variants that an update of the endpoint survives.

SageMaker refuses an update that changes the instance type of a variant which is registered with
Application Auto Scaling (AS-04), and CloudFormation cannot take a registration away and give it
back in one update: a second resource for the same target "already exists in stack". So a function
registers the variants, and takes that back while an update changes what they run on. It is asked
before the endpoint is updated and after, and does what follows from what the endpoint then has.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import CfnResource
from constructs import Construct

from infra.deployment_function import call
from infra.scaling_function import TIMEOUT_S

KIND = "LockgateScaling"


@dataclass(frozen=True)
class VariantScaling:
    """How the instance count of a variant follows its load."""

    variant: str
    instance: str
    """Instance type."""
    least: int
    """Fewest instances."""
    most: int
    """Most instances."""
    policies: Sequence[Mapping[str, Any]] = ()
    """Scaling policies as Application Auto Scaling's API has them; none: the count is fixed.

    A step scaling policy may have an `Alarm` that calls it, as CloudWatch's API has it.
    """

    @property
    def is_scaled(self) -> bool:
        """Whether the count follows the load at all."""
        return bool(self.policies)

    def told(self) -> dict[str, Any]:
        """As the function reads it."""
        if not self.is_scaled:
            return {"instance": self.instance}
        return {
            "instance": self.instance,
            "min": self.least,
            "max": self.most,
            "policies": self.policies,
        }


class EndpointScaling(Construct):
    """The two questions that each deployment of an endpoint asks, if their answers may differ."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        endpoint_name: str,
        variants: Sequence[VariantScaling],
        function_arn: str,
    ) -> None:
        super().__init__(scope, construct_id)
        # As text, because CloudFormation would make texts of all numbers in it.
        told = {each.variant: each.told() for each in variants}
        self._properties = {
            "EndpointName": endpoint_name,
            "Variants": json.dumps(told, sort_keys=True, separators=(",", ":")),
        }
        self._function_arn = function_arn
        self._is_scaled = any(each.is_scaled for each in variants)

    def surround(self, endpoint: CfnResource) -> None:
        """Ask before and after the endpoint is updated; after only if something is to scale.

        A variant that is not scaled may have been until this very update, so the first question is
        asked of it too.
        """
        endpoint.add_resource_dependency(self._ask("before"))
        if self._is_scaled:
            self._ask("after").add_resource_dependency(endpoint)

    def _ask(self, phase: str) -> CfnResource:
        return call(
            self,
            phase.capitalize(),
            kind=KIND,
            token=self._function_arn,
            timeout_s=TIMEOUT_S,
            properties={**self._properties, "Phase": phase},
        )
