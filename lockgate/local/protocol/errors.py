"""Errors that a service answers with, by the names and status codes of AWS."""

from collections.abc import Mapping
from typing import Any


class ServiceError(Exception):
    """One AWS error: its code, its message and its HTTP status.

    `fields` are further members of the error's shape, such as OriginalStatusCode.
    """

    def __init__(
        self, code: str, message: str, *, status: int = 400, fields: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.fields = dict(fields or {})


def invalid(message: str) -> ServiceError:
    """A request that the control plane refuses: ValidationException, 400."""
    return ServiceError("ValidationException", message)


def not_emulated(service: str, what: str) -> ServiceError:
    """Something that AWS does and the local AWS does not: an error, never a made-up success."""
    return ServiceError(
        "UnsupportedOperationException",
        f"The local AWS does not emulate {service} {what}; docs/local-aws.md lists what it does",
    )
