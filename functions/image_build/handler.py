"""Custom resource of the images stack: an image that exists once CloudFormation goes on."""

from typing import Any

from boto3 import client

from .build import ask_build, start_build
from .request import BuildRequest

Event = dict[str, Any]


def on_event(event: Event, context: object) -> Event:  # noqa: ARG001
    """Start the build that a create or an update asks for."""
    request = BuildRequest.from_event(event)
    if request is None:
        return {}
    build_id = start_build(request, client("codebuild"), client("ecr"))
    return {"PhysicalResourceId": request.image, "Data": {"BuildId": build_id}}


def is_complete(event: Event, context: object) -> Event:  # noqa: ARG001
    """Tell whether the build has ended; its failure is raised, and so fails the deployment."""
    build_id = (event.get("Data") or {}).get("BuildId")
    if event["RequestType"] == "Delete" or not build_id:
        return {"IsComplete": True}
    return {"IsComplete": ask_build(build_id, client("codebuild"))}
