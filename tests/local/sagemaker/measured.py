"""Endpoints whose instances the tests measure, without processes."""

from dataclasses import dataclass, field
from typing import Any

from lockgate.local.sagemaker.deployment import Deployment, ServingVariant
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.store import Stores
from tests.local.in_process import SCOPE


@dataclass
class Instance:
    id: str = "i-1"
    outstanding: int = 0
    pid: int | None = 1


@dataclass
class Fleet:
    instances: list[Instance] = field(default_factory=lambda: [Instance()])


def variant(fleet: Fleet, name: str = "primary", **definition: Any) -> ServingVariant:
    members = {"VariantName": name, "InstanceType": "ml.c5.large"} | definition
    return ServingVariant(members, fleet, "image", 1.0, len(fleet.instances))  # type: ignore[arg-type]


def serve(*variants: ServingVariant, **config: Any) -> Stores:
    """Stores with an endpoint `chat` that serves the variants."""
    stores = Stores()
    definition = Definition("config", "arn", config)
    serving = Deployment(definition, {one.name: one for one in variants})
    endpoint = Endpoint("chat", "arn", SCOPE, definition, "InService", serving=serving)
    stores.of(SCOPE).endpoints.add(endpoint)
    return stores
