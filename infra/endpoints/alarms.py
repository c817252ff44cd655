"""Alarms on errors and latency, by which an update is rolled back."""

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.config.endpoints.common import Alarms
from infra.endpoints.metrics import EndpointMetrics

MICROSECONDS = 1_000_000


class EndpointAlarms(Construct):
    """Two of three minutes over a limit raise an alarm; silence does not.

    They know the endpoint by its name only, so that they exist before it does: an update of the
    endpoint names them, which would be a circle otherwise.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, metrics: EndpointMetrics, limits: Alarms
    ) -> None:
        super().__init__(scope, construct_id)
        self.error_rate = self._alarm(
            "ErrorRate",
            metrics.metric_error_rate(),
            threshold=limits.error_rate_percent,
            description=f"{metrics.endpoint_name}: over {limits.error_rate_percent:g} % 5xx errors",
        )
        seconds = limits.p99_latency.total_seconds()
        self.latency = self._alarm(
            "Latency",
            metrics.metric_model_latency(statistic="p99"),
            threshold=seconds * MICROSECONDS,
            description=f"{metrics.endpoint_name}: p99 model latency over {seconds:g} s",
        )

    @property
    def all(self) -> list[cloudwatch.Alarm]:
        """All alarms of the endpoint."""
        return [self.error_rate, self.latency]

    def _alarm(
        self, name: str, metric: cloudwatch.IMetric, *, threshold: float, description: str
    ) -> cloudwatch.Alarm:
        return cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=threshold,
            alarm_description=description,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=3,
            datapoints_to_alarm=2,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
