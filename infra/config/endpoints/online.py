"""What endpoints that answer at once, on instances that are always on, have in common."""

from infra.config.base import ConfigModel
from infra.config.endpoints.common import InstanceEndpoint
from infra.config.references import ReleaseRef
from infra.config.scale import Scale


class Variant(ConfigModel):
    """One production variant of an A/B test; what it leaves out is the endpoint's."""

    model: ReleaseRef
    """The release that answers."""
    weight: float = 1
    """Share of the traffic, relative to the sum of all weights."""
    instance: str | None = None
    """Hosting instance type. Default: the endpoint's."""
    scale: Scale | None = None
    """Instance limits and scaling target. Default: the endpoint's."""
    environment: dict[str, str] = {}
    """Further variables for the container, over those of the endpoint."""


class Shadow(ConfigModel):
    """A variant that gets a copy of the traffic, and whose answers nobody sees but the metrics."""

    model: ReleaseRef
    """The release to watch."""
    percent: int = 100
    """Share of the production variant's requests that are copied, in %."""
    instance: str | None = None
    """Hosting instance type. Default: the endpoint's."""
    instances: int = 1
    """Number of instances; a shadow is not scaled."""
    environment: dict[str, str] = {}
    """Further variables for the container, over those of the endpoint."""


class OnlineEndpoint(InstanceEndpoint):
    """One model, or variants of it, on instances that are always on."""

    model: ReleaseRef | None = None
    """The release that answers; left out when there are variants."""
    instance: str
    """Hosting instance type: `ml.g6.2xlarge`."""
    scale: Scale = Scale()
    """Instance limits and scaling target. Default: one instance, not scaled."""
    variants: dict[str, Variant] = {}
    """Production variants by name, in place of `model`: they share the traffic by weight."""
    shadow: Shadow | None = None
    """Shadow variant. Default: none."""
