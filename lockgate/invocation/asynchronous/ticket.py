"""A request in the queue of an async endpoint."""

from dataclasses import dataclass
from datetime import timedelta

from lockgate.s3_uris import S3Uri


@dataclass(frozen=True)
class Limits:
    """What is asked of SageMaker with each request."""

    request_ttl: timedelta
    """Age at which a waiting request expires."""
    invocation_timeout: timedelta
    """Time that the model gets."""

    @property
    def patience_s(self) -> float:
        """Seconds after which a request must have ended, one way or the other."""
        return (self.request_ttl + self.invocation_timeout).total_seconds()


@dataclass(frozen=True)
class Ticket:
    """Where the request's result or failure will lie."""

    inference_id: str
    output: S3Uri
    failure: S3Uri | None

    def members(self) -> dict[str, str]:
        """Return it as SageMaker's own answer names it."""
        failure = {"FailureLocation": str(self.failure)} if self.failure else {}
        return {"InferenceId": self.inference_id, "OutputLocation": str(self.output), **failure}


@dataclass(frozen=True)
class Outcome:
    """How a request ended."""

    body: bytes
    failed: bool = False
