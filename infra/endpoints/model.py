"""The SageMaker model: one release, its image, its weights and its variables."""

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints.realtime import RealtimeEndpoint
from infra.config.model_card import Release
from infra.endpoints import hardware
from infra.endpoints.artifact import Artifact
from infra.endpoints.role import ExecutionRole
from infra.endpoints.variables import Served, container_variables
from infra.images.image import Image
from infra.placement import Placement

Container = sagemaker.CfnModel.ContainerDefinitionProperty
VpcConfig = sagemaker.CfnModel.VpcConfigProperty


def release_model(
    scope: Construct,
    *,
    settings: RealtimeEndpoint,
    release: Release,
    image: Image,
    artifact: Artifact | None,
    role: ExecutionRole,
    placement: Placement | None,
) -> sagemaker.CfnModel:
    """A model of one release; CloudFormation names it, so that each change makes a new one.

    A container whose weights SageMaker brings has no business in the network, so it gets none.
    """
    model = sagemaker.CfnModel(
        scope,
        "Model",
        execution_role_arn=role.role.role_arn,
        primary_container=Container(
            image=image.uri,
            model_data_source=artifact.data_source() if artifact else None,
            environment=container_variables(
                _served(settings, release), further=settings.environment
            ),
        ),
        enable_network_isolation=artifact is not None,
        vpc_config=_vpc_config(placement),
    )
    # SageMaker checks at creation that the role can read the artifact and pull the image.
    model.node.add_dependency(*role.policies)
    return model


def _served(settings: RealtimeEndpoint, release: Release) -> Served:
    instance = hardware.instance_of(settings)
    return Served(settings.model.model, release, hardware.accelerators(instance))


def _vpc_config(placement: Placement | None) -> VpcConfig | None:
    if placement is None:
        return None
    return VpcConfig(
        subnets=list(placement.subnets), security_group_ids=list(placement.security_groups)
    )
