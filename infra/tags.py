"""Tags by which cost and ownership are told apart."""

from collections.abc import Mapping, Sequence

from aws_cdk import Stack, Tags
from constructs import IConstruct

from infra.config.naming import ENDPOINT_TAG, ENVIRONMENT_TAG, MODEL_TAG
from infra.config.references import ReleaseReference

MODEL = "AWS::SageMaker::Model"


def tag_environment(scope: IConstruct, *, environment: str, tags: Mapping[str, str]) -> None:
    """Tag every resource of an environment."""
    _add(Tags.of(scope), {**tags, ENVIRONMENT_TAG: environment}, priority=100)


def tag_stacks(stacks: Sequence[Stack], *, environment: str, tags: Mapping[str, str]) -> None:
    """Tag the stacks of an environment, so that CloudFormation tags what CDK knows no tags of.

    These are the resources that are written as plain `CfnResource`: functions, queues, the stream.
    """
    for stack in stacks:
        for name, value in {**tags, ENVIRONMENT_TAG: environment}.items():
            stack.add_stack_tag(name, value)


def tag_endpoint(
    scope: IConstruct, *, endpoint: str, models: Sequence[ReleaseReference], tags: Mapping[str, str]
) -> None:
    """Tag every resource of an endpoint.

    Args:
        scope: the endpoint's stack.
        endpoint: its name within the environment.
        models: the releases that answer. A SageMaker model has a tag of its own, with its own.
        tags: the endpoint's own tags; they win over those of the environment.
    """
    of_stack = Tags.of(scope)
    _add(of_stack, {**tags, ENDPOINT_TAG: endpoint}, priority=200)
    names = " ".join(dict.fromkeys(str(model) for model in models))
    of_stack.add(MODEL_TAG, names, priority=200, exclude_resource_types=[MODEL])


def _add(of_scope: Tags, tags: Mapping[str, str], *, priority: int) -> None:
    for name, value in tags.items():
        of_scope.add(name, value, priority=priority)
