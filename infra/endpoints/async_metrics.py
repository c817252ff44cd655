"""CloudWatch metrics that SageMaker publishes for async endpoints, and for no other kind.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html
"""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from infra.endpoints.metrics import NAMESPACE, GpuMetrics


class AsyncMetrics(GpuMetrics):
    """Of the queue, by the endpoint alone; and of what became of the requests, by variant."""

    def metric_backlog_size(self) -> cloudwatch.Metric:
        """Requests that wait or are worked on."""
        return self._of_endpoint("ApproximateBacklogSize", statistic="Average")

    def metric_backlog_size_per_instance(self) -> cloudwatch.Metric:
        """The same, divided by the number of instances."""
        return self._of_endpoint("ApproximateBacklogSizePerInstance", statistic="Average")

    def metric_age_of_oldest_request(self) -> cloudwatch.Metric:
        """Time that the oldest request has waited, in seconds."""
        return self._of_endpoint("ApproximateAgeOfOldestRequest", statistic="Maximum")

    def metric_has_backlog_without_capacity(self) -> cloudwatch.Metric:
        """1 while requests wait and there is no instance, else 0."""
        return self._of_endpoint("HasBacklogWithoutCapacity", statistic="Average")

    def metric_invocations_processed(self) -> cloudwatch.Metric:
        """Requests that were worked on, in a period."""
        return self.metric("InvocationsProcessed", statistic="Sum")

    def metric_invocation_failures(self) -> cloudwatch.Metric:
        """Requests that failed for any reason, in a period."""
        return self.metric("InvocationFailures", statistic="Sum")

    def metric_expired_requests(self) -> cloudwatch.Metric:
        """Requests that waited longer than they could, in a period."""
        return self.metric("ExpiredRequests", statistic="Sum")

    def metric_notification_failures(self) -> cloudwatch.Metric:
        """Notifications that could not be published, in a period."""
        return self.metric("NotificationFailures", statistic="Sum")

    def metric_time_in_backlog(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time that requests waited, in milliseconds."""
        return self.metric("TimeInBacklog", statistic=statistic)

    def metric_total_processing_time(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time from a request's arrival until its result was stored, in milliseconds."""
        return self.metric("TotalProcessingTime", statistic=statistic)

    def _of_endpoint(self, name: str, *, statistic: str) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            dimensions_map={"EndpointName": self.endpoint_name},
            statistic=statistic,
            period=Duration.minutes(1),
        )
