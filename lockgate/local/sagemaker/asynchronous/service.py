"""InvokeEndpointAsync: takes requests into the endpoints' queues."""

import asyncio
import json
import time

from lockgate.local.protocol.http import HttpResponse
from lockgate.local.sagemaker.asynchronous.metrics import AsyncMetrics
from lockgate.local.sagemaker.asynchronous.queue import Queue
from lockgate.local.sagemaker.asynchronous.request import AsyncRequest, accept
from lockgate.local.sagemaker.asynchronous.settings import Settings
from lockgate.local.sagemaker.asynchronous.stores import Objects, Topics
from lockgate.local.sagemaker.asynchronous.worker import Worker
from lockgate.local.sagemaker.capture.service import Captures
from lockgate.local.sagemaker.logs import EndpointLog, LogStore
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.runtime.exchange import http_client
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.metrics import Publisher
from lockgate.local.sagemaker.runtime.pairing import is_asynchronous
from lockgate.local.sagemaker.runtime.refusals import unknown_endpoint
from lockgate.local.sagemaker.store import Stores
from lockgate.local.time_scale import REAL_TIME, TimeScale

METRICS_EVERY_S = 30
"""How often the state of the queues is published, as AWS counts time.

AWS does so each minute; twice as often, no period of an alarm is without a value.
"""


class AsyncInference:
    """The queues of all asynchronous endpoints."""

    def __init__(
        self,
        stores: Stores,
        *,
        objects: Objects,
        topics: Topics,
        logs: LogStore,
        publisher: Publisher,
        captures: Captures,
        time_scale: TimeScale = REAL_TIME,
    ) -> None:
        self._stores = stores
        self._objects = objects
        self._topics = topics
        self._logs = logs
        self._captures = captures
        self._metrics = AsyncMetrics(publisher, time_scale)
        self._scale = time_scale
        self._client = http_client()
        self._queues: dict[str, Queue] = {}

    def accept(self, invocation: Invocation, endpoint: Endpoint) -> HttpResponse:
        """Queue a request and tell where its answer will be.

        Raises:
            ServiceError: ValidationError, or the endpoint serves no longer.
        """
        if endpoint.serving is None:
            raise unknown_endpoint(invocation.scope, invocation.endpoint)
        request = accept(invocation, Settings.of(endpoint.serving.config))
        self._queue(endpoint).put(request)
        return _accepted(request)

    async def watch(self) -> None:
        """Publish the state of the queues, again and again."""
        interval = self._scale.seconds(METRICS_EVERY_S)
        while True:
            # In the middle of an interval, so that each period of an alarm has its values.
            await asyncio.sleep(interval - (time.time() - interval / 2) % interval)
            self.publish()

    def publish(self) -> None:
        """Publish the state of each asynchronous endpoint's queue, an empty one too."""
        self._forget_deleted()
        for endpoint in [e for store in self._stores for e in store.endpoints]:
            serving = endpoint.serving
            if serving is None or endpoint.status == "Deleting":
                continue
            if is_asynchronous(serving.config):
                queue = self._queue(endpoint)
                instances = sum(variant.count for variant in serving.variants.values())
                self._metrics.backlog(
                    endpoint, size=queue.size, age_s=queue.age_s, instances=instances
                )

    async def close(self) -> None:
        """Drop all requests."""
        await asyncio.gather(*(queue.close() for queue in self._queues.values()))
        await self._client.aclose()

    def _queue(self, endpoint: Endpoint) -> Queue:
        """The endpoint's queue; a new endpoint of an old name gets a new one."""
        queue = self._queues.get(endpoint.arn)
        if queue is None or queue.endpoint is not endpoint:
            queue = self._queues[endpoint.arn] = Queue(self._worker(endpoint), self._scale)
        return queue

    def _forget_deleted(self) -> None:
        """Queues of endpoints that are gone hold on to all that these had."""
        self._queues = {
            arn: queue
            for arn, queue in self._queues.items()
            if queue.size or queue.endpoint.status != "Deleting"
        }

    def _worker(self, endpoint: Endpoint) -> Worker:
        return Worker(
            endpoint,
            objects=self._objects,
            topics=self._topics,
            metrics=self._metrics,
            log=EndpointLog(self._logs, endpoint.scope, endpoint.name),
            client=self._client,
            captures=self._captures,
        )


def _accepted(request: AsyncRequest) -> HttpResponse:
    places = {
        "X-Amzn-SageMaker-OutputLocation": request.output,
        "X-Amzn-SageMaker-FailureLocation": request.failure,
    }
    headers = {name: place.uri for name, place in places.items() if place is not None}
    body = json.dumps({"InferenceId": request.id}).encode()
    return HttpResponse(202, {"Content-Type": "application/json"} | headers, body)
