"""Headers between client, platform and container."""

from collections.abc import Mapping

from lockgate.local.protocol.eventstream import CONTENT_TYPE as EVENT_STREAM
from lockgate.local.sagemaker.runtime.invocation import Invocation

_TO_CONTAINER = {
    "ContentType": "Content-Type",
    "Accept": "Accept",
    "CustomAttributes": "X-Amzn-SageMaker-Custom-Attributes",
    "InferenceId": "X-Amzn-SageMaker-Inference-Id",
    "TargetModel": "X-Amzn-SageMaker-Target-Model",
}
_ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes"
DEFAULT_TYPE = "application/octet-stream"


def for_container(invocation: Invocation, *, content_type: str = DEFAULT_TYPE) -> dict[str, str]:
    """The headers that the platform passes on; `content_type` is for a request that names none."""
    defaults = {"Content-Type": content_type, "Accept": "*/*"}
    given = {
        header: invocation.members[member]
        for member, header in _TO_CONTAINER.items()
        if member in invocation.members
    }
    return defaults | given


def for_client(container: Mapping[str, str], *, variant: str, streams: bool) -> dict[str, str]:
    """The headers of a successful answer; `container` has lower-case names."""
    content_type = container.get("content-type", DEFAULT_TYPE)
    headers = {"x-Amzn-Invoked-Production-Variant": variant}
    if streams:
        headers |= {"Content-Type": EVENT_STREAM, "X-Amzn-SageMaker-Content-Type": content_type}
    else:
        headers["Content-Type"] = content_type
    if _ATTRIBUTES.lower() in container:
        headers[_ATTRIBUTES] = container[_ATTRIBUTES.lower()]
    return headers
