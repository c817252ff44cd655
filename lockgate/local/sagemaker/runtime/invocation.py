"""One invocation as the client sent it: operation, endpoint, headers and body."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.scope import Scope
from lockgate.local.protocol.validation import check
from lockgate.local.sagemaker.runtime.refusals import refused, too_large

_PATH = re.compile(
    r"/endpoints/([^/]+)/(invocations-response-stream|invocations|async-invocations)"
)
_OPERATIONS = {
    "invocations": "InvokeEndpoint",
    "invocations-response-stream": "InvokeEndpointWithResponseStream",
    "async-invocations": "InvokeEndpointAsync",
}
_NEVER_EMULATED = {
    "TargetModel": "is for multi-model endpoints",
    "TargetContainerHostname": "is for endpoints with several containers",
    "InferenceComponentName": "is for endpoints with inference components",
    "EnableExplanations": "is for endpoints with an explainer",
    "SessionId": "is for stateful sessions",
}


@dataclass(frozen=True)
class Invocation:
    """A valid invocation."""

    scope: Scope
    operation: str
    endpoint: str
    members: Mapping[str, str]
    """Header members by their name in the API: ContentType, Accept, CustomAttributes..."""
    body: bytes

    @property
    def streams(self) -> bool:
        """Whether the answer is an event stream."""
        return self.operation == "InvokeEndpointWithResponseStream"


def read(
    scope: Scope, path: str, headers: Mapping[str, str], body: bytes, *, body_limit: int
) -> Invocation:
    """Read an invocation; `headers` have lower-case names.

    Raises:
        ServiceError: ValidationError, or 413 for a body over `body_limit` bytes.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        raise ServiceError("UnknownOperationException", f"Unknown path {path}", status=404)
    name = _OPERATIONS[match[2]]
    members = {"EndpointName": unquote(match[1])} | _header_members(name, headers)
    if len(body) > body_limit:
        raise too_large(body_limit)
    shape = operation("sagemaker-runtime", name).input_shape
    # Bodies are checked above: the model's 6 MiB is older than the service.
    check(
        shape,
        members | ({"Body": ""} if "Body" in shape.required_members else {}),
        code="ValidationError",
    )
    for member, why in _NEVER_EMULATED.items():
        if member in members:
            raise refused(f"{member} {why}, and endpoint {members['EndpointName']} is not one.")
    return Invocation(scope, name, members["EndpointName"], members, body)


def _header_members(name: str, headers: Mapping[str, str]) -> dict[str, str]:
    shape = operation("sagemaker-runtime", name).input_shape
    headers_of = {
        member: model.serialization["name"].lower()
        for member, model in shape.members.items()
        if model.serialization.get("location") == "header"
    }
    return {member: headers[header] for member, header in headers_of.items() if header in headers}
