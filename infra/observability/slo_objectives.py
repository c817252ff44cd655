"""Service level objectives as metrics: the share of requests that break each.

CloudWatch's percentile rank `PR(:800)` is the percentage of values that are 800 or less. Like
percentiles, it needs the values themselves; the metrics function publishes them with counts.
Source: "CloudWatch statistics definitions" in the CloudWatch user guide; PutMetricAlarm takes it
as ExtendedStatistic and within metric math.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from infra.config.duration import format_duration
from infra.config.endpoints import AsyncEndpoint, Endpoint
from infra.config.endpoints.slo import Slo
from infra.config.inference_metrics import NAMESPACE
from infra.endpoints.alarms import OF_ANSWERS, OF_QUEUED_REQUESTS
from infra.endpoints.metrics import NAMESPACE as SAGEMAKER

FEWEST_BAD = 3
"""Bad requests of a long window that wake somebody: at night, one slow answer of two is none."""


@dataclass(frozen=True)
class Number:
    """A metric of a variant, over a window, under a name that expressions use."""

    id: str
    namespace: str
    metric: str
    statistic: str


@dataclass(frozen=True)
class Objective:
    """What most requests of a variant get."""

    name: str
    """As the environment's file calls it: `ttft_p95`."""
    promise: str
    """In words."""
    budget: float
    """Share of the requests that may break it, in %."""
    numbers: tuple[Number, ...]
    """What the expressions need."""
    bad: str
    """Expression of the share that breaks it, in %."""
    bad_count: str
    """Expression of how many break it."""

    @property
    def lasting(self) -> str:
        """`bad`, and 0 while fewer requests break it than count."""
        return f"IF({self.bad_count} > {FEWEST_BAD - 0.5}, {self.bad}, 0)"


def objectives(endpoint: Endpoint, *, is_managed: bool) -> list[Objective]:
    """The objectives of a variant of an endpoint, in the order of the file's keys.

    Args:
        endpoint: what the file says.
        is_managed: whether the variant runs in an image of AWS. Its log lines tell less than ours,
            so that latency is taken from SageMaker, which adds a little of its own to it.
    """
    slo = endpoint.slo or Slo()
    found = [*_of_times(slo, _MODEL_LATENCY if is_managed else _LATENCY)]
    if slo.error_rate is not None:
        found.append(_errors(slo.error_rate, waits=not isinstance(endpoint, AsyncEndpoint)))
    return found


@dataclass(frozen=True)
class _Time:
    """A metric of a time of each request."""

    namespace: str
    metric: str
    unit: timedelta
    meets: str
    """What requests do in that time."""


_MILLISECOND, _MICROSECOND = timedelta(milliseconds=1), timedelta(microseconds=1)
_FIRST_TOKEN = _Time(NAMESPACE, "TimeToFirstToken", _MILLISECOND, "streamed requests begin")
_LATENCY = _Time(NAMESPACE, "Latency", _MILLISECOND, "requests end")
_MODEL_LATENCY = _Time(SAGEMAKER, "ModelLatency", _MICROSECOND, "requests end")


def _of_times(slo: Slo, whole: _Time) -> Iterator[Objective]:
    for name, time, percentile, limit in (
        ("ttft_p95", _FIRST_TOKEN, 95, slo.ttft_p95),
        ("ttft_p99", _FIRST_TOKEN, 99, slo.ttft_p99),
        ("latency_p95", whole, 95, slo.latency_p95),
        ("latency_p99", whole, 99, slo.latency_p99),
    ):
        if limit is not None:
            yield _within(name, time, percentile, limit)


def _within(name: str, time: _Time, percentile: int, limit: timedelta) -> Objective:
    return Objective(
        name,
        f"{percentile} % of the {time.meets} within {format_duration(limit)}",
        budget=100 - percentile,
        numbers=(
            Number("good", time.namespace, time.metric, f"PR(:{limit // time.unit})"),
            Number("requests", time.namespace, time.metric, "SampleCount"),
        ),
        bad="100 - good",
        bad_count="requests * (100 - good) / 100",
    )


def _errors(rate: float, *, waits: bool) -> Objective:
    """By SageMaker's own count: a container that is dead writes no records."""
    share = OF_ANSWERS if waits else OF_QUEUED_REQUESTS
    return Objective(
        "error_rate",
        f"at most {rate:g} % {share.label}",
        budget=rate,
        numbers=(
            Number("errors", SAGEMAKER, share.errors, "Sum"),
            Number("requests", SAGEMAKER, share.requests, "Sum"),
        ),
        bad=share.expression,
        bad_count="errors",
    )
