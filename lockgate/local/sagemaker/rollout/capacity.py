"""Parts of a fleet, as guardrails give them: a number of instances or a percentage."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CapacitySize = Mapping[str, Any]
"""A CapacitySize of the API: Type (INSTANCE_COUNT or CAPACITY_PERCENT) and Value."""


@dataclass(frozen=True)
class Portion:
    """A part of a variant's new fleet that takes traffic."""

    share: float
    """Part of the variant's requests, 0 to 1."""
    instances: int
    """Instances that this stands for in DescribeEndpoint."""


def percent_of(size: CapacitySize, count: int) -> float:
    """A size as a percentage of `count` instances, which are not 0."""
    value = float(size["Value"])
    return value if size["Type"] == "CAPACITY_PERCENT" else 100 * value / count


def portion(size: CapacitySize, count: int, *, times: int = 1) -> Portion:
    """The part that `times` steps of a size make up, at most all.

    A percentage is the share of the traffic exactly, even if no number of instances is: an
    endpoint of one instance can have a canary of 10 % here.
    """
    if count == 0:
        return Portion(1.0, 0)
    share = min(times * percent_of(size, count) / 100, 1.0)
    return Portion(share, math.ceil(round(share * count, 6)))


def batch(size: CapacitySize, count: int) -> int:
    """Instances of one rolling batch: no more than the size says, but at least one."""
    return max(1, math.floor(percent_of(size, count) * count / 100))
