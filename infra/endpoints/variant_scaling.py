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
from aws_cdk import aws_sagemaker as sagemaker
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


def keep_scaled(
    scope: Construct,
    endpoint: sagemaker.CfnEndpoint,
    *,
    endpoint_name: str,
    variants: Sequence[VariantScaling],
    function_arn: str,
) -> None:
    """Ask the function before and after the endpoint is updated; after only if there is something.

    A variant that is not scaled may have been until this very update, so the first question is
    asked of it too. Both questions must keep their logical ids: CloudFormation deletes a resource
    that gets another one after the new one is made, and the deletion ends the scaling.

    Args:
        scope: the construct of the endpoint.
        endpoint: the endpoint.
        endpoint_name: its name.
        variants: all of its production variants on instances.
        function_arn: the function that answers.
    """
    # As text, because CloudFormation would make texts of all numbers in it.
    told = {each.variant: each.told() for each in variants}
    properties = {
        "EndpointName": endpoint_name,
        "Variants": json.dumps(told, sort_keys=True, separators=(",", ":")),
    }

    def ask(phase: str) -> CfnResource:
        return call(
            scope,
            f"Scaling{phase.capitalize()}",
            kind=KIND,
            token=function_arn,
            timeout_s=TIMEOUT_S,
            properties={**properties, "Phase": phase},
        )

    endpoint.add_resource_dependency(ask("before"))
    if any(each.is_scaled for each in variants):
        ask("after").add_resource_dependency(endpoint)
