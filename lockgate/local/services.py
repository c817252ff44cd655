"""The services of ours on top of MiniStack, wired together."""

import asyncio
import logging
from pathlib import Path

from lockgate.local.alarms.ringing import Ringing
from lockgate.local.autoscaling.cloudformation import ScalableTargetType, ScalingPolicyType
from lockgate.local.autoscaling.service import AutoScaling
from lockgate.local.containers.launcher import Launcher
from lockgate.local.emf.extraction import Extraction
from lockgate.local.ministack.emulator import MiniStack
from lockgate.local.resource_types import ResourceType
from lockgate.local.sagemaker.cloudformation import sagemaker_types
from lockgate.local.sagemaker.container_fleets import ContainerFleets
from lockgate.local.sagemaker.scalable_variants import ScalableVariants
from lockgate.local.sagemaker.service import SageMaker
from lockgate.local.sagemaker.store import Stores
from lockgate.local.time_scale import TimeScale

logger = logging.getLogger("lockgate")

INVOCATION_PATH = "/endpoints/[^/]+/(invocations|invocations-response-stream|async-invocations)"


class LocalServices:
    """SageMaker and Application Auto Scaling, and what watches over them."""

    def __init__(
        self, ministack: MiniStack, *, root: Path, cache: Path, time_scale: TimeScale
    ) -> None:
        self._ministack = ministack
        launcher = Launcher(root=root, cache=cache, report=logger.info)
        fleets = ContainerFleets(
            root=root,
            cache=cache,
            objects=ministack.stores,
            launcher=launcher,
            time_scale=time_scale,
        )
        stores = Stores()
        variants = ScalableVariants(stores, lambda *called: self._sagemaker.control.call(*called))
        self._autoscaling = AutoScaling(variants, ministack.alarm_book, time_scale=time_scale)
        self._sagemaker = SageMaker(
            fleets,
            stores=stores,
            logs=ministack.stores,
            metrics=ministack.stores,
            objects=ministack.stores,
            topics=ministack.stores,
            targets=self._autoscaling,
            alarms=ministack.alarm_book,
            time_scale=time_scale,
        )
        self._extraction = Extraction(ministack.metrics)
        ministack.log_events.listen(self._extraction.hear)
        self._watching: list[asyncio.Task[None]] = []
        self._add()

    def _add(self) -> None:
        """Let requests and templates reach the services."""
        services, resources = self._ministack.services, self._ministack.resources
        sagemaker, autoscaling = self._sagemaker, self._autoscaling
        services.add("sagemaker", sagemaker.handle, target="SageMaker.", paths=[INVOCATION_PATH])
        services.add(
            "application-autoscaling", autoscaling.handle, target="AnyScaleFrontendService."
        )
        scaling = (ScalableTargetType(autoscaling), ScalingPolicyType(autoscaling))
        kinds: list[ResourceType] = [*sagemaker_types(sagemaker), *scaling]
        for kind in kinds:
            resources.add(kind)

    def start(self) -> None:
        """Begin to watch. Call from the event loop."""
        loop = asyncio.get_running_loop()

        def hear(ringing: Ringing) -> None:  # MiniStack may look at an alarm on another thread
            loop.call_soon_threadsafe(self._autoscaling.rang, ringing)

        ministack = self._ministack
        ministack.alarms.listen(hear)
        watches = (
            ministack.alarms.watch(),
            ministack.event_sources.watch(),
            ministack.log_retention.watch(),
            self._sagemaker.watch(),
        )
        self._watching = [asyncio.create_task(watch) for watch in watches]
        for task in self._watching:
            task.add_done_callback(_report)

    async def close(self) -> None:
        """Stop watching, and stop every container."""
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        await self._autoscaling.close()
        await self._sagemaker.close()
        self._extraction.close()


def _report(watch: asyncio.Task[None]) -> None:
    """Say so when a watch ends by an error; nobody awaits it before the end."""
    if not watch.cancelled() and (error := watch.exception()):
        logger.error("the local AWS watches no more", exc_info=error)
