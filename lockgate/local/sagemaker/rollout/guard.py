"""The waits of a rollout: alarms are watched, and the time limit."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from lockgate.local.time_scale import TimeScale

LOOKS = 10
"""How often the alarms are looked at during one wait, at least."""
LONGEST_S = 0.25
"""Longest time between two looks at the alarms, in real seconds."""


class RollbackError(Exception):
    """The update must be taken back; the text is the FailureReason."""


class RollbackFailedError(Exception):
    """A rolling update could not be taken back; the text says why."""


class Guard:
    """Stops one rollout when an alarm rings or its time is over.

    Waits count in seconds of AWS, and take less here with a time scale. What containers need to
    start takes, and counts, its real time.
    """

    def __init__(
        self,
        ringing: Callable[[], list[str]],
        *,
        timeout_s: float | None,
        time_scale: TimeScale,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ringing = ringing
        self._timeout_s = timeout_s
        self._scale = time_scale
        self._sleep = sleep
        self._clock = clock
        self._began = clock()
        self._baked_s = 0.0
        self._slept_s = 0.0

    async def bake(self, seconds: float) -> None:
        """Wait for a time of AWS, in seconds; 0 is no baking period, so nothing is watched.

        Raises:
            RollbackError: an alarm is in ALARM, or the time of the rollout is over.
        """
        left = seconds
        while left > 0:
            self._check_alarms()
            step = min(left, seconds / LOOKS, LONGEST_S * self._scale.factor, self._left())
            before = self._clock()
            await self._sleep(self._scale.seconds(step))
            self._slept_s += self._clock() - before
            self._baked_s += step
            left -= step
            if self._left() <= 0:
                raise self._timed_out()
        if seconds > 0:
            self._check_alarms()

    @asynccontextmanager
    async def limited(self) -> AsyncIterator[None]:
        """A part of the rollout that takes its real time.

        Raises:
            RollbackError: the time of the rollout is over.
        """
        limit = asyncio.timeout(None if self._timeout_s is None else self._left())
        try:
            async with limit:
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise self._timed_out() from error

    def _left(self) -> float:
        """Time of AWS until the limit, in seconds."""
        if self._timeout_s is None:
            return float("inf")
        return self._timeout_s - self._baked_s - (self._clock() - self._began - self._slept_s)

    def _check_alarms(self) -> None:
        if names := self._ringing():
            raise RollbackError(
                f"The deployment was rolled back because of the alarm(s) {', '.join(names)} in "
                "ALARM state. All traffic is back on the previous endpoint configuration."
            )

    def _timed_out(self) -> RollbackError:
        return RollbackError(
            "The deployment was rolled back because it took longer than "
            f"MaximumExecutionTimeoutInSeconds ({self._timeout_s:g}). All traffic is back on the "
            "previous endpoint configuration."
        )
