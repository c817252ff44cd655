"""One invocation as the client sent it: operation, endpoint, headers and body."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from botocore.model import StructureShape

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
    def is_asynchronous(self) -> bool:
        """Whether the answer goes to S3."""
        return self.operation == "InvokeEndpointAsync"

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
    _check(operation("sagemaker-runtime", name).input_shape, members)
    for member, why in _NEVER_EMULATED.items():
        if member in members:
            raise refused(f"{member} {why}, and endpoint {members['EndpointName']} is not one.")
    return Invocation(scope, name, members["EndpointName"], members, body)


def _check(shape: StructureShape, members: Mapping[str, str]) -> None:
    # Bodies are checked elsewhere: the model's 6 MiB is older than the service.
    body = {"Body": ""} if "Body" in shape.required_members else {}
    typed = {name: _typed(shape, name, text) for name, text in members.items()}
    check(shape, typed | body, code="ValidationError")


def _typed(shape: StructureShape, name: str, text: str) -> Any:
    """A header's value as its shape has it."""
    if shape.members[name].type_name != "integer":
        return text
    try:
        return int(text)
    except ValueError as error:
        message = f"{text} can not be converted to an Integer: {name}"
        raise ServiceError("SerializationException", message) from error


def _header_members(name: str, headers: Mapping[str, str]) -> dict[str, str]:
    shape = operation("sagemaker-runtime", name).input_shape
    headers_of = {
        member: model.serialization["name"].lower()
        for member, model in shape.members.items()
        if model.serialization.get("location") == "header"
    }
    return {member: headers[header] for member, header in headers_of.items() if header in headers}
