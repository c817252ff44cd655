"""The releases that answer at an endpoint of the local AWS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from infra.config.references import parse_reference
from infra.config.stand_ins import stand_in_of
from lockgate.invocation.target_models import name_of
from lockgate.s3_uris import S3Uri, parse_s3_uri

if TYPE_CHECKING:
    from infra.config.project import Project

MOST_MODELS = 5
"""Names of a multi-model endpoint's models that are shown."""
Archives = Callable[[S3Uri], Sequence[str]]
"""Lists the archives of models below a place in S3."""


def answered_by(
    client: Any, configuration: str, tagged: Sequence[str], project: Project, archives: Archives
) -> tuple[str, ...]:
    """Return each release that answers, as `EndpointRow` has them.

    What was deployed decides, which need not be what the project says by now.

    Args:
        client: of SageMaker.
        configuration: name of the endpoint's configuration.
        tagged: `NAME@RELEASE` of the endpoint's tag, which has all variants of an endpoint, and
            only the first model of a multi-model one: more are published at any time.
        project: has the cards.
        archives: lists models in S3.
    """
    from botocore.exceptions import ClientError

    in_tag = tuple(answers(model, project) for model in tagged)
    try:
        place = models_place(client, configuration)
    except ClientError:  # the configuration or the model was deleted, and the endpoint remains
        return in_tag
    if place is None:
        return in_tag
    try:
        return shortened([name_of(archive, project) for archive in archives(place)])
    except ClientError as error:
        return (*in_tag, f"others unknown: {error.response['Error']['Code']}")


def models_place(client: Any, configuration: str) -> S3Uri | None:
    """Return where a multi-model endpoint finds its models; None for another endpoint.

    Raises:
        ClientError: the configuration, or the model that it names, does not exist.
    """
    described = client.describe_endpoint_config(EndpointConfigName=configuration)
    variants = described["ProductionVariants"]
    if len(variants) != 1 or "ModelName" not in variants[0]:
        return None
    model = client.describe_model(ModelName=variants[0]["ModelName"])
    container = model.get("PrimaryContainer", {})
    if container.get("Mode") != "MultiModel":
        return None
    return parse_s3_uri(container["ModelDataUrl"])


def shortened(models: Sequence[str]) -> tuple[str, ...]:
    """Return the first models, and how many more there are."""
    more = len(models) - MOST_MODELS
    return (*models[:MOST_MODELS], *([f"and {more} more"] if more > 0 else []))


def answers(model: str, project: Project) -> str:
    """Say which release answers for `NAME@RELEASE`: itself, or its stand-in.

    A tag may hold anything: the endpoint need not be one of the project's.
    """
    try:
        stand_in = stand_in_of(project, parse_reference(model))
    except ValueError:
        return model
    return f"{stand_in} for {model}" if stand_in else model
