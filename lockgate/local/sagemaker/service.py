"""SageMaker as one service: the control plane and the runtime behind one handler."""

import asyncio

from lockgate.local.alarms.states import AlarmStates
from lockgate.local.protocol.http import HttpRequest, HttpResponse
from lockgate.local.protocol.json_service import JsonService
from lockgate.local.sagemaker.asynchronous.service import AsyncInference
from lockgate.local.sagemaker.asynchronous.stores import Objects, Topics
from lockgate.local.sagemaker.capture.service import Captures
from lockgate.local.sagemaker.configs import EndpointConfigs
from lockgate.local.sagemaker.endpoints import Endpoints, ScalableTargets
from lockgate.local.sagemaker.fleets import Fleets
from lockgate.local.sagemaker.instance_metrics import InstanceMetrics
from lockgate.local.sagemaker.lifecycle import Lifecycle
from lockgate.local.sagemaker.logs import LogStore
from lockgate.local.sagemaker.models import Models
from lockgate.local.sagemaker.runtime.limits import Limits
from lockgate.local.sagemaker.runtime.metrics import InvocationMetrics, MetricStore, Publisher
from lockgate.local.sagemaker.runtime.service import Runtime
from lockgate.local.sagemaker.store import Stores
from lockgate.local.sagemaker.tags import Tagging
from lockgate.local.time_scale import REAL_TIME, TimeScale


class SageMaker:
    """The service; `control` answers single operations too, for CloudFormation."""

    def __init__(
        self,
        fleets: Fleets,
        *,
        stores: Stores,
        logs: LogStore,
        metrics: MetricStore,
        objects: Objects,
        topics: Topics,
        targets: ScalableTargets,
        alarms: AlarmStates,
        limits: Limits | None = None,
        time_scale: TimeScale = REAL_TIME,
    ) -> None:
        self.stores = stores
        self._lifecycle = Lifecycle(self.stores, fleets, logs, alarms=alarms, time_scale=time_scale)
        self._publisher = Publisher(metrics, time_scale=time_scale)
        self._instances = InstanceMetrics(
            self.stores, self._publisher, targets, time_scale=time_scale
        )
        self.captures = Captures(objects, time_scale=time_scale)
        self.queues = AsyncInference(
            self.stores,
            objects=objects,
            topics=topics,
            logs=logs,
            publisher=self._publisher,
            captures=self.captures,
            time_scale=time_scale,
        )
        self._runtime = Runtime(
            self.stores,
            InvocationMetrics(self._publisher),
            self.queues,
            self.captures,
            limits,
        )
        self.control = JsonService(
            "sagemaker",
            Models(self.stores, fleets).actions()
            | EndpointConfigs(self.stores).actions()
            | Endpoints(self.stores, self._lifecycle, targets).actions()
            | Tagging(self.stores).actions(),
        )

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one request of either API."""
        if target := request.headers.get("x-amz-target"):
            status, headers, body = await self.control.answer(request.scope, target, request.body)
            return HttpResponse(status, headers, body)
        return await self._runtime.answer(request)

    def flush(self) -> None:
        """Hand on the metrics that wait. Call from the event loop."""
        self._publisher.flush()

    async def watch(self) -> None:
        """Publish what CloudWatch shows of endpoints without requests, until cancelled."""
        await asyncio.gather(self.queues.watch(), self._instances.watch())

    async def close(self) -> None:
        """Stop every container, and write what was captured."""
        await self.queues.close()
        await self._lifecycle.close()
        await self._runtime.close()
        await self.captures.flush()
        self.flush()
