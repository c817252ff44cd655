"""One exchange with a container: borrows an instance, sends the request, gives both back."""

import asyncio
from contextlib import AsyncExitStack

import httpx

from lockgate.local.containers.errors import ModelLoadFailed, NoHealthyInstance
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.loans import Loan
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.runtime.headers import for_container
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.lending import check_serverless, lend, not_ready
from lockgate.local.sagemaker.runtime.metrics import InvocationMetrics, Outcome, Timing
from lockgate.local.sagemaker.runtime.refusals import refused, unavailable, unknown_endpoint
from lockgate.local.sagemaker.serverless.rules import is_serverless


def http_client() -> httpx.AsyncClient:
    """A client for containers: no timeout of its own, no proxies, a fresh connection each time.

    A connection that is kept might be closed by the container just when it is used again.
    """
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    return httpx.AsyncClient(timeout=None, limits=limits, trust_env=False)  # noqa: S113


class Exchange:
    """An invocation under way."""

    def __init__(self, invocation: Invocation, endpoint: Endpoint, *, limit_s: float) -> None:
        self.invocation = invocation
        self.timing = Timing()
        self.deadline = asyncio.get_running_loop().time() + limit_s
        self._endpoint = endpoint
        self._held = AsyncExitStack()
        self._counted = False
        self.variant: ServingVariant
        self.instance: Loan
        self.response: httpx.Response

    @property
    def log_stream(self) -> str:
        """Log stream of the instance that answers."""
        return f"{self.variant.name}/{self.instance.id}"

    async def borrow(self) -> None:
        """Take an instance of the chosen variant.

        Raises:
            ServiceError: nothing serves, no such variant, no healthy instance, or what the
                variant refuses; ModelNotReadyException when none is up in the time.
            ModelLoadFailed: the container does not load the target model.
        """
        while True:
            serving = self._endpoint.serving
            if serving is None or self._endpoint.status == "Deleting":
                raise unknown_endpoint(self.invocation.scope, self.invocation.endpoint)
            target = self.invocation.members.get("TargetVariant")
            if target is not None and target not in serving.variants:
                raise refused(
                    f"Variant {target} of endpoint {self._endpoint.name} of account "
                    f"{self.invocation.scope.account} not found."
                )
            self.variant = serving.choose(target)
            check_serverless(self.variant, self.invocation)
            try:
                async with asyncio.timeout_at(self.deadline):
                    held = lend(self.variant, self.invocation)
                    self.instance = await self._held.enter_async_context(held)
            except TimeoutError as error:
                raise not_ready(self.invocation) from error
            except ModelLoadFailed as error:
                self.instance = Loan(error.instance, base_url="")
                raise
            except NoHealthyInstance as error:
                if self._endpoint.serving is serving:
                    raise unavailable() from error
            else:
                return  # otherwise an update swapped the fleets meanwhile: ask the new one

    async def send(self, client: httpx.AsyncClient) -> None:
        """Send the request; returns when the container's headers are there.

        Raises:
            httpx.HTTPError: no connection, or it broke.
            TimeoutError: nothing came in time.
            ModelLoadFailed: the container had lost the target model, and does not load it again.
            ServiceError: it did not live to load it again.
        """
        self.timing.mark("sent")
        async with asyncio.timeout_at(self.deadline):
            await self._send(client)
            try:
                is_helped = await self.instance.recover(self.response.status_code)
            except NoHealthyInstance as error:
                raise unavailable() from error
            if is_helped:
                await self._send(client)

    async def _send(self, client: httpx.AsyncClient) -> None:
        url = f"{self.instance.base_url}{self.instance.path}"
        body, headers = self.invocation.body, for_container(self.invocation)
        request = client.build_request("POST", url, content=body, headers=headers)
        self.response = await client.send(request, stream=True)
        self._held.push_async_callback(self.response.aclose)

    def finish(self, metrics: InvocationMetrics, *, status: int, broke: bool = False) -> None:
        """Count the invocation, once."""
        if self._counted:
            return
        self._counted = True
        self.timing.mark("answered")
        metrics.record(
            Outcome(
                scope=self.invocation.scope,
                endpoint=self._endpoint.name,
                variant=self.variant.name,
                instances=None if is_serverless(self.variant.definition) else self.variant.count,
                status=status,
                timing=self.timing,
                broke=broke,
                measures=tuple(self.instance.measures),
                config=self.variant.config,
            )
        )

    async def aclose(self) -> None:
        """Close the container's connection and give the instance back."""
        await self._held.aclose()
