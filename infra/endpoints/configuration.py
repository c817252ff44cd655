"""The SageMaker endpoint configuration: its variants, and on what they run."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints.common import InstanceEndpoint
from infra.endpoints import hardware
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.hosted_variant import HostedVariant

Variant = sagemaker.CfnEndpointConfig.ProductionVariantProperty
Routing = sagemaker.CfnEndpointConfig.RoutingConfigProperty


def instance_configuration(
    scope: Construct,
    *,
    hosted: Sequence[HostedVariant],
    key_arn: str,
    capture: EndpointCapture | None,
    **more: Any,
) -> sagemaker.CfnEndpointConfig:
    """A configuration on instances, which CloudFormation names: every change replaces it (CFN-01).

    Its variants, and what only some kinds have, are given as properties of the resource.

    The key encrypts the instances' EBS volumes. Local NVMe is encrypted by its hardware, and
    SageMaker refuses a key where a variant has it (RT-VOL-03).
    """
    types = [hardware.instance_of(each.variant) for each in hosted]
    encrypted = all(each is not None and each.instance_kms_allowed for each in types)
    return sagemaker.CfnEndpointConfig(
        scope,
        "Configuration",
        data_capture_config=capture.settings() if capture else None,
        kms_key_id=key_arn if encrypted else None,
        **more,
    )


def instance_variant(
    hosted: HostedVariant,
    model: sagemaker.CfnModel,
    settings: InstanceEndpoint,
    *,
    instances: int,
    routing: str | None = None,
) -> Variant:
    """A variant on instances.

    Args:
        hosted: the variant.
        model: its model.
        settings: what the endpoint says about its instances.
        instances: number of instances to start with.
        routing: how an instance is chosen for a request. Default: SageMaker's.
    """
    ami = settings.inference_ami or hardware.inference_ami(hosted.variant, hosted.image.cuda)
    return Variant(
        variant_name=hosted.name,
        model_name=model.attr_model_name,
        instance_type=hosted.variant.instance,
        initial_instance_count=instances,
        initial_variant_weight=hosted.variant.weight,
        routing_config=Routing(routing_strategy=routing) if routing else None,
        volume_size_in_gb=settings.volume_gb,
        inference_ami_version=ami,
        container_startup_health_check_timeout_in_seconds=settings.startup_timeout.total_seconds(),
        model_data_download_timeout_in_seconds=settings.download_timeout.total_seconds(),
    )
