"""Metrics in CloudWatch; those of invocations are by EndpointName and VariantName.

Source: "Amazon SageMaker AI endpoint invocation metrics" in the developer guide.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.batches import Batch
from lockgate.local.sagemaker.loans import Measure
from lockgate.local.time_scale import REAL_TIME, TimeScale

DELAY_S = 1.0
"""Longest time that a value waits for others, as AWS counts time."""
NAMESPACE = "AWS/SageMaker"


@dataclass(frozen=True)
class Datum:
    """One metric value."""

    scope: Scope
    name: str
    value: float
    unit: str
    dimensions: tuple[tuple[str, str], ...]
    timestamp: float
    """Seconds since 1970."""
    statistics: Mapping[str, float] | None = None
    """SampleCount, Sum, Minimum and Maximum, where the value is the mean of several."""


class MetricStore(Protocol):
    """Where metrics are kept."""

    def put_metric_data(self, namespace: str, data: Sequence[Datum]) -> None:
        """Keep values, and look at the alarms on them."""


@dataclass
class Timing:
    """The clock of one invocation, in seconds."""

    began: float = field(default_factory=time.perf_counter)
    sent: float | None = None
    first_chunk: float | None = None
    answered: float | None = None

    def mark(self, name: str) -> None:
        """Note the time of a step, once."""
        if getattr(self, name) is None:
            setattr(self, name, time.perf_counter())


@dataclass(frozen=True)
class Outcome:
    """How one invocation ended."""

    scope: Scope
    endpoint: str
    variant: str
    instances: int | None
    """Instances of the variant; None of a serverless one."""
    status: int
    """The container's status code; 0 when it gave none."""
    timing: Timing
    broke: bool = False
    """Whether a stream ended with an error."""
    measures: tuple[Measure, ...] = ()
    """What else there is to tell of it."""
    config: str | None = None
    """Name of the variant's endpoint configuration: while traffic moves, two have the variant."""


class Publisher:
    """Publishes metric values in batches, off the path of requests."""

    def __init__(self, store: MetricStore, *, time_scale: TimeScale = REAL_TIME) -> None:
        self._store = store
        self._batch: Batch[tuple[str, Datum]] = Batch(
            self._deliver, delay_s=time_scale.seconds(DELAY_S)
        )

    def publish(
        self,
        scope: Scope,
        name: str,
        value: float,
        unit: str,
        dimensions: Mapping[str, str],
        *,
        namespace: str = NAMESPACE,
    ) -> None:
        """Publish one value with the present time. Call from the event loop.

        Args:
            scope: account and region whose CloudWatch gets it.
            name: the metric's name.
            value: in the unit.
            unit: one of CloudWatch's: None, Count, Percent, Seconds, Microseconds, Bytes...
            dimensions: values by name, in any order; none is fine.
            namespace: the metric's namespace.
        """
        datum = Datum(scope, name, value, unit, tuple(dimensions.items()), time.time())
        self._batch.add((namespace, datum))

    def publish_samples(
        self,
        scope: Scope,
        name: str,
        samples: Sequence[float],
        unit: str,
        dimensions: Mapping[str, str],
    ) -> None:
        """Publish several values as one statistic set, in SageMaker's namespace."""
        total = float(sum(samples))
        statistics = {
            "SampleCount": float(len(samples)),
            "Sum": total,
            "Minimum": float(min(samples)),
            "Maximum": float(max(samples)),
        }
        mean, where = total / len(samples), tuple(dimensions.items())
        datum = Datum(scope, name, mean, unit, where, time.time(), statistics)
        self._batch.add((NAMESPACE, datum))

    def flush(self) -> None:
        """Publish what waits, now."""
        self._batch.flush()

    def _deliver(self, waiting: list[tuple[str, Datum]]) -> None:
        by_namespace = itemgetter(0)
        for namespace, group in groupby(sorted(waiting, key=by_namespace), key=by_namespace):
            self._store.put_metric_data(namespace, [datum for _, datum in group])


class InvocationMetrics:
    """Turns outcomes into metric values."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def record(self, outcome: Outcome) -> None:
        """Count an invocation, and once more for the variant's endpoint configuration.

        Alarms that look at one of two fleets use the dimension EndpointConfigName. Source:
        deployment-guardrails-configuration in the developer guide.
        """
        dimensions = {"EndpointName": outcome.endpoint, "VariantName": outcome.variant}
        self._publish(outcome, dimensions)
        if outcome.config is not None:
            self._publish(outcome, dimensions | {"EndpointConfigName": outcome.config})

    def _publish(self, outcome: Outcome, dimensions: Mapping[str, str]) -> None:
        for name, value, unit in [*_counts(outcome), *_latencies(outcome.timing)]:
            self._publisher.publish(outcome.scope, name, value, unit, dimensions)
        for told in outcome.measures:
            self._publisher.publish(
                outcome.scope, told.name, told.value, told.unit, dimensions,
                namespace=told.namespace,
            )  # fmt: skip


def _counts(outcome: Outcome) -> list[tuple[str, float, str]]:
    client_error = 400 <= outcome.status < 500
    server_error = outcome.status >= 500 or outcome.status == 0
    counts = {
        "Invocations": 1.0,
        "Invocation4XXErrors": float(client_error),
        "Invocation5XXErrors": float(server_error),
    }
    if outcome.instances is not None:  # a serverless variant has neither
        counts["InvocationsPerInstance"] = 1 / max(outcome.instances, 1)
        counts["InvocationModelErrors"] = float(client_error or server_error)
    if outcome.timing.first_chunk is not None:
        counts["MidStreamErrors"] = float(outcome.broke)
    return [(name, value, "None") for name, value in counts.items()]


def _latencies(timing: Timing) -> list[tuple[str, float, str]]:
    if timing.sent is None or timing.answered is None:
        return []
    total = time.perf_counter() - timing.began
    model = timing.answered - timing.sent
    latencies = {"ModelLatency": model, "OverheadLatency": total - model}
    if timing.first_chunk is not None:
        to_first = timing.first_chunk - timing.sent
        latencies["FirstChunkModelLatency"] = to_first
        latencies["FirstChunkOverheadLatency"] = timing.sent - timing.began
        latencies["FirstChunkLatency"] = to_first + timing.sent - timing.began
    return [(name, seconds * 1e6, "Microseconds") for name, seconds in latencies.items()]
