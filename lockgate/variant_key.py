"""How CloudWatch knows a variant."""

from typing import NamedTuple

from infra.config.inference_metrics import ENDPOINT_DIMENSION, NAMESPACE, VARIANT_DIMENSION
from lockgate.metric_data import Metric


class VariantKey(NamedTuple):
    """One variant of a SageMaker endpoint, by their names there."""

    endpoint: str
    variant: str

    def metric(self, name: str, statistic: str, namespace: str = NAMESPACE) -> Metric:
        """Return one of its metrics; SageMaker names the dimensions alike."""
        dimensions = ((ENDPOINT_DIMENSION, self.endpoint), (VARIANT_DIMENSION, self.variant))
        return Metric(namespace, name, dimensions, statistic)
