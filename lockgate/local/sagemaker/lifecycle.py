"""The operations on an endpoint that take time: create, update, scale and delete.

Each runs as a task and leaves the endpoint in its final status. An update brings the new
fleets up first, swaps them in between two requests, and drains the old ones behind.
"""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from lockgate.local.containers.errors import ContainerError
from lockgate.local.sagemaker.bringup import Sizes, bring_up
from lockgate.local.sagemaker.deployment import Deployment, DeploymentError, Serving, clipped
from lockgate.local.sagemaker.fleets import Fleets
from lockgate.local.sagemaker.logs import EndpointLog, LogStore
from lockgate.local.sagemaker.records import Definition, Endpoint, now
from lockgate.local.sagemaker.store import Stores

logger = logging.getLogger(__name__)


class Lifecycle:
    """Runs the operations, and stops everything at the end."""

    def __init__(self, stores: Stores, fleets: Fleets, log_store: LogStore) -> None:
        self._stores = stores
        self._fleets = fleets
        self._log_store = log_store
        self._logs: dict[str, EndpointLog] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._draining: set[Serving] = set()

    def create(self, endpoint: Endpoint, config: Definition) -> None:
        """Bring a new endpoint to InService or Failed."""
        self._logs[endpoint.arn] = EndpointLog(self._log_store, endpoint.scope, endpoint.name)
        self._begin(endpoint, self._create(endpoint, config))

    def update(self, endpoint: Endpoint, config: Definition, *, sizes: Sizes) -> None:
        """Bring an endpoint to another configuration; the old one serves on if that fails."""
        endpoint.move("Updating")
        self._begin(endpoint, self._update(endpoint, config, sizes))

    def scale(self, endpoint: Endpoint, sizes: Sizes) -> None:
        """Give variants of an endpoint other weights and instance counts."""
        endpoint.move("Updating")
        self._begin(endpoint, self._scale(endpoint, sizes))

    def delete(self, endpoint: Endpoint) -> None:
        """Stop an endpoint and forget it."""
        endpoint.move("Deleting")
        self._begin(endpoint, self._delete(endpoint))

    async def close(self) -> None:
        """Stop every fleet and every operation."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        serving = [e.serving for store in self._stores for e in store.endpoints if e.serving]
        await asyncio.gather(*(d.stop() for d in [*serving, *self._draining]))
        for arn, log in self._logs.items():
            _flush(log, arn)

    def _begin(self, endpoint: Endpoint, operation: Coroutine[Any, Any, None]) -> None:
        endpoint.operation = self._task(operation)

    def _task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _create(self, endpoint: Endpoint, config: Definition) -> None:
        try:
            endpoint.serving = await self._bring_up(endpoint, config, {})
        except DeploymentError as failure:
            endpoint.move("Failed", failure_reason=str(failure))
        else:
            endpoint.move("InService")

    async def _update(self, endpoint: Endpoint, config: Definition, sizes: Sizes) -> None:
        try:
            fresh = await self._bring_up(endpoint, config, sizes)
        except DeploymentError as failure:
            endpoint.move("InService", failure_reason=str(failure))
            return
        old, endpoint.serving = endpoint.serving, fresh
        endpoint.move("InService")
        if old is not None:
            self._task(self._drain(old))

    async def _bring_up(self, endpoint: Endpoint, config: Definition, sizes: Sizes) -> Deployment:
        endpoint.pending, endpoint.pending_since = config, now()
        log = self._logs[endpoint.arn]
        try:
            store = self._stores.of(endpoint.scope)
            return await bring_up(self._fleets, store, endpoint, config, log=log, sizes=sizes)
        except DeploymentError:
            raise
        except Exception as error:
            logger.exception("endpoint %s", endpoint.name)
            raise DeploymentError(clipped(f"{type(error).__name__}: {error}")) from error
        finally:
            endpoint.pending = endpoint.pending_since = None
            _flush(log, endpoint.name)

    async def _drain(self, deployment: Serving) -> None:
        self._draining.add(deployment)
        try:
            await deployment.drain()
        finally:
            self._draining.discard(deployment)

    async def _scale(self, endpoint: Endpoint, sizes: Sizes) -> None:
        assert endpoint.serving is not None  # noqa: S101  (the action checked it)
        reason = None
        for name, (weight, count) in sizes.items():
            variant = endpoint.serving.variants[name]
            try:
                if count != variant.count:
                    await variant.fleet.scale(count)
            except Exception as error:
                if not isinstance(error, ContainerError):
                    logger.exception("endpoint %s", endpoint.name)
                reason = clipped(f"Variant {name} was not scaled to {count}: {error}")
                continue
            variant.weight, variant.count = weight, count
        endpoint.move("InService", failure_reason=reason)

    async def _delete(self, endpoint: Endpoint) -> None:
        if endpoint.serving is not None:
            await endpoint.serving.stop()
        _flush(self._logs.pop(endpoint.arn), endpoint.name)
        store = self._stores.of(endpoint.scope)
        store.endpoints.remove(endpoint.name)
        store.tags.pop(endpoint.arn, None)


def _flush(log: EndpointLog, endpoint: str) -> None:
    """Write what waits; lines that cannot be written are lost, but hold up no operation."""
    try:
        log.flush()
    except Exception:
        logger.exception("endpoint %s: its last log lines are lost", endpoint)


def sizes_now(endpoint: Endpoint) -> dict[str, tuple[float, int]]:
    """Weight and instance count of each variant that serves."""
    if endpoint.serving is None:
        return {}
    return {v.name: (v.weight, v.count) for v in endpoint.serving.variants.values()}
