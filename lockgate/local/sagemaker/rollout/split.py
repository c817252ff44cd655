"""Two deployments that serve one endpoint while traffic moves from one to the other."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lockgate.local.sagemaker.deployment import Deployment, Serving, ServingVariant
from lockgate.local.sagemaker.records import Definition


@dataclass(frozen=True, eq=False)
class Split:
    """Serves a share of each variant's requests with the new deployment, the others with the old.

    It never changes: another share is another split, so that a request that finds its fleet
    drained can tell that the traffic has moved on meanwhile.
    """

    old: Serving
    new: Deployment
    shares: Mapping[str, float]
    """Part of the requests, 0 to 1, that the new deployment gets, by name of the variant."""
    number: Callable[[], float] = field(default=random.random)
    """Draws a number from 0 up to 1."""

    @property
    def config(self) -> Definition:
        """The old configuration, and the new one as soon as all traffic has moved."""
        return self._leading.config

    @property
    def variants(self) -> Mapping[str, ServingVariant]:
        """The variants of that configuration."""
        return self._leading.variants

    @property
    def all(self) -> Sequence[ServingVariant]:
        """The same variants and their shadows."""
        return self._leading.all

    @property
    def _leading(self) -> Serving:
        """The deployment whose variants and weights count."""
        return self.new if min(self.shares.values()) >= 1 else self.old

    def choose(self, target: str | None = None) -> ServingVariant:
        """A variant of either deployment: `target`, or one by the leading weights."""
        variant = self._leading.choose(target)
        if self._leading is self.new or self.number() >= self.shares[variant.name]:
            return variant
        return self.new.variants[variant.name]

    async def drain(self) -> None:
        """Let the requests under way on both finish, then stop."""
        await asyncio.gather(self.old.drain(), self.new.drain())

    async def stop(self) -> None:
        """Stop both at once."""
        await asyncio.gather(self.old.stop(), self.new.stop())
