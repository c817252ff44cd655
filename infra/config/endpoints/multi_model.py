"""Multi-model endpoints: many models share instances, and are loaded when they are asked for."""

from typing import Literal

from infra.config.endpoints.common import InstanceEndpoint
from infra.config.references import ReleaseRef
from infra.config.scale import Scale


class MultiModelEndpoint(InstanceEndpoint):
    """A SageMaker multi-model endpoint; requests name a model by `TargetModel`.

    The releases run in one and the same container. Further releases of it are added without a
    deployment: `lockgate publish MODEL@RELEASE ENVIRONMENT/ENDPOINT`.
    """

    kind: Literal["multi-model"]
    """`multi-model`: many models share instances, each loaded when it is asked for."""
    models: list[ReleaseRef]
    """Releases that a deployment publishes; at least one, which decides the container."""
    instance: str
    """Hosting instance type: `ml.c5.2xlarge`."""
    scale: Scale = Scale()
    """Instance limits and scaling target. Default: one instance, not scaled."""
    model_cache: bool = True
    """Keep models loaded between requests; without, each request loads its model anew."""
