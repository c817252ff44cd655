"""Serverless endpoints: no instances to choose, and nothing to pay while nobody asks."""

from typing import Literal

from infra.config.endpoints.common import CommonEndpoint
from infra.config.references import ReleaseRef
from infra.config.rollout import Rollout


class ServerlessEndpoint(CommonEndpoint):
    """A SageMaker serverless endpoint; the first request after a pause waits for a start."""

    kind: Literal["serverless"]
    """`serverless`: containers start when they are asked for; paid by use."""
    model: ReleaseRef
    """The release that answers."""
    memory_mb: int
    """Memory of each container in MB; CPUs come in proportion."""
    max_concurrency: int = 5
    """Requests answered at once; more are throttled."""
    provisioned_concurrency: int | None = None
    """Containers that are kept warm, and paid for. Default: none."""
    rollout: Rollout = Rollout()
    """How updates reach traffic. Default: all at once, with rollback."""
