"""Answers the AWS JSON 1.1 protocol: POST / with the operation in X-Amz-Target."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from botocore.model import OperationNotFoundError

from lockgate.local.protocol.errors import ServiceError, not_emulated
from lockgate.local.protocol.models import operation, service_model
from lockgate.local.protocol.scope import Scope
from lockgate.local.protocol.validation import check

Request = Mapping[str, Any]
Action = Callable[[Scope, Request], Awaitable[dict[str, Any] | None]]
Response = tuple[int, dict[str, str], bytes]

_CONTENT_TYPE = {"Content-Type": "application/x-amz-json-1.1"}


class JsonService:
    """One JSON service: validates each request against its input shape and runs its action."""

    def __init__(self, service: str, actions: Mapping[str, Action]) -> None:
        self._service = service
        self._actions = actions

    async def answer(self, scope: Scope, target: str, body: bytes) -> Response:
        """Answer one request; `target` is the X-Amz-Target header, as in SageMaker.ListModels."""
        name = target.rpartition(".")[2]
        try:
            output = await self.call(scope, name, _parse(body))
        except ServiceError as error:
            return error.status, dict(_CONTENT_TYPE), self._error_body(error)
        text = b"" if output is None else json.dumps(output, default=_timestamp).encode()
        return 200, dict(_CONTENT_TYPE), text

    async def call(self, scope: Scope, name: str, request: Request) -> dict[str, Any] | None:
        """Validate and run one operation.

        Raises:
            ServiceError: the request is refused.
        """
        try:
            shape = operation(self._service, name).input_shape
        except OperationNotFoundError as error:
            raise ServiceError("UnknownOperationException", f"Unknown operation {name}") from error
        if name not in self._actions:
            raise not_emulated(self._service, name)
        check(shape, request)
        return await self._actions[name](scope, request)

    def _error_body(self, error: ServiceError) -> bytes:
        model = service_model(self._service)
        shape = model.shape_for(error.code) if error.code in model.shape_names else None
        member = "Message" if shape is not None and "Message" in shape.members else "message"
        return json.dumps({"__type": error.code, member: error.message} | error.fields).encode()


def _parse(body: bytes) -> Request:
    try:
        request = json.loads(body or b"{}")
    except ValueError as error:
        raise ServiceError("SerializationException", "Unexpected end of input") from error
    if not isinstance(request, dict):
        raise ServiceError("SerializationException", "Unexpected field type")
    return request


def _timestamp(value: Any) -> float:
    if isinstance(value, datetime):
        return round(value.timestamp(), 3)
    raise TypeError(f"{value!r} has no JSON form")
