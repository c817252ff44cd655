"""Real-time endpoints: instances that are always on and answer within seconds."""

from typing import Literal

from infra.config.endpoints.online import OnlineEndpoint


class RealtimeEndpoint(OnlineEndpoint):
    """A SageMaker real-time endpoint."""

    kind: Literal["realtime"]
    """`realtime`: instances that are always on and answer within seconds."""
