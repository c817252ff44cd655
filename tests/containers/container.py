"""A running container: its address, its log, its processes and its end."""

import asyncio
import contextlib
import signal
from concurrent.futures import Future

import httpx

from lockgate.local.containers.launcher import Launched
from lockgate.local.containers.output import Output
from lockgate.local.containers.processes import kill
from tests.containers.log import PATIENCE_S, Log
from tests.containers.process_tree import children, descendants
from tests.local.polling import until

PING_S = 2.0
"""SageMaker's limit for a ping.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
"""


class Container:
    """What the platform has in its hands once it has started a container."""

    def __init__(self, launched: Launched, url: str, loop: asyncio.AbstractEventLoop) -> None:
        self.url = url
        self.log = Log()
        self.pings: list[int] = []
        """What pings were answered until the first 200."""
        self.is_ending = False
        """Whether somebody has asked it to end."""
        self._process = launched.process
        self._loop = loop
        self._end: Future[int] = asyncio.run_coroutine_threadsafe(self._follow(), loop)

    async def _follow(self) -> int:
        assert self._process.stdout is not None
        await Output(self.log.add).pump(self._process.stdout)
        return await self._process.wait()

    @property
    def serving(self) -> int:
        """Id of the process that serves; the container's first process looks after it."""
        return children(children(self._process.pid)[0])[0]

    def processes(self) -> list[int]:
        """Process ids of the whole container."""
        return descendants(self._process.pid)

    @property
    def has_ended(self) -> bool:
        """Whether it has ended, its output read to the end."""
        return self._end.done()

    def describe(self) -> str:
        """How it is, and the last that it said."""
        state = f"ended with code {self._end.result()}" if self.has_ended else "running"
        return f"the container is {state}, and its last lines are {self.log.lines[-10:]}"

    def ping(self, *, within_s: float = PATIENCE_S) -> int:
        """The status of one ping; 0 if nobody listens, or answers in time."""
        gone = (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError)
        with contextlib.suppress(*gone, httpx.TimeoutException):
            return httpx.get(f"{self.url}/ping", timeout=within_s).status_code
        return 0

    def answers_pings(self, status: int) -> bool:
        """Whether twenty pings in a row get a status within the time that the platform gives.

        One that comes too late may be the machine's doing: ask again.
        """
        statuses = {self.ping(within_s=PING_S) for _ in range(20)}
        assert statuses <= {0, status}, statuses
        return statuses == {status}

    def wait_until_healthy(self) -> None:
        """Ask for health as the platform does, until it is given."""

        def answers() -> bool:
            assert not self.has_ended, self.describe()
            self.pings.append(self.ping())
            return self.pings[-1] == 200

        until(answers)

    def terminate(self) -> None:
        """Send SIGTERM, as the platform does before it takes an instance away."""
        self.is_ending = True
        self._loop.call_soon_threadsafe(self._process.send_signal, signal.SIGTERM)

    def wait(self) -> int:
        """Wait for the end of the container and of its output; its exit code."""
        return self._end.result(PATIENCE_S)

    def close(self) -> None:
        """End all its processes, however they are."""
        if not self.has_ended:
            asyncio.run_coroutine_threadsafe(kill(self._process), self._loop).result(PATIENCE_S)
        self.wait()
