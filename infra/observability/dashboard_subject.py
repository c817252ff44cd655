"""One variant of an endpoint, and the metrics that it has."""

from dataclasses import dataclass

from infra.config.catalogue import instances
from infra.config.endpoints import Endpoint, ServedVariant, production_variants, shadow_variant
from infra.config.endpoints.online import OnlineEndpoint
from infra.config.inference_metrics import NAMESPACE as OURS
from infra.config.naming import endpoint_name
from infra.endpoints.metrics import INSTANCE_NAMESPACE, NAMESPACE, variant_dimensions
from infra.observability.widgets import Metric


@dataclass(frozen=True)
class Subject:
    """One variant, the shadow included."""

    endpoint_name: str
    """On AWS."""
    settings: Endpoint
    variant: ServedVariant
    is_shadow: bool = False

    @property
    def streams(self) -> bool:
        """Whether its kind answers in streams, which have a first token."""
        return isinstance(self.settings, OnlineEndpoint)

    @property
    def has_gpu(self) -> bool:
        """Whether its instances have GPUs; those with Neuron chips publish no GPU metrics."""
        found = instances().get(self.variant.instance or "")
        return found is not None and found.kind == "gpu"

    def sagemaker(self, name: str, statistic: str, label: str, *, right: bool = False) -> Metric:
        """A metric that SageMaker publishes of invocations."""
        return self._metric(NAMESPACE, name, statistic, label, right=right)

    def instances(self, name: str, statistic: str, label: str) -> Metric:
        """A metric that SageMaker publishes of instances or containers."""
        return self._metric(INSTANCE_NAMESPACE, name, statistic, label)

    def ours(self, name: str, statistic: str, label: str, *, right: bool = False) -> Metric:
        """A metric made of inference records or captures."""
        return self._metric(OURS, name, statistic, label, right=right)

    def of_endpoint(self, name: str, statistic: str, label: str, *, right: bool = False) -> Metric:
        """A metric that SageMaker publishes of the endpoint as a whole."""
        where = {"EndpointName": self.endpoint_name}
        return Metric(NAMESPACE, name, where, statistic, label, right)

    def _metric(
        self, namespace: str, name: str, statistic: str, label: str, *, right: bool = False
    ) -> Metric:
        where = variant_dimensions(self.endpoint_name, self.variant.name)
        return Metric(namespace, name, where, statistic, label, right)


def production(environment: str, name: str, settings: Endpoint) -> list[Subject]:
    """The variants of an endpoint that answer."""
    full = endpoint_name(environment, name)
    return [Subject(full, settings, variant) for variant in production_variants(settings)]


def shadow(environment: str, name: str, settings: Endpoint) -> Subject | None:
    """The variant of an endpoint that gets copies of the traffic, if there is one."""
    found = shadow_variant(settings)
    if found is None:
        return None
    return Subject(endpoint_name(environment, name), settings, found, is_shadow=True)
