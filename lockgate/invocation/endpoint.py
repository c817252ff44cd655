"""Invoke a SageMaker endpoint with boto3, and say plainly what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lockgate.aws import readable_errors
from lockgate.errors import CommandError
from lockgate.invocation.explanations import Explanations

JSON = "application/json"


@dataclass(frozen=True)
class Reply:
    """What an endpoint answered."""

    parts: Iterable[bytes]
    """The body as it arrives; reading it may raise a CommandError."""
    variant: str | None = None
    """The production variant that SageMaker chose."""

    def whole(self) -> bytes:
        """Return the body in one piece."""
        return b"".join(self.parts)


class EndpointClient:
    """One endpoint, ready to be asked; `route` says who answers: `TargetModel`, `TargetVariant`."""

    def __init__(
        self, explanations: Explanations, route: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.target = explanations.target
        self._explanations = explanations
        self._route = route
        self._name = explanations.address.name
        self._runtime = explanations.target.client("sagemaker-runtime")

    def ask(self, body: bytes, *, inference_id: str | None = None) -> Reply:
        """Return the whole answer.

        Args:
            body: the request.
            inference_id: by which the container's log names the request.

        Raises:
            CommandError: the endpoint is missing, refused the request or failed.
        """
        named = {} if inference_id is None else {"InferenceId": inference_id}
        with self._errors():
            answer = self._runtime.invoke_endpoint(
                EndpointName=self._name,
                ContentType=JSON,
                Accept=JSON,
                Body=body,
                **self._route,
                **named,
            )
            return Reply([answer["Body"].read()], answer.get("InvokedProductionVariant"))

    def stream(self, body: bytes) -> Reply:
        """Return the answer, whose payload parts are read as they arrive.

        Raises:
            CommandError: as for `ask`; in the middle of the stream, from its parts.
        """
        with self._errors():
            answer = self._runtime.invoke_endpoint_with_response_stream(
                EndpointName=self._name,
                ContentType=JSON,
                Accept="text/event-stream",
                Body=body,
                **self._route,
            )
            return Reply(self._parts(answer["Body"]), answer.get("InvokedProductionVariant"))

    def _parts(self, events: Iterable[dict[str, Any]]) -> Iterator[bytes]:
        with self._errors():
            yield from payload_parts(events)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from botocore.exceptions import ClientError
        from urllib3.exceptions import HTTPError

        with readable_errors(self.target):
            try:
                yield
            except ClientError as error:
                model = self._route.get("TargetModel")
                raise self._explanations.explain(error, target_model=model) or error from None
            except HTTPError as error:  # boto3 wraps it in none of its own in event streams
                raise CommandError(
                    f"the connection to {self.target.place} broke off: {error}", fix="try again"
                ) from None


def payload_parts(events: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the bytes of an event stream; boto3 raises a ClientError for a fault in it."""
    for event in events:
        if "PayloadPart" in event:
            yield event["PayloadPart"]["Bytes"]
