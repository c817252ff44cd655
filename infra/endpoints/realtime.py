"""A real-time endpoint: model, configuration, endpoint, and what watches over them."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints.realtime import RealtimeEndpoint as Settings
from infra.config.model_card import Release
from infra.config.scale import Scale
from infra.endpoints.alarms import EndpointAlarms
from infra.endpoints.artifact import artifact_of
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.configuration import VARIANT, endpoint_configuration
from infra.endpoints.image import image_of
from infra.endpoints.invocation import grant_invoke
from infra.endpoints.logs import EndpointLogs
from infra.endpoints.metrics import EndpointMetrics
from infra.endpoints.model import release_model
from infra.endpoints.role import ExecutionRole
from infra.endpoints.rollout import deployment_config
from infra.endpoints.scaling import VariantScaling
from infra.foundation import Foundation

NOT_RETAINED = [
    sagemaker.CfnEndpoint.VariantPropertyProperty(variant_property_type=kind)
    for kind in ("DesiredWeight", "DataCaptureConfig")
]
"""Properties of a variant that the configuration decides; the instance count is the scaler's."""


class RealtimeEndpoint(Construct, EndpointMetrics):
    """Instances that are always on and answer within seconds."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        endpoint_name: str,
        settings: Settings,
        release: Release,
        foundation: Foundation,
    ) -> None:
        super().__init__(scope, construct_id)
        self.endpoint_name = endpoint_name
        self.variant = VARIANT
        image = image_of(self, settings, release, images=foundation.images)
        artifact = artifact_of(self, release, foundation.fetch(release))
        capture = EndpointCapture.of(endpoint_name, settings.capture, foundation)
        self.logs = EndpointLogs(self, "Logs", name=endpoint_name, foundation=foundation)
        self.alarms = EndpointAlarms(self, "Alarms", metrics=self, limits=settings.alarms)
        self.execution = ExecutionRole(
            self,
            "Execution",
            image=image,
            artifact=artifact,
            logs=self.logs,
            capture=capture,
            foundation=foundation,
        )
        model = release_model(
            self,
            settings=settings,
            release=release,
            image=image,
            artifact=artifact,
            role=self.execution,
            placement=foundation.placement,
        )
        configuration = endpoint_configuration(
            self,
            settings=settings,
            release=release,
            model=model,
            key=foundation.key,
            capture=capture,
        )
        self.endpoint = self._endpoint(configuration, settings)
        if settings.scale.follows_load:
            self._scale(settings.scale)

    @property
    def endpoint_arn(self) -> str:
        """ARN of the endpoint."""
        return Stack.of(self).format_arn(
            service="sagemaker", resource="endpoint", resource_name=self.endpoint_name
        )

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody invoke the endpoint: plain, streaming and asynchronous."""
        return grant_invoke(grantee, endpoint_arn=self.endpoint_arn)

    def _endpoint(
        self, configuration: sagemaker.CfnEndpointConfig, settings: Settings
    ) -> sagemaker.CfnEndpoint:
        """The endpoint. One that follows the load keeps its present size through an update."""
        scaled = settings.scale.follows_load
        endpoint = sagemaker.CfnEndpoint(
            self,
            "Endpoint",
            endpoint_name=self.endpoint_name,
            endpoint_config_name=configuration.attr_endpoint_config_name,
            deployment_config=deployment_config(settings.rollout, alarms=self.alarms.all),
            retain_all_variant_properties=True if scaled else None,
            exclude_retained_variant_properties=NOT_RETAINED if scaled else None,
        )
        # SageMaker makes a log group of its own, without key or end, if it finds none.
        endpoint.node.add_dependency(self.logs)
        return endpoint

    def _scale(self, scale: Scale) -> None:
        scaling = VariantScaling(
            self,
            "Scaling",
            endpoint_name=self.endpoint_name,
            variant=self.variant,
            scale=scale,
        )
        scaling.node.add_dependency(self.endpoint)
