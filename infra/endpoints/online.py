"""Endpoints that answer at once: production variants by weight, and perhaps a shadow."""

from dataclasses import dataclass

from constructs import Construct

from infra.config.endpoints import (
    InferentiaEndpoint,
    RealtimeEndpoint,
    ServedVariant,
    production_variants,
    shadow_variant,
)
from infra.config.scale import Scale
from infra.endpoints.alarms import EndpointAlarms
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.configuration import Variant, instance_configuration, instance_variant
from infra.endpoints.hosted_endpoint import HostedEndpoint
from infra.endpoints.hosted_variant import HostedVariant, host
from infra.endpoints.metrics import LoadMetrics
from infra.endpoints.model import release_model
from infra.endpoints.scaling import scaled_by_load
from infra.foundation import Foundation

Settings = RealtimeEndpoint | InferentiaEndpoint
LEAST_BUSY = "LEAST_OUTSTANDING_REQUESTS"


@dataclass(frozen=True)
class OnlineVariant(LoadMetrics):
    """The metrics of one variant."""

    endpoint_name: str
    variant: str


class OnlineEndpoint(HostedEndpoint, LoadMetrics):
    """One model, or variants of it, on instances that are always on.

    Its metrics are those of the first production variant; `of_variant` has those of the others.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        endpoint_name: str,
        settings: Settings,
        foundation: Foundation,
    ) -> None:
        super().__init__(scope, construct_id, endpoint_name=endpoint_name, foundation=foundation)
        production = [host(self, each, foundation) for each in production_variants(settings)]
        shadows = [host(self, each, foundation) for each in _shadows(settings)]
        self.variant = production[0].name
        self.alarms = EndpointAlarms(
            self,
            "Alarms",
            endpoint_name=endpoint_name,
            variants=[each.name for each in production],
            limits=settings.alarms,
        )
        capture = EndpointCapture.of(endpoint_name, settings.capture, foundation)
        self.execution = self.allow_execution(production + shadows, capture=capture)
        variants = [self._variant(each, settings) for each in production]
        configuration = instance_configuration(
            self,
            hosted=production + shadows,
            production_variants=variants,
            shadow_production_variants=[self._variant(each, settings) for each in shadows] or None,
            capture=capture,
            key_arn=foundation.key_arn,
        )
        self.endpoint = self.deploy(
            configuration,
            rollout=settings.rollout,
            alarms=self.alarms,
            scaling=[scaled_by_load(each.variant, _scale(each)) for each in production],
        )

    def of_variant(self, name: str) -> LoadMetrics:
        """The metrics of one variant, the shadow's included."""
        return OnlineVariant(self.endpoint_name, name)

    def _variant(self, each: HostedVariant, settings: Settings) -> Variant:
        model = release_model(
            self,
            each,
            endpoint_name=self.endpoint_name,
            role=self.execution,
            placement=self.foundation.placement,
        )
        count = _scale(each).min
        return instance_variant(each, model, settings, instances=count, routing=LEAST_BUSY)


def _shadows(settings: Settings) -> list[ServedVariant]:
    shadow = shadow_variant(settings)
    return [shadow] if shadow else []


def _scale(each: HostedVariant) -> Scale:
    if not isinstance(each.variant.scale, Scale):
        raise TypeError(f"variant {each.name} has no scale of a real-time endpoint")
    return each.variant.scale
