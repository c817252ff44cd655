"""Scalable targets and scaling policies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

Key = tuple[str, str, str]
"""Service namespace, resource id and scalable dimension."""


def key_of(request: Mapping[str, Any]) -> Key:
    """What a request is about."""
    return request["ServiceNamespace"], request["ResourceId"], request["ScalableDimension"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Target:
    """A scalable target."""

    arn: str
    settings: dict[str, Any]
    """Members of RegisterScalableTarget."""
    tags: dict[str, str]
    created: datetime = field(default_factory=_now)


@dataclass
class Policy:
    """A scaling policy."""

    arn: str
    settings: Mapping[str, Any]
    """Members of PutScalingPolicy."""
    created: datetime = field(default_factory=_now)


@dataclass
class Store:
    """What one account and region holds."""

    targets: dict[Key, Target] = field(default_factory=dict)
    policies: dict[tuple[Key, str], Policy] = field(default_factory=dict)
    """By target and name."""


def new_id() -> str:
    """An id for an ARN."""
    return str(uuid4())
