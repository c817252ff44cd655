"""What serves an endpoint: the fleets of one endpoint configuration."""

import asyncio
import logging
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from lockgate.local.containers.errors import ContainerError, ContainerFailed
from lockgate.local.sagemaker.capture.settings import Settings as CaptureSettings
from lockgate.local.sagemaker.fleets import Fleet
from lockgate.local.sagemaker.records import Definition, now
from lockgate.local.sagemaker.rollout.progress import Stage
from lockgate.local.sagemaker.serverless.concurrency import Concurrency
from lockgate.local.sagemaker.sizes import Size, configured, resized

logger = logging.getLogger(__name__)

REASON_LIMIT = 1024
"""Longest FailureReason, in characters."""


class DeploymentError(Exception):
    """A fleet did not come up; the text is the FailureReason."""


@runtime_checkable
class Resizable(Protocol):
    """A fleet whose size is no number of instances."""

    async def resize(self, size: Concurrency) -> None:
        """Take other sizes; raises ContainerError and keeps those of before."""


@dataclass
class ServingVariant:
    """A production or shadow variant that answers."""

    definition: Mapping[str, Any]
    fleet: Fleet
    image: str
    weight: float
    count: int
    since: datetime = field(default_factory=now)
    config: str | None = None
    """Name of the endpoint configuration that it is of."""
    capture: CaptureSettings | None = None
    """What is captured of its requests and answers, if anything."""
    shadow: "ServingVariant | None" = None
    """The variant that gets copies of this one's requests."""
    desired: Size | None = None
    """The size that it is getting, while it is scaled."""
    stage: Stage | None = None
    """What is done to it meanwhile."""

    @property
    def name(self) -> str:
        """Name of the variant."""
        return str(self.definition["VariantName"])

    @property
    def size(self) -> Size:
        """Its weight and capacity."""
        return Size(self.weight, self.count, configured(self.definition).max_concurrency)

    async def resize(self, size: Size) -> None:
        """Take another size; after an error it has the one of before.

        Raises:
            ContainerError: the fleet did not grow.
        """
        if isinstance(self.fleet, Resizable) and size.max_concurrency is not None:
            await self.fleet.resize(Concurrency(size.max_concurrency, size.count))
        elif size.count != self.count:
            await self.fleet.scale(size.count)
        self.definition = resized(self.definition, size)
        self.weight, self.count = size.weight, size.count


class Serving(Protocol):
    """What answers an endpoint's requests: a deployment, or two between which traffic moves."""

    @property
    def config(self) -> Definition:
        """The endpoint's configuration."""

    @property
    def variants(self) -> Mapping[str, ServingVariant]:
        """Its production variants by name."""

    @property
    def all(self) -> Sequence[ServingVariant]:
        """Its production variants and their shadows."""

    def choose(self, target: str | None = None) -> ServingVariant:
        """The variant for one request: `target`, which is one of `variants`, or one by weight."""

    async def drain(self) -> None:
        """Let requests under way finish, then stop."""

    async def stop(self) -> None:
        """Stop at once."""


@dataclass(eq=False)
class Deployment:
    """The variants of one endpoint configuration, all up."""

    config: Definition
    variants: dict[str, ServingVariant]

    def choose(self, target: str | None = None) -> ServingVariant:
        """The variant `target`, or one at random by weight. All weights 0: the first."""
        if target is not None:
            return self.variants[target]
        variants = list(self.variants.values())
        weights = [variant.weight for variant in variants]
        if len(variants) == 1 or not any(weights):
            return variants[0]
        return random.choices(variants, weights)[0]  # noqa: S311  (traffic, not secrets)

    @property
    def all(self) -> list[ServingVariant]:
        """The production variants and their shadows."""
        production = list(self.variants.values())
        return production + [v.shadow for v in production if v.shadow is not None]

    async def start(self) -> None:
        """Start all fleets.

        Raises:
            DeploymentError: one did not come up; then none is left running.
        """
        starting = [asyncio.ensure_future(_start(v)) for v in self.all]
        try:
            await asyncio.gather(*starting)
        except BaseException:
            for task in starting:
                task.cancel()
            await asyncio.gather(*starting, return_exceptions=True)
            await self.stop()
            raise

    async def drain(self) -> None:
        """Let requests under way finish, then stop."""
        await self._each(variant.fleet.drain() for variant in self.all)

    async def stop(self) -> None:
        """Stop all fleets at once."""
        await self._each(variant.fleet.stop() for variant in self.all)

    @staticmethod
    async def _each(steps: Iterable[Any]) -> None:
        """Take all steps, whatever becomes of one; what goes wrong is told."""
        for result in await asyncio.gather(*steps, return_exceptions=True):
            if isinstance(result, Exception):
                logger.error("a fleet did not end as it should", exc_info=result)


async def _start(variant: ServingVariant) -> None:
    try:
        await variant.fleet.start()
    except ContainerFailed as error:
        raise DeploymentError(
            clipped(
                f"The primary container for production variant {variant.name} did not pass the "
                f"ping health check. Please check CloudWatch logs for this endpoint. {error}"
            )
        ) from error
    except ContainerError as error:
        raise DeploymentError(not_started(variant.name, error)) from error


def not_started(variant: str, error: ContainerError) -> str:
    """The FailureReason of a container that could not even be started."""
    return clipped(f"The container for production variant {variant} could not be started. {error}")


def not_scaled(variant: str, count: int, error: Exception) -> str:
    """The FailureReason of a fleet that did not take another size."""
    return clipped(f"Variant {variant} was not scaled to {count}: {error}")


def clipped(reason: str) -> str:
    """A text within the limit of a FailureReason: the beginning, and the container's last words."""
    if len(reason) <= REASON_LIMIT:
        return reason
    head = REASON_LIMIT // 4
    return f"{reason[:head]} ... {reason[head + 5 - REASON_LIMIT :]}"
