"""What CloudWatch says of variants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from infra.config.inference_metrics import ENDPOINT_DIMENSION, NAMESPACE, UNPARSABLE
from lockgate.metric_data import Metric, Series, Span, read_metrics
from lockgate.top.figures import Figures, Statistic
from lockgate.top.window import Window
from lockgate.variant_key import VariantKey

MINUTE_S = 60


def read_figures(
    client: Any, wanted: Mapping[VariantKey, Iterable[Statistic]], window: Window
) -> dict[VariantKey, Figures]:
    """Read figures of variants over a window.

    The whole window is one period, so that percentiles are those of all its requests.
    """
    asked = {
        key.metric(*statistic): (key, statistic)
        for key, statistics in wanted.items()
        for statistic in statistics
    }
    values: dict[VariantKey, dict[tuple[str, str], float]] = {key: {} for key in wanted}
    found = read_metrics(client, list(asked), window.span, period_s=window.span.seconds)
    for metric, series in found.items():
        if series:
            key, (name, statistic, _) = asked[metric]
            values[key][name, statistic] = series[max(series)]
    return {key: Figures(known, window.elapsed_s) for key, known in values.items()}


def read_requests(client: Any, keys: Sequence[VariantKey], span: Span) -> dict[VariantKey, Series]:
    """Read the requests of variants by the minute."""
    asked = {key.metric("Requests", "Sum"): key for key in keys}
    found = read_metrics(client, list(asked), span, period_s=MINUTE_S)
    return {asked[metric]: series for metric, series in found.items()}


def count_unparsable(client: Any, endpoints: Sequence[str], span: Span) -> int:
    """Count the records and lines that the pipeline could not read, whoever's they were."""
    anonymous = Metric(NAMESPACE, UNPARSABLE, (), "Sum")
    known = [
        Metric(NAMESPACE, UNPARSABLE, ((ENDPOINT_DIMENSION, name),), "Sum") for name in endpoints
    ]
    found = read_metrics(client, [anonymous, *known], span, period_s=MINUTE_S)
    return int(sum(sum(series.values()) for series in found.values()))
