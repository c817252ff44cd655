"""An async endpoint: requests wait in a queue, results land in S3, and instances come and go."""

import hashlib

from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints import AsyncEndpoint as Settings
from infra.config.endpoints import production_variants
from infra.endpoints.alarms import OF_QUEUED_REQUESTS, EndpointAlarms
from infra.endpoints.async_metrics import AsyncMetrics
from infra.endpoints.async_places import AsyncPlaces
from infra.endpoints.backlog_scaling import scaled_by_backlog
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.configuration import instance_configuration, instance_variant
from infra.endpoints.hosted_endpoint import HostedEndpoint
from infra.endpoints.hosted_variant import HostedVariant, host
from infra.endpoints.model import release_model
from infra.endpoints.notifications import topics_of
from infra.foundation import Foundation

AsyncConfig = sagemaker.CfnEndpointConfig.AsyncInferenceConfigProperty
ClientConfig = sagemaker.CfnEndpointConfig.AsyncInferenceClientConfigProperty
OutputConfig = sagemaker.CfnEndpointConfig.AsyncInferenceOutputConfigProperty


class AsyncEndpoint(HostedEndpoint, AsyncMetrics):
    """One model behind a queue, on none to many instances."""

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
        (variant,) = (host(self, each, foundation) for each in production_variants(settings))
        self.variant = variant.name
        self.places = AsyncPlaces.of(endpoint_name, settings, foundation)
        self.topics = topics_of(self, settings.notifications, key_arn=foundation.key_arn)
        self.outputs |= {**self.places.outputs(), **self.topics.outputs()}
        self.alarms = EndpointAlarms(
            self,
            "Alarms",
            endpoint_name=endpoint_name,
            variants=[self.variant],
            limits=settings.alarms,
            share=OF_QUEUED_REQUESTS,
        )
        capture = EndpointCapture.of(endpoint_name, settings.capture, foundation)
        self.execution = self.allow_execution(
            [variant],
            capture=capture,
            exchanged={
                _policy_name(settings): [
                    *self.places.for_endpoint(foundation.arns),
                    *self.topics.permissions(),
                ]
            },
        )
        configuration = self._configuration(variant, settings, capture)
        scaling = scaled_by_backlog(variant.variant, settings.scale, endpoint_name=endpoint_name)
        self.endpoint = self.deploy(
            configuration, rollout=settings.rollout, alarms=self.alarms, scaling=[scaling]
        )

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody invoke the endpoint: store inputs, ask for their results, and read them."""
        for each in self.places.for_clients(self.foundation.arns):
            iam.Grant.add_to_principal(
                grantee=grantee,
                actions=list(each.actions),
                resource_arns=list(each.resources),
                conditions={name: dict(keys) for name, keys in each.conditions.items()},
            )
        self.foundation.key.grant_encrypt_decrypt(grantee)
        return super().grant_invoke(grantee)

    def _configuration(
        self, variant: HostedVariant, settings: Settings, capture: EndpointCapture | None
    ) -> sagemaker.CfnEndpointConfig:
        model = release_model(
            self,
            variant,
            endpoint_name=self.endpoint_name,
            role=self.execution,
            placement=self.foundation.placement,
        )
        # SageMaker starts no variant with less; scaling takes the instance away again (RT-VAR-03).
        instances = max(settings.scale.min, 1)
        return instance_configuration(
            self,
            hosted=[variant],
            production_variants=[instance_variant(variant, model, settings, instances=instances)],
            async_inference_config=self._queue(variant, settings),
            capture=capture,
            key_arn=self.foundation.key_arn,
        )

    def _queue(self, variant: HostedVariant, settings: Settings) -> AsyncConfig:
        chosen = settings.max_concurrent_invocations_per_instance
        parallel = variant.release.settings.parallel_requests
        return AsyncConfig(
            client_config=ClientConfig(
                max_concurrent_invocations_per_instance=parallel if chosen is None else chosen
            ),
            output_config=OutputConfig(
                s3_output_path=self.places.results.uri,
                s3_failure_path=self.places.failures.uri,
                kms_key_id=self.foundation.key_arn,
                notification_config=self.topics.settings(),
            ),
        )


def _policy_name(settings: Settings) -> str:
    """Another one for each choice of places and topics: requests in the queue keep the old ones."""
    chosen = settings.model_dump_json(include={"output", "failures", "notifications"})
    return f"Results{hashlib.sha256(chosen.encode()).hexdigest()[:8]}"
