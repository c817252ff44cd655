"""A place of a fleet: it keeps one instance alive."""

import asyncio
import contextlib
from collections.abc import Callable

from lockgate.local.containers.instance import Instance

STABLE_S = 60.0
"""An instance that lived this long ends the count of crashes."""
LONGEST_DELAY_S = 60.0


def delay_after(crashes: int) -> float:
    """Seconds to wait after the n-th crash in a row: 0, 1, 2, 4 ... up to a minute."""
    return 0.0 if crashes <= 1 else min(2.0 ** min(crashes - 2, 10), LONGEST_DELAY_S)


class Slot:
    """Starts an instance, and another one whenever it ends by itself."""

    def __init__(
        self,
        create: Callable[[], Instance],
        *,
        on_notice: Callable[[str, str], None],
        delay: Callable[[int], float] = delay_after,
    ) -> None:
        self._create = create
        self._on_notice = on_notice
        self._delay = delay
        self._crashes = 0
        self._keeper: asyncio.Task[None] | None = None
        self._current: Instance | None = None
        self.instance: Instance | None = None
        """The instance that answers now, if one does."""

    async def start(self) -> None:
        """Start the first instance; raise what its start raises."""
        await self._start_instance()
        self._keeper = asyncio.create_task(self._keep())

    @property
    def outstanding(self) -> int:
        """Requests in flight."""
        return self.instance.outstanding if self.instance else 0

    async def drain(self, *, grace_s: float) -> None:
        """Let the requests in flight finish, then stop. The caller sends no new ones."""
        await self._replace_no_more()
        if self.instance is not None:
            await self.instance.idle()
        await self.stop(grace_s=grace_s)

    async def stop(self, *, grace_s: float) -> None:
        """Stop the instance and replace it no more."""
        await self._replace_no_more()
        self.instance = None
        if self._current is not None:
            await self._current.stop(grace_s=grace_s)

    async def _replace_no_more(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper

    async def _keep(self) -> None:
        while True:
            await self._until_crash()
            await asyncio.sleep(self._delay(self._crashes))
            try:
                await self._start_instance()
            except Exception as error:  # whatever it is, the next try may succeed
                self._note_crash(f"the replacement failed: {error}")

    async def _until_crash(self) -> None:
        instance = self.instance
        if instance is None:
            return
        started = asyncio.get_running_loop().time()
        code = await instance.wait()
        if asyncio.get_running_loop().time() - started >= STABLE_S:
            self._crashes = 0
        self.instance = None
        self._note_crash(f"{instance.exit_reason(code)} It is replaced.")

    async def _start_instance(self) -> None:
        self._current = self._create()
        await self._current.start()
        self.instance = self._current

    def _note_crash(self, text: str) -> None:
        self._crashes += 1
        if self._current is not None:
            self._on_notice(self._current.id, f"lockgate: {text}")
