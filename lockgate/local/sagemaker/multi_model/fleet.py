"""Instances that share many models, and the way of a request to one that has its model."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from lockgate.local.containers.fleet import Fleet
from lockgate.local.containers.instance import Instance
from lockgate.local.sagemaker.loans import Loan
from lockgate.local.sagemaker.multi_model.files import ModelFiles
from lockgate.local.sagemaker.multi_model.host import ModelHost

BUSY = 4
"""Requests in flight from which on a model is loaded on a further, less busy instance. AWS does
so when a model "receives many invocation requests", and gives no number:
https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html"""


class MultiModelFleet:
    """A fleet whose instances load models on their first use; a model sticks to its instances."""

    def __init__(self, fleet: Fleet, files: ModelFiles, *, cache: bool) -> None:
        self._fleet = fleet
        self._files = files
        self._cache = cache
        self._hosts: dict[Instance, ModelHost] = {}

    @property
    def instances(self) -> list[Instance]:
        """The instances that answer now."""
        return self._fleet.instances

    async def start(self) -> None:
        """Start all instances, which have no model yet."""
        await self._fleet.start()

    async def scale(self, count: int) -> None:
        """Start or stop instances until there are `count`."""
        await self._fleet.scale(count)

    def acquire(self) -> AbstractAsyncContextManager[Instance]:
        """Lend an instance whatever its models are."""
        return self._fleet.acquire()

    @asynccontextmanager
    async def acquire_for(self, target_model: str) -> AsyncIterator[Loan]:
        """Lend an instance that has the model, loading it if need be.

        Raises:
            NoHealthyInstance: none can take a request.
            ModelDownloadFailed: there is no such model.
            ModelLoadFailed: the container does not load it.
        """
        async with (
            self._fleet.acquire(lambda found: self._choose(found, target_model)) as instance,
            self._host(instance).using(target_model) as loan,
        ):
            yield loan

    async def drain(self) -> None:
        """Take no more requests, let those under way finish, and stop."""
        await self._fleet.drain()
        await self._close_hosts()

    async def stop(self) -> None:
        """Stop at once."""
        await self._close_hosts()
        await self._fleet.stop()

    def _choose(self, instances: Sequence[Instance], target: str) -> Instance:
        self._hosts = {one: self._host(one) for one in instances}
        least = min(instances, key=lambda one: (one.outstanding, self._hosts[one].loaded))
        having = [one for one in instances if self._hosts[one].has(target)]
        if not having:
            return least
        best = min(having, key=lambda one: one.outstanding)
        return least if best.outstanding >= max(BUSY, least.outstanding + 1) else best

    def _host(self, instance: Instance) -> ModelHost:
        host = self._hosts.get(instance)
        if host is None:
            host = ModelHost(instance, self._files, cache=self._cache)
            self._hosts[instance] = host
        return host

    async def _close_hosts(self) -> None:
        for host in self._hosts.values():
            await host.close()
