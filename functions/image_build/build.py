"""Starting a build, and asking after it."""

from typing import Any

from botocore.exceptions import ClientError

from .request import BuildRequest


class BuildFailedError(Exception):
    """The build has ended without an image."""


def start_build(request: BuildRequest, codebuild: Any, ecr: Any) -> str:
    """Start the build of an image that is not there yet.

    Args:
        request: the image.
        codebuild: boto3 client.
        ecr: boto3 client.

    Returns:
        Id of the build, or an empty text when the image exists already.
    """
    if _exists(request, ecr):
        return ""
    started = codebuild.start_build(
        projectName=request.project,
        idempotencyToken=request.token,
        environmentVariablesOverride=[
            {"name": "TAG", "value": request.tag, "type": "PLAINTEXT"},
        ],
    )
    build_id: str = started["build"]["id"]
    return build_id


def ask_build(build_id: str, codebuild: Any) -> bool:
    """Whether a build has succeeded; False while it runs.

    Raises:
        BuildFailedError: it has failed, or is not known; the message links to its log.
    """
    builds = codebuild.batch_get_builds(ids=[build_id])["builds"]
    if not builds:
        raise BuildFailedError(f"CodeBuild knows no build {build_id}")
    build = builds[0]
    if build["buildStatus"] in ("IN_PROGRESS", "SUCCEEDED"):
        return bool(build["buildStatus"] == "SUCCEEDED")
    raise BuildFailedError(_failure(build))


def _failure(build: dict[str, Any]) -> str:
    status = f"image build {build['id']} ended as {build['buildStatus']}"
    reasons = [
        f"{phase['phaseType']}: {context['message']}"
        for phase in build.get("phases", [])
        for context in phase.get("contexts", [])
        if phase.get("phaseStatus") not in (None, "SUCCEEDED") and context.get("message")
    ]
    link = build.get("logs", {}).get("deepLink", "none was written")
    return f"{'; '.join([status, *reasons])}; log: {link}"


def _exists(request: BuildRequest, ecr: Any) -> bool:
    try:
        ecr.describe_images(repositoryName=request.repository, imageIds=[{"imageTag": request.tag}])
    except ClientError as error:
        if error.response["Error"]["Code"] == "ImageNotFoundException":
            return False
        raise
    return True
