"""The local AWS as one process: MiniStack and our services behind one port."""

import asyncio
import errno
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve as hypercorn_serve
from hypercorn.config import Config

from lockgate.local.ministack.emulator import MiniStack
from lockgate.local.protocol.scope import Scope
from lockgate.local.services import LocalServices
from lockgate.local.time_scale import REAL_TIME, TimeScale

logger = logging.getLogger("lockgate")

ACCOUNT = "000000000000"
"""Account id when a client's access key is none of twelve digits."""
KEEP_ALIVE_S = 75


class PortInUseError(Exception):
    """Something else listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"port {port} is in use; stop what listens there, or choose another with --port"
        )


def serve(
    *,
    port: int,
    root: Path,
    cache: Path,
    account: str = ACCOUNT,
    region: str,
    ready: Callable[[], None],
    time_scale: TimeScale = REAL_TIME,
) -> None:
    """Run the local AWS on the loopback interface until SIGTERM or SIGINT, then stop all.

    Args:
        port: TCP port; clients use http://localhost:PORT.
        root: the project, whose containers and model cards are used.
        cache: folder for virtual environments and model files.
        account: account id of clients whose access key names none.
        region: region of clients that name none.
        ready: called once, when requests are answered.
        time_scale: how long the waits of AWS take.

    Raises:
        PortInUseError: something else listens on the port.
    """
    sockets = listen(port)
    try:
        asyncio.run(_serve(sockets, port, root, cache, Scope(account, region), ready, time_scale))
    finally:
        for one in sockets:
            one.close()


def listen(port: int) -> list[socket.socket]:
    """Listening sockets on 127.0.0.1 and, where the machine has it, ::1.

    Raises:
        PortInUseError: something else listens on the port.
    """
    sockets = [_listening(socket.AF_INET, "127.0.0.1", port)]
    if socket.has_ipv6:
        try:
            sockets.append(_listening(socket.AF_INET6, "::1", port))
        except PortInUseError:
            sockets[0].close()
            raise
        except OSError:
            logger.debug("no IPv6 loopback here")
    return sockets


def _listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((host, port))
        one.listen(128)
    except OSError as error:
        one.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(port) from error
        raise
    return one


async def _serve(
    sockets: list[socket.socket],
    port: int,
    root: Path,
    cache: Path,
    scope: Scope,
    ready: Callable[[], None],
    time_scale: TimeScale,
) -> None:
    logger.setLevel(logging.INFO)  # MiniStack sets up the handler, and a level of its own
    ministack = MiniStack(port=port, scope=scope, root=root, time_scale=time_scale)
    services = LocalServices(ministack, root=root, cache=cache, time_scale=time_scale)
    stopping = _stopping_on_signals(asyncio.get_running_loop())
    services.start()
    try:
        await hypercorn_serve(
            _announcing(ministack.services.asgi, ready),
            _config(sockets),
            shutdown_trigger=stopping.wait,
        )
    finally:
        await services.close()


def _stopping_on_signals(loop: asyncio.AbstractEventLoop) -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stopping = asyncio.Event()

    def stop() -> None:
        if not stopping.is_set():
            logger.info("stopping the containers")
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    loop.set_exception_handler(report_error)
    return stopping


def report_error(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report an error that nobody awaits; a connection that the end cuts off is none.

    Older Pythons call it one: https://github.com/python/cpython/issues/113538.
    """
    if not isinstance(context.get("exception"), asyncio.CancelledError):
        loop.default_exception_handler(context)


def _config(sockets: list[socket.socket]) -> Config:
    config = Config()
    # Hypercorn closes what it is given; these are ours.
    config.bind = [f"fd://{os.dup(one.fileno())}" for one in sockets]
    config.keep_alive_timeout = KEEP_ALIVE_S
    config.loglevel = "WARNING"
    return config


def _announcing(app: Callable[..., Awaitable[None]], ready: Callable[[], None]) -> Any:
    """The application, which calls `ready` when it has started."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        async def announce(message: Any) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                ready()

        await app(scope, receive, announce if scope["type"] == "lifespan" else send)

    return wrapped
