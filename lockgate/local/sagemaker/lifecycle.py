"""The operations on an endpoint that take time: create, update, scale and delete.

Each runs as a task and leaves the endpoint in its final status. An update brings new fleets up
beside the old ones, moves the traffic as its guardrails say, and drains the old ones behind.
"""

import asyncio
import logging
from collections.abc import Coroutine
from functools import partial
from typing import Any

from lockgate.local.alarms.states import AlarmStates
from lockgate.local.sagemaker.bringup import BringUp
from lockgate.local.sagemaker.deployment import Deployment, DeploymentError, Serving, clipped
from lockgate.local.sagemaker.fleets import Fleets
from lockgate.local.sagemaker.logs import EndpointLog, LogStore
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.resizing import resize
from lockgate.local.sagemaker.rollout.guard import Guard, RollbackError, RollbackFailedError
from lockgate.local.sagemaker.rollout.policy import read
from lockgate.local.sagemaker.rollout.progress import Progress
from lockgate.local.sagemaker.rollout.update import effective, update_of
from lockgate.local.sagemaker.sizes import Sizes, sizes_of
from lockgate.local.sagemaker.store import Stores
from lockgate.local.time_scale import REAL_TIME, TimeScale

logger = logging.getLogger(__name__)


class Lifecycle:
    """Runs the operations, and stops everything at the end."""

    def __init__(
        self,
        stores: Stores,
        fleets: Fleets,
        log_store: LogStore,
        *,
        alarms: AlarmStates,
        time_scale: TimeScale = REAL_TIME,
    ) -> None:
        self._stores = stores
        self._fleets = fleets
        self._log_store = log_store
        self._alarms = alarms
        self._time_scale = time_scale
        self._logs: dict[str, EndpointLog] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._draining: dict[Serving, Endpoint] = {}

    def create(self, endpoint: Endpoint, config: Definition) -> None:
        """Bring a new endpoint to InService or Failed."""
        self._logs[endpoint.arn] = EndpointLog(self._log_store, endpoint.scope, endpoint.name)
        self._begin(endpoint, self._create(endpoint, config))

    def update(self, endpoint: Endpoint, config: Definition, *, sizes: Sizes) -> None:
        """Bring an endpoint to another configuration; the old one serves on if that fails.

        The guardrails are the endpoint's deployment configuration.
        """
        endpoint.move("Updating")
        self._begin(endpoint, self._update(endpoint, config, sizes))

    def scale(self, endpoint: Endpoint, sizes: Sizes) -> None:
        """Give variants of an endpoint other sizes."""
        before = endpoint.status
        endpoint.move("Updating")
        self._begin(endpoint, resize(endpoint, sizes, then=before))

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
        sizes = sizes_of(config.request)
        endpoint.pending = Progress.begun(config, sizes)
        try:
            endpoint.serving = await self._bring_up(endpoint, config, sizes)
        except DeploymentError as failure:
            endpoint.move("Failed", failure_reason=str(failure))
        else:
            endpoint.move("InService")
        finally:
            endpoint.pending = None

    async def _update(self, endpoint: Endpoint, config: Definition, sizes: Sizes) -> None:
        old = endpoint.serving
        assert old is not None  # noqa: S101  (an endpoint that can be updated serves)
        endpoint.pending = progress = Progress.begun(config, sizes)
        policy = effective(endpoint.name, read(endpoint.deployment_config), progress)
        guard = Guard(
            partial(self._alarms.in_alarm, endpoint.scope, policy.alarms),
            timeout_s=policy.timeout_s,
            time_scale=self._time_scale,
        )
        update = update_of(endpoint, old, progress, policy, guard)
        try:
            endpoint.serving = await update.run(
                partial(self._bring_up, endpoint, config), partial(self._drain, endpoint)
            )
        except (DeploymentError, RollbackError) as failure:
            endpoint.move("InService", failure_reason=clipped(str(failure)))
        except RollbackFailedError as failure:
            endpoint.move("UpdateRollbackFailed", failure_reason=clipped(str(failure)))
        except Exception as error:  # a mistake of ours; what serves now is not known
            logger.exception("endpoint %s", endpoint.name)
            reason = clipped(f"{type(error).__name__}: {error}")
            endpoint.move("UpdateRollbackFailed", failure_reason=reason)
        else:
            endpoint.move("InService")
            self._task(self._drain(endpoint, old))
        finally:
            endpoint.pending = None

    async def _bring_up(self, endpoint: Endpoint, config: Definition, sizes: Sizes) -> Deployment:
        log = self._logs[endpoint.arn]
        store = self._stores.of(endpoint.scope)
        try:
            return await BringUp(self._fleets, store, endpoint, log).start(config, sizes)
        except DeploymentError:
            raise
        except Exception as error:
            logger.exception("endpoint %s", endpoint.name)
            raise DeploymentError(clipped(f"{type(error).__name__}: {error}")) from error
        finally:
            _flush(log, endpoint.name)

    async def _drain(self, endpoint: Endpoint, deployment: Serving) -> None:
        self._draining[deployment] = endpoint
        await deployment.drain()
        del self._draining[deployment]  # one that is cut off is stopped at the end

    async def _delete(self, endpoint: Endpoint) -> None:
        """Stop what serves, and what an update left behind with requests under way."""
        behind = [one for one, of in self._draining.items() if of is endpoint]
        serving = [endpoint.serving] if endpoint.serving is not None else []
        await asyncio.gather(*(one.stop() for one in [*serving, *behind]))
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
