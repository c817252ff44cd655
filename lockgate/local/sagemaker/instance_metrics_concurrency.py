"""ConcurrentRequestsPerModel: the requests in flight in each instance."""

from collections.abc import Iterable

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.instance_metrics_places import Place
from lockgate.local.sagemaker.runtime.metrics import Publisher

Key = tuple[Scope, str, str, str]
"""Scope, endpoint, variant and instance."""


class ConcurrencyMetrics:
    """Collects what is seen of each instance, and publishes it as one statistic set.

    The average over instances and time is the load that a scaling policy tracks.
    """

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._samples: dict[Key, list[float]] = {}

    def sample(self, places: Iterable[Place]) -> None:
        """Look at the instances of the real-time variants."""
        for place in places:
            if place.is_realtime:
                for instance in place.instances:
                    key = self._key(place, instance.id)
                    self._samples.setdefault(key, []).append(instance.outstanding)

    def publish(self) -> None:
        """Publish what was seen since the last time."""
        seen, self._samples = self._samples, {}
        for (scope, endpoint, variant, _), samples in seen.items():
            dimensions = {"EndpointName": endpoint, "VariantName": variant}
            self._publisher.publish_samples(
                scope, "ConcurrentRequestsPerModel", samples, "None", dimensions
            )

    @staticmethod
    def _key(place: Place, instance: str) -> Key:
        return place.endpoint.scope, place.endpoint.name, place.variant.name, instance
