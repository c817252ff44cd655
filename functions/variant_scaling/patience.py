"""Calls that Application Auto Scaling refuses for a moment only."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

WAITS_S = (1, 2, 4, 8, 16, 16)
FOR_NOW = ("ConcurrentUpdateException", "FailedResourceAccessException")
"""Codes of what passes: an update of the same target that is under way, and a service-linked role
that does not reach the alarms yet."""
NO_ROLE_YET = "Unable to assume IAM role"
"""In an account's first registration the role is made, and IAM takes seconds to tell everybody."""


def patiently(call: Callable[..., Any], *, sleep: Callable[[float], None], **members: Any) -> Any:
    """Call, and call again while the refusal is one that passes; the last one is raised.

    Args:
        call: an operation of a boto3 client.
        sleep: waits for some seconds.
        members: of the request.
    """
    for wait_s in WAITS_S:
        try:
            return call(**members)
        except ClientError as error:
            if not _passes(error.response["Error"]):
                raise
        sleep(wait_s)
    return call(**members)


def _passes(error: dict[str, str]) -> bool:
    return error["Code"] in FOR_NOW or NO_ROLE_YET in error["Message"]
