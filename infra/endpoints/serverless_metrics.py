"""CloudWatch metrics that SageMaker publishes for serverless endpoints, and for no other kind.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html
"""

from aws_cdk import aws_cloudwatch as cloudwatch

from infra.endpoints.metrics import INSTANCE_NAMESPACE, InvocationMetrics


class ServerlessMetrics(InvocationMetrics):
    """Of starts and of concurrency."""

    def metric_model_setup_time(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time that a container took to start for a request, in microseconds."""
        return self.metric("ModelSetupTime", statistic=statistic)

    def metric_memory_utilization(self) -> cloudwatch.Metric:
        """Mean memory use of the containers, in %."""
        return self.metric("MemoryUtilization", statistic="Average", namespace=INSTANCE_NAMESPACE)

    def metric_concurrent_executions_utilization(self) -> cloudwatch.Metric:
        """Requests at once, as a share (0 to 1) of the maximum concurrency."""
        return self.metric("ServerlessConcurrentExecutionsUtilization", statistic="Maximum")

    def metric_provisioned_concurrency_utilization(self) -> cloudwatch.Metric:
        """Requests at once, as a share (0 to 1) of the provisioned concurrency, if there is any."""
        return self.metric("ServerlessProvisionedConcurrencyUtilization", statistic="Maximum")

    def metric_provisioned_concurrency_spillover(self) -> cloudwatch.Metric:
        """Requests that found all provisioned concurrency busy, in a period."""
        return self.metric("ServerlessProvisionedConcurrencySpilloverInvocations", statistic="Sum")
