"""Pages of describe operations."""

from collections.abc import Sequence
from typing import Any

from lockgate.local.autoscaling.records import Key
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.json_service import Request

SIZE = 50
"""Results of a page when MaxResults is not given, and the most it may be."""


def page(items: Sequence[Any], request: Request, *, member: str) -> dict[str, Any]:
    """One page of a describe operation; NextToken is the number of the next item.

    Raises:
        ServiceError: NextToken is not one that an earlier page gave.
    """
    token = request.get("NextToken", "0")
    if not token.isdigit():
        raise ServiceError("InvalidNextTokenException", "The next token supplied is invalid.")
    end = int(token) + min(request.get("MaxResults", SIZE), SIZE)
    answer: dict[str, Any] = {member: list(items[int(token) : end])}
    return answer | ({"NextToken": str(end)} if end < len(items) else {})


def wanted(key: Key, request: Request, resources: Sequence[str] | None) -> bool:
    """Whether a describe operation asks for a target; without `resources` for those of any."""
    namespace, resource, dimension = key
    return (
        namespace == request["ServiceNamespace"]
        and request.get("ScalableDimension") in {None, dimension}
        and (not resources or resource in resources)
    )
