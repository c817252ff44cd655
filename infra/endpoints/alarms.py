"""Alarms on errors and latency, by which an update is rolled back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.config.endpoints.common import Alarms
from infra.config.endpoints.variants import PRIMARY
from infra.endpoints.hosted_variant import part_of_variant
from infra.endpoints.metrics import NAMESPACE, variant_dimensions

MICROSECONDS = 1_000_000
PERIOD_S = 60
TWO_OF_THREE: dict[str, Any] = {
    "comparison_operator": "GreaterThanThreshold",
    "evaluation_periods": 3,
    "datapoints_to_alarm": 2,
    "treat_missing_data": "notBreaching",
}

Query = cloudwatch.CfnAlarm.MetricDataQueryProperty
Statistic = cloudwatch.CfnAlarm.MetricStatProperty
Metric = cloudwatch.CfnAlarm.MetricProperty
Dimension = cloudwatch.CfnAlarm.DimensionProperty


@dataclass(frozen=True)
class ErrorShare:
    """The metrics whose ratio is the share of failed requests."""

    errors: str
    requests: str
    expression: str
    """Of `errors` and `requests`, in %."""
    label: str
    """What the errors are called."""


OF_ANSWERS = ErrorShare(
    errors="Invocation5XXErrors",
    requests="Invocations",
    expression="IF(requests > 0, 100 * errors / requests, 0)",
    label="5xx errors",
)
"""Where clients wait for the answer."""
OF_QUEUED_REQUESTS = ErrorShare(
    errors="InvocationFailures",
    requests="InvocationsProcessed",
    expression="IF(errors > 0, 100 * errors / MAX([errors, FILL(requests, 0)]), 0)",
    label="failed requests",
)
"""Of async endpoints, which publish no Invocations. AWS does not say whether failed requests count
as processed: if they do not, the share comes out a little too high."""


class EndpointAlarms(Construct):
    """Two of three minutes over a limit raise an alarm; silence does not.

    Each production variant has two. They know the endpoint by its name only, so that they exist
    before it does: an update of the endpoint names them, which would be a circle otherwise.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        endpoint_name: str,
        variants: Sequence[str],
        limits: Alarms,
        share: ErrorShare = OF_ANSWERS,
    ) -> None:
        super().__init__(scope, construct_id)
        self._endpoint_name = endpoint_name
        self.names = [name for each in variants for name in self._watch(each, limits, share)]
        """Names of all alarms."""

    def _watch(self, variant: str, limits: Alarms, share: ErrorShare) -> Iterator[str]:
        whose = self._endpoint_name if variant == PRIMARY else f"{self._endpoint_name} {variant}"
        rate, seconds = limits.error_rate_percent, limits.p99_latency.total_seconds()
        yield self._alarm(
            part_of_variant(variant, "ErrorRate"),
            f"{whose}: over {rate:g} % {share.label}",
            rate,
            metrics=self._error_rate(variant, share),
        )
        yield self._alarm(
            part_of_variant(variant, "Latency"),
            f"{whose}: p99 model latency over {seconds:g} s",
            seconds * MICROSECONDS,
            namespace=NAMESPACE,
            metric_name="ModelLatency",
            dimensions=self._dimensions(variant),
            extended_statistic="p99",
            period=PERIOD_S,
        )

    def _alarm(self, construct_id: str, description: str, limit: float, **watched: Any) -> str:
        alarm = cloudwatch.CfnAlarm(
            self,
            construct_id,
            alarm_description=description,
            threshold=limit,
            **TWO_OF_THREE,
            **watched,
        )
        return alarm.ref

    def _error_rate(self, variant: str, share: ErrorShare) -> list[Query]:
        label = f"{share.label} (%)"
        return [
            Query(id="rate", expression=share.expression, label=label),
            self._sum("requests", share.requests, variant),
            self._sum("errors", share.errors, variant),
        ]

    def _sum(self, query: str, name: str, variant: str) -> Query:
        metric = Metric(namespace=NAMESPACE, metric_name=name, dimensions=self._dimensions(variant))
        statistic = Statistic(metric=metric, stat="Sum", period=PERIOD_S)
        return Query(id=query, metric_stat=statistic, return_data=False)

    def _dimensions(self, variant: str) -> list[Dimension]:
        found = variant_dimensions(self._endpoint_name, variant)
        return [Dimension(name=name, value=value) for name, value in found.items()]
