"""Processes one request: input from S3, the container's answer, output to S3, notification."""

import asyncio
import time
from dataclasses import dataclass

import httpx

from lockgate.local.sagemaker.asynchronous.container import call
from lockgate.local.sagemaker.asynchronous.locations import Location
from lockgate.local.sagemaker.asynchronous.metrics import AsyncMetrics, Timing
from lockgate.local.sagemaker.asynchronous.notifications import message, topic
from lockgate.local.sagemaker.asynchronous.outcome import FailedError, Outcome, failed
from lockgate.local.sagemaker.asynchronous.places import Place
from lockgate.local.sagemaker.asynchronous.request import AsyncRequest
from lockgate.local.sagemaker.asynchronous.stores import Content, Objects, StorageError, Topics
from lockgate.local.sagemaker.capture.record import Payload
from lockgate.local.sagemaker.capture.sample import Sample
from lockgate.local.sagemaker.capture.service import Captures
from lockgate.local.sagemaker.logs import EndpointLog
from lockgate.local.sagemaker.records import Endpoint, now
from lockgate.local.sagemaker.runtime.headers import DEFAULT_TYPE

INPUT_LIMIT = 1 << 30
"""Longest input, in bytes (ASY-01)."""


@dataclass(frozen=True)
class Worker:
    """Processes the requests of one endpoint."""

    endpoint: Endpoint
    objects: Objects
    topics: Topics
    metrics: AsyncMetrics
    log: EndpointLog
    client: httpx.AsyncClient
    captures: Captures
    input_limit: int = INPUT_LIMIT
    """In bytes; only tests use another."""

    async def process(self, request: AsyncRequest, place: Place) -> None:
        """Bring a request to its end on an instance.

        Raises:
            UnreachableError: the instance took no connection; nothing has been written.
        """
        timing = Timing(queued=_since(request))
        variant = place.variant.name
        try:
            outcome = await self._answer(request, place, timing)
        except FailedError as error:
            outcome = error.outcome
            self._log(request, variant, f"{place.instance.id}/data-log", outcome.log_line)
        self._end(request, variant, outcome, timing)

    def end(self, request: AsyncRequest, outcome: Outcome) -> None:
        """End a request that no container has seen, such as an expired one."""
        serving = self.endpoint.serving
        variant = serving.choose().name if serving else ""
        self._end(request, variant, outcome, Timing(queued=_since(request)))

    async def _answer(self, request: AsyncRequest, place: Place, timing: Timing) -> Outcome:
        body = self._input(request, place.variant.name, timing)
        sample = self._sample(request, place, body)
        began = time.perf_counter()
        try:
            outcome = await call(self.client, place.instance.base_url, request, body)
        finally:
            timing.model = time.perf_counter() - began
        if sample is not None:
            sample.add(outcome.body)
            sample.end(outcome.content_type)
        self._upload(request, place.variant.name, outcome, timing)
        return outcome

    def _sample(self, request: AsyncRequest, place: Place, body: Content) -> Sample | None:
        """AWS documents capture of real-time endpoints only; here it is the same for others."""
        content_type = request.invocation.members.get("ContentType", body.content_type)
        payload = Payload(content_type, body.data)
        return self.captures.choose(
            request.invocation, place.variant, request=payload, inference_id=request.id
        )

    def _input(self, request: AsyncRequest, variant: str, timing: Timing) -> Content:
        if request.source is None:
            return Content(request.invocation.body, DEFAULT_TYPE)
        began = time.perf_counter()
        try:
            return self._download(request, request.source)
        except StorageError as error:
            self.metrics.count(self.endpoint, variant, "RequestDownloadFailures")
            text = f"The request could not be downloaded from {request.source.uri}. {error}"
            raise failed(text) from error
        finally:
            timing.download = time.perf_counter() - began

    def _download(self, request: AsyncRequest, source: Location) -> Content:
        content = self.objects.get_object(request.invocation.scope, source.bucket, source.key)
        size = len(content.data)
        if size > self.input_limit:
            raise StorageError(f"It has {size} bytes; at most {self.input_limit} may be.")
        return content

    def _upload(
        self, request: AsyncRequest, variant: str, outcome: Outcome, timing: Timing
    ) -> None:
        place, scope = request.output, request.invocation.scope
        if place is None:
            return
        began = time.perf_counter()
        try:
            self.objects.put_object(
                scope, place.bucket, place.key, outcome.body, outcome.content_type
            )
        except StorageError as error:
            self.metrics.count(self.endpoint, variant, "ResponseUploadFailures")
            text = f"The response could not be uploaded to {place.uri}. {error}"
            raise failed(text, container_status=outcome.container_status) from error
        finally:
            timing.upload = time.perf_counter() - began

    def _end(self, request: AsyncRequest, variant: str, outcome: Outcome, timing: Timing) -> None:
        if self.endpoint.status == "Deleting":
            return  # nobody is left to write
        if not outcome.is_success:
            self._write_failure(request, variant, outcome)
        self._notify(request, variant, outcome)
        self.metrics.finished(self.endpoint, variant, outcome, timing, _since(request))

    def _write_failure(self, request: AsyncRequest, variant: str, outcome: Outcome) -> None:
        place, scope = request.failure, request.invocation.scope
        if place is None:
            return
        try:
            self.objects.put_object(
                scope, place.bucket, place.key, outcome.body, outcome.content_type
            )
        except StorageError as error:
            self.metrics.count(self.endpoint, variant, "ResponseUploadFailures")
            self._log(request, variant, "data-log", f"{place.uri} could not be written. {error}")

    def _notify(self, request: AsyncRequest, variant: str, outcome: Outcome) -> None:
        arn = topic(request, outcome)
        if arn is None:
            return
        try:
            self.topics.publish(request.invocation.scope, arn, message(request, outcome))
        except StorageError as error:
            self.metrics.count(self.endpoint, variant, "NotificationFailures")
            self._log(request, variant, "data-log", f"{arn} could not be notified. {error}")

    def _log(self, request: AsyncRequest, variant: str, stream: str, text: str) -> None:
        """A line for the platform's own log, as AWS words it: with the inference id.

        None of an endpoint that goes: it would bring back a log group that is deleted with it.
        """
        if self.endpoint.status == "Deleting":
            return
        moment = now().isoformat(timespec="milliseconds").removesuffix("+00:00")
        self.log.line(variant, stream, f"{moment}:[sagemaker logs] [{request.id}] {text}")


def _since(request: AsyncRequest) -> float:
    return asyncio.get_running_loop().time() - request.arrived
