"""What SageMaker says about an endpoint: its status, and its variants with their instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOT_DEPLOYED = "not deployed"


@dataclass(frozen=True)
class DeployedVariant:
    """One variant that serves."""

    name: str
    count: int
    """Instances; of a serverless variant, containers that are kept warm."""
    desired: int
    is_shadow: bool = False
    is_on_demand: bool = False
    """Whether it is serverless."""

    @property
    def instances(self) -> str:
        """`2`, `1/2` while one is on its way, `2 warm`; nothing where they come on demand."""
        if self.is_on_demand:
            return f"{self.count} warm" if self.count else ""
        return str(self.count) if self.count == self.desired else f"{self.count}/{self.desired}"


@dataclass(frozen=True)
class DeployedEndpoint:
    """One endpoint."""

    status: str
    """SageMaker's, or `not deployed`."""
    variants: tuple[DeployedVariant, ...] = ()


def describe(client: Any, name: str) -> DeployedEndpoint:
    """Ask SageMaker for an endpoint.

    Raises:
        ClientError: it refused for another reason than that there is none.
    """
    from botocore.exceptions import ClientError

    try:
        described = client.describe_endpoint(EndpointName=name)
    except ClientError as error:
        if "Could not find" not in str(error):
            raise
        return DeployedEndpoint(NOT_DEPLOYED)
    production = [_variant(one) for one in described.get("ProductionVariants", [])]
    shadows = [_variant(one, shadow=True) for one in described.get("ShadowProductionVariants", [])]
    return DeployedEndpoint(described["EndpointStatus"], (*production, *shadows))


def _variant(summary: Mapping[str, Any], *, shadow: bool = False) -> DeployedVariant:
    serverless = summary.get("CurrentServerlessConfig")
    if serverless is not None:
        warm = serverless.get("ProvisionedConcurrency", 0)
        return DeployedVariant(summary["VariantName"], warm, warm, shadow, is_on_demand=True)
    count = summary.get("CurrentInstanceCount", 0)
    desired = summary.get("DesiredInstanceCount", count)
    return DeployedVariant(summary["VariantName"], count, desired, shadow)
