"""What Application Auto Scaling asks of SageMaker, and how a resource id names a variant."""

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from lockgate.local.protocol.scope import Scope

Kind = Literal["realtime", "async", "serverless"]

INSTANCES = "sagemaker:variant:DesiredInstanceCount"
PROVISIONED_CONCURRENCY = "sagemaker:variant:DesiredProvisionedConcurrency"
_RESOURCE = re.compile(r"endpoint/([A-Za-z0-9-]+)/variant/([A-Za-z0-9-]+)")


@dataclass(frozen=True)
class Variant:
    """A production variant of an endpoint, as it is now."""

    kind: Kind
    capacity: int
    """Instances, or the provisioned concurrency of a serverless variant."""
    instance_type: str | None
    """None for a serverless variant."""
    is_idle: bool
    """Whether the endpoint can be changed: no other change is under way."""
    failure: str | None = None
    """Why the last change of the endpoint failed, if it did."""


class Variants(Protocol):
    """The variants of SageMaker's endpoints."""

    def find(self, scope: Scope, endpoint: str, variant: str) -> Variant | None:
        """A variant that serves; None if there is none."""

    async def resize(self, scope: Scope, endpoint: str, variant: str, capacity: int) -> None:
        """Begin to give a variant another capacity.

        Raises:
            ServiceError: SageMaker refuses.
        """


def names_in(resource: str) -> tuple[str, str] | None:
    """The names of endpoint and variant in a resource id; None if it is of another form."""
    match = _RESOURCE.fullmatch(resource)
    return (match[1], match[2]) if match else None
