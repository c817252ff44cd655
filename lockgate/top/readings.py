"""What CloudWatch says of variants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from infra.config.inference_metrics import (
    ENDPOINT_DIMENSION,
    NAMESPACE,
    UNPARSABLE,
    VARIANT_DIMENSION,
)
from lockgate.metric_data import Metric, Series, Span, read_metrics
from lockgate.top.figures import Figures, Statistic
from lockgate.top.window import Window

MINUTE_S = 60


class Subject(NamedTuple):
    """One variant of a SageMaker endpoint, by their names there."""

    endpoint: str
    variant: str

    def metric(self, name: str, statistic: str, namespace: str = NAMESPACE) -> Metric:
        """Return one of its metrics; SageMaker names the dimensions alike."""
        dimensions = ((ENDPOINT_DIMENSION, self.endpoint), (VARIANT_DIMENSION, self.variant))
        return Metric(namespace, name, dimensions, statistic)


def read_figures(
    client: Any, wanted: Mapping[Subject, Iterable[Statistic]], window: Window
) -> dict[Subject, Figures]:
    """Read figures of variants over a window.

    The whole window is one period, so that percentiles are those of all its requests.
    """
    asked = {
        subject.metric(*statistic): (subject, statistic)
        for subject, statistics in wanted.items()
        for statistic in statistics
    }
    values: dict[Subject, dict[tuple[str, str], float]] = {subject: {} for subject in wanted}
    found = read_metrics(client, list(asked), window.span, period_s=window.span.seconds)
    for metric, series in found.items():
        if series:
            subject, (name, statistic, _) = asked[metric]
            values[subject][name, statistic] = series[max(series)]
    return {subject: Figures(known, window.elapsed_s) for subject, known in values.items()}


def read_requests(client: Any, subjects: Sequence[Subject], span: Span) -> dict[Subject, Series]:
    """Read the requests of variants by the minute."""
    asked = {subject.metric("Requests", "Sum"): subject for subject in subjects}
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
