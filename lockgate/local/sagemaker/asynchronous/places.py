"""Free places on the instances: each takes a limited number of requests at once."""

from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass

from lockgate.local.containers.errors import NoHealthyInstance
from lockgate.local.sagemaker.deployment import Serving, ServingVariant
from lockgate.local.sagemaker.fleets import Instance


@dataclass(frozen=True)
class Place:
    """An instance, borrowed for one request."""

    variant: ServingVariant
    instance: Instance
    held: AsyncExitStack
    """Gives it back when closed."""


class Places:
    """Lends places and counts them by instance."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    async def borrow(self, serving: Serving, *, concurrency: int) -> Place | None:
        """A place of the variant whose turn it is, or of another with weight; else none."""
        chosen = serving.choose()
        others = [v for v in serving.variants.values() if v.weight > 0 and v.name != chosen.name]
        for variant in [chosen, *others]:
            place = await self._place(variant, concurrency)
            if place is not None:
                return place
        return None

    async def _place(self, variant: ServingVariant, concurrency: int) -> Place | None:
        held = AsyncExitStack()
        try:
            instance = await held.enter_async_context(variant.fleet.acquire())
        except NoHealthyInstance:
            return None
        if self._taken[instance.id] >= concurrency:  # the least busy one: the others are full too
            await held.aclose()
            return None
        self._taken[instance.id] += 1
        held.callback(self._give_back, instance.id)
        return Place(variant, instance, held)

    def _give_back(self, instance: str) -> None:
        self._taken[instance] -= 1
        if not self._taken[instance]:
            del self._taken[instance]
