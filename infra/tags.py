"""Tags by which cost and ownership are told apart."""

from collections.abc import Mapping

from aws_cdk import Tags
from constructs import IConstruct

from infra.config.naming import ENDPOINT_TAG, ENVIRONMENT_TAG, MODEL_TAG


def tag_environment(scope: IConstruct, *, environment: str, tags: Mapping[str, str]) -> None:
    """Tag every resource of an environment."""
    _tag(scope, {**tags, ENVIRONMENT_TAG: environment}, priority=100)


def tag_endpoint(scope: IConstruct, *, endpoint: str, model: str, tags: Mapping[str, str]) -> None:
    """Tag every resource of an endpoint.

    Args:
        scope: the endpoint's stack.
        endpoint: its name within the environment.
        model: the release that answers, `NAME@RELEASE`.
        tags: the endpoint's own tags; they win over those of the environment.
    """
    own = {**tags, ENDPOINT_TAG: endpoint, MODEL_TAG: model}
    _tag(scope, own, priority=200)


def _tag(scope: IConstruct, tags: Mapping[str, str], *, priority: int) -> None:
    for name, value in tags.items():
        Tags.of(scope).add(name, value, priority=priority)
