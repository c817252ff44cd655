"""A serverless endpoint: no instances to choose, and nothing to pay while nobody asks."""

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints import ServerlessEndpoint as Settings
from infra.config.endpoints import production_variants
from infra.endpoints.alarms import EndpointAlarms
from infra.endpoints.configuration import Variant
from infra.endpoints.hosted_endpoint import HostedEndpoint
from infra.endpoints.hosted_variant import HostedVariant, host_packed
from infra.endpoints.model import container, variant_model
from infra.endpoints.serverless_metrics import ServerlessMetrics
from infra.foundation import Foundation

ServerlessConfig = sagemaker.CfnEndpointConfig.ServerlessConfigProperty


class ServerlessEndpoint(HostedEndpoint, ServerlessMetrics):
    """One model that starts on demand.

    It has no instances, and so neither VPC, network isolation, capture nor shadows (SLS-03). Its
    provisioned concurrency is fixed: CloudFormation cannot scale it (SLS-07).
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
        (variant,) = (host_packed(self, v, foundation) for v in production_variants(settings))
        self.variant = variant.name
        self.alarms = EndpointAlarms(
            self,
            "Alarms",
            endpoint_name=endpoint_name,
            variants=[self.variant],
            limits=settings.alarms,
        )
        self.execution = self.allow_execution([variant])
        # Serverless takes no ModelDataSource (SLS-04).
        url = variant.artifact.url if variant.artifact else None
        model = variant_model(
            self,
            variant,
            container(variant, endpoint_name=endpoint_name, model_data_url=url),
            role=self.execution,
        )
        configuration = sagemaker.CfnEndpointConfig(
            self,
            "Configuration",
            production_variants=[_variant(variant, model, settings)],
            kms_key_id=foundation.key_arn,
        )
        self.endpoint = self.deploy(configuration, rollout=settings.rollout, alarms=self.alarms)


def _variant(hosted: HostedVariant, model: sagemaker.CfnModel, settings: Settings) -> Variant:
    """The variant; what belongs to instances must be left out (SLS-06)."""
    return Variant(
        variant_name=hosted.name,
        model_name=model.attr_model_name,
        initial_variant_weight=hosted.variant.weight,
        serverless_config=ServerlessConfig(
            memory_size_in_mb=settings.memory_mb,
            max_concurrency=settings.max_concurrency,
            provisioned_concurrency=settings.provisioned_concurrency,
        ),
    )
