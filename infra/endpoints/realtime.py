"""A real-time endpoint, on CPUs or GPUs."""

from dataclasses import dataclass

from infra.endpoints.metrics import GpuMetrics
from infra.endpoints.online import OnlineEndpoint, OnlineVariant


@dataclass(frozen=True)
class RealtimeVariant(OnlineVariant, GpuMetrics):
    """The metrics of one variant."""


class RealtimeEndpoint(OnlineEndpoint, GpuMetrics):
    """Instances that are always on and answer within seconds."""

    def of_variant(self, name: str) -> RealtimeVariant:
        """The metrics of one variant, the shadow's included."""
        return RealtimeVariant(self.endpoint_name, name)
