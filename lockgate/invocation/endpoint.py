"""Invoke a SageMaker endpoint with boto3, and say plainly what went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from lockgate.addresses import Address
from lockgate.aws import Target, readable_errors, tail_command
from lockgate.errors import CommandError

JSON = "application/json"
STREAM_FAULTS = ("ModelStreamError", "InternalStreamFailure")


class EndpointClient:
    """One endpoint, ready to be asked."""

    def __init__(self, address: Address, target: Target) -> None:
        self.address = address
        self._target = target
        self._runtime = target.client("sagemaker-runtime")

    def ask(self, body: bytes) -> bytes:
        """Return the whole answer.

        Raises:
            CommandError: the endpoint is missing, refused the request or failed.
        """
        with self._errors():
            answer = self._runtime.invoke_endpoint(
                EndpointName=self.address.name, ContentType=JSON, Accept=JSON, Body=body
            )
            content: bytes = answer["Body"].read()
            return content

    def stream(self, body: bytes) -> Iterator[bytes]:
        """Yield the payload parts of the answer as they arrive.

        Raises:
            CommandError: as for `ask`, also in the middle of the stream.
        """
        with self._errors():
            answer = self._runtime.invoke_endpoint_with_response_stream(
                EndpointName=self.address.name,
                ContentType=JSON,
                Accept="text/event-stream",
                Body=body,
            )
            yield from payload_parts(answer["Body"])

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from botocore.exceptions import ClientError
        from urllib3.exceptions import HTTPError

        with readable_errors(self._target):
            try:
                yield
            except ClientError as error:
                raise self._explain(error) or error from None
            except HTTPError as error:  # boto3 wraps it in none of its own in event streams
                raise CommandError(
                    f"the connection to {self._place()} broke off: {error}", fix="try again"
                ) from None

    def _explain(self, error: Any) -> CommandError | None:
        code = error.response["Error"]["Code"]
        message = error.response["Error"].get("Message", "")
        if code == "ModelError":
            return model_error(error.response, read_log=self._read_log())
        if code in STREAM_FAULTS:
            return CommandError(f"the stream broke off: {message}", fix=self._read_log())
        if code == "ServiceUnavailable":
            return CommandError(message, fix=self._read_log())
        if code == "413":
            return CommandError(f"SageMaker refused it: {message}", fix="send a shorter prompt")
        if code == "ValidationError" and "not found" in message:
            return CommandError(
                f"there is no endpoint {self.address.name} in {self._place()}",
                fix=f"deploy it: lockgate deploy {self.address.environment}",
            )
        return None

    def _read_log(self) -> str:
        if self._target.endpoint_url:
            return f"read its log: lockgate local logs {self.address}"
        return f"read its log: {tail_command(self.address, self._target.region)}"

    def _place(self) -> str:
        return "the local AWS" if self._target.endpoint_url else self._target.region


def payload_parts(events: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the bytes of an event stream; boto3 raises a ClientError for a fault in it."""
    for event in events:
        if "PayloadPart" in event:
            yield event["PayloadPart"]["Bytes"]


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
    try:
        message = json.loads(said)["error"]["message"]
    except (ValueError, TypeError, KeyError):
        return said.strip()
    return str(message)
