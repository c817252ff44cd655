"""InvokeEndpointAsync, with the request and its end in S3."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from lockgate.aws import readable_errors
from lockgate.errors import CommandError
from lockgate.invocation.asynchronous.ticket import Limits, Outcome, Ticket
from lockgate.invocation.endpoint import JSON
from lockgate.invocation.explanations import Explanations
from lockgate.s3_uris import S3Uri, parse_s3_uri
from lockgate.stack_outputs import require_prefix

INPUTS = "InputsPrefix"
"""Output of the endpoint's stack: where requests are put."""
MISSING = ("NoSuchKey", "404")


class AsyncClient:
    """One async endpoint."""

    def __init__(self, explanations: Explanations) -> None:
        self._explanations = explanations
        self._target = explanations.target
        self._runtime = self._target.client("sagemaker-runtime")
        self._s3 = self._target.client("s3", attempts=3)

    def submit(self, body: bytes, limits: Limits) -> Ticket:
        """Upload a request and put it into the queue.

        Raises:
            CommandError: the endpoint is not deployed, or AWS refused.
        """
        inputs = require_prefix(self._target, self._explanations.address, INPUTS)
        inference_id = str(uuid.uuid4())
        source = inputs.under(f"{inference_id}.json")
        with self._errors():
            self._s3.put_object(Bucket=source.bucket, Key=source.key, Body=body, ContentType=JSON)
            answer = self._runtime.invoke_endpoint_async(
                EndpointName=self._explanations.address.name,
                ContentType=JSON,
                Accept=JSON,
                InferenceId=inference_id,
                InputLocation=str(source),
                RequestTTLSeconds=int(limits.request_ttl.total_seconds()),
                InvocationTimeoutSeconds=int(limits.invocation_timeout.total_seconds()),
            )
        failure = answer.get("FailureLocation")
        return Ticket(
            answer.get("InferenceId", inference_id),
            _location(answer["OutputLocation"]),
            _location(failure) if failure else None,
        )

    def look(self, ticket: Ticket) -> Outcome | None:
        """Return how the request ended, or None if it has not yet.

        Raises:
            CommandError: AWS refused.
        """
        result = self._read(ticket.output)
        if result is not None:
            return Outcome(result)
        failure = self._read(ticket.failure) if ticket.failure else None
        return None if failure is None else Outcome(failure, failed=True)

    def _read(self, place: S3Uri) -> bytes | None:
        from botocore.exceptions import ClientError

        with readable_errors(self._target):
            try:
                found = self._s3.get_object(Bucket=place.bucket, Key=place.key)
            except ClientError as error:
                if error.response["Error"]["Code"] in MISSING:
                    return None
                raise
            content: bytes = found["Body"].read()
            return content

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from botocore.exceptions import ClientError

        with readable_errors(self._target):
            try:
                yield
            except ClientError as error:
                raise self._explanations.explain(error) or error from None


def _location(text: str) -> S3Uri:
    try:
        return parse_s3_uri(text)
    except ValueError as error:
        raise CommandError(f"SageMaker put the result where it cannot be read: {error}") from None
