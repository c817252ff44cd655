"""Metrics that come without a request: of instances, and zeros of scaled variants.

Sources: "Amazon SageMaker AI metrics in Amazon CloudWatch" in the developer guide, the tables of
endpoint invocation metrics and of instance metrics; "Auto scaling policy overview" for the zeros.
"""

import asyncio
import logging
import time
from typing import Protocol

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.instance_metrics_concurrency import ConcurrencyMetrics
from lockgate.local.sagemaker.instance_metrics_places import Place, places
from lockgate.local.sagemaker.instance_metrics_usage import UsageMetrics
from lockgate.local.sagemaker.runtime.metrics import Publisher
from lockgate.local.sagemaker.store import Stores
from lockgate.local.time_scale import REAL_TIME, TimeScale

logger = logging.getLogger("lockgate")

SAMPLE_S, CONCURRENCY_S, MINUTE_S = 1.0, 10.0, 60.0
"""Time between two looks at the requests in flight, between two values of them, and between two
of all else, as AWS counts time."""
SHORTEST_S = 0.02
"""Least real time between two looks."""


class Registered(Protocol):
    """What Application Auto Scaling knows."""

    def registered(self, scope: Scope, endpoint: str, variant: str) -> bool:
        """Whether a variant is a scalable target."""


class InstanceMetrics:
    """Publishes them for all endpoints."""

    def __init__(
        self,
        stores: Stores,
        publisher: Publisher,
        targets: Registered,
        *,
        time_scale: TimeScale = REAL_TIME,
        usage: UsageMetrics | None = None,
    ) -> None:
        self._stores = stores
        self._publisher = publisher
        self._targets = targets
        self._time_scale = time_scale
        self._concurrency = ConcurrencyMetrics(publisher)
        self._usage = usage or UsageMetrics(publisher)
        self._periods = (0, 0)

    async def watch(self) -> None:
        """Look and publish, again and again."""
        while True:
            await asyncio.sleep(max(self._time_scale.seconds(SAMPLE_S), SHORTEST_S))
            try:
                await self.look(self._time_scale.aws_seconds(time.time()))
            except Exception:  # the next look may succeed
                logger.exception("metrics of instances")

    async def look(self, now: float) -> None:
        """Look at the instances, and publish what is due at a time in seconds of AWS.

        That is in the middle of each period, so that no period of an alarm is without a value.
        """
        serving = list(places(self._stores))
        self._concurrency.sample(serving)
        ten, minute = int(now / CONCURRENCY_S + 0.5), int(now / MINUTE_S + 0.5)
        before, self._periods = self._periods, (ten, minute)
        if ten != before[0]:
            self._concurrency.publish()
        if minute != before[1]:
            self._zeros(serving)
            await self._usage.publish(serving)

    def _zeros(self, serving: list[Place]) -> None:
        """A scaled variant without traffic tells so; else nothing would ever scale it in."""
        for place in serving:
            scope, names = place.endpoint.scope, (place.endpoint.name, place.variant.name)
            if place.is_realtime and self._targets.registered(scope, *names):
                self._publisher.publish(
                    scope, "InvocationsPerInstance", 0.0, "None", place.dimensions
                )
