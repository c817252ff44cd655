"""One request in the queue of an asynchronous endpoint."""

import asyncio
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from lockgate.local.sagemaker.asynchronous.locations import Location, parse
from lockgate.local.sagemaker.asynchronous.settings import Settings
from lockgate.local.sagemaker.records import now
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.refusals import refused

INLINE_LIMIT = 128_000
"""Longest body without S3, in bytes (ASY-01)."""
DEFAULT_TTL_S = 21_600
"""RequestTTLSeconds when the request has none (ASY-02)."""
DEFAULT_TIMEOUT_S = 900
"""InvocationTimeoutSeconds when the request has none (ASY-02)."""


@dataclass(frozen=True, eq=False)
class AsyncRequest:
    """A request, with the settings that the endpoint had when it came."""

    invocation: Invocation
    settings: Settings
    id: str
    source: Location | None
    """Where the input is; none for a body in the request itself."""
    output: Location | None
    failure: Location | None
    ttl_s: int
    """Longest time in the queue, as AWS counts time."""
    timeout_s: int
    """Longest time that the container may take."""
    received: datetime = field(default_factory=now)
    arrived: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    """Time of the event loop, in seconds."""


def accept(invocation: Invocation, settings: Settings) -> AsyncRequest:
    """Check what is particular to asynchronous requests, and name the places of the answer.

    Raises:
        ServiceError: ValidationError.
    """
    members = invocation.members
    identifier = members.get("InferenceId") or str(uuid.uuid4())
    return AsyncRequest(
        invocation=invocation,
        settings=settings,
        id=identifier,
        source=_source(invocation),
        output=_output(invocation, settings, identifier),
        failure=settings.failure / f"{identifier}-error.out" if settings.failure else None,
        ttl_s=int(members.get("RequestTTLSeconds", DEFAULT_TTL_S)),
        timeout_s=int(members.get("InvocationTimeoutSeconds", DEFAULT_TIMEOUT_S)),
    )


def _source(invocation: Invocation) -> Location | None:
    uri, size = invocation.members.get("InputLocation"), len(invocation.body)
    if bool(uri) == bool(size):
        found = "both" if uri else "neither"
        raise refused(f"Provide exactly one of Body and InputLocation; the request has {found}.")
    if size > INLINE_LIMIT:
        raise refused(
            "1 validation error detected: Value at 'body' failed to satisfy constraint: "
            f"Member must have length less than or equal to {INLINE_LIMIT}"
        )
    try:
        return parse(uri) if uri else None
    except ValueError as error:
        raise refused(f"InputLocation: {error}.") from error


def _output(invocation: Invocation, settings: Settings, identifier: str) -> Location | None:
    """S3OutputPath/S3OutputPathExtension/Filename, the last by default INFERENCEID.out."""
    place = settings.output
    if place is None:
        return None
    if extension := invocation.members.get("S3OutputPathExtension"):
        place = place / extension.strip("/")
    return place / invocation.members.get("Filename", f"{identifier}.out")
