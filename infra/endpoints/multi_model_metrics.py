"""CloudWatch metrics that SageMaker publishes for multi-model endpoints, and for no other kind.

They are of the endpoint's variant: SageMaker has none for each model.
Source: https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-cloudwatch-metrics.html
"""

from aws_cdk import aws_cloudwatch as cloudwatch

from infra.endpoints.metrics import INSTANCE_NAMESPACE, GpuMetrics, LoadMetrics


class MultiModelMetrics(LoadMetrics, GpuMetrics):
    """Of loading and unloading, of the cache, and of what is loaded."""

    def metric_model_loading_wait_time(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time that a request waited for its model, in microseconds."""
        return self.metric("ModelLoadingWaitTime", statistic=statistic)

    def metric_model_downloading_time(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time to bring a model from S3, in microseconds."""
        return self.metric("ModelDownloadingTime", statistic=statistic)

    def metric_model_loading_time(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time of the container to load a model, in microseconds."""
        return self.metric("ModelLoadingTime", statistic=statistic)

    def metric_model_unloading_time(self, *, statistic: str = "p99") -> cloudwatch.Metric:
        """Time of the container to unload a model, in microseconds."""
        return self.metric("ModelUnloadingTime", statistic=statistic)

    def metric_model_cache_hit(self) -> cloudwatch.Metric:
        """Share (0 to 1) of the requests whose model was loaded already."""
        return self.metric("ModelCacheHit", statistic="Average")

    def metric_loaded_model_count(self, *, statistic: str = "Maximum") -> cloudwatch.Metric:
        """Models that an instance has loaded."""
        return self.metric("LoadedModelCount", statistic=statistic, namespace=INSTANCE_NAMESPACE)
