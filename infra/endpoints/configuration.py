"""The SageMaker endpoint configuration: one production variant on its instances."""

from aws_cdk import aws_kms as kms
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints.realtime import RealtimeEndpoint
from infra.config.model_card import Release
from infra.endpoints import hardware
from infra.endpoints.capture import EndpointCapture

VARIANT = "primary"
"""The one production variant. Updates need the same name before and after (GRD-07)."""

Variant = sagemaker.CfnEndpointConfig.ProductionVariantProperty
Routing = sagemaker.CfnEndpointConfig.RoutingConfigProperty


def endpoint_configuration(
    scope: Construct,
    *,
    settings: RealtimeEndpoint,
    release: Release,
    model: sagemaker.CfnModel,
    key: kms.IKey,
    capture: EndpointCapture | None,
) -> sagemaker.CfnEndpointConfig:
    """A configuration that CloudFormation names: every change replaces it (CFN-01).

    The key encrypts the instances' EBS volumes. Local NVMe is encrypted by its hardware, and
    SageMaker refuses a key for it (RT-VOL-03).
    """
    encrypted = hardware.instance_of(settings).instance_kms_allowed
    return sagemaker.CfnEndpointConfig(
        scope,
        "Configuration",
        production_variants=[_variant(settings, release, model)],
        data_capture_config=capture.settings() if capture else None,
        kms_key_id=key.key_arn if encrypted else None,
    )


def _variant(settings: RealtimeEndpoint, release: Release, model: sagemaker.CfnModel) -> Variant:
    return Variant(
        variant_name=VARIANT,
        model_name=model.attr_model_name,
        instance_type=settings.instance,
        initial_instance_count=settings.scale.min,
        initial_variant_weight=1,
        routing_config=Routing(routing_strategy="LEAST_OUTSTANDING_REQUESTS"),
        volume_size_in_gb=settings.volume_gb,
        inference_ami_version=hardware.inference_ami(settings, release),
        container_startup_health_check_timeout_in_seconds=settings.startup_timeout.total_seconds(),
        model_data_download_timeout_in_seconds=settings.download_timeout.total_seconds(),
    )
