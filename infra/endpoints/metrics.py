"""CloudWatch metrics that SageMaker publishes for every kind of endpoint.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
"""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

NAMESPACE = "AWS/SageMaker"
INSTANCE_NAMESPACE = "/aws/sagemaker/Endpoints"


class VariantMetrics:
    """Metrics of one variant, by name alone: they can be had before the endpoint exists."""

    endpoint_name: str
    variant: str

    def metric(
        self,
        name: str,
        *,
        statistic: str,
        period: Duration | None = None,
        namespace: str = NAMESPACE,
    ) -> cloudwatch.Metric:
        """Any metric of the variant; over one minute unless a period is given."""
        return cloudwatch.Metric(
            namespace=namespace,
            metric_name=name,
            dimensions_map=variant_dimensions(self.endpoint_name, self.variant),
            statistic=statistic,
            period=period or Duration.minutes(1),
        )

    def metric_4xx_errors(self) -> cloudwatch.Metric:
        """Requests that the container answered with a 4xx status, in a period."""
        return self.metric("Invocation4XXErrors", statistic="Sum")

    def metric_5xx_errors(self) -> cloudwatch.Metric:
        """Requests that ended in a 5xx status, in a period."""
        return self.metric("Invocation5XXErrors", statistic="Sum")

    def metric_model_latency(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time that the container took to answer, in microseconds."""
        return self.metric("ModelLatency", statistic=statistic)


class InvocationMetrics(VariantMetrics):
    """Of variants that answer while the client waits; async endpoints publish none of these."""

    def metric_invocations(self) -> cloudwatch.Metric:
        """Requests, in a period."""
        return self.metric("Invocations", statistic="Sum")

    def metric_overhead_latency(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time that SageMaker added to the answer, in microseconds."""
        return self.metric("OverheadLatency", statistic=statistic)

    def metric_error_rate(self) -> cloudwatch.MathExpression:
        """Share of the requests that ended in a 5xx status, in %; 0 without requests."""
        return cloudwatch.MathExpression(
            expression="IF(requests > 0, 100 * errors / requests, 0)",
            using_metrics={
                "requests": self.metric_invocations(),
                "errors": self.metric_5xx_errors(),
            },
            label="5xx errors (%)",
            period=Duration.minutes(1),
        )


class InstanceMetrics(VariantMetrics):
    """Of variants on instances of their own."""

    def metric_cpu_utilization(self) -> cloudwatch.Metric:
        """Mean CPU use of the instances, in % of one core."""
        return self._of_instances("CPUUtilization")

    def metric_memory_utilization(self) -> cloudwatch.Metric:
        """Mean memory use of the instances' containers, in %."""
        return self._of_instances("MemoryUtilization")

    def metric_disk_utilization(self) -> cloudwatch.Metric:
        """Mean disk use of the instances' containers, in %."""
        return self._of_instances("DiskUtilization")

    def _of_instances(self, name: str) -> cloudwatch.Metric:
        return self.metric(name, statistic="Average", namespace=INSTANCE_NAMESPACE)


class GpuMetrics(InstanceMetrics):
    """Of variants on instances that may have GPUs."""

    def metric_gpu_utilization(self) -> cloudwatch.Metric:
        """Mean GPU use of the instances, in % of one GPU."""
        return self._of_instances("GPUUtilization")

    def metric_gpu_memory_utilization(self) -> cloudwatch.Metric:
        """Mean GPU memory use of the instances, in % of one GPU."""
        return self._of_instances("GPUMemoryUtilization")


class LoadMetrics(InvocationMetrics, InstanceMetrics):
    """Of variants that answer while the client waits, on instances of their own."""

    def metric_invocations_per_instance(self) -> cloudwatch.Metric:
        """Requests to each instance, in a period."""
        return self.metric("InvocationsPerInstance", statistic="Sum")

    def metric_concurrent_requests(self) -> cloudwatch.Metric:
        """Requests in flight at one model copy; published every ten seconds."""
        return self.metric(
            "ConcurrentRequestsPerModel", statistic="Maximum", period=Duration.seconds(10)
        )


def variant_dimensions(endpoint_name: str, variant: str) -> dict[str, str]:
    """Dimensions of a variant's metrics."""
    return {"EndpointName": endpoint_name, "VariantName": variant}
