"""One instance of an endpoint: a container's process, from its start to its end."""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from lockgate.local.containers.errors import ContainerFailed
from lockgate.local.containers.health import wait_until_healthy
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.output import Output
from lockgate.local.containers.processes import kill, terminate
from lockgate.local.containers.spec import ContainerSpec
from lockgate.local.ports import HOST, free_port

REASON = "lockgate: "
"""How the last line of a server begins that could not start."""
_QUOTED_LINES = 10


class Instance:
    """One container process.

    `on_line` receives the instance's id and each line that it prints. `outstanding` counts the
    requests in flight; the fleet keeps it. `base_dir` is what the container sees as
    `$SAGEMAKER_BASE_DIR` once it is started; it is deleted after it.
    """

    def __init__(
        self,
        spec: ContainerSpec,
        *,
        startup_timeout_s: float,
        on_line: Callable[[str, str], None],
        launcher: Launcher,
    ) -> None:
        self.id = f"i-0{secrets.token_hex(8)}"
        self.base_url = ""
        self.base_dir = Path()
        self.outstanding = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._spec = spec
        self._startup_timeout_s = startup_timeout_s
        self._launcher = launcher
        self._output = Output(lambda line: on_line(self.id, line))
        self._process: asyncio.subprocess.Process | None = None
        self._exit: asyncio.Task[int] | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the first process of the container; None before the start."""
        return self._process.pid if self._process else None

    @property
    def last_lines(self) -> list[str]:
        """The last lines that it printed, at most 50."""
        return list(self._output.last_lines)

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """Count one request for as long as the block runs."""
        self.outstanding += 1
        self._idle.clear()
        try:
            yield
        finally:
            self.outstanding -= 1
            if self.outstanding == 0:
                self._idle.set()

    async def idle(self) -> None:
        """Wait until no request is in flight."""
        await self._idle.wait()

    async def start(self) -> None:
        """Return when `GET /ping` answers 200.

        Raises ContainerFailed when the process ends or the startup time is over, and
        ImageUnusable or EnvironmentFailed when it cannot be prepared. Preparation does not
        count as startup time, as pulling an image does not on SageMaker.
        """
        prepared = await self._launcher.prepare(self._spec)
        if self._spec.notice:
            self._output.write(self._spec.notice)
        port = free_port()
        self.base_url = f"http://{HOST}:{port}"
        launched = await self._launcher.launch(prepared, port=port)
        self._process, self.base_dir = launched.process, launched.base_dir
        self._exit = asyncio.create_task(self._follow(self._process))
        try:
            await self._healthy(self._exit)
        except BaseException:
            await kill(self._process)
            await self.wait()
            raise

    async def wait(self) -> int:
        """Wait for the end of a started process and return its exit code."""
        if self._exit is None:
            raise RuntimeError(f"{self.id} was not started")
        return await asyncio.shield(self._exit)

    async def stop(self, *, grace_s: float = 30) -> None:
        """Send SIGTERM, and after the grace time kill every process of the container."""
        if self._process is not None:
            await terminate(self._process, grace_s=grace_s)
            await self.wait()

    def exit_reason(self, code: int) -> str:
        """Say in one sentence how the process ended."""
        name = ""
        if code > 128:
            with contextlib.suppress(ValueError):
                name = f" ({signal.Signals(code - 128).name})"
        return f"The container of {self._spec.folder.name} exited with code {code}{name}."

    async def _follow(self, process: asyncio.subprocess.Process) -> int:
        assert process.stdout is not None  # noqa: S101 - spawn opens the pipe
        await self._output.pump(process.stdout)
        return await process.wait()

    async def _healthy(self, ended: asyncio.Task[int]) -> None:
        ping = asyncio.create_task(wait_until_healthy(self.base_url))
        try:
            done, _ = await asyncio.wait(
                {ping, ended},
                timeout=self._startup_timeout_s,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            ping.cancel()
        if ended in done:
            raise self._failed(self.exit_reason(ended.result()))
        if ping not in done:
            raise self._failed(
                f"The container of {self._spec.folder.name} did not answer GET /ping with 200 "
                f"within {self._startup_timeout_s:g} s."
            )

    def _failed(self, reason: str) -> ContainerFailed:
        return ContainerFailed(reason, _telling(self.last_lines))


def _telling(lines: list[str]) -> list[str]:
    """A container of this project that gives up says why in its last line; others may in any."""
    last = lines[-1:]
    return last if last and last[0].startswith(REASON) else lines[-_QUOTED_LINES:]
