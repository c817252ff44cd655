"""The SageMaker model of a variant: its image, its weights and its variables."""

from typing import Any

from aws_cdk import CfnTag
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.naming import MODEL_TAG
from infra.endpoints import hardware
from infra.endpoints.hosted_variant import HostedVariant
from infra.endpoints.role import ExecutionRole
from infra.endpoints.variables import Served, container_variables
from infra.placement import Placement

Container = sagemaker.CfnModel.ContainerDefinitionProperty
VpcConfig = sagemaker.CfnModel.VpcConfigProperty


def release_model(
    scope: Construct,
    hosted: HostedVariant,
    *,
    endpoint_name: str,
    role: ExecutionRole,
    placement: Placement | None,
) -> sagemaker.CfnModel:
    """A model on instances.

    A container whose weights SageMaker brings has no business in the network, so it gets none.
    """
    artifact = hosted.artifact
    source = artifact.data_source() if artifact else None
    return variant_model(
        scope,
        hosted,
        container(hosted, endpoint_name=endpoint_name, model_data_source=source),
        role=role,
        enable_network_isolation=artifact is not None,
        vpc_config=vpc_config(placement),
    )


def variant_model(
    scope: Construct,
    hosted: HostedVariant,
    container: Container,
    *,
    role: ExecutionRole,
    **more: Any,
) -> sagemaker.CfnModel:
    """A model of a variant; CloudFormation names it, so that each change makes a new one.

    Its tag says its own release, by which the local AWS finds the stand-in.
    """
    model = sagemaker.CfnModel(
        scope,
        hosted.construct_id("Model"),
        execution_role_arn=role.arn,
        primary_container=container,
        tags=[CfnTag(key=MODEL_TAG, value=str(hosted.variant.model))],
        **more,
    )
    # SageMaker checks at creation that the role can read the artifact and pull the image.
    model.node.add_dependency(*role.policies)
    return model


def container(hosted: HostedVariant, *, endpoint_name: str, **more: Any) -> Container:
    """The container of a variant, with its variables.

    Args:
        hosted: the variant.
        endpoint_name: of the endpoint that it belongs to.
        more: where its model data is, as the kind of endpoint says it.
    """
    instance = hardware.instance_of(hosted.variant)
    served = Served(
        name=hosted.variant.model.model,
        endpoint_name=endpoint_name,
        release=hosted.release,
        accelerators=hardware.accelerators(instance),
        task=hosted.card.task,
    )
    return Container(
        image=hosted.image.uri,
        environment=container_variables(served, further=hosted.variant.environment),
        **more,
    )


def vpc_config(placement: Placement | None) -> VpcConfig | None:
    """The network of a model's instances; None for SageMaker's own."""
    if placement is None:
        return None
    return VpcConfig(
        subnets=list(placement.subnets), security_group_ids=list(placement.security_groups)
    )
