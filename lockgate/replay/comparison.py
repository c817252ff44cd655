"""The records' figures beside CloudWatch's, minute by minute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lockgate.metric_data import Metric, Series, Span, read_metrics
from lockgate.replay.function import COUNTS, Computed, Minute
from lockgate.variant_key import VariantKey

MINUTE_S = 60
TTFT = ("TimeToFirstToken", "p95")


@dataclass(frozen=True)
class Difference:
    """A minute of which CloudWatch has other figures."""

    minute: Minute
    metric: str
    recorded: float
    published: float

    def __str__(self) -> str:
        return (
            f"{self.minute}  {self.metric}: {self.recorded:g} recorded, "
            f"{self.published:g} in CloudWatch"
        )


@dataclass
class Comparison:
    """What was found of one variant."""

    key: VariantKey
    minutes: int = 0
    """Minutes that the records have."""
    recorded: dict[str, float] = field(default_factory=dict)
    """Sums by metric."""
    published: dict[str, float] = field(default_factory=dict)
    missing: list[Minute] = field(default_factory=list)
    """Minutes that CloudWatch lacks entirely."""
    differences: list[Difference] = field(default_factory=list)
    ttft_off: float | None = None
    """The furthest that a minute's TTFT p95 is off, as a share of the recorded one."""


def compare(
    client: Any,
    computed: Mapping[Minute, Computed],
    keys: Iterable[VariantKey],
    span: Span,
) -> list[Comparison]:
    """Compare the records' minutes with CloudWatch's.

    Args:
        client: of CloudWatch.
        computed: what the records say.
        keys: variants of which CloudWatch may know, besides those that have records.
        span: the time of both.

    Raises:
        CommandError: CloudWatch could not read a metric.
        ClientError: it refused.
    """
    everyone = sorted({*keys, *(minute.key for minute in computed)})
    published = _published(client, everyone, span)
    found = [_compare(one, computed, published[one]) for one in everyone]
    return [one for one in found if one.minutes or one.published["Requests"]]


def _published(
    client: Any, keys: list[VariantKey], span: Span
) -> dict[VariantKey, dict[str, Series]]:
    asked: dict[Metric, tuple[VariantKey, str]] = {}
    for key in keys:
        asked |= {key.metric(name, "Sum"): (key, name) for name in COUNTS.values()}
        asked[key.metric(*TTFT)] = (key, TTFT[0])
    values: dict[VariantKey, dict[str, Series]] = {key: {} for key in keys}
    for metric, series in read_metrics(client, list(asked), span, period_s=MINUTE_S).items():
        key, name = asked[metric]
        values[key][name] = series
    return values


def _compare(
    key: VariantKey, computed: Mapping[Minute, Computed], published: Mapping[str, Series]
) -> Comparison:
    own = {minute: known for minute, known in computed.items() if minute.key == key}
    comparison = Comparison(
        key,
        minutes=len(own),
        recorded={name: sum(one.counts[name] for one in own.values()) for name in COUNTS.values()},
        published={name: sum(published[name].values()) for name in COUNTS.values()},
    )
    for minute in sorted({*own, *(Minute(at, key) for at in published["Requests"])}):
        _judge(comparison, minute, own.get(minute), published)
    return comparison


def _judge(
    comparison: Comparison,
    minute: Minute,
    computed: Computed | None,
    published: Mapping[str, Series],
) -> None:
    """Note whether a minute is missing or different, and how far its TTFT is off."""
    if minute.at not in published["Requests"]:
        comparison.missing.append(minute)
        return
    for name in COUNTS.values():
        known = computed.counts[name] if computed else 0
        told = published[name].get(minute.at, 0)
        if known != told:
            comparison.differences.append(Difference(minute, name, known, told))
            return
    first, told_first = computed and computed.ttft_p95_ms, published[TTFT[0]].get(minute.at)
    if first and told_first is not None:
        off = abs(told_first / first - 1)
        comparison.ttft_off = max(off, comparison.ttft_off or 0)
