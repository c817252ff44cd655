"""How a request ended."""

from dataclasses import dataclass
from typing import Literal

from lockgate.local.sagemaker.runtime.refusals import CONTAINER

TEXT = "text/plain"


@dataclass(frozen=True)
class Outcome:
    """What goes to S3 and, as far as it is asked for, into the notification."""

    status: Literal["Completed", "Failed", "Expired"]
    body: bytes
    content_type: str
    reason: str | None = None
    """The failureReason; none for a success."""
    container_status: int | None = None
    """The container's HTTP status, 0 when it gave none; none when it was not asked."""
    is_response: bool = True
    """Whether the body is what the container answered, and not the platform's own text."""

    @property
    def is_success(self) -> bool:
        """Whether the answer goes to the output location and the success topic."""
        return self.status == "Completed"

    @property
    def log_line(self) -> str:
        """What the platform's log says of a failure: more than the failure reason."""
        text = self.body.decode(errors="replace")
        if not self.is_response:
            return text
        return f'{_received(self.container_status or 0)} with message "{text}"'


class FailedError(Exception):
    """A request failed; the outcome says how."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


def failed(text: str, *, container_status: int | None = None) -> FailedError:
    """A failure that the platform tells, in a text of its own."""
    return FailedError(
        Outcome("Failed", text.encode(), TEXT, f"ClientError: {text}", container_status, False)
    )


def model_failed(status: int, body: bytes, content_type: str) -> FailedError:
    """An error of the container: its own answer is what goes to S3."""
    reason = (
        f"ClientError: {_received(status)}. "
        "See the SageMaker Endpoint logs in your account for more information."
    )
    return FailedError(Outcome("Failed", body, content_type, reason, status))


def expired(ttl_s: int) -> Outcome:
    """A request that waited too long."""
    text = f"The request expired after {ttl_s} seconds (RequestTTLSeconds) in the queue."
    return Outcome("Expired", text.encode(), TEXT, f"ClientError: {text}", is_response=False)


def _received(status: int) -> str:
    side = "client" if 400 <= status < 500 else "server"
    return f"Received {side} error ({status}) from {CONTAINER}"
