"""The local AWS as one process: MiniStack, SageMaker and Application Auto Scaling."""

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

from lockgate.local.autoscaling.cloudformation import ScalableTargetType, ScalingPolicyType
from lockgate.local.autoscaling.service import AutoScaling
from lockgate.local.containers.launcher import Launcher
from lockgate.local.ministack.emulator import MiniStack
from lockgate.local.protocol.scope import Scope
from lockgate.local.resource_types import ResourceType
from lockgate.local.sagemaker.cloudformation import sagemaker_types
from lockgate.local.sagemaker.container_fleets import ContainerFleets
from lockgate.local.sagemaker.service import SageMaker
from lockgate.local.sagemaker.store import Stores

logger = logging.getLogger("lockgate")

ACCOUNT = "000000000000"
"""Account id when a client's access key is none of twelve digits."""
INVOCATION_PATH = "/endpoints/[^/]+/(invocations|invocations-response-stream)"
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
) -> None:
    """Run the local AWS on the loopback interface until SIGTERM or SIGINT, then stop all.

    Args:
        port: TCP port; clients use http://localhost:PORT.
        root: the project, whose containers and model cards are used.
        cache: folder for virtual environments and model files.
        account: account id of clients whose access key names none.
        region: region of clients that name none.
        ready: called once, when requests are answered.

    Raises:
        PortInUseError: something else listens on the port.
    """
    sockets = listen(port)
    try:
        asyncio.run(_serve(sockets, port, root, cache, Scope(account, region), ready))
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
) -> None:
    logger.setLevel(logging.INFO)  # MiniStack sets up the handler, and a level of its own
    ministack = MiniStack(port=port, scope=scope, root=root)
    sagemaker = _services(ministack, root, cache)
    stopping = _stopping_on_signals(asyncio.get_running_loop())
    watching = asyncio.create_task(ministack.alarms.watch())
    try:
        await hypercorn_serve(
            _announcing(ministack.services.asgi, ready),
            _config(sockets),
            shutdown_trigger=stopping.wait,
        )
    finally:
        watching.cancel()
        await sagemaker.close()


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


def _services(ministack: MiniStack, root: Path, cache: Path) -> SageMaker:
    """Add our services and CloudFormation types to the emulator."""
    launcher = Launcher(root=root, cache=cache, report=logger.info)
    fleets = ContainerFleets(root=root, cache=cache, objects=ministack.stores, launcher=launcher)
    stores = Stores()
    autoscaling = AutoScaling(stores.has_variant)
    sagemaker = SageMaker(
        fleets, stores=stores, logs=ministack.stores, metrics=ministack.stores, targets=autoscaling
    )
    ministack.services.add(
        "sagemaker", sagemaker.handle, target="SageMaker.", paths=[INVOCATION_PATH]
    )
    ministack.services.add(
        "application-autoscaling", autoscaling.handle, target="AnyScaleFrontendService."
    )
    scaling = (ScalableTargetType(autoscaling), ScalingPolicyType(autoscaling))
    kinds: list[ResourceType] = [*sagemaker_types(sagemaker), *scaling]
    for kind in kinds:
        ministack.resources.add(kind)
    return sagemaker


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
