"""Copies of requests for a shadow variant, beside the real ones."""

import asyncio
import logging
import random
from collections.abc import Callable

import httpx

from lockgate.local.containers.errors import NoHealthyInstance
from lockgate.local.sagemaker.capture.service import Captures
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.runtime.headers import DEFAULT_TYPE, for_container
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.limits import Limits
from lockgate.local.sagemaker.runtime.metrics import InvocationMetrics, Outcome, Timing

logger = logging.getLogger(__name__)

MOST = 200
"""Most copies under way at a time; a shadow that does not keep up gets no more."""
UNAVAILABLE = 503
"""What a copy counts as that no instance takes."""


class Shadows:
    """Sends copies, reads the answers, counts and captures them like others, and drops them.

    Nothing that happens to a copy reaches the client: it waits for none, and hears of no error.
    Source: shadow-tests in the SageMaker developer guide.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        metrics: InvocationMetrics,
        limits: Limits,
        captures: Captures,
        *,
        number: Callable[[], float] = random.random,
        most: int = MOST,
    ) -> None:
        self._client = client
        self._metrics = metrics
        self._limits = limits
        self._captures = captures
        self._number = number
        self._most = most
        self._copies: set[asyncio.Task[None]] = set()

    def mirror(self, invocation: Invocation, variant: ServingVariant) -> None:
        """Send a copy to the shadow of the variant that got a request, if it has one.

        Of all requests the shadow gets its weight as a part of the variant's, at most all.
        """
        shadow = variant.shadow
        if shadow is None or self._number() >= sampled(shadow.weight, of=variant.weight):
            return
        if len(self._copies) >= self._most:
            self._count(invocation, shadow, Timing(), status=UNAVAILABLE)
            return
        copy = asyncio.get_running_loop().create_task(self._copy(invocation, shadow))
        self._copies.add(copy)
        copy.add_done_callback(self._copies.discard)

    async def close(self) -> None:
        """Give up the copies that are under way."""
        copies = list(self._copies)
        for copy in copies:
            copy.cancel()
        await asyncio.gather(*copies, return_exceptions=True)

    async def _copy(self, invocation: Invocation, shadow: ServingVariant) -> None:
        limit_s = self._limits.stream_s if invocation.streams else self._limits.plain_s
        timing, status, broke = Timing(), 0, False
        try:
            async with asyncio.timeout(limit_s):
                status = await self._exchange(invocation, shadow, timing)
        except NoHealthyInstance:
            status = UNAVAILABLE
        except (httpx.HTTPError, TimeoutError):
            broke = True
        except Exception:
            logger.exception("a copy for the shadow variant %s is lost", shadow.name)
        self._count(invocation, shadow, timing, status=status, broke=broke)

    async def _exchange(
        self, invocation: Invocation, shadow: ServingVariant, timing: Timing
    ) -> int:
        """Ask an instance of the shadow, read its whole answer, and return its status."""
        headers = for_container(invocation)
        sample = self._captures.choose(invocation, shadow)
        async with shadow.fleet.acquire() as instance:
            timing.mark("sent")
            url = f"{instance.base_url}/invocations"
            asked = self._client.stream("POST", url, content=invocation.body, headers=headers)
            async with asked as response:
                async for piece in response.aiter_bytes():
                    if invocation.streams:
                        timing.mark("first_chunk")
                    if sample is not None:
                        sample.add(piece)
                if sample is not None and response.is_success:
                    sample.end(response.headers.get("content-type", DEFAULT_TYPE))
                return response.status_code

    def _count(
        self,
        invocation: Invocation,
        shadow: ServingVariant,
        timing: Timing,
        *,
        status: int,
        broke: bool = False,
    ) -> None:
        timing.mark("answered")
        self._metrics.record(
            Outcome(
                scope=invocation.scope,
                endpoint=invocation.endpoint,
                variant=shadow.name,
                instances=shadow.count,
                status=status,
                timing=timing,
                broke=broke,
                config=shadow.config,
            )
        )


def sampled(weight: float, *, of: float) -> float:
    """The part of a production variant's requests that a shadow gets, from their weights."""
    if of <= 0:
        return 1.0 if weight > 0 else 0.0
    return min(weight / of, 1.0)
