"""The instances that are measured, and where they belong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.rollout.split import Split
from lockgate.local.sagemaker.runtime.pairing import is_asynchronous
from lockgate.local.sagemaker.store import Stores


class Instance(Protocol):
    """One running container."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def outstanding(self) -> int:
        """Requests in flight."""

    @property
    def pid(self) -> int | None:
        """Its first process."""


@runtime_checkable
class Instances(Protocol):
    """A fleet whose instances can be looked at."""

    @property
    def instances(self) -> Sequence[Instance]:
        """Those that answer now."""


@dataclass(frozen=True)
class Place:
    """A variant of an endpoint."""

    endpoint: Endpoint
    variant: ServingVariant

    @property
    def instances(self) -> Sequence[Instance]:
        """Its instances."""
        fleet = self.variant.fleet
        return fleet.instances if isinstance(fleet, Instances) else []

    @property
    def dimensions(self) -> dict[str, str]:
        """Those of its metrics."""
        return {"EndpointName": self.endpoint.name, "VariantName": self.variant.name}

    @property
    def serverless(self) -> Mapping[str, int] | None:
        """Its ServerlessConfig, if it has one."""
        return self.variant.definition.get("ServerlessConfig")

    @property
    def is_realtime(self) -> bool:
        """Whether it is neither serverless nor asynchronous."""
        serving = self.endpoint.serving
        return (
            self.serverless is None and serving is not None and not is_asynchronous(serving.config)
        )


def places(stores: Stores) -> Iterator[Place]:
    """Every variant that serves; two of a name while traffic moves from one to the other."""
    for endpoint in [one for store in stores for one in store.endpoints]:
        serving = endpoint.serving
        if serving is None or endpoint.status == "Deleting":
            continue
        moving = [serving.old, serving.new] if isinstance(serving, Split) else [serving]
        yield from (Place(endpoint, variant) for one in moving for variant in one.all)
