"""What the errors of SageMaker's runtime mean for someone who asked an endpoint."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lockgate.aws import tail_command
from lockgate.errors import CommandError
from lockgate.invocation.target_models import reference_text

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint
    from lockgate.addresses import Address
    from lockgate.aws import Target

STREAM_FAULTS = ("ModelStreamError", "InternalStreamFailure")
NOT_PUBLISHED = "Failed to download model data"
"""How SageMaker begins when a multi-model endpoint does not find a target model."""


@dataclass(frozen=True)
class Explanations:
    """The errors of one endpoint."""

    address: Address
    target: Target
    endpoint: Endpoint

    def explain(self, error: Any, *, target_model: str | None = None) -> CommandError | None:
        """Return what a ClientError means, or None if its own message says it best."""
        code = error.response["Error"]["Code"]
        message = error.response["Error"].get("Message", "")
        if code == "ModelError":
            return model_error(error.response, read_log=self.read_log())
        if code in STREAM_FAULTS:
            return CommandError(f"the stream broke off: {message}", fix=self.read_log())
        if code == "ServiceUnavailable":
            return CommandError(message, fix=self.read_log())
        if code == "413":
            return CommandError(f"SageMaker refused it: {message}", fix="send a shorter prompt")
        if code == "ThrottlingException":
            return self._throttled(message)
        if code == "ModelNotReadyException":
            return CommandError(f"{self.address} is not ready: {message}", fix="try again shortly")
        if code == "ValidationError":
            return self._refused(message, target_model)
        return None

    def read_log(self) -> str:
        """Return the hint that leads to the endpoint's log."""
        if self.target.endpoint_url:
            return f"read its log: lockgate local logs {self.address}"
        return f"read its log: {tail_command(self.address, self.target.region)}"

    def _refused(self, message: str, target_model: str | None) -> CommandError | None:
        if "not found" in message:
            return CommandError(
                f"there is no endpoint {self.address.name} in {self.target.place}, or none yet",
                fix=f"deploy it: lockgate deploy {self.address.environment}; or wait, if that runs",
            )
        if message.startswith(NOT_PUBLISHED):
            name = reference_text(target_model or "")
            return CommandError(
                f"{name} is not published to {self.address}",
                fix=f"publish it: lockgate publish {name} {self.address}",
            )
        return None

    def _throttled(self, message: str) -> CommandError:
        if self.endpoint.kind != "serverless":
            return CommandError(f"{self.address} was throttled: {message}", fix="try again shortly")
        most = self.endpoint.max_concurrency
        return CommandError(
            f"{self.address} was throttled: it answers {most} requests at once, and was busy",
            fix="try again shortly, or raise its max_concurrency",
        )


def model_error(response: dict[str, Any], *, read_log: str) -> CommandError:
    """Say what the container answered, which SageMaker wraps in a ModelError.

    Status 0 is SageMaker's own: the container gave no answer, or none in time.
    """
    status = response.get("OriginalStatusCode", "an error")
    return CommandError(
        f"the model {f'answered {status}' if status else 'failed'}: {original_message(response)}",
        fix=None if isinstance(status, int) and 400 <= status < 500 else read_log,
    )


def original_message(response: dict[str, Any]) -> str:
    """Return the message inside the container's JSON error, or what it said if that is no JSON."""
    said: str = response.get("OriginalMessage") or response["Error"].get("Message", "nothing")
    return message_of(said)


def message_of(said: str) -> str:
    """Return the message inside a JSON error of a container, or the text as it is."""
    try:
        message = json.loads(said)["error"]["message"]
    except (ValueError, TypeError, KeyError):
        return said.strip()
    return str(message)
