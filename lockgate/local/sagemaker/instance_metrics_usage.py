"""CPUUtilization and MemoryUtilization of each instance.

The CPU counts 100 % for each core, as on AWS. Memory is a part of this machine's, which all
instances share, or of what a serverless variant asks for.
"""

import asyncio
import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence

from lockgate.local.sagemaker.instance_metrics_places import Place
from lockgate.local.sagemaker.runtime.metrics import Publisher
from lockgate.local.usage import Usage, machine_memory, usage_of

NAMESPACE = "/aws/sagemaker/Endpoints"
SHORTEST_S = 0.5
"""Least real time between two looks at the process table."""
_MIB = 1 << 20
Read = Callable[[Collection[int]], Mapping[int, Usage]]
"""Takes process ids; returns what each takes with its descendants."""


class UsageMetrics:
    """Publishes them."""

    def __init__(
        self,
        publisher: Publisher,
        *,
        read: Read = usage_of,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._publisher = publisher
        self._read = read
        self._clock = clock
        self._looked = -math.inf
        self._before: dict[int, tuple[float, float]] = {}
        """Time and CPU seconds at the last look, by process."""

    async def publish(self, places: Sequence[Place]) -> None:
        """Look at all instances and publish what they take; the first look at one has no CPU.

        However fast AWS's time runs, a look that follows another at once would tell nothing.
        """
        if self._clock() - self._looked < SHORTEST_S:
            return
        self._looked = self._clock()
        found = {
            instance.pid: place
            for place in places
            for instance in place.instances
            if instance.pid is not None
        }
        usages = await asyncio.to_thread(self._read, list(found))
        now, before = self._clock(), self._before
        self._before = {pid: (now, usage.cpu_s) for pid, usage in usages.items()}
        for pid, usage in usages.items():
            self._percent(found[pid], "MemoryUtilization", _memory_part(found[pid], usage))
            if pid in before and found[pid].serverless is None:
                then, spent = before[pid]
                cores = (usage.cpu_s - spent) / max(now - then, 1e-6)
                self._percent(found[pid], "CPUUtilization", max(cores, 0.0))

    def _percent(self, place: Place, name: str, part: float) -> None:
        self._publisher.publish(
            place.endpoint.scope,
            name,
            100 * part,
            "Percent",
            place.dimensions,
            namespace=NAMESPACE,
        )


def _memory_part(place: Place, usage: Usage) -> float:
    config = place.serverless
    whole = machine_memory() if config is None else config["MemorySizeInMB"] * _MIB
    return usage.memory_bytes / whole
