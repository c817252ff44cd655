"""A multi-model endpoint: many models share instances, and are loaded when they are asked for."""

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints import MultiModelEndpoint as Settings
from infra.config.endpoints import production_variants
from infra.endpoints.alarms import EndpointAlarms
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.configuration import instance_configuration, instance_variant
from infra.endpoints.hosted_endpoint import HostedEndpoint
from infra.endpoints.hosted_variant import HostedVariant, host_without_weights
from infra.endpoints.model import container, variant_model, vpc_config
from infra.endpoints.multi_model_metrics import MultiModelMetrics
from infra.endpoints.permissions import read_objects
from infra.endpoints.published_models import publish_models
from infra.endpoints.scaling import scaled_by_load
from infra.foundation import Foundation
from infra.publishing_function import MODELS
from infra.s3_places import S3Place

MultiModelConfig = sagemaker.CfnModel.MultiModelConfigProperty


class MultiModelEndpoint(HostedEndpoint, MultiModelMetrics):
    """One container for every model below a prefix of S3.

    A model is added by storing its archive there. The role may read the prefix, and so also what is
    stored there later.
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
        served = production_variants(settings)
        (variant,) = (host_without_weights(self, each, foundation) for each in served)
        self.variant = variant.name
        self.models = S3Place(foundation.models, f"{MODELS}/{endpoint_name}")
        self.outputs["ModelsPrefix"] = self.models.uri
        self.alarms = EndpointAlarms(
            self,
            "Alarms",
            endpoint_name=endpoint_name,
            variants=[self.variant],
            limits=settings.alarms,
        )
        capture = EndpointCapture.of(endpoint_name, settings.capture, foundation)
        bucket = foundation.arns.bucket(self.models.bucket)
        reading = read_objects(
            bucket, self.models.pattern, wildcard="models are added below the endpoint's prefix"
        )
        self.execution = self.allow_execution([variant], *reading, capture=capture)
        published = publish_models(
            self, models=settings.models, place=self.models, foundation=foundation
        )
        model = self._model(variant, settings)
        # An endpoint without a single model below its prefix is of no use to anybody.
        model.add_resource_dependency(published)
        scale = settings.scale
        configuration = instance_configuration(
            self,
            hosted=[variant],
            production_variants=[instance_variant(variant, model, settings, instances=scale.min)],
            capture=capture,
            key_arn=foundation.key_arn,
        )
        self.endpoint = self.deploy(
            configuration,
            rollout=settings.rollout,
            alarms=self.alarms,
            scaling=[scaled_by_load(variant.variant, scale)],
        )

    def _model(self, variant: HostedVariant, settings: Settings) -> sagemaker.CfnModel:
        cache = "Enabled" if settings.model_cache else "Disabled"
        return variant_model(
            self,
            variant,
            container(
                variant,
                endpoint_name=self.endpoint_name,
                mode="MultiModel",
                model_data_url=self.models.uri,
                multi_model_config=MultiModelConfig(model_cache_setting=cache),
            ),
            role=self.execution,
            enable_network_isolation=True,
            vpc_config=vpc_config(self.foundation.placement),
        )
