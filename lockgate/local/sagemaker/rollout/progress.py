"""What DescribeEndpoint tells of a deployment that is under way.

The messages are those that the developer guide gives as examples, in "SageMaker endpoint
deployment state change".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from lockgate.local.sagemaker.records import Definition, now
from lockgate.local.sagemaker.sizes import Sizes


@dataclass(frozen=True)
class Stage:
    """The VariantStatus of one variant."""

    status: str
    """Creating, Updating, Deleting, ActivatingTraffic or Baking."""
    message: str
    since: datetime = field(default_factory=now)


def launching(instances: int) -> Stage:
    """Instances are created."""
    return Stage("Creating", f"Launching {instances} instance(s).")


def terminating(instances: int) -> Stage:
    """Instances are stopped."""
    return Stage("Deleting", f"Terminating {instances} instance(s).")


def scaling(count: int, *, before: int) -> Stage:
    """The instance count changes."""
    way = "out" if count > before else "in"
    return Stage("Updating", f"Scaling {way} desired instance count to {count}.")


def activating(part: str, instances: int) -> Stage:
    """Traffic moves; `part` is canary, partial or full."""
    message = f"Activating traffic on {part} capacity of {instances} instance(s)."
    return Stage("ActivatingTraffic", message)


def baking(part: str, instances: int, *, seconds: float, member: str) -> Stage:
    """The alarms are watched for a time that a member of the policy gives."""
    message = (
        f"Baking for {seconds:g} seconds ({member}) with traffic enabled on {part} capacity of "
        f"{instances} instance(s)."
    )
    return Stage("Baking", message)


@dataclass
class Progress:
    """A deployment under way: its configuration, and how far each variant is."""

    config: Definition
    sizes: Sizes
    """Sizes that all variants, shadows too, are to have."""
    instances: dict[str, int]
    """Instances that are there, by variant."""
    stages: dict[str, Stage]
    since: datetime = field(default_factory=now)

    @classmethod
    def begun(cls, config: Definition, sizes: Sizes) -> "Progress":
        """A deployment of which nothing is there yet."""
        stages = {name: launching(size.count) for name, size in sizes.items()}
        return cls(config, sizes, dict.fromkeys(sizes, 0), stages)

    def resized(self, variant: str, count: int) -> Sizes:
        """The sizes with another instance count of one variant."""
        return {**self.sizes, variant: replace(self.sizes[variant], count=count)}

    def enter(self, stages: Mapping[str, Stage]) -> None:
        """Variants enter their next stages."""
        self.stages |= stages
